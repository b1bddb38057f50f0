"""New numbers that are asked for at the counter: for whom, by whom, how far each is, and the hashes of its links."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_OPEN = "state IN ('begun', 'proved', 'waiting')"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "new_numbers",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("binding_id", sa.String(length=32), nullable=False),
        sa.Column("mobile", sa.String(length=10), nullable=True),
        sa.Column("case_number", sa.String(length=11), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("ended_how", sa.String(length=10), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("proved_at", sa.BigInteger(), nullable=True),
        sa.Column("effect_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("prove_hash", sa.String(length=64), nullable=False),
        sa.Column("stop_hash", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_new_numbers")),
        sa.ForeignKeyConstraint(["owner_id"], ["owners.id"], name=op.f("fk_new_numbers_owner_id")),
        sa.ForeignKeyConstraint(["binding_id"], ["bindings.id"], name=op.f("fk_new_numbers_binding_id")),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name=op.f("fk_new_numbers_case_number")),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_new_numbers_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_new_numbers_decided_by")),
        sa.UniqueConstraint("prove_hash", name=op.f("uq_new_numbers_prove_hash")),
        sa.UniqueConstraint("stop_hash", name=op.f("uq_new_numbers_stop_hash")),
        *_checks(),
    )
    op.create_index(
        "uq_new_numbers_open",
        "new_numbers",
        ["owner_id"],
        unique=True,
        sqlite_where=sa.text(_OPEN),
        postgresql_where=sa.text(_OPEN),
    )
    op.create_index("ix_new_numbers_owner", "new_numbers", ["owner_id", "made_at"])
    op.create_index("ix_new_numbers_effect", "new_numbers", ["state", "effect_at"])
    op.create_index("ix_new_numbers_case", "new_numbers", ["case_number"])


def _checks() -> tuple[sa.CheckConstraint, ...]:
    ends = "'phone', 'kiosk', 'desk', 'changed', 'closed', 'taken', 'unbound', 'late', 'replaced'"
    rules = {
        "state_known": "state IN ('begun', 'proved', 'waiting', 'done', 'stopped', 'ended')",
        "ended_how_known": f"ended_how IN ({ends})",
        "mobile_mobile": "length(mobile) = 10 AND mobile LIKE '09%'",
        "number_while_open": f"({_OPEN}) = (mobile IS NOT NULL)",
        "ended_or_open": f"({_OPEN}) = (ended_at IS NULL)",
        "ended_somehow": "(state IN ('stopped', 'ended')) = (ended_how IS NOT NULL)",
        "decided_to_wait": "(effect_at IS NULL) = (decided_by IS NULL)",
        "waits_for_a_moment": "state NOT IN ('waiting', 'done') OR effect_at IS NOT NULL",
        "two_people": "decided_by IS NULL OR decided_by <> asked_by",
    }
    return tuple(sa.CheckConstraint(rule, name=op.f(f"ck_new_numbers_{name}")) for name, rule in rules.items())
