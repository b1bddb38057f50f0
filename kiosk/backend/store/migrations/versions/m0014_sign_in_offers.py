"""Signing in with the phone from the sign-in page itself: what a terminal offers, until a phone takes it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "sign_in_offers",
        sa.Column("id", sa.String(length=32), primary_key=True),
        sa.Column("device_id", sa.String(length=32), sa.ForeignKey("devices.id"), nullable=False, unique=True),
        sa.Column("code_hash", sa.String(length=64), nullable=False, unique=True),
        sa.Column("compare", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=True),
    )
    op.create_index("ix_sign_in_offers_expires", "sign_in_offers", ["expires_at"])
