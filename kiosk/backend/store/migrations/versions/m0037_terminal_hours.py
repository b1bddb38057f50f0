"""The payments and failures of one hour of a terminal are found by an index; what counters report has a table."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table and the indexes; the one of terminals alone is the beginning of another now."""
    op.create_table(
        "terminal_complaints",
        sa.Column("terminal_id", sa.String(length=32), nullable=False),
        sa.Column("case_number", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("reported_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("terminal_id", "case_number", name=op.f("pk_terminal_complaints")),
        sa.ForeignKeyConstraint(["terminal_id"], ["terminals.id"], name=op.f("fk_terminal_complaints_terminal_id")),
    )
    waits = sa.text("settled_at IS NULL")
    op.create_index(
        "ix_terminal_complaints_open",
        "terminal_complaints",
        ["terminal_id", "reported_at"],
        sqlite_where=waits,
        postgresql_where=waits,
    )
    op.create_index("ix_terminal_complaints_settled", "terminal_complaints", ["settled_at"])
    op.create_index("ix_payments_device_created", "payments", ["device_id", "created_at"])
    op.drop_index("ix_payments_device", "payments")
    op.create_index("ix_failures_terminal", "failures", ["terminal_id", "at"])
