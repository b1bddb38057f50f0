"""What a visitor types on a phone for the terminal beside it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "phone_entries",
        sa.Column("device_id", sa.String(length=32), sa.ForeignKey("devices.id"), primary_key=True),
        sa.Column("id", sa.String(length=32), nullable=False, unique=True),
        sa.Column("code_hash", sa.String(length=64), nullable=False, unique=True),
        sa.Column("field", sa.String(length=8), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("field IN ('name', 'email', 'password')", name="field_known"),
    )
    op.create_index("ix_phone_entries_expires", "phone_entries", ["expires_at"])
