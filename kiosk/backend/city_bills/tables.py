"""Bills of other cities that payments are for, and where each payment stands with its city."""

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

from kiosk.backend.domain.city_settlement import CityState, CityWay
from kiosk.backend.store.tables import at_most, dollars, metadata, one_of
from kiosk.backend.store.types import IsoDate, UtcDateTime
from kiosk.domain.plate import VehicleType

city_orders = Table(
    "city_orders",
    metadata,
    Column("payment_id", String(32), ForeignKey("payments.id"), primary_key=True),
    Column("city", String(3), nullable=False),
    Column("plate", String(11), nullable=False),
    Column("vehicle_type", String(10), nullable=False),
    # How payments are reported to the city, as it was when the payment was made.
    Column("way", String(12), nullable=False),
    Column("state", String(10), nullable=False),
    # When the money was here; empty before.
    Column("due_since", UtcDateTime),
    one_of("vehicle_type", VehicleType),
    one_of("way", CityWay),
    one_of("state", CityState),
    at_most("plate", 11),
    CheckConstraint("state IN ('held', 'ended') OR due_since IS NOT NULL", name="due_since_known"),
    # What the desk asks: what was paid for this vehicle.
    Index("ix_city_orders_vehicle", "plate", "vehicle_type"),
)

city_bills = Table(
    "city_bills",
    metadata,
    Column("payment_id", String(32), ForeignKey("payments.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("city", String(3), nullable=False),
    # As the city writes it: it means something only there.
    Column("bill_number", String(32), nullable=False),
    Column("pay_by", IsoDate, nullable=False),
    Column("amount", Integer, nullable=False),
    # 1 while its payment is live, and for good once it is paid.
    Column("holds", Integer, nullable=False),
    PrimaryKeyConstraint("payment_id", "position"),
    UniqueConstraint("payment_id", "bill_number"),
    dollars("amount"),
    at_most("bill_number", 32),
    CheckConstraint("holds IN (0, 1)", name="holds_flag"),
    # What the desk asks: every payment for a bill.
    Index("ix_city_bills_bill", "bill_number"),
    # At most one live or paid payment for a bill, whatever two terminals try at once.
    Index(
        "uq_city_bills_held",
        "city",
        "bill_number",
        unique=True,
        sqlite_where=text("holds = 1"),
        postgresql_where=text("holds = 1"),
    ),
)
