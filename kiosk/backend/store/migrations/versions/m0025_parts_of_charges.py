"""A refund may be a part of a charge: the bills that went back are rows, and the rest of their payment stays paid."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_DOLLARS = "amount = CAST(amount AS INTEGER) AND amount BETWEEN 0 AND 10000000"
_REASONS = (
    "late",
    "amount-differs",
    "tickets-changed",
    "double",
    "second-charge",
    "paid-elsewhere",
    "objection-upheld",
    "wrong-ticket",
    "pass-not-used",
)
_KEPT = "id, payment_id, charge, reason, amount, status, created_at, done_at, ordered_by, case_number"


def upgrade() -> None:
    """Make the table of refunds anew, with what is in it, and the table of bills."""
    op.execute("CREATE TABLE refunds_before AS SELECT * FROM refunds")
    op.drop_table("refunds")
    _refunds()
    op.execute(
        f"INSERT INTO refunds ({_KEPT}, charged, given_before) "  # noqa: S608 - our own names
        f"SELECT {_KEPT}, amount, 0 FROM refunds_before"
    )
    op.drop_table("refunds_before")
    op.create_table(
        "refund_bills",
        sa.Column("payment_id", sa.String(length=32), nullable=False),
        sa.Column("bill_number", sa.String(length=15), nullable=False),
        sa.Column("refund_id", sa.String(length=32), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.CheckConstraint(_DOLLARS, name=op.f("ck_refund_bills_amount")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_refund_bills_payment_id")),
        sa.ForeignKeyConstraint(["refund_id"], ["refunds.id"], name=op.f("fk_refund_bills_refund_id")),
        sa.PrimaryKeyConstraint("payment_id", "bill_number", name=op.f("pk_refund_bills")),
    )


def _refunds() -> None:
    op.create_table(
        "refunds",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("payment_id", sa.String(length=32), nullable=False),
        sa.Column("charge", sa.BigInteger(), nullable=False),
        sa.Column("charged", sa.Integer(), nullable=False),
        sa.Column("given_before", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), server_default="due", nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("ordered_by", sa.String(length=64), nullable=True),
        sa.Column("case_number", sa.String(length=20), nullable=True),
        sa.CheckConstraint(f"reason IN ({', '.join(map(repr, _REASONS))})", name=op.f("ck_refunds_reason_known")),
        sa.CheckConstraint("status IN ('due', 'refunded')", name=op.f("ck_refunds_status_known")),
        sa.CheckConstraint(_DOLLARS, name=op.f("ck_refunds_amount")),
        sa.CheckConstraint("(ordered_by IS NULL) = (case_number IS NULL)", name=op.f("ck_refunds_case_named")),
        sa.CheckConstraint(
            "given_before >= 0 AND given_before + amount <= charged", name=op.f("ck_refunds_within_charge")
        ),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_refunds_payment_id")),
        sa.ForeignKeyConstraint(
            ["charge", "charged"], ["movements.sequence", "movements.amount"], name=op.f("fk_refunds_charge")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("charge", "given_before", name=op.f("uq_refunds_charge_given_before")),
    )
    op.create_index("ix_refunds_payment", "refunds", ["payment_id"])
