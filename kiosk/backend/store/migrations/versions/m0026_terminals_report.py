"""Terminals say every minute how they are: one row each, written over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give each terminal's row what it said last."""
    op.add_column("terminals", sa.Column("reported_at", sa.BigInteger(), nullable=True))
    op.add_column("terminals", sa.Column("started_at", sa.BigInteger(), nullable=True))
    op.add_column("terminals", sa.Column("printer", sa.String(length=10), nullable=True))
