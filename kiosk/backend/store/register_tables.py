"""Where our own register of tickets came from: what tells "nothing is owed" from "nobody has told us anything"."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from kiosk.backend.store.tables import Serial, metadata, one_of
from kiosk.backend.store.types import UtcDateTime

SOURCES = ("file", "demo")

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
