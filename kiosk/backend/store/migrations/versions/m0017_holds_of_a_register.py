"""What a payment holds is kept by register and number: a ticket need not stand in our own table."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_REGISTER = sa.Column("register", sa.String(length=16), server_default="local", nullable=False)


def upgrade() -> None:
    """Untie the holds from our tickets; what is held is ours so far."""
    op.drop_index("uq_payment_tickets_held", "payment_tickets")
    if op.get_bind().dialect.name == "sqlite":
        _made_anew()
    else:
        op.drop_constraint("fk_payment_tickets_ticket_number", "payment_tickets", type_="foreignkey")
        op.add_column("payment_tickets", _REGISTER)
    op.create_index(
        "uq_payment_tickets_held",
        "payment_tickets",
        ["ticket_number", "register"],
        unique=True,
        sqlite_where=sa.text("holds = 1"),
        postgresql_where=sa.text("holds = 1"),
    )


def _made_anew() -> None:
    """Copy the table, since SQLite drops no constraint. No other table points to it."""
    op.create_table(
        "payment_tickets_anew",
        sa.Column("payment_id", sa.String(length=32), nullable=False),
        sa.Column("ticket_number", sa.String(length=15), nullable=False),
        sa.Column("holds", sa.Integer(), nullable=False),
        _REGISTER,
        sa.CheckConstraint("holds IN (0, 1)", name=op.f("ck_payment_tickets_holds_flag")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_payment_tickets_payment_id")),
        sa.PrimaryKeyConstraint("payment_id", "ticket_number", name=op.f("pk_payment_tickets")),
    )
    op.execute(
        "INSERT INTO payment_tickets_anew (payment_id, ticket_number, holds) "
        "SELECT payment_id, ticket_number, holds FROM payment_tickets"
    )
    op.drop_table("payment_tickets")
    op.rename_table("payment_tickets_anew", "payment_tickets")
