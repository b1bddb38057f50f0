"""The office's staff: accounts, roles, sessions and cases, and the audit, whose rows nothing changes or deletes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_ROLES = ("viewer", "clerk", "senior", "finance", "operator", "auditor")
_TOPICS = (
    "paid-still-shown",
    "code-not-arrived",
    "vehicle-bound-by-other",
    "paid-twice",
    "wrong-ticket",
    "kiosk-took-money",
    "new-number",
    "other",
)
_OUTCOMES = ("explained", "paid-after-all", "not-charged", "put-right", "passed-on", "left")


def upgrade() -> None:
    """Create the tables, and the triggers that keep the audit as it is."""
    _accounts()
    _sessions()
    _cases()
    _audit()
    _never_changed()


def _one_of(table: str, column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    names = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({names})", name=op.f(f"ck_{table}_{column}_known"))


def _accounts() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("display_name", sa.String(length=40), nullable=False),
        sa.Column("office", sa.String(length=60), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("factor_key", sa.LargeBinary(), nullable=False),
        sa.Column("factor_used", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=False),
        sa.Column("suspended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("name", name=op.f("uq_staff_name")),
        sa.CheckConstraint("length(name) <= 32", name=op.f("ck_staff_name_length")),
        sa.CheckConstraint("length(display_name) <= 40", name=op.f("ck_staff_display_name_length")),
    )
    op.create_table(
        "staff_roles",
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("staff_id", "role", name=op.f("pk_staff_roles")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_roles_staff_id")),
        _one_of("staff_roles", "role", _ROLES),
    )
    op.create_table(
        "staff_names",
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tried_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_staff_names")),
    )
    op.create_table(
        "staff_failures",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_failures")),
    )
    op.create_index(op.f("ix_staff_failures_account"), "staff_failures", ["account", "at"])


def _sessions() -> None:
    op.create_table(
        "staff_sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("desk_hash", sa.String(length=64), nullable=False),
        sa.Column("counter", sa.String(length=60), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("factor_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_sessions")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_sessions_staff_id")),
        sa.CheckConstraint("length(counter) <= 60", name=op.f("ck_staff_sessions_counter_length")),
    )
    op.create_index(op.f("ix_staff_sessions_staff"), "staff_sessions", ["staff_id"])
    op.create_index(op.f("ix_staff_sessions_ends"), "staff_sessions", ["ends_at"])


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("number", sa.String(length=11), nullable=False),
        sa.Column("topic", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("office", sa.String(length=60), nullable=False),
        sa.Column("opened_by", sa.String(length=32), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_cases")),
        sa.ForeignKeyConstraint(["opened_by"], ["staff.id"], name=op.f("fk_cases_opened_by")),
        _one_of("cases", "topic", _TOPICS),
        _one_of("cases", "state", ("open", "waiting", "closed")),
        _one_of("cases", "outcome", _OUTCOMES),
        sa.CheckConstraint("(state = 'closed') = (outcome IS NOT NULL)", name=op.f("ck_cases_outcome_of_closed")),
        sa.CheckConstraint("(outcome IS NULL) = (closed_at IS NULL)", name=op.f("ck_cases_closed_whole")),
    )
    op.create_index(op.f("ix_cases_office"), "cases", ["office", "state", "opened_at"])
    op.create_index(op.f("ix_cases_opened_by"), "cases", ["opened_by", "state", "opened_at"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=True),
        sa.Column("who", sa.String(length=100), nullable=False),
        sa.Column("roles", sa.String(length=100), nullable=False),
        sa.Column("office", sa.String(length=60), nullable=False),
        sa.Column("counter", sa.String(length=60), nullable=False),
        sa.Column("case_number", sa.String(length=11), nullable=True),
        sa.Column("operation", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=True),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit")),
        sa.CheckConstraint("length(who) <= 100", name=op.f("ck_audit_who_length")),
        sa.CheckConstraint("length(operation) <= 32", name=op.f("ck_audit_operation_length")),
    )
    op.create_index(op.f("ix_audit_staff"), "audit", ["staff_id", "operation", "at"])
    op.create_index(op.f("ix_audit_subject"), "audit", ["subject", "number"])


def _never_changed() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for what in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{what.lower()} BEFORE {what} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'rows of the audit stay as they are'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'rows of the audit stay as they are'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_stays()"
    )
