"""What a visitor types on a phone for the terminal beside it."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, String, Table

from kiosk.backend.store.tables import metadata, one_of
from kiosk.backend.store.types import UtcDateTime
from kiosk.contract.phone_entries import EntryField

phone_entries = Table(
    "phone_entries",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("device_id", ForeignKey("terminals.id"), nullable=False, key="terminal_id"),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("field", String(8), nullable=False),
    # Empty until something was typed.
    Column("sealed", LargeBinary, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("given_at", UtcDateTime),
    # In which the visitor was asked for it at the terminal.
    Column("language", String(5)),
    one_of("field", EntryField),
    Index("ix_phone_entries_expires", "expires_at"),
    Index("ix_phone_entries_device", "terminal_id"),
)
