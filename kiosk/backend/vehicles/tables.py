"""The vehicles of owners, the services chosen for them, claims, and what they were reminded of."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    text,
)

from kiosk.backend.store.tables import Serial, at_most, metadata, one_of
from kiosk.backend.store.types import IsoDate, UtcDateTime
from kiosk.domain.plate import VehicleType
from kiosk.domain.service import FloodArea

bindings = Table(
    "bindings",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner_id", String(32), ForeignKey("owners.id"), nullable=False),
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
    Column("binding_id", String(32), ForeignKey("bindings.id"), nullable=False),
    # A `ServiceKind`. Which ones there are is not the table's: a new one needs no migration.
    Column("service", String(24), nullable=False),
    Column("chosen_at", UtcDateTime, nullable=False),
    Column("effective_on", IsoDate, nullable=False),
    # The day from which it no longer holds.
    Column("ends_on", IsoDate),
    Column("start_hour", Integer),
    Column("end_hour", Integer),
    Column("area", String(10)),
    # When its binding ended, if it was on until then: that is taken up again with the binding.
    Column("ended_at", UtcDateTime),
    at_most("service", 24),
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
    Column("owner_id", String(32), ForeignKey("owners.id"), nullable=False),
    Column("plate", String(11), nullable=False),
    Column("vehicle_type", String(10), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    # granted, refused, or empty while the office looks at it.
    Column("outcome", String(8)),
    # Of a granted one: the binding that was made by it, and the one that was ended, where there was one. No binding is
    # ever deleted; SQLite names no key of a column that is added.
    Column("binding_id", String(32)),
    Column("former_binding_id", String(32)),
    Column("undone_at", UtcDateTime),
    one_of("vehicle_type", VehicleType),
    at_most("plate", 11),
    CheckConstraint("outcome IS NULL OR outcome IN ('granted', 'refused')", name="outcome_known"),
    CheckConstraint("undone_at IS NULL OR binding_id IS NOT NULL", name="undone_granted"),
    # What an owner's history asks: which claim ended a binding of theirs.
    Index("ix_claims_former_binding", "former_binding_id"),
    # What the desk asks: who said that a vehicle is theirs.
    Index("ix_claims_vehicle", "plate", "vehicle_type"),
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
    # One reminder for each ticket and binding.
    Column("ticket_number", String(15), ForeignKey("tickets.number"), nullable=False),
    Column("binding_id", String(32), ForeignKey("bindings.id"), nullable=False),
    Column("day", IsoDate, nullable=False),
    PrimaryKeyConstraint("ticket_number", "binding_id"),
    # One message a vehicle and day.
    Index("ix_ticket_reminders_binding", "binding_id", "day"),
)
