"""Accounts of owners, drafts of registrations, sessions, and the passwords that were wrong."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
)

from kiosk.backend.store.tables import Serial, at_most, metadata, mobile_number, one_of
from kiosk.backend.store.types import UtcDateTime
from kiosk.domain.plate import VehicleType

owners = Table(
    "owners",
    metadata,
    Column("id", String(32), primary_key=True),
    # Empty once the owner has closed the account: then nothing of a person stands here any more.
    Column("mobile", String(10)),
    Column("name", String(40)),
    Column("email", String(254)),
    Column("password_hash", String(200)),
    Column("notice", String(7), nullable=False),
    Column("registered_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    # In which the owner registered and is written to; empty where the terminal did not say.
    Column("language", String(5)),
    mobile_number("mobile"),
    at_most("name", 40),
    at_most("email", 254),
    CheckConstraint("(closed_at IS NULL) = (mobile IS NOT NULL)", name="closed_or_known"),
    # One account a number, whatever two terminals try at once.
    Index("uq_owners_mobile", "mobile", unique=True),
)

registrations = Table(
    "registrations",
    metadata,
    Column("flow_id", String(32), ForeignKey("code_flows.id"), primary_key=True),
    Column("plate", String(11), nullable=False),
    Column("vehicle_type", String(10), nullable=False),
    Column("name", String(40), nullable=False),
    Column("email", String(254)),
    Column("password_hash", String(200), nullable=False),
    Column("notice", String(7), nullable=False),
    one_of("vehicle_type", VehicleType),
    at_most("plate", 11),
    at_most("name", 40),
)

sign_in_accounts = Table(
    "sign_in_accounts",
    metadata,
    # A keyed hash of a number, registered or not. Counting its failures locks this row.
    Column("account", String(64), primary_key=True),
    Column("tried_at", UtcDateTime, nullable=False),
)

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("account", String(64), nullable=False),
    Column("device_id", String(32), ForeignKey("terminals.id"), nullable=False, key="terminal_id"),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_sign_in_failures_account", "account", "at"),
    Index("ix_sign_in_failures_device", "terminal_id", "at"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("owner_id", String(32), ForeignKey("owners.id"), nullable=False),
    Column("device_id", String(32), ForeignKey("terminals.id"), nullable=False, key="terminal_id"),
    Column("began_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
    Index("ix_sessions_owner", "owner_id"),
    Index("ix_sessions_ends", "ends_at"),
)
