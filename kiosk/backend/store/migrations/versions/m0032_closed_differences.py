"""A difference is closed by somebody, with a note, also since its money goes back; the desk reads them by the page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KINDS = ("theirs-only", "ours-only", "differs", "register", "no-outcome")
_OUTCOMES = ("booked", "found", "explained", "provider-corrects", "passed-on", "refunded")
_KEPT = "number, kind, provider, reference, order_number, day, ours, theirs, found_at, owner, outcome, closed_at"
_NOTE = "length(note) <= 500"


def upgrade() -> None:
    """Add who closed it and why, and let it end by a refund; the indexes have the order of the pages."""
    op.drop_index("ix_differences_open", "differences")
    if op.get_bind().dialect.name == "sqlite":
        _made_anew()
    else:
        op.add_column("differences", sa.Column("closed_by", sa.String(length=100), nullable=True))
        op.add_column("differences", sa.Column("note", sa.Text(), nullable=True))
        op.drop_constraint(op.f("ck_differences_outcome_known"), "differences", type_="check")
        op.create_check_constraint(op.f("ck_differences_outcome_known"), "differences", _known("outcome", _OUTCOMES))
        op.create_check_constraint(op.f("ck_differences_note_length"), "differences", _NOTE)
    for name, first, which in (("open", "found_at", "IS NULL"), ("closed", "closed_at", "IS NOT NULL")):
        where = sa.text(f"closed_at {which}")
        op.create_index(
            op.f(f"ix_differences_{name}"),
            "differences",
            [first, "number"],
            sqlite_where=where,
            postgresql_where=where,
        )


def _known(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(map(repr, values))})"


def _made_anew() -> None:
    """Copy the table, since SQLite changes no constraint. No other table points to it."""
    op.create_table(
        "differences_anew",
        sa.Column("number", _SERIAL, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("provider", sa.String(length=24), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("order_number", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("ours", sa.Integer(), nullable=True),
        sa.Column("theirs", sa.Integer(), nullable=True),
        sa.Column("found_at", sa.BigInteger(), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_by", sa.String(length=100), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint(_known("kind", _KINDS), name=op.f("ck_differences_kind_known")),
        sa.CheckConstraint(_known("outcome", _OUTCOMES), name=op.f("ck_differences_outcome_known")),
        sa.CheckConstraint("(outcome IS NULL) = (closed_at IS NULL)", name=op.f("ck_differences_closed_whole")),
        sa.CheckConstraint(_NOTE, name=op.f("ck_differences_note_length")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_differences")),
        sa.UniqueConstraint("kind", "provider", "reference", name=op.f("uq_differences_kind_provider_reference")),
    )
    op.execute(f"INSERT INTO differences_anew ({_KEPT}) SELECT {_KEPT} FROM differences")  # noqa: S608 - our own names
    op.drop_table("differences")
    op.rename_table("differences_anew", "differences")
