"""Terminals that are out of service: why, since when, and who said so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give each terminal's row what it is closed for; all of them serve."""
    op.add_column("terminals", sa.Column("closed_for", sa.String(length=16), nullable=True))
    op.add_column("terminals", sa.Column("closed_at", sa.BigInteger(), nullable=True))
    op.add_column("terminals", sa.Column("closed_by", sa.String(length=100), nullable=True))
