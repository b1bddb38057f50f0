"""An e-mail may warn of a new number that waits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_KINDS = "kind IN ('mobile-changed', 'email-changed', 'password-changed', 'password-reset', 'number-waits')"
_STATES = "state IN ('waiting', 'taken', 'failed', 'expired')"
_KEPT = "id, owner_id, kind, sealed, dedup_key, made_at, valid_until, state, tried_at, changed_at, last_error"


def upgrade() -> None:
    """Let mails be of one more kind."""
    if op.get_bind().dialect.name == "sqlite":
        _made_anew()
        return
    op.drop_constraint(op.f("ck_mails_kind_known"), "mails", type_="check")
    op.create_check_constraint(op.f("ck_mails_kind_known"), "mails", _KINDS)


def _made_anew() -> None:
    """Copy the table, since SQLite changes no constraint. No other table points to it."""
    op.create_table(
        "mails_anew",
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
    op.execute(f"INSERT INTO mails_anew ({_KEPT}) SELECT {_KEPT} FROM mails")  # noqa: S608 - our own names
    op.drop_table("mails")
    op.rename_table("mails_anew", "mails")
    op.create_index(op.f("ix_mails_owner"), "mails", ["owner_id"])
    op.create_index(op.f("ix_mails_changed"), "mails", ["changed_at"])
