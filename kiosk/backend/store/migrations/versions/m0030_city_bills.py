"""Bills of other cities that are paid here, and where each payment stands with its city."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "city_orders",
        sa.Column("payment_id", sa.String(length=32), nullable=False),
        sa.Column("city", sa.String(length=3), nullable=False),
        sa.Column("plate", sa.String(length=11), nullable=False),
        sa.Column("vehicle_type", sa.String(length=10), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("due_since", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("payment_id", name=op.f("pk_city_orders")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_city_orders_payment_id")),
        sa.CheckConstraint("vehicle_type IN ('car', 'motorcycle')", name=op.f("ck_city_orders_vehicle_type_known")),
        sa.CheckConstraint("way IN ('confirms', 'asked-again')", name=op.f("ck_city_orders_way_known")),
        sa.CheckConstraint(
            "state IN ('held', 'due', 'settled', 'refused', 'unknown', 'ended')",
            name=op.f("ck_city_orders_state_known"),
        ),
        sa.CheckConstraint("length(plate) <= 11", name=op.f("ck_city_orders_plate_length")),
        sa.CheckConstraint(
            "state IN ('held', 'ended') OR due_since IS NOT NULL", name=op.f("ck_city_orders_due_since_known")
        ),
    )
    op.create_table(
        "city_bills",
        sa.Column("payment_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("city", sa.String(length=3), nullable=False),
        sa.Column("bill_number", sa.String(length=32), nullable=False),
        sa.Column("pay_by", sa.String(length=10), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("holds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("payment_id", "position", name=op.f("pk_city_bills")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_city_bills_payment_id")),
        sa.UniqueConstraint("payment_id", "bill_number", name=op.f("uq_city_bills_payment_id_bill_number")),
        sa.CheckConstraint(
            "amount = CAST(amount AS INTEGER) AND amount BETWEEN 0 AND 10000000", name=op.f("ck_city_bills_amount")
        ),
        sa.CheckConstraint("length(bill_number) <= 32", name=op.f("ck_city_bills_bill_number_length")),
        sa.CheckConstraint("holds IN (0, 1)", name=op.f("ck_city_bills_holds_flag")),
    )
    op.create_index("ix_city_bills_bill", "city_bills", ["bill_number"])
    op.create_index(
        "uq_city_bills_held",
        "city_bills",
        ["city", "bill_number"],
        unique=True,
        sqlite_where=sa.text("holds = 1"),
        postgresql_where=sa.text("holds = 1"),
    )
