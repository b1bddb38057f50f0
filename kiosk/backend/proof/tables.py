"""What proves a person: one-time codes and their limits, picture codes, and what is typed on a phone."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
)

from kiosk.backend.store.tables import Serial, metadata, mobile_number, one_of
from kiosk.backend.store.types import UtcDateTime
from kiosk.contract.phone_entries import EntryField
from kiosk.domain.one_time_code import CodePurpose

code_flows = Table(
    "code_flows",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("purpose", String(16), nullable=False),
    Column("device_id", String(32), ForeignKey("terminals.id"), nullable=False, key="terminal_id"),
    Column("mobile", String(10), nullable=False),
    # Whose: empty for a registration, and for a reset of a number that no one has.
    Column("owner_id", String(32), ForeignKey("owners.id")),
    # 1 for a flow that only looks like one: its messages are not sent and its codes open nothing.
    Column("silent", Integer, nullable=False, server_default="0"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime),
    # The hash of what a proved flow still allows once: setting a new password.
    Column("proof_hash", String(64)),
    Column("proof_until", UtcDateTime),
    # In which the visitor asked for the code; empty where the terminal did not say.
    Column("language", String(5)),
    one_of("purpose", CodePurpose),
    CheckConstraint("silent IN (0, 1)", name="silent_flag"),
    mobile_number("mobile"),
    Index("ix_code_flows_expires", "expires_at"),
)

codes = Table(
    "codes",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("flow_id", String(32), ForeignKey("code_flows.id"), nullable=False),
    Column("mobile", String(10), nullable=False),
    Column("code_hash", String(64), nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("spent_at", UtcDateTime),
    Column("void_at", UtcDateTime),
    mobile_number("mobile"),
    Index("ix_codes_flow", "flow_id"),
    # What a wrong code voids, in every flow of the number.
    Index("ix_codes_mobile", "mobile"),
)

code_numbers = Table(
    "code_numbers",
    metadata,
    # One row a number, locked by the transaction that counts its sends and its wrong codes.
    Column("mobile", String(10), primary_key=True),
    # Of short codes, which anybody may have sent there, and of long ones: each is paused by its own wrong ones.
    Column("paused_until", UtcDateTime),
    Column("long_paused_until", UtcDateTime),
    mobile_number("mobile"),
)

code_sends = Table(
    "code_sends",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("mobile", String(10), nullable=False),
    Column("device_id", String(32), ForeignKey("terminals.id"), nullable=False, key="terminal_id"),
    Column("flow_id", String(32), ForeignKey("code_flows.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_code_sends_mobile", "mobile", "at"),
    Index("ix_code_sends_device", "terminal_id", "at"),
)

code_failures = Table(
    "code_failures",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("mobile", String(10), nullable=False),
    Column("device_id", String(32), ForeignKey("terminals.id"), nullable=False, key="terminal_id"),
    Column("at", UtcDateTime, nullable=False),
    # How many digits the code had that was not typed right.
    Column("digits", Integer, nullable=False, server_default="5"),
    Index("ix_code_failures_mobile", "mobile", "at"),
    Index("ix_code_failures_device", "terminal_id", "at"),
)

guests = Table(
    "guests",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("digits_hash", String(64), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("solved_at", UtcDateTime),
    Index("ix_guests_expires", "expires_at"),
)

phone_entries = Table(
    "phone_entries",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("device_id", String(32), ForeignKey("terminals.id"), nullable=False, key="terminal_id"),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("field", String(8), nullable=False),
    # Empty until something was typed.
    Column("sealed", LargeBinary, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("given_at", UtcDateTime),
    # In which the visitor was asked for it at the terminal.
    Column("language", String(5)),
    one_of("field", EntryField),
    Index("ix_phone_entries_expires", "expires_at"),
    Index("ix_phone_entries_device", "terminal_id"),
)
