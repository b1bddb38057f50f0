"""What providers' statements of a day are held against: which movements they had, and every difference as a row."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KINDS = ("theirs-only", "ours-only", "differs", "register", "no-outcome")
_OUTCOMES = ("booked", "found", "explained", "provider-corrects", "passed-on")


def _known(column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    return sa.CheckConstraint(
        f"{column} IN ({', '.join(map(repr, values))})", name=op.f(f"ck_differences_{column}_known")
    )


def upgrade() -> None:
    """Create the tables, and the index by which a day's movements are found."""
    op.create_index(op.f("ix_movements_heard"), "movements", ["heard_at"])
    op.create_table(
        "reconciliations",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("matched", sa.Integer(), nullable=True),
        sa.Column("open_differences", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliations")),
    )
    op.create_index(op.f("ix_reconciliations_day"), "reconciliations", ["day"])
    op.create_table(
        "statement_matches",
        sa.Column("movement", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["movement"], ["movements.sequence"], name=op.f("fk_statement_matches_movement")),
        sa.PrimaryKeyConstraint("movement", name=op.f("pk_statement_matches")),
    )
    op.create_table(
        "differences",
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
        _known("kind", _KINDS),
        _known("outcome", _OUTCOMES),
        sa.CheckConstraint("(outcome IS NULL) = (closed_at IS NULL)", name=op.f("ck_differences_closed_whole")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_differences")),
        sa.UniqueConstraint("kind", "provider", "reference", name=op.f("uq_differences_kind_provider_reference")),
    )
    still_open = sa.text("closed_at IS NULL")
    op.create_index(
        op.f("ix_differences_open"),
        "differences",
        ["found_at"],
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
