"""Invitations: codes by which terminals are enrolled."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "terminal_invitations",
        sa.Column("id", sa.String(length=4), nullable=False),
        sa.Column("proof_hash", sa.String(length=64), nullable=False),
        sa.Column("terminal_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("office_code", sa.String(length=24), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terminal_invitations")),
        sa.UniqueConstraint("terminal_id", name=op.f("uq_terminal_invitations_terminal_id")),
        sa.CheckConstraint("tries BETWEEN 0 AND 5", name=op.f("ck_terminal_invitations_tries_few")),
        sa.CheckConstraint("length(name) <= 60", name=op.f("ck_terminal_invitations_name_length")),
    )
    op.create_index("ix_terminal_invitations_expires", "terminal_invitations", ["expires_at"])
