"""The owners' tables: accounts, codes and their limits, sessions, vehicles and services, messages that go out."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from kiosk.backend.domain.text_message import TextKind, TextState
from kiosk.backend.store.tables import Serial, at_most, device_flow_columns, metadata, one_of
from kiosk.backend.store.types import IsoDate, UtcDateTime
from kiosk.domain.one_time_code import CodePurpose
from kiosk.domain.plate import VehicleType
from kiosk.domain.service import FloodArea, ServiceKind


def _number(column: str) -> CheckConstraint:
    return CheckConstraint(f"length({column}) = 10 AND {column} LIKE '09%'", name=f"{column}_mobile")


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
    _number("mobile"),
    at_most("name", 40),
    at_most("email", 254),
    CheckConstraint("(closed_at IS NULL) = (mobile IS NOT NULL)", name="closed_or_known"),
    # One account a number, whatever two terminals try at once.
    Index("uq_owners_mobile", "mobile", unique=True),
)

code_flows = Table(
    "code_flows",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("purpose", String(16), nullable=False),
    Column("device_id", ForeignKey("terminals.id"), nullable=False, key="terminal_id"),
    Column("mobile", String(10), nullable=False),
    # Whose: empty for a registration, and for a reset of a number that nobody has.
    Column("owner_id", ForeignKey("owners.id")),
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
    _number("mobile"),
    Index("ix_code_flows_expires", "expires_at"),
)

registrations = Table(
    "registrations",
    metadata,
    Column("flow_id", ForeignKey("code_flows.id"), primary_key=True),
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

codes = Table(
    "codes",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("flow_id", ForeignKey("code_flows.id"), nullable=False),
    Column("mobile", String(10), nullable=False),
    Column("code_hash", String(64), nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("spent_at", UtcDateTime),
    Column("void_at", UtcDateTime),
    _number("mobile"),
    Index("ix_codes_flow", "flow_id"),
    # What a wrong code voids, in every errand of the number.
    Index("ix_codes_mobile", "mobile"),
)

code_numbers = Table(
    "code_numbers",
    metadata,
    # One row a number: whoever counts its sends and its wrong codes holds this row while counting.
    Column("mobile", String(10), primary_key=True),
    # Of short codes, which anybody may have sent there, and of long ones: each is paused by its own wrong ones.
    Column("paused_until", UtcDateTime),
    Column("long_paused_until", UtcDateTime),
    _number("mobile"),
)

code_sends = Table(
    "code_sends",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("mobile", String(10), nullable=False),
    Column("device_id", ForeignKey("terminals.id"), nullable=False, key="terminal_id"),
    Column("flow_id", ForeignKey("code_flows.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_code_sends_mobile", "mobile", "at"),
    Index("ix_code_sends_device", "terminal_id", "at"),
)

code_failures = Table(
    "code_failures",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("mobile", String(10), nullable=False),
    Column("device_id", ForeignKey("terminals.id"), nullable=False, key="terminal_id"),
    Column("at", UtcDateTime, nullable=False),
    # How many digits the code had that was not typed right.
    Column("digits", Integer, nullable=False, server_default="5"),
    Index("ix_code_failures_mobile", "mobile", "at"),
    Index("ix_code_failures_device", "terminal_id", "at"),
)

sign_in_accounts = Table(
    "sign_in_accounts",
    metadata,
    # A keyed hash of a number, whether or not anybody has registered it. Whoever counts its failures holds this row.
    Column("account", String(64), primary_key=True),
    Column("tried_at", UtcDateTime, nullable=False),
)

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("account", String(64), nullable=False),
    Column("device_id", ForeignKey("terminals.id"), nullable=False, key="terminal_id"),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_sign_in_failures_account", "account", "at"),
    Index("ix_sign_in_failures_device", "terminal_id", "at"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("owner_id", ForeignKey("owners.id"), nullable=False),
    Column("device_id", ForeignKey("terminals.id"), nullable=False, key="terminal_id"),
    Column("began_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
    Index("ix_sessions_owner", "owner_id"),
    Index("ix_sessions_ends", "ends_at"),
)

owner_events = Table(
    "owner_events",
    metadata,
    Column("sequence", Serial, primary_key=True),
    Column("owner_id", ForeignKey("owners.id"), nullable=False),
    Column("kind", String(24), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("device_id", ForeignKey("terminals.id"), key="terminal_id"),
    # A plate or a provider's name, never a value that was changed.
    Column("subject", String(40)),
    Index("ix_owner_events_owner", "owner_id", "sequence"),
)

owner_messages = Table(
    "owner_messages",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner_id", ForeignKey("owners.id"), nullable=False),
    Column("kind", String(32), nullable=False),
    # A JSON object of texts.
    Column("arguments", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("read_at", UtcDateTime),
    Index("ix_owner_messages_owner", "owner_id", "at"),
)

bindings = Table(
    "bindings",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner_id", ForeignKey("owners.id"), nullable=False),
    Column("plate", String(11), nullable=False),
    Column("vehicle_type", String(10), nullable=False),
    Column("bound_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("member", Integer, nullable=False, server_default="0"),
    Column("third_party", String(40)),
    one_of("vehicle_type", VehicleType),
    at_most("plate", 11),
    CheckConstraint("member IN (0, 1)", name="member_flag"),
    # One owner a vehicle, whatever two terminals try at once.
    Index(
        "uq_bindings_vehicle",
        "plate",
        "vehicle_type",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index("ix_bindings_owner", "owner_id"),
)

binding_services = Table(
    "binding_services",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("binding_id", ForeignKey("bindings.id"), nullable=False),
    Column("service", String(10), nullable=False),
    Column("chosen_at", UtcDateTime, nullable=False),
    Column("effective_on", IsoDate, nullable=False),
    # The day from which it no longer holds.
    Column("ends_on", IsoDate),
    Column("start_hour", Integer),
    Column("end_hour", Integer),
    Column("area", String(10)),
    one_of("service", ServiceKind),
    CheckConstraint(
        "area IS NULL OR area IN (" + ", ".join(f"'{area}'" for area in FloodArea) + ")", name="area_known"
    ),
    CheckConstraint("(service = 'flood') = (area IS NOT NULL)", name="flood_area"),
    CheckConstraint("(service = 'reminder') = (start_hour IS NOT NULL)", name="reminder_window"),
    CheckConstraint("(start_hour IS NULL) = (end_hour IS NULL)", name="whole_window"),
    Index(
        "uq_binding_services_chosen",
        "binding_id",
        "service",
        unique=True,
        sqlite_where=text("ends_on IS NULL"),
        postgresql_where=text("ends_on IS NULL"),
    ),
    Index("ix_binding_services_binding", "binding_id"),
)

claims = Table(
    "claims",
    metadata,
    Column("number", String(12), primary_key=True),
    Column("owner_id", ForeignKey("owners.id"), nullable=False),
    Column("plate", String(11), nullable=False),
    Column("vehicle_type", String(10), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    # granted, refused, or empty while the office looks at it.
    Column("outcome", String(8)),
    one_of("vehicle_type", VehicleType),
    at_most("plate", 11),
    CheckConstraint("outcome IS NULL OR outcome IN ('granted', 'refused')", name="outcome_known"),
    Index(
        "uq_claims_open",
        "owner_id",
        "plate",
        "vehicle_type",
        unique=True,
        sqlite_where=text("settled_at IS NULL"),
        postgresql_where=text("settled_at IS NULL"),
    ),
)

text_messages = Table(
    "text_messages",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("mobile", String(10), nullable=False),
    # What it says, sealed; emptied as soon as it has been taken by a gateway or may no longer be sent.
    Column("sealed", LargeBinary),
    Column("dedup_key", String(96), nullable=False, unique=True),
    Column("flow_id", ForeignKey("code_flows.id")),
    Column("device_id", ForeignKey("terminals.id"), key="terminal_id"),
    Column("silent", Integer, nullable=False, server_default="0"),
    Column("made_at", UtcDateTime, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("valid_until", UtcDateTime, nullable=False),
    Column("state", String(10), nullable=False, server_default="waiting"),
    Column("gateway", String(12)),
    Column("gateway_id", String(64)),
    # When every gateway was tried in vain for the last time.
    Column("tried_at", UtcDateTime),
    Column("taken_at", UtcDateTime),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("last_error", String(40)),
    one_of("kind", TextKind),
    one_of("state", TextState),
    CheckConstraint("silent IN (0, 1)", name="silent_flag"),
    _number("mobile"),
    Index("ix_text_messages_flow", "flow_id"),
    Index("ix_text_messages_gateway", "gateway", "gateway_id"),
    Index("ix_text_messages_changed", "changed_at"),
)

text_gateways = Table(
    "text_gateways",
    metadata,
    # How each gateway fared last, for all replicas.
    Column("name", String(12), primary_key=True),
    Column("taken_at", UtcDateTime),
    Column("failed_at", UtcDateTime),
    Column("trouble", String(40)),
)

demo_texts = Table(
    "demo_texts",
    metadata,
    # What the demo's phone received; sealed like everything that was sent.
    Column("id", String(32), primary_key=True),
    # Empty for what no terminal asked for: every terminal of the demo shows it.
    Column("device_id", ForeignKey("terminals.id"), key="terminal_id"),
    Column("mobile", String(10), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    _number("mobile"),
    Index("ix_demo_texts_device", "terminal_id", "at"),
)

flood_alerts = Table(
    "flood_alerts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("area", String(10), nullable=False),
    Column("clear_by", UtcDateTime, nullable=False),
    Column("announced_at", UtcDateTime, nullable=False),
    one_of("area", FloodArea),
    # Announced twice is announced once.
    UniqueConstraint("area", "clear_by"),
)

ticket_reminders = Table(
    "ticket_reminders",
    metadata,
    # A ticket is reminded of once for whoever has the vehicle.
    Column("ticket_number", ForeignKey("tickets.number"), nullable=False),
    Column("binding_id", ForeignKey("bindings.id"), nullable=False),
    Column("day", IsoDate, nullable=False),
    PrimaryKeyConstraint("ticket_number", "binding_id"),
    # One message a vehicle and day.
    Index("ix_ticket_reminders_binding", "binding_id", "day"),
)

identity_links = Table(
    "identity_links",
    metadata,
    Column("owner_id", ForeignKey("owners.id"), nullable=False),
    Column("provider", String(24), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("linked_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("owner_id", "provider"),
    at_most("subject", 255),
    Index("uq_identity_links_subject", "provider", "subject", unique=True),
)

identity_flows = Table(
    "identity_flows",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner_id", ForeignKey("owners.id"), nullable=False),
    Column("device_id", ForeignKey("terminals.id"), nullable=False, key="terminal_id"),
    Column("provider", String(24), nullable=False),
    Column("state", String(8), nullable=False),
    *device_flow_columns(),
    one_of("state", ("waiting", "linked", "denied", "expired", "taken")),
    Index("ix_identity_flows_owner", "owner_id", "begun_at"),
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

allowances = Table(
    "allowances",
    metadata,
    # A keyed hash of who has so much: a guest, an address, or all together.
    Column("subject", String(64), nullable=False),
    Column("use", String(12), nullable=False),
    # Counted from here; the next window has a row of its own.
    Column("since", UtcDateTime, nullable=False),
    Column("used", Integer, nullable=False),
    PrimaryKeyConstraint("subject", "use", "since"),
    Index("ix_allowances_since", "since"),
)
