"""Owners: accounts, one-time codes and their limits, sessions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables, each after those it points to."""
    _accounts()
    _codes()


def _accounts() -> None:
    op.create_table(
        "owners",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("mobile", sa.String(length=10), nullable=True),
        sa.Column("name", sa.String(length=40), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("notice", sa.String(length=7), nullable=False),
        sa.Column("registered_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("length(mobile) = 10 AND mobile LIKE '09%'", name=op.f("ck_owners_mobile_mobile")),
        sa.CheckConstraint("(closed_at IS NULL) = (mobile IS NOT NULL)", name=op.f("ck_owners_closed_or_known")),
        sa.CheckConstraint("length(email) <= 254", name=op.f("ck_owners_email_length")),
        sa.CheckConstraint("length(name) <= 40", name=op.f("ck_owners_name_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owners")),
    )
    op.create_index("uq_owners_mobile", "owners", ["mobile"], unique=True)
    op.create_table(
        "owner_events",
        sa.Column("sequence", _SERIAL, nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("device_id", sa.String(length=32), nullable=True),
        sa.Column("subject", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_owner_events_device_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["owners.id"], name=op.f("fk_owner_events_owner_id")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_owner_events")),
    )
    op.create_index("ix_owner_events_owner", "owner_events", ["owner_id", "sequence"], unique=False)
    op.create_table(
        "owner_messages",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["owners.id"], name=op.f("fk_owner_messages_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owner_messages")),
    )
    op.create_index("ix_owner_messages_owner", "owner_messages", ["owner_id", "at"], unique=False)
    op.create_index("ix_payment_bills_plate", "payment_bills", ["plate"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("device_id", sa.String(length=32), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_sessions_device_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["owners.id"], name=op.f("fk_sessions_owner_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sessions")),
    )
    op.create_index("ix_sessions_ends", "sessions", ["ends_at"], unique=False)
    op.create_index("ix_sessions_owner", "sessions", ["owner_id"], unique=False)
    op.create_table(
        "sign_in_accounts",
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tried_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_sign_in_accounts")),
    )
    op.create_table(
        "sign_in_failures",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("device_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_sign_in_failures_device_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failures")),
    )
    op.create_index("ix_sign_in_failures_account", "sign_in_failures", ["account", "at"], unique=False)
    op.create_index("ix_sign_in_failures_device", "sign_in_failures", ["device_id", "at"], unique=False)


def _codes() -> None:
    op.create_table(
        "code_flows",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("device_id", sa.String(length=32), nullable=False),
        sa.Column("mobile", sa.String(length=10), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=True),
        sa.Column("silent", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("proof_hash", sa.String(length=64), nullable=True),
        sa.Column("proof_until", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("length(mobile) = 10 AND mobile LIKE '09%'", name=op.f("ck_code_flows_mobile_mobile")),
        sa.CheckConstraint(
            "purpose IN ('register', 'reset-password', 'change-mobile')", name=op.f("ck_code_flows_purpose_known")
        ),
        sa.CheckConstraint("silent IN (0, 1)", name=op.f("ck_code_flows_silent_flag")),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_code_flows_device_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["owners.id"], name=op.f("fk_code_flows_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_flows")),
    )
    op.create_index("ix_code_flows_expires", "code_flows", ["expires_at"], unique=False)
    op.create_table(
        "registrations",
        sa.Column("flow_id", sa.String(length=32), nullable=False),
        sa.Column("plate", sa.String(length=11), nullable=False),
        sa.Column("vehicle_type", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("notice", sa.String(length=7), nullable=False),
        sa.CheckConstraint("vehicle_type IN ('car', 'motorcycle')", name=op.f("ck_registrations_vehicle_type_known")),
        sa.CheckConstraint("length(name) <= 40", name=op.f("ck_registrations_name_length")),
        sa.CheckConstraint("length(plate) <= 11", name=op.f("ck_registrations_plate_length")),
        sa.ForeignKeyConstraint(["flow_id"], ["code_flows.id"], name=op.f("fk_registrations_flow_id")),
        sa.PrimaryKeyConstraint("flow_id", name=op.f("pk_registrations")),
    )
    op.create_table(
        "codes",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("flow_id", sa.String(length=32), nullable=False),
        sa.Column("mobile", sa.String(length=10), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("spent_at", sa.BigInteger(), nullable=True),
        sa.Column("void_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("length(mobile) = 10 AND mobile LIKE '09%'", name=op.f("ck_codes_mobile_mobile")),
        sa.ForeignKeyConstraint(["flow_id"], ["code_flows.id"], name=op.f("fk_codes_flow_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codes")),
    )
    op.create_index("ix_codes_flow", "codes", ["flow_id"], unique=False)
    op.create_table(
        "code_numbers",
        sa.Column("mobile", sa.String(length=10), nullable=False),
        sa.Column("paused_until", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("length(mobile) = 10 AND mobile LIKE '09%'", name=op.f("ck_code_numbers_mobile_mobile")),
        sa.PrimaryKeyConstraint("mobile", name=op.f("pk_code_numbers")),
    )
    op.create_table(
        "code_sends",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("mobile", sa.String(length=10), nullable=False),
        sa.Column("device_id", sa.String(length=32), nullable=False),
        sa.Column("flow_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_code_sends_device_id")),
        sa.ForeignKeyConstraint(["flow_id"], ["code_flows.id"], name=op.f("fk_code_sends_flow_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_sends")),
    )
    op.create_index("ix_code_sends_device", "code_sends", ["device_id", "at"], unique=False)
    op.create_index("ix_code_sends_mobile", "code_sends", ["mobile", "at"], unique=False)
    op.create_table(
        "code_failures",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("mobile", sa.String(length=10), nullable=False),
        sa.Column("device_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_code_failures_device_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_failures")),
    )
    op.create_index("ix_code_failures_device", "code_failures", ["device_id", "at"], unique=False)
    op.create_index("ix_code_failures_mobile", "code_failures", ["mobile", "at"], unique=False)
