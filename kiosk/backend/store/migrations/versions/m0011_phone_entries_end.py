"""A terminal's earlier entries are told to be over, instead of not to be there. What they hold lives five minutes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table anew, with a row for each entry."""
    op.drop_table("phone_entries")
    op.create_table(
        "phone_entries",
        sa.Column("id", sa.String(length=32), primary_key=True),
        sa.Column("device_id", sa.String(length=32), sa.ForeignKey("devices.id"), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False, unique=True),
        sa.Column("field", sa.String(length=8), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("field IN ('name', 'email', 'password')", name="field_known"),
    )
    op.create_index("ix_phone_entries_expires", "phone_entries", ["expires_at"])
    op.create_index("ix_phone_entries_device", "phone_entries", ["device_id"])
