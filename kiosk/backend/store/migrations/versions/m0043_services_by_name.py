"""Which services there are stands in the code alone (`ServiceKind`): a new one needs no change of the table.

What a service has to know, a window or an area, stays a constraint.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_LENGTH = "length(service) <= 24"
_KEPT = "id, binding_id, service, chosen_at, effective_on, ends_on, start_hour, end_hour, area, ended_at"


def upgrade() -> None:
    """Let services have any name of at most 24 characters."""
    if op.get_bind().dialect.name == "sqlite":
        _made_anew()
        return
    op.drop_constraint(op.f("ck_binding_services_service_known"), "binding_services", type_="check")
    op.alter_column("binding_services", "service", type_=sa.String(length=24))
    op.create_check_constraint(op.f("ck_binding_services_service_length"), "binding_services", _LENGTH)


def _made_anew() -> None:
    """Copy the table, since SQLite changes no constraint. No other table points to it."""
    op.create_table(
        "binding_services_anew",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("binding_id", sa.String(length=32), nullable=False),
        sa.Column("service", sa.String(length=24), nullable=False),
        sa.Column("chosen_at", sa.BigInteger(), nullable=False),
        sa.Column("effective_on", sa.String(length=10), nullable=False),
        sa.Column("ends_on", sa.String(length=10), nullable=True),
        sa.Column("start_hour", sa.Integer(), nullable=True),
        sa.Column("end_hour", sa.Integer(), nullable=True),
        sa.Column("area", sa.String(length=10), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(service = 'flood') = (area IS NOT NULL)", name=op.f("ck_binding_services_flood_area")),
        sa.CheckConstraint(
            "(service = 'reminder') = (start_hour IS NOT NULL)", name=op.f("ck_binding_services_reminder_window")
        ),
        sa.CheckConstraint(
            "area IS NULL OR area IN ('tamsui', 'keelung', 'xindian', 'jingmei', 'shuangxi')",
            name=op.f("ck_binding_services_area_known"),
        ),
        sa.CheckConstraint(_LENGTH, name=op.f("ck_binding_services_service_length")),
        sa.CheckConstraint("(start_hour IS NULL) = (end_hour IS NULL)", name=op.f("ck_binding_services_whole_window")),
        sa.ForeignKeyConstraint(["binding_id"], ["bindings.id"], name=op.f("fk_binding_services_binding_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_binding_services")),
    )
    op.execute(
        f"INSERT INTO binding_services_anew ({_KEPT}) SELECT {_KEPT} FROM binding_services"  # noqa: S608 - our own names
    )
    op.drop_table("binding_services")
    op.rename_table("binding_services_anew", "binding_services")
    op.create_index("ix_binding_services_binding", "binding_services", ["binding_id"], unique=False)
    op.create_index(
        "uq_binding_services_chosen",
        "binding_services",
        ["binding_id", "service"],
        unique=True,
        sqlite_where=sa.text("ends_on IS NULL"),
    )
