"""A payer may be at a wallet's own page: one more state of payments, and where the page is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_STATES = ("waiting", "processing", "unknown", "paid", "failed", "cancelled", "expired", "refund-due", "refunded")
_TABLES = ("payments", "payment_events")


def upgrade() -> None:
    """Add the column and let both tables take the state."""
    op.add_column("payments", sa.Column("wallet_url", sa.String(length=2000), nullable=True))
    states = ", ".join(f"'{state}'" for state in ("waiting", "at-wallet", *_STATES[1:]))
    if op.get_bind().dialect.name != "sqlite":
        for table in _TABLES:
            op.drop_constraint(op.f(f"ck_{table}_state_known"), table, type_="check")
            op.create_check_constraint(op.f(f"ck_{table}_state_known"), table, f"state IN ({states})")
        return
    # SQLite changes no constraint without copying the table and all that points at it, except in its own list of tables
    # (its documentation of ALTER TABLE, section 7). The new rule only allows more, so every row there is keeps to it.
    before = ", ".join(f"'{state}'" for state in _STATES)
    connection = op.get_bind()
    version = connection.scalar(sa.text("PRAGMA schema_version"))
    connection.execute(sa.text("PRAGMA writable_schema = ON"))
    changed = connection.execute(
        sa.text(
            "UPDATE sqlite_schema SET sql = replace(sql, :before, :after) WHERE type = 'table' AND name IN (:one, :two)"
            " AND instr(sql, :before) > 0"
        ),
        {"before": f"IN ({before})", "after": f"IN ({states})", "one": _TABLES[0], "two": _TABLES[1]},
    )
    if changed.rowcount != len(_TABLES):
        raise RuntimeError("the states of payments do not stand where they were expected")
    connection.execute(sa.text(f"PRAGMA schema_version = {int(version or 0) + 1}"))
    connection.execute(sa.text("PRAGMA writable_schema = OFF"))
