"""Indices for what the desk asks: no key that a person may have in their hand reads a whole table."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the indices."""
    known = sa.text("provider_reference IS NOT NULL")
    op.create_index(
        op.f("ix_payments_reference"),
        "payments",
        ["provider_reference"],
        sqlite_where=known,
        postgresql_where=known,
    )
    op.create_index(op.f("ix_payment_bills_bill"), "payment_bills", ["bill_number"])
    op.create_index(op.f("ix_payment_tickets_ticket"), "payment_tickets", ["ticket_number"])
    op.create_index(op.f("ix_movements_reference"), "movements", ["reference"])
    op.create_index(op.f("ix_tickets_plate"), "tickets", ["plate", "parked_at"])
    op.create_index(op.f("ix_text_messages_mobile"), "text_messages", ["mobile", "made_at"])
    op.create_index(op.f("ix_claims_vehicle"), "claims", ["plate", "vehicle_type"])
