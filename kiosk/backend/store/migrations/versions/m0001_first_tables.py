"""The first tables: devices, tickets and notices, payments, and what is to be sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_PAYMENT_STATE = (
    "state IN ('waiting', 'processing', 'unknown', 'paid', 'failed', 'cancelled', 'expired', 'refund-due', 'refunded')"
)


def upgrade() -> None:
    """Make the tables, each after those it points to."""
    _devices()
    _bills()
    _payments()
    _payment_history()
    _messages()


def _devices() -> None:
    op.create_table(
        "devices",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("length(name) <= 60", name=op.f("ck_devices_name_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_devices")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_devices_token_hash")),
    )


def _bills() -> None:
    op.create_table(
        "notices",
        sa.Column("number", sa.String(length=9), nullable=False),
        sa.Column("plate", sa.String(length=11), nullable=False),
        sa.Column("vehicle_type", sa.String(length=10), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("issued_on", sa.String(length=10), nullable=False),
        sa.Column("pay_by", sa.String(length=10), nullable=False),
        sa.Column("surcharge", sa.Integer(), nullable=False),
        sa.Column("fine", sa.Integer(), nullable=False),
        sa.CheckConstraint("stage IN ('ordinary', 'registered', 'recovery')", name=op.f("ck_notices_stage_known")),
        sa.CheckConstraint("vehicle_type IN ('car', 'motorcycle')", name=op.f("ck_notices_vehicle_type_known")),
        sa.CheckConstraint(
            "fine = CAST(fine AS INTEGER) AND fine BETWEEN 0 AND 10000000", name=op.f("ck_notices_fine")
        ),
        sa.CheckConstraint("length(plate) <= 11", name=op.f("ck_notices_plate_length")),
        sa.CheckConstraint(
            "surcharge = CAST(surcharge AS INTEGER) AND surcharge BETWEEN 0 AND 10000000",
            name=op.f("ck_notices_surcharge"),
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_notices")),
    )
    op.create_index("ix_notices_stage_pay_by", "notices", ["stage", "pay_by"], unique=False)
    op.create_table(
        "tickets",
        sa.Column("number", sa.String(length=15), nullable=False),
        sa.Column("plate", sa.String(length=11), nullable=False),
        sa.Column("vehicle_type", sa.String(length=10), nullable=False),
        sa.Column("issued", sa.String(length=10), nullable=False),
        sa.Column("parked_at", sa.BigInteger(), nullable=False),
        sa.Column("left_at", sa.BigInteger(), nullable=True),
        sa.Column("rate", sa.String(length=32), nullable=False),
        sa.Column("fee", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.String(length=10), nullable=False),
        sa.Column("notice_number", sa.String(length=9), nullable=True),
        sa.Column("status", sa.String(length=10), server_default="owed", nullable=False),
        sa.CheckConstraint("issued IN ('paper', 'paperless', 'smart-post')", name=op.f("ck_tickets_issued_known")),
        sa.CheckConstraint("status IN ('owed', 'paid', 'withdrawn')", name=op.f("ck_tickets_status_known")),
        sa.CheckConstraint("vehicle_type IN ('car', 'motorcycle')", name=op.f("ck_tickets_vehicle_type_known")),
        sa.CheckConstraint("fee = CAST(fee AS INTEGER) AND fee BETWEEN 0 AND 10000000", name=op.f("ck_tickets_fee")),
        sa.CheckConstraint("length(number) <= 15", name=op.f("ck_tickets_number_length")),
        sa.CheckConstraint("length(plate) <= 11", name=op.f("ck_tickets_plate_length")),
        sa.ForeignKeyConstraint(["notice_number"], ["notices.number"], name=op.f("fk_tickets_notice_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_tickets")),
    )
    op.create_index(
        "ix_tickets_due",
        "tickets",
        ["due_on"],
        unique=False,
        sqlite_where=sa.text("status = 'owed' AND notice_number IS NULL"),
        postgresql_where=sa.text("status = 'owed' AND notice_number IS NULL"),
    )
    op.create_index("ix_tickets_notice", "tickets", ["notice_number"], unique=False)
    op.create_index(
        "ix_tickets_owed",
        "tickets",
        ["plate", "vehicle_type"],
        unique=False,
        sqlite_where=sa.text("status = 'owed'"),
        postgresql_where=sa.text("status = 'owed'"),
    )


def _payments() -> None:
    op.create_table(
        "payments",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("link_code", sa.String(length=12), nullable=False),
        sa.Column("device_id", sa.String(length=32), nullable=False),
        sa.Column("provider", sa.String(length=24), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("fee", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("paid_at", sa.BigInteger(), nullable=True),
        sa.Column("receipt_number", sa.String(length=16), nullable=True),
        sa.Column("provider_reference", sa.String(length=64), nullable=True),
        sa.Column("decline", sa.String(length=16), nullable=True),
        sa.CheckConstraint(
            _PAYMENT_STATE,
            name=op.f("ck_payments_state_known"),
        ),
        sa.CheckConstraint(
            "amount = CAST(amount AS INTEGER) AND amount BETWEEN 0 AND 10000000", name=op.f("ck_payments_amount")
        ),
        sa.CheckConstraint("fee = CAST(fee AS INTEGER) AND fee BETWEEN 0 AND 10000000", name=op.f("ck_payments_fee")),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_payments_device_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("link_code", name=op.f("uq_payments_link_code")),
        sa.UniqueConstraint("number", name=op.f("uq_payments_number")),
        sa.UniqueConstraint("receipt_number", name=op.f("uq_payments_receipt_number")),
    )
    op.create_index("ix_payments_state_expires", "payments", ["state", "expires_at"], unique=False)
    op.create_table(
        "payment_bills",
        sa.Column("payment_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("bill_number", sa.String(length=15), nullable=False),
        sa.Column("plate", sa.String(length=11), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("pay_by", sa.String(length=10), nullable=False),
        sa.Column("gross", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "stage IN ('general', 'ordinary', 'registered', 'recovery')", name=op.f("ck_payment_bills_stage_known")
        ),
        sa.CheckConstraint(
            "amount = CAST(amount AS INTEGER) AND amount BETWEEN 0 AND 10000000", name=op.f("ck_payment_bills_amount")
        ),
        sa.CheckConstraint(
            "gross = CAST(gross AS INTEGER) AND gross BETWEEN 0 AND 10000000", name=op.f("ck_payment_bills_gross")
        ),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_payment_bills_payment_id")),
        sa.PrimaryKeyConstraint("payment_id", "position", name=op.f("pk_payment_bills")),
        sa.UniqueConstraint("payment_id", "bill_number", name=op.f("uq_payment_bills_payment_id_bill_number")),
    )
    op.create_table(
        "payment_tickets",
        sa.Column("payment_id", sa.String(length=32), nullable=False),
        sa.Column("ticket_number", sa.String(length=15), nullable=False),
        sa.Column("holds", sa.Integer(), nullable=False),
        sa.CheckConstraint("holds IN (0, 1)", name=op.f("ck_payment_tickets_holds_flag")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_payment_tickets_payment_id")),
        sa.ForeignKeyConstraint(["ticket_number"], ["tickets.number"], name=op.f("fk_payment_tickets_ticket_number")),
        sa.PrimaryKeyConstraint("payment_id", "ticket_number", name=op.f("pk_payment_tickets")),
    )
    op.create_index(
        "uq_payment_tickets_held",
        "payment_tickets",
        ["ticket_number"],
        unique=True,
        sqlite_where=sa.text("holds = 1"),
        postgresql_where=sa.text("holds = 1"),
    )


def _payment_history() -> None:
    op.create_table(
        "payment_events",
        sa.Column("sequence", _SERIAL, nullable=False),
        sa.Column("payment_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            _PAYMENT_STATE,
            name=op.f("ck_payment_events_state_known"),
        ),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_payment_events_payment_id")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_payment_events")),
        sa.UniqueConstraint("payment_id", "version", name=op.f("uq_payment_events_payment_id_version")),
    )
    op.create_table(
        "refunds",
        sa.Column("payment_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), server_default="due", nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "reason IN ('late', 'amount-differs', 'tickets-changed', 'double')", name=op.f("ck_refunds_reason_known")
        ),
        sa.CheckConstraint("status IN ('due', 'refunded')", name=op.f("ck_refunds_status_known")),
        sa.CheckConstraint(
            "amount = CAST(amount AS INTEGER) AND amount BETWEEN 0 AND 10000000", name=op.f("ck_refunds_amount")
        ),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_refunds_payment_id")),
        sa.PrimaryKeyConstraint("payment_id", name=op.f("pk_refunds")),
    )


def _messages() -> None:
    op.create_table(
        "provider_messages",
        sa.Column("provider", sa.String(length=24), nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("provider", "message_id", name=op.f("pk_provider_messages")),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("device_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_idempotency_keys_device_id")),
        sa.PrimaryKeyConstraint("device_id", "key", name=op.f("pk_idempotency_keys")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("dedup_key", sa.String(length=96), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("leased_until", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedup_key", name=op.f("uq_outbox_dedup_key")),
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
