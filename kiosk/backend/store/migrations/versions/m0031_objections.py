"""Objections to tickets: why, in whose words, in which case, and how each ended; and what was withdrawn at the desk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    _objections()
    op.create_table(
        "ticket_withdrawals",
        sa.Column("ticket_number", sa.String(length=15), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("case_number", sa.String(length=11), nullable=True),
        sa.Column("asked_by", sa.String(length=32), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("payment_id", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("ticket_number", name=op.f("pk_ticket_withdrawals")),
        sa.ForeignKeyConstraint(
            ["ticket_number"], ["tickets.number"], name=op.f("fk_ticket_withdrawals_ticket_number")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_ticket_withdrawals_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_ticket_withdrawals_decided_by")),
        sa.CheckConstraint(
            "payment_id IS NOT NULL OR (asked_by IS NOT NULL AND decided_by IS NOT NULL AND asked_by <> decided_by)",
            name=op.f("ck_ticket_withdrawals_two_people"),
        ),
    )


def _objections() -> None:
    op.create_table(
        "objections",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("ticket_number", sa.String(length=15), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("case_number", sa.String(length=11), nullable=False),
        sa.Column("opened_by", sa.String(length=32), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("asked", sa.LargeBinary(), nullable=True),
        sa.Column("asked_by", sa.String(length=32), nullable=True),
        sa.Column("asked_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("ended_by", sa.String(length=32), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
        sa.ForeignKeyConstraint(["ticket_number"], ["tickets.number"], name=op.f("fk_objections_ticket_number")),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], name=op.f("fk_objections_case_number")),
        sa.ForeignKeyConstraint(["opened_by"], ["staff.id"], name=op.f("fk_objections_opened_by")),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_objections_asked_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["staff.id"], name=op.f("fk_objections_ended_by")),
        sa.CheckConstraint(
            "reason IN ('wrong-vehicle', 'wrong-time', 'wrong-amount', 'not-parked', 'other')",
            name=op.f("ck_objections_reason_known"),
        ),
        sa.CheckConstraint("outcome IN ('upheld', 'rejected', 'taken-back')", name=op.f("ck_objections_outcome_known")),
        sa.CheckConstraint(
            "(asked IS NULL) = (asked_at IS NULL) AND (asked IS NULL) = (asked_by IS NULL)",
            name=op.f("ck_objections_asked_whole"),
        ),
        sa.CheckConstraint("(outcome IS NULL) = (ended_at IS NULL)", name=op.f("ck_objections_ended_whole")),
        sa.CheckConstraint(
            "(ended_by IS NOT NULL) = (outcome IS NOT NULL) OR outcome = 'upheld'",
            name=op.f("ck_objections_ended_by_somebody"),
        ),
    )
    op.create_index(
        "uq_objections_open",
        "objections",
        ["ticket_number"],
        unique=True,
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_index("ix_objections_ticket", "objections", ["ticket_number", "opened_at"])
    op.create_index("ix_objections_case", "objections", ["case_number"])
