"""What the office publishes and sells, articles and kinds of passes; and the offices themselves."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
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

offices = Table(
    "offices",
    metadata,
    Column("code", String(24), primary_key=True),
    Column("name", String(60), nullable=False),
    Column("name_en", String(60), nullable=False),
    Column("phone", String(30), nullable=False),
    # When the telephone is answered, as `kiosk.domain.opening_hours` writes it.
    Column("hours", String(100), nullable=False),
    # Where people go when this one cannot serve them.
    Column("nearest", String(24)),
    ForeignKeyConstraint(["nearest"], ["offices.code"]),
    *(at_most(column, most) for column, most in (("code", 24), ("name", 60), ("name_en", 60))),
    at_most("phone", 30),
    at_most("hours", 100),
    CheckConstraint("nearest IS NULL OR nearest <> code", name="nearest_other"),
)
