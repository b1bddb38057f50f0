"""Links to receipts and bar codes that phones take along."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; payments from before have no link, and get one when somebody asks."""
    op.create_table(
        "sheets",
        sa.Column("code", sa.String(length=26), nullable=False),
        sa.Column("payment_id", sa.String(length=32), nullable=True),
        sa.Column("bills", sa.Text(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("payment_id IS NOT NULL OR bills IS NOT NULL", name=op.f("ck_sheets_of_something")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_sheets_payment_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_sheets")),
    )
    op.create_index("ix_sheets_payment", "sheets", ["payment_id"])
    op.create_index("ix_sheets_expires", "sheets", ["expires_at"])
