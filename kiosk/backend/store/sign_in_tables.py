"""Signing in with the phone: what a terminal offers to phones, and what it has asked a provider."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, String, Table

from kiosk.backend.store.tables import device_flow_columns, metadata, one_of
from kiosk.backend.store.types import UtcDateTime

sign_in_flows = Table(
    "sign_in_flows",
    metadata,
    Column("id", String(32), primary_key=True),
    # Of a terminal's, at most one waits.
    Column("device_id", ForeignKey("terminals.id"), nullable=False, key="terminal_id"),
    Column("provider", String(24), nullable=False),
    Column("state", String(8), nullable=False),
    # Whose account was proved; nobody's before.
    Column("owner_id", ForeignKey("owners.id")),
    *device_flow_columns(),
    one_of("state", ("waiting", "linked", "denied", "expired", "unknown")),
    Index("ix_sign_in_flows_expires", "expires_at"),
    Index("ix_sign_in_flows_device", "terminal_id"),
)

sign_in_offers = Table(
    "sign_in_offers",
    metadata,
    # The flow that a phone begins by it has the same.
    Column("id", String(32), primary_key=True),
    # One for each terminal, and no more.
    Column("device_id", ForeignKey("terminals.id"), nullable=False, unique=True, key="terminal_id"),
    Column("code_hash", String(64), nullable=False, unique=True),
    # What terminal and phone both show.
    Column("compare", String(8), nullable=False),
    # In which the visitor was asked at the terminal.
    Column("language", String(5)),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("taken_at", UtcDateTime),
    Index("ix_sign_in_offers_expires", "expires_at"),
)
