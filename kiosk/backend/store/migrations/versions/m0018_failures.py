"""Failures by the code that a visitor reads aloud."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "failures",
        sa.Column("code", sa.String(length=9), primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("terminal_id", sa.String(length=32), nullable=True),
        sa.Column("route", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
    )
    op.create_index("ix_failures_at", "failures", ["at"])
