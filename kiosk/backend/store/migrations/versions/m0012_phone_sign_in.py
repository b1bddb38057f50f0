"""Signing in with the phone: what a terminal has asked a provider, until it is answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "sign_in_flows",
        sa.Column("id", sa.String(length=32), primary_key=True),
        sa.Column("device_id", sa.String(length=32), sa.ForeignKey("devices.id"), nullable=False),
        sa.Column("provider", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("owner_id", sa.String(length=32), sa.ForeignKey("owners.id"), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("user_code", sa.String(length=20), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("short_link", sa.String(length=200), nullable=False),
        sa.Column("interval", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=False),
        sa.Column("next_poll_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'linked', 'denied', 'expired', 'unknown')", name="state_known"),
    )
    op.create_index("ix_sign_in_flows_expires", "sign_in_flows", ["expires_at"])
    op.create_index("ix_sign_in_flows_device", "sign_in_flows", ["device_id"])
