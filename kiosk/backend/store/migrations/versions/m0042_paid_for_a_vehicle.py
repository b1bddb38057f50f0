"""Passes and bills of other cities are found by their vehicle: the desk shows what was paid for it."""

from __future__ import annotations

from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the indexes."""
    op.create_index("ix_passes_vehicle", "passes", ["plate", "vehicle_type"])
    op.create_index("ix_city_orders_vehicle", "city_orders", ["plate", "vehicle_type"])
