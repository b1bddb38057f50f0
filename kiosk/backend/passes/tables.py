"""Monthly passes that were bought, and those being paid."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    text,
)

from kiosk.backend.store.tables import at_most, dollars, metadata, one_of
from kiosk.backend.store.types import UtcDateTime
from kiosk.domain.plate import VehicleType

passes = Table(
    "passes",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("product", String(32), ForeignKey("pass_products.code"), nullable=False),
    Column("month", String(7), nullable=False),
    Column("plate", String(11), nullable=False),
    Column("vehicle_type", String(10), nullable=False),
    Column("payment_id", String(32), ForeignKey("payments.id"), nullable=False, unique=True),
    Column("price", Integer, nullable=False),
    # 1 while its payment is live, and for good once it is paid: a place of the month is taken.
    Column("holds", Integer, nullable=False),
    Column("paid_at", UtcDateTime),
    one_of("vehicle_type", VehicleType),
    at_most("plate", 11),
    dollars("price"),
    CheckConstraint("holds IN (0, 1)", name="holds_flag"),
    # One pass of a kind for a vehicle and month, whatever two terminals try at once.
    Index(
        "uq_passes_held",
        "product",
        "month",
        "plate",
        "vehicle_type",
        unique=True,
        sqlite_where=text("holds = 1"),
        postgresql_where=text("holds = 1"),
    ),
    Index("ix_passes_month", "product", "month"),
    # What the desk asks: what was paid for this vehicle.
    Index("ix_passes_vehicle", "plate", "vehicle_type"),
)
