"""Accounts of owners, drafts of registrations, sessions, wrong passwords, and new numbers asked for at the counter."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    text,
)

from kiosk.backend.store.tables import Serial, at_most, metadata, mobile_number, one_of
from kiosk.backend.store.types import UtcDateTime
from kiosk.contract.desk.new_number import NumberEnd, NumberState
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

_OPEN = "state IN ('begun', 'proved', 'waiting')"

new_numbers = Table(
    "new_numbers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner_id", String(32), ForeignKey("owners.id"), nullable=False),
    # Of the vehicle whose licence was seen.
    Column("binding_id", String(32), ForeignKey("bindings.id"), nullable=False),
    # The new one; emptied once it is the account's, or will not be.
    Column("mobile", String(10)),
    Column("case_number", String(11), ForeignKey("cases.number"), nullable=False),
    Column("asked_by", String(32), ForeignKey("staff.id"), nullable=False),
    Column("decided_by", String(32), ForeignKey("staff.id")),
    Column("state", String(8), nullable=False),
    # How one ended that did not take effect.
    Column("ended_how", String(10)),
    Column("made_at", UtcDateTime, nullable=False),
    Column("proved_at", UtcDateTime),
    # From when the number is the account's, unless somebody stops it.
    Column("effect_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    # Keyed hashes of two links, each good for one thing: the new number's, that it is there, and the old contacts', to
    # stop it.
    Column("prove_hash", String(64), nullable=False, unique=True),
    Column("stop_hash", String(64), unique=True),
    one_of("state", NumberState),
    one_of("ended_how", NumberEnd),
    mobile_number("mobile"),
    CheckConstraint(f"({_OPEN}) = (mobile IS NOT NULL)", name="number_while_open"),
    CheckConstraint(f"({_OPEN}) = (ended_at IS NULL)", name="ended_or_open"),
    CheckConstraint("(state IN ('stopped', 'ended')) = (ended_how IS NOT NULL)", name="ended_somehow"),
    CheckConstraint("(effect_at IS NULL) = (decided_by IS NULL)", name="decided_to_wait"),
    CheckConstraint("state NOT IN ('waiting', 'done') OR effect_at IS NOT NULL", name="waits_for_a_moment"),
    CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name="two_people"),
    # One at a time, whatever two windows try at once.
    Index("uq_new_numbers_open", "owner_id", unique=True, sqlite_where=text(_OPEN), postgresql_where=text(_OPEN)),
    Index("ix_new_numbers_owner", "owner_id", "made_at"),
    Index("ix_new_numbers_effect", "state", "effect_at"),
    Index("ix_new_numbers_case", "case_number"),
)
