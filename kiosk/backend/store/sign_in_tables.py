"""Signing in with the phone: what a terminal has asked a provider, until it is answered."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from kiosk.backend.store.tables import metadata, one_of
from kiosk.backend.store.types import UtcDateTime

sign_in_flows = Table(
    "sign_in_flows",
    metadata,
    Column("id", String(32), primary_key=True),
    # Of a terminal's, at most one waits.
    Column("device_id", ForeignKey("devices.id"), nullable=False),
    Column("provider", String(24), nullable=False),
    Column("state", String(8), nullable=False),
    # Whose account was proved; nobody's before.
    Column("owner_id", ForeignKey("owners.id")),
    Column("sealed", LargeBinary, nullable=False),
    Column("user_code", String(20), nullable=False),
    Column("link", String(300), nullable=False),
    Column("short_link", String(200), nullable=False),
    Column("interval", Integer, nullable=False),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("next_poll_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    one_of("state", ("waiting", "linked", "denied", "expired", "unknown")),
    Index("ix_sign_in_flows_expires", "expires_at"),
    Index("ix_sign_in_flows_device", "device_id"),
)
