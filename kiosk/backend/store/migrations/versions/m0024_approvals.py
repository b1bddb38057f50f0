"""What proof of a person was seen in a case, and what takes two people: who asked for it and who decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "case_proofs",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("case_number", sa.String(length=11), nullable=False),
        sa.Column("proof", sa.String(length=16), nullable=False),
        sa.Column("seen_by", sa.String(length=32), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_proofs")),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name=op.f("fk_case_proofs_case_number")),
        sa.ForeignKeyConstraint(["seen_by"], ["staff.id"], name=op.f("fk_case_proofs_seen_by")),
        sa.CheckConstraint(
            "proof IN ('code-to-number', 'id-and-licence', 'taipei-pass')", name=op.f("ck_case_proofs_proof_known")
        ),
    )
    op.create_index(op.f("ix_case_proofs_case"), "case_proofs", ["case_number", "seen_at"])
    _approvals()


def _approvals() -> None:
    op.create_table(
        "approvals",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("operation", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("case_number", sa.String(length=11), nullable=False),
        sa.Column("office", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("executed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name=op.f("fk_approvals_case_number")),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_approvals_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_approvals_decided_by")),
        sa.CheckConstraint(
            "state IN ('asked', 'approved', 'refused', 'expired', 'executed')", name=op.f("ck_approvals_state_known")
        ),
        sa.CheckConstraint("asked_by <> decided_by", name=op.f("ck_approvals_two_people")),
        sa.CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name=op.f("ck_approvals_decided_whole")),
        sa.CheckConstraint("state <> 'asked' OR decided_by IS NULL", name=op.f("ck_approvals_asked_undecided")),
        sa.CheckConstraint(
            "state IN ('asked', 'expired') OR decided_by IS NOT NULL", name=op.f("ck_approvals_decided_by_somebody")
        ),
        sa.CheckConstraint(
            "(state = 'executed') = (executed_at IS NOT NULL)", name=op.f("ck_approvals_executed_whole")
        ),
    )
    op.create_index(op.f("ix_approvals_state"), "approvals", ["state", "asked_at"])
    op.create_index(op.f("ix_approvals_case"), "approvals", ["case_number"])
    op.create_index(op.f("ix_approvals_asked_by"), "approvals", ["asked_by", "operation", "asked_at"])
