"""Our own register: tickets, the notices that remind of them, and where they came from."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, text

from kiosk.backend.store.tables import Serial, at_most, dollars, metadata, one_of
from kiosk.backend.store.types import IsoDate, UtcDateTime
from kiosk.contract.desk.objections import ObjectionOutcome, ObjectionReason
from kiosk.domain.plate import VehicleType
from kiosk.domain.ticket import IssuedHow, Stage

notices = Table(
    "notices",
    metadata,
    Column("number", String(9), primary_key=True),
    Column("plate", String(11), nullable=False),
    Column("vehicle_type", String(10), nullable=False),
    Column("stage", String(10), nullable=False),
    Column("issued_on", IsoDate, nullable=False),
    Column("pay_by", IsoDate, nullable=False),
    Column("surcharge", Integer, nullable=False),
    Column("fine", Integer, nullable=False),
    one_of("vehicle_type", VehicleType),
    one_of("stage", (Stage.ORDINARY, Stage.REGISTERED, Stage.RECOVERY)),
    at_most("plate", 11),
    dollars("surcharge"),
    dollars("fine"),
    # What the dunning job asks once a day.
    Index("ix_notices_stage_pay_by", "stage", "pay_by"),
)

tickets = Table(
    "tickets",
    metadata,
    Column("number", String(15), primary_key=True),
    Column("plate", String(11), nullable=False),
    Column("vehicle_type", String(10), nullable=False),
    Column("issued", String(10), nullable=False),
    Column("parked_at", UtcDateTime, nullable=False),
    Column("left_at", UtcDateTime),
    Column("rate", String(32), nullable=False),
    Column("fee", Integer, nullable=False),
    Column("due_on", IsoDate, nullable=False),
    Column("notice_number", String(9), ForeignKey("notices.number")),
    Column("status", String(10), nullable=False, server_default="owed"),
    one_of("vehicle_type", VehicleType),
    one_of("issued", IssuedHow),
    one_of("status", ("owed", "paid", "withdrawn")),
    at_most("plate", 11),
    at_most("number", 15),
    dollars("fee"),
    # What a terminal asks all day: what does this vehicle owe. Paid tickets stay out of the index.
    Index(
        "ix_tickets_owed",
        "plate",
        "vehicle_type",
        sqlite_where=text("status = 'owed'"),
        postgresql_where=text("status = 'owed'"),
    ),
    # What the desk asks: every ticket of a vehicle, newest first, paid ones too. With the type in it, SQLite would take
    # it for what is owed as well, and read all that a vehicle ever paid.
    Index("ix_tickets_plate", "plate", "parked_at"),
    # Of most tickets there is no notice. With those in it, SQLite would take it for finding them.
    Index(
        "ix_tickets_notice",
        "notice_number",
        sqlite_where=text("notice_number IS NOT NULL"),
        postgresql_where=text("notice_number IS NOT NULL"),
    ),
    # What the dunning job asks once a day, vehicle by vehicle.
    Index(
        "ix_tickets_without_notice",
        "plate",
        "vehicle_type",
        "due_on",
        sqlite_where=text("status = 'owed' AND notice_number IS NULL"),
        postgresql_where=text("status = 'owed' AND notice_number IS NULL"),
    ),
)

objections = Table(
    "objections",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("ticket_number", String(15), ForeignKey("tickets.number"), nullable=False),
    Column("reason", String(16), nullable=False),
    Column("case_number", String(11), ForeignKey("cases.number"), nullable=False),
    Column("opened_by", String(32), ForeignKey("staff.id"), nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    # What the person said, and what the street office was asked, both sealed.
    Column("words", LargeBinary),
    Column("asked", LargeBinary),
    Column("asked_by", String(32), ForeignKey("staff.id")),
    Column("asked_at", UtcDateTime),
    Column("outcome", String(10)),
    # Empty for one that was upheld by giving the money back.
    Column("ended_by", String(32), ForeignKey("staff.id")),
    Column("ended_at", UtcDateTime),
    one_of("reason", ObjectionReason),
    one_of("outcome", ObjectionOutcome),
    CheckConstraint(
        "(asked IS NULL) = (asked_at IS NULL) AND (asked IS NULL) = (asked_by IS NULL)", name="asked_whole"
    ),
    CheckConstraint("(outcome IS NULL) = (ended_at IS NULL)", name="ended_whole"),
    CheckConstraint("(ended_by IS NOT NULL) = (outcome IS NOT NULL) OR outcome = 'upheld'", name="ended_by_somebody"),
    # One open objection a ticket.
    Index(
        "uq_objections_open",
        "ticket_number",
        unique=True,
        sqlite_where=text("outcome IS NULL"),
        postgresql_where=text("outcome IS NULL"),
    ),
    Index("ix_objections_ticket", "ticket_number", "opened_at"),
    Index("ix_objections_case", "case_number"),
)

ticket_withdrawals = Table(
    "ticket_withdrawals",
    metadata,
    Column("ticket_number", String(15), ForeignKey("tickets.number"), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    # The case goes before this does.
    Column("case_number", String(11)),
    Column("asked_by", String(32), ForeignKey("staff.id")),
    Column("decided_by", String(32), ForeignKey("staff.id")),
    # Of one that was paid: the payment that went back, whose refund says who asked for it.
    Column("payment_id", String(32)),
    CheckConstraint(
        "payment_id IS NOT NULL OR (asked_by IS NOT NULL AND decided_by IS NOT NULL AND asked_by <> decided_by)",
        name="two_people",
    ),
)

SOURCES = ("file", "demo")

# What tells "nothing is owed" from "nothing has been reported".
register_imports = Table(
    "register_imports",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("source", String(8), nullable=False),
    Column("taken_at", UtcDateTime, nullable=False),
    # SHA-256 of the file, in hexadecimal; none for the demo.
    Column("digest", String(64)),
    Column("tickets", Integer, nullable=False, server_default="0"),
    Column("added", Integer, nullable=False, server_default="0"),
    Column("changed", Integer, nullable=False, server_default="0"),
    Column("withdrawn", Integer, nullable=False, server_default="0"),
    one_of("source", SOURCES),
)
