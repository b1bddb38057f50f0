"""Every movement of money is a row, and refunds have ids of their own: one charge may go back beside another.

What was taken and given back before gets its rows. The id of a refund from before is its payment's, as the outbox
names it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
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


def upgrade() -> None:
    """Make the tables, and a row of each movement that is known."""
    _movements()
    _charges()
    op.execute("CREATE TABLE refunds_before AS SELECT * FROM refunds")
    op.drop_table("refunds")
    _refunds()
    op.execute(
        "INSERT INTO refunds (id, payment_id, charge, reason, amount, status, created_at, done_at) "
        "SELECT r.payment_id, r.payment_id, m.sequence, r.reason, r.amount, r.status, r.created_at, r.done_at "
        "FROM refunds_before r JOIN movements m ON m.payment_id = r.payment_id"
    )
    op.execute(
        "INSERT INTO movements (provider, reference, payment_id, kind, amount, heard_at, heard_by) "
        "SELECT p.provider, r.id, p.id, 'refund', r.amount, r.done_at, 'earlier' "
        "FROM refunds r JOIN payments p ON p.id = r.payment_id WHERE r.status = 'refunded'"
    )
    op.drop_table("refunds_before")


def _movements() -> None:
    op.create_table(
        "movements",
        sa.Column("sequence", _SERIAL, nullable=False),
        sa.Column("provider", sa.String(length=24), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("payment_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("heard_at", sa.BigInteger(), nullable=False),
        sa.Column("heard_by", sa.String(length=16), nullable=False),
        sa.CheckConstraint("kind IN ('charge', 'refund')", name=op.f("ck_movements_kind_known")),
        sa.CheckConstraint(
            "heard_by IN ('answer', 'inquiry', 'message', 'reconciliation', 'earlier')",
            name=op.f("ck_movements_heard_by_known"),
        ),
        sa.CheckConstraint(_DOLLARS, name=op.f("ck_movements_amount")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_movements_payment_id")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_movements")),
        sa.UniqueConstraint("provider", "reference", name=op.f("uq_movements_provider_reference")),
        sa.UniqueConstraint("sequence", "amount", name=op.f("uq_movements_sequence_amount")),
    )
    op.create_index("ix_movements_payment", "movements", ["payment_id"])


def _charges() -> None:
    # Nothing held a provider to a number of its own for each transaction: whichever comes second is named after its
    # order, as is one that has none.
    op.execute(
        "INSERT INTO movements (provider, reference, payment_id, kind, amount, heard_at, heard_by) "
        "SELECT provider, CASE WHEN place = 1 AND provider_reference IS NOT NULL "
        "THEN provider_reference ELSE 'order-' || number END, id, 'charge', taken, at, 'earlier' FROM ("
        "SELECT p.provider, p.provider_reference, p.number, p.id, COALESCE(r.amount, p.amount + p.fee) AS taken, "
        "COALESCE(p.paid_at, r.created_at, p.changed_at) AS at, "
        "ROW_NUMBER() OVER (PARTITION BY p.provider, p.provider_reference ORDER BY p.number) AS place "
        "FROM payments p LEFT JOIN refunds r ON r.payment_id = p.id "
        "WHERE p.state IN ('paid', 'refund-due', 'refunded')) AS taken_before ORDER BY number"
    )


def _refunds() -> None:
    op.create_table(
        "refunds",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("payment_id", sa.String(length=32), nullable=False),
        sa.Column("charge", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), server_default="due", nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("ordered_by", sa.String(length=64), nullable=True),
        sa.Column("case_number", sa.String(length=20), nullable=True),
        sa.CheckConstraint(
            f"reason IN ({', '.join(repr(reason) for reason in _REASONS)})", name=op.f("ck_refunds_reason_known")
        ),
        sa.CheckConstraint("status IN ('due', 'refunded')", name=op.f("ck_refunds_status_known")),
        sa.CheckConstraint(_DOLLARS, name=op.f("ck_refunds_amount")),
        sa.CheckConstraint("(ordered_by IS NULL) = (case_number IS NULL)", name=op.f("ck_refunds_case_named")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_refunds_payment_id")),
        sa.ForeignKeyConstraint(
            ["charge", "amount"], ["movements.sequence", "movements.amount"], name=op.f("fk_refunds_charge")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("charge", name=op.f("uq_refunds_charge")),
    )
    op.create_index("ix_refunds_payment", "refunds", ["payment_id"])
