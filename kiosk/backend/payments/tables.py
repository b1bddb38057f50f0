"""Payments, what they are for and hold, and every movement of money."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from kiosk.backend.domain.owed import OUR_REGISTER
from kiosk.backend.domain.reconciliation import DifferenceKind, DifferenceOutcome
from kiosk.backend.store.tables import Serial, at_most, dollars, metadata, one_of
from kiosk.backend.store.types import IsoDate, UtcDateTime
from kiosk.domain.payment import PaymentState
from kiosk.domain.ticket import Stage

payments = Table(
    "payments",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("number", String(12), nullable=False, unique=True),
    Column("link_code", String(12), nullable=False, unique=True),
    Column("device_id", String(32), ForeignKey("terminals.id"), nullable=False, key="terminal_id"),
    Column("provider", String(24), nullable=False),
    Column("amount", Integer, nullable=False),
    Column("fee", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("paid_at", UtcDateTime),
    Column("receipt_number", String(16), unique=True),
    Column("provider_reference", String(64)),
    Column("decline", String(16)),
    # In which the visitor began it, and their phone goes on; empty where the terminal did not say.
    Column("language", String(5)),
    # Where the payer of this payment goes, if the provider has a page of its own.
    Column("wallet_url", String(2000)),
    one_of("state", PaymentState),
    dollars("amount"),
    dollars("fee"),
    Index("ix_payments_state_expires", "state", "expires_at"),
    # Whether a terminal has payments: a guest's terminal that has none is forgotten. And what the desk asks: those of
    # one hour of a terminal.
    Index("ix_payments_device_created", "terminal_id", "created_at"),
    # What the desk is given: a provider's own number, where it stands only with the payment.
    Index(
        "ix_payments_reference",
        "provider_reference",
        sqlite_where=text("provider_reference IS NOT NULL"),
        postgresql_where=text("provider_reference IS NOT NULL"),
    ),
)

payment_bills = Table(
    "payment_bills",
    metadata,
    Column("payment_id", String(32), ForeignKey("payments.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("bill_number", String(15), nullable=False),
    Column("plate", String(11), nullable=False),
    Column("stage", String(10), nullable=False),
    Column("pay_by", IsoDate, nullable=False),
    Column("gross", Integer, nullable=False),
    Column("amount", Integer, nullable=False),
    PrimaryKeyConstraint("payment_id", "position"),
    UniqueConstraint("payment_id", "bill_number"),
    one_of("stage", Stage),
    dollars("gross"),
    dollars("amount"),
    # What an owner asks: what was paid for this vehicle.
    Index("ix_payment_bills_plate", "plate"),
    # What the desk asks: every payment for a bill, for a ticket, and whose a provider's number is.
    Index("ix_payment_bills_bill", "bill_number"),
)

payment_tickets = Table(
    "payment_tickets",
    metadata,
    Column("payment_id", String(32), ForeignKey("payments.id"), nullable=False),
    Column("ticket_number", String(15), nullable=False),
    Column("holds", Integer, nullable=False),
    # Whose ticket it is: ours, or that of another register, where no row of ours stands for it.
    Column("register", String(16), nullable=False, server_default=OUR_REGISTER),
    PrimaryKeyConstraint("payment_id", "ticket_number"),
    CheckConstraint("holds IN (0, 1)", name="holds_flag"),
    Index("ix_payment_tickets_ticket", "ticket_number"),
    # At most one live or paid payment for a ticket, whatever two terminals try at once.
    Index(
        "uq_payment_tickets_held",
        "ticket_number",
        "register",
        unique=True,
        sqlite_where=text("holds = 1"),
        postgresql_where=text("holds = 1"),
    ),
)

payment_events = Table(
    "payment_events",
    metadata,
    Column("sequence", Serial, primary_key=True),
    Column("payment_id", String(32), ForeignKey("payments.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("event", String(32), nullable=False),
    Column("state", String(12), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("payment_id", "version"),
    one_of("state", PaymentState),
)

movements = Table(
    "movements",
    metadata,
    Column("sequence", Serial, primary_key=True),
    Column("provider", String(24), nullable=False),
    # The provider's own number of the transaction.
    Column("reference", String(64), nullable=False),
    Column("payment_id", String(32), ForeignKey("payments.id"), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("amount", Integer, nullable=False),
    Column("heard_at", UtcDateTime, nullable=False),
    Column("heard_by", String(16), nullable=False),
    # However often and in whatever ways it is reported, a transaction moves money once.
    UniqueConstraint("provider", "reference"),
    # What a refund points to: which charge, and how much it was.
    UniqueConstraint("sequence", "amount"),
    one_of("kind", ("charge", "refund")),
    one_of("heard_by", ("answer", "inquiry", "message", "reconciliation", "earlier")),
    dollars("amount"),
    Index("ix_movements_payment", "payment_id"),
    Index("ix_movements_reference", "reference"),
    # What a reconciliation asks: all that was heard of on a day.
    Index("ix_movements_heard", "heard_at"),
)

refunds = Table(
    "refunds",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("payment_id", String(32), ForeignKey("payments.id"), nullable=False),
    Column("charge", BigInteger, nullable=False),
    # How much that charge was, and how much of it was to go back before this.
    Column("charged", Integer, nullable=False),
    Column("given_before", Integer, nullable=False, server_default="0"),
    Column("reason", String(24), nullable=False),
    Column("amount", Integer, nullable=False),
    Column("status", String(10), nullable=False, server_default="due"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime),
    # Who of the office ordered it, and in which case; empty where it follows by itself.
    Column("ordered_by", String(64)),
    Column("case_number", String(20)),
    # Each part begins where the one before it ended, and none beyond the charge: never more goes out than came in, even
    # where two have read the same.
    ForeignKeyConstraint(["charge", "charged"], ["movements.sequence", "movements.amount"]),
    UniqueConstraint("charge", "given_before"),
    CheckConstraint("given_before >= 0 AND given_before + amount <= charged", name="within_charge"),
    one_of(
        "reason",
        (
            "late",
            "amount-differs",
            "tickets-changed",
            "double",
            "second-charge",
            "paid-elsewhere",
            "objection-upheld",
            "wrong-ticket",
            "pass-not-used",
        ),
    ),
    one_of("status", ("due", "refunded")),
    dollars("amount"),
    CheckConstraint("(ordered_by IS NULL) = (case_number IS NULL)", name="case_named"),
    Index("ix_refunds_payment", "payment_id"),
    # What a day's close asks: money that is to go back still.
    Index(
        "ix_refunds_due",
        "created_at",
        sqlite_where=text("status = 'due'"),
        postgresql_where=text("status = 'due'"),
    ),
)

refund_bills = Table(
    "refund_bills",
    metadata,
    # Of a payment that stays paid: which of its bills went back. No key of `payment_bills`, which are kept shorter.
    Column("payment_id", String(32), ForeignKey("payments.id"), nullable=False),
    Column("bill_number", String(15), nullable=False),
    Column("refund_id", String(32), ForeignKey("refunds.id"), nullable=False),
    Column("amount", Integer, nullable=False),
    # A bill goes back once.
    PrimaryKeyConstraint("payment_id", "bill_number"),
    dollars("amount"),
)

provider_messages = Table(
    "provider_messages",
    metadata,
    Column("provider", String(24), nullable=False),
    Column("message_id", String(64), nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("provider", "message_id"),
    # Old ones are forgotten.
    Index("ix_provider_messages_received", "received_at"),
)

reconciliations = Table(
    "reconciliations",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("day", IsoDate, nullable=False),
    # SHA-256 of the statement, in hexadecimal.
    Column("digest", String(64), nullable=False),
    Column("began_at", UtcDateTime, nullable=False),
    # Empty for one that was broken off; it is begun anew from its beginning.
    Column("done_at", UtcDateTime),
    Column("lines", Integer, nullable=False),
    Column("matched", Integer),
    Column("open_differences", Integer),
    Index("ix_reconciliations_day", "day"),
)

statement_matches = Table(
    "statement_matches",
    metadata,
    # That a provider's statement has had a movement, and of which day.
    Column("movement", BigInteger, ForeignKey("movements.sequence"), primary_key=True, autoincrement=False),
    Column("day", IsoDate, nullable=False),
)

differences = Table(
    "differences",
    metadata,
    Column("number", Serial, primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("provider", String(24), nullable=False),
    # The provider's own number of the transaction; the order's, where no transaction is what differs.
    Column("reference", String(64), nullable=False),
    # As the statement has it, whether or not there is such an order: no key of another table.
    Column("order_number", String(64), nullable=False),
    # Of the statement in which it was found first.
    Column("day", IsoDate, nullable=False),
    # Dollars as kept here and as the provider has them; negative for what went out, empty where one knows of none.
    Column("ours", Integer),
    Column("theirs", Integer),
    Column("found_at", UtcDateTime, nullable=False),
    # Who of the office looks after it.
    Column("owner", String(32)),
    Column("outcome", String(20)),
    Column("closed_at", UtcDateTime),
    # Who closed it, and in their own words why; empty where it ended by itself.
    Column("closed_by", String(100)),
    Column("note", Text),
    # However often a statement is read, one difference is one row.
    UniqueConstraint("kind", "provider", "reference"),
    one_of("kind", DifferenceKind),
    one_of("outcome", DifferenceOutcome),
    CheckConstraint("(outcome IS NULL) = (closed_at IS NULL)", name="closed_whole"),
    at_most("note", 500),
    # The desk's queue, a page at a time: what is open, the oldest first, and what is closed, the newest first.
    Index(
        "ix_differences_open",
        "found_at",
        "number",
        sqlite_where=text("closed_at IS NULL"),
        postgresql_where=text("closed_at IS NULL"),
    ),
    Index(
        "ix_differences_closed",
        "closed_at",
        "number",
        sqlite_where=text("closed_at IS NOT NULL"),
        postgresql_where=text("closed_at IS NOT NULL"),
    ),
)
