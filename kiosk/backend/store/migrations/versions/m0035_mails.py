"""E-mails to owners wait sealed, as text messages do."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_KINDS = "kind IN ('mobile-changed', 'email-changed', 'password-changed', 'password-reset')"
_STATES = "state IN ('waiting', 'taken', 'failed', 'expired')"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "mails",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("dedup_key", sa.String(length=96), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("valid_until", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False, server_default="waiting"),
        sa.Column("tried_at", sa.BigInteger(), nullable=True),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("last_error", sa.String(length=40), nullable=True),
        sa.CheckConstraint(_KINDS, name=op.f("ck_mails_kind_known")),
        sa.CheckConstraint(_STATES, name=op.f("ck_mails_state_known")),
        sa.ForeignKeyConstraint(["owner_id"], ["owners.id"], name=op.f("fk_mails_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint("dedup_key", name=op.f("uq_mails_dedup_key")),
    )
    op.create_index(op.f("ix_mails_owner"), "mails", ["owner_id"])
    op.create_index(op.f("ix_mails_changed"), "mails", ["changed_at"])
