"""The beginning of the audit may be taken away once it is old; where it begins then stands in a chain of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_STAY = "rows of the audit stay as they are"
_ANCHORS = "anchors of the audit stay as they are"
_WRONG = "an anchor of the audit names a row that is old, there, and behind the anchor before"
FIVE_YEARS = 1826 * 86_400 * 1_000_000
"""Microseconds, in which the store keeps moments."""
_NEWEST = "COALESCE((SELECT max(number) FROM audit_anchors), 0)"
_FITS = (
    "EXISTS (SELECT 1 FROM audit WHERE audit.number = NEW.number AND audit.hash = NEW.hash AND audit.at = NEW.row_at "  # noqa: S608 - our own names
    f"AND audit.at <= NEW.at - {FIVE_YEARS}) AND NEW.number > {_NEWEST}"
)


def upgrade() -> None:
    """Create the table and let go of rows up to its newest anchor, and of no others."""
    op.create_table(
        "audit_anchors",
        sa.Column("number", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("row_at", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_anchors")),
    )
    if op.get_bind().dialect.name == "sqlite":
        _on_sqlite()
    else:
        _on_postgresql()


def _on_sqlite() -> None:
    op.execute("DROP TRIGGER audit_no_delete")
    op.execute(
        f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit WHEN OLD.number > {_NEWEST} "
        f"BEGIN SELECT RAISE(ABORT, '{_STAY}'); END"
    )
    for what in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_anchors_no_{what.lower()} BEFORE {what} ON audit_anchors "
            f"BEGIN SELECT RAISE(ABORT, '{_ANCHORS}'); END"
        )
    op.execute(
        f"CREATE TRIGGER audit_anchors_fit BEFORE INSERT ON audit_anchors WHEN NOT ({_FITS}) "
        f"BEGIN SELECT RAISE(ABORT, '{_WRONG}'); END"
    )


def _on_postgresql() -> None:
    op.execute("DROP TRIGGER audit_stays ON audit")
    op.execute(
        "CREATE TRIGGER audit_stays BEFORE UPDATE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_stays()"
    )
    op.execute(
        "CREATE FUNCTION audit_stays_unless_old() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF OLD.number > {_NEWEST} THEN RAISE EXCEPTION '{_STAY}'; END IF; RETURN OLD; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_stays_unless_old BEFORE DELETE ON audit "
        "FOR EACH ROW EXECUTE FUNCTION audit_stays_unless_old()"
    )
    op.execute(
        "CREATE FUNCTION audit_anchors_stay() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_ANCHORS}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_anchors_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_anchors "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_anchors_stay()"
    )
    op.execute(
        "CREATE FUNCTION audit_anchors_fit() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF NOT ({_FITS}) THEN RAISE EXCEPTION '{_WRONG}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_anchors_fit BEFORE INSERT ON audit_anchors "
        "FOR EACH ROW EXECUTE FUNCTION audit_anchors_fit()"
    )
