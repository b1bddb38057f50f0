"""Terminals have an office; when each was here last, and with which version, is kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; nobody has been seen yet."""
    op.add_column("devices", sa.Column("office", sa.String(length=60), nullable=True))
    op.add_column("devices", sa.Column("last_seen_at", sa.BigInteger(), nullable=True))
    op.add_column("devices", sa.Column("version", sa.String(length=20), nullable=True))
