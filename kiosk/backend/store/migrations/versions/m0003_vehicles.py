"""Vehicles and services, messages that go out, linked identities, guests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables, each after those it points to."""
    _vehicles()
    _messages()
    _identities()
    _guests()


def _vehicles() -> None:
    op.create_table(
        "bindings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("plate", sa.String(length=11), nullable=False),
        sa.Column("vehicle_type", sa.String(length=10), nullable=False),
        sa.Column("bound_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("member", sa.Integer(), server_default="0", nullable=False),
        sa.Column("third_party", sa.String(length=40), nullable=True),
        sa.CheckConstraint("vehicle_type IN ('car', 'motorcycle')", name=op.f("ck_bindings_vehicle_type_known")),
        sa.CheckConstraint("length(plate) <= 11", name=op.f("ck_bindings_plate_length")),
        sa.CheckConstraint("member IN (0, 1)", name=op.f("ck_bindings_member_flag")),
        sa.ForeignKeyConstraint(["owner_id"], ["owners.id"], name=op.f("fk_bindings_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bindings")),
    )
    op.create_index("ix_bindings_owner", "bindings", ["owner_id"], unique=False)
    op.create_index(
        "uq_bindings_vehicle",
        "bindings",
        ["plate", "vehicle_type"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "binding_services",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("binding_id", sa.String(length=32), nullable=False),
        sa.Column("service", sa.String(length=10), nullable=False),
        sa.Column("chosen_at", sa.BigInteger(), nullable=False),
        sa.Column("effective_on", sa.String(length=10), nullable=False),
        sa.Column("ends_on", sa.String(length=10), nullable=True),
        sa.Column("start_hour", sa.Integer(), nullable=True),
        sa.Column("end_hour", sa.Integer(), nullable=True),
        sa.Column("area", sa.String(length=10), nullable=True),
        sa.CheckConstraint("(service = 'flood') = (area IS NOT NULL)", name=op.f("ck_binding_services_flood_area")),
        sa.CheckConstraint(
            "(service = 'reminder') = (start_hour IS NOT NULL)", name=op.f("ck_binding_services_reminder_window")
        ),
        sa.CheckConstraint(
            "area IS NULL OR area IN ('tamsui', 'keelung', 'xindian', 'jingmei', 'shuangxi')",
            name=op.f("ck_binding_services_area_known"),
        ),
        sa.CheckConstraint(
            "service IN ('paperless', 'reminder', 'flood')", name=op.f("ck_binding_services_service_known")
        ),
        sa.CheckConstraint("(start_hour IS NULL) = (end_hour IS NULL)", name=op.f("ck_binding_services_whole_window")),
        sa.ForeignKeyConstraint(["binding_id"], ["bindings.id"], name=op.f("fk_binding_services_binding_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_binding_services")),
    )
    op.create_index("ix_binding_services_binding", "binding_services", ["binding_id"], unique=False)
    op.create_index(
        "uq_binding_services_chosen",
        "binding_services",
        ["binding_id", "service"],
        unique=True,
        sqlite_where=sa.text("ends_on IS NULL"),
        postgresql_where=sa.text("ends_on IS NULL"),
    )
    op.create_table(
        "claims",
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("plate", sa.String(length=11), nullable=False),
        sa.Column("vehicle_type", sa.String(length=10), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.String(length=8), nullable=True),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('granted', 'refused')", name=op.f("ck_claims_outcome_known")
        ),
        sa.CheckConstraint("vehicle_type IN ('car', 'motorcycle')", name=op.f("ck_claims_vehicle_type_known")),
        sa.CheckConstraint("length(plate) <= 11", name=op.f("ck_claims_plate_length")),
        sa.ForeignKeyConstraint(["owner_id"], ["owners.id"], name=op.f("fk_claims_owner_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_claims")),
    )
    op.create_index(
        "uq_claims_open",
        "claims",
        ["owner_id", "plate", "vehicle_type"],
        unique=True,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_table(
        "flood_alerts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("area", sa.String(length=10), nullable=False),
        sa.Column("clear_by", sa.BigInteger(), nullable=False),
        sa.Column("announced_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "area IN ('tamsui', 'keelung', 'xindian', 'jingmei', 'shuangxi')", name=op.f("ck_flood_alerts_area_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flood_alerts")),
        sa.UniqueConstraint("area", "clear_by", name=op.f("uq_flood_alerts_area_clear_by")),
    )
    op.create_table(
        "ticket_reminders",
        sa.Column("ticket_number", sa.String(length=15), nullable=False),
        sa.Column("binding_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["binding_id"], ["bindings.id"], name=op.f("fk_ticket_reminders_binding_id")),
        sa.ForeignKeyConstraint(["ticket_number"], ["tickets.number"], name=op.f("fk_ticket_reminders_ticket_number")),
        sa.PrimaryKeyConstraint("ticket_number", "binding_id", name=op.f("pk_ticket_reminders")),
    )
    op.create_index("ix_ticket_reminders_binding", "ticket_reminders", ["binding_id", "day"], unique=False)


def _messages() -> None:
    op.create_table(
        "text_messages",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("mobile", sa.String(length=10), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("dedup_key", sa.String(length=96), nullable=False),
        sa.Column("flow_id", sa.String(length=32), nullable=True),
        sa.Column("device_id", sa.String(length=32), nullable=True),
        sa.Column("silent", sa.Integer(), server_default="0", nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=False),
        sa.Column("valid_until", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="waiting", nullable=False),
        sa.Column("gateway", sa.String(length=12), nullable=True),
        sa.Column("gateway_id", sa.String(length=64), nullable=True),
        sa.Column("tried_at", sa.BigInteger(), nullable=True),
        sa.Column("taken_at", sa.BigInteger(), nullable=True),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("last_error", sa.String(length=40), nullable=True),
        sa.CheckConstraint("kind IN ('code', 'reminder', 'flood', 'notice')", name=op.f("ck_text_messages_kind_known")),
        sa.CheckConstraint("length(mobile) = 10 AND mobile LIKE '09%'", name=op.f("ck_text_messages_mobile_mobile")),
        sa.CheckConstraint("silent IN (0, 1)", name=op.f("ck_text_messages_silent_flag")),
        sa.CheckConstraint(
            "state IN ('waiting', 'taken', 'delivered', 'failed', 'expired')", name=op.f("ck_text_messages_state_known")
        ),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_text_messages_device_id")),
        sa.ForeignKeyConstraint(["flow_id"], ["code_flows.id"], name=op.f("fk_text_messages_flow_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_messages")),
        sa.UniqueConstraint("dedup_key", name=op.f("uq_text_messages_dedup_key")),
    )
    op.create_index("ix_text_messages_flow", "text_messages", ["flow_id"], unique=False)
    op.create_index("ix_text_messages_gateway", "text_messages", ["gateway", "gateway_id"], unique=False)
    op.create_index("ix_text_messages_changed", "text_messages", ["changed_at"], unique=False)
    op.create_table(
        "text_gateways",
        sa.Column("name", sa.String(length=12), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=True),
        sa.Column("failed_at", sa.BigInteger(), nullable=True),
        sa.Column("trouble", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_text_gateways")),
    )
    op.create_table(
        "demo_texts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("device_id", sa.String(length=32), nullable=True),
        sa.Column("mobile", sa.String(length=10), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("length(mobile) = 10 AND mobile LIKE '09%'", name=op.f("ck_demo_texts_mobile_mobile")),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_demo_texts_device_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demo_texts")),
    )
    op.create_index("ix_demo_texts_device", "demo_texts", ["device_id", "at"], unique=False)


def _identities() -> None:
    op.create_table(
        "identity_links",
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("provider", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("linked_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("length(subject) <= 255", name=op.f("ck_identity_links_subject_length")),
        sa.ForeignKeyConstraint(["owner_id"], ["owners.id"], name=op.f("fk_identity_links_owner_id")),
        sa.PrimaryKeyConstraint("owner_id", "provider", name=op.f("pk_identity_links")),
    )
    op.create_index("uq_identity_links_subject", "identity_links", ["provider", "subject"], unique=True)
    op.create_table(
        "identity_flows",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("device_id", sa.String(length=32), nullable=False),
        sa.Column("provider", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("user_code", sa.String(length=20), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("short_link", sa.String(length=200), nullable=False),
        sa.Column("interval", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=False),
        sa.Column("next_poll_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'linked', 'denied', 'expired', 'taken')", name=op.f("ck_identity_flows_state_known")
        ),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_identity_flows_device_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["owners.id"], name=op.f("fk_identity_flows_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_flows")),
    )
    op.create_index("ix_identity_flows_owner", "identity_flows", ["owner_id", "begun_at"], unique=False)


def _guests() -> None:
    op.add_column("devices", sa.Column("guest_until", sa.BigInteger(), nullable=True))
    op.create_table(
        "guests",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("digits_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("solved_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guests")),
    )
    op.create_index("ix_guests_expires", "guests", ["expires_at"], unique=False)
    op.create_table(
        "allowances",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("use", sa.String(length=12), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "use", "since", name=op.f("pk_allowances")),
    )
    op.create_index("ix_allowances_since", "allowances", ["since"], unique=False)
