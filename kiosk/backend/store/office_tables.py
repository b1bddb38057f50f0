"""What the office publishes and sells: articles, passes and who bought them."""

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
    Text,
    text,
)

from kiosk.backend.store.tables import at_most, dollars, metadata, one_of
from kiosk.backend.store.types import UtcDateTime
from kiosk.contract.content import ArticleKind
from kiosk.domain.plate import VehicleType

articles = Table(
    "articles",
    metadata,
    Column("kind", String(10), nullable=False),
    Column("slug", String(60), nullable=False),
    Column("language", String(5), nullable=False),
    Column("title", String(120), nullable=False),
    Column("body", Text, nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
    Column("withdrawn_at", UtcDateTime),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("pinned", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("kind", "slug", "language"),
    one_of("kind", ArticleKind),
    at_most("title", 120),
    at_most("body", 20_000),
    CheckConstraint("pinned IN (0, 1)", name="pinned_flag"),
)

pass_products = Table(
    "pass_products",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("name", String(60), nullable=False),
    # A JSON object of names by language; where there is none, the Chinese one above stands.
    Column("translations", Text, nullable=False),
    Column("vehicle_type", String(10), nullable=False),
    Column("price", Integer, nullable=False),
    # How many are sold for one month; empty where there is no limit.
    Column("places", Integer),
    Column("withdrawn_at", UtcDateTime),
    one_of("vehicle_type", VehicleType),
    at_most("name", 60),
    dollars("price"),
    CheckConstraint("places IS NULL OR places >= 1", name="places_some"),
)

passes = Table(
    "passes",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("product", ForeignKey("pass_products.code"), nullable=False),
    Column("month", String(7), nullable=False),
    Column("plate", String(11), nullable=False),
    Column("vehicle_type", String(10), nullable=False),
    Column("payment_id", ForeignKey("payments.id"), nullable=False, unique=True),
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
)
