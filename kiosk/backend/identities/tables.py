"""Accounts at identity providers: who is linked, and what a terminal and a phone have under way."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
)

from kiosk.backend.store.tables import at_most, metadata, one_of
from kiosk.backend.store.types import UtcDateTime


def device_flow_columns() -> tuple[Column[Any], ...]:
    """Return the columns of what an identity provider has begun (RFC 8628), and of when it is asked."""
    return (
        # Empty once there is nothing to poll any more.
        Column("sealed", LargeBinary, nullable=False),
        Column("user_code", String(20), nullable=False),
        Column("link", String(300), nullable=False),
        Column("short_link", String(200), nullable=False),
        Column("interval", Integer, nullable=False),
        Column("begun_at", UtcDateTime, nullable=False),
        Column("next_poll_at", UtcDateTime, nullable=False),
        Column("expires_at", UtcDateTime, nullable=False),
    )


identity_links = Table(
    "identity_links",
    metadata,
    Column("owner_id", String(32), ForeignKey("owners.id"), nullable=False),
    Column("provider", String(24), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("linked_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("owner_id", "provider"),
    at_most("subject", 255),
    Index("uq_identity_links_subject", "provider", "subject", unique=True),
)

identity_flows = Table(
    "identity_flows",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner_id", String(32), ForeignKey("owners.id"), nullable=False),
    Column("device_id", String(32), ForeignKey("terminals.id"), nullable=False, key="terminal_id"),
    Column("provider", String(24), nullable=False),
    Column("state", String(8), nullable=False),
    *device_flow_columns(),
    one_of("state", ("waiting", "linked", "denied", "expired", "taken")),
    Index("ix_identity_flows_owner", "owner_id", "begun_at"),
)

sign_in_flows = Table(
    "sign_in_flows",
    metadata,
    Column("id", String(32), primary_key=True),
    # Of a terminal's, at most one waits.
    Column("device_id", String(32), ForeignKey("terminals.id"), nullable=False, key="terminal_id"),
    Column("provider", String(24), nullable=False),
    Column("state", String(8), nullable=False),
    # The owner whose account was proved; empty before.
    Column("owner_id", String(32), ForeignKey("owners.id")),
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
    Column("device_id", String(32), ForeignKey("terminals.id"), nullable=False, unique=True, key="terminal_id"),
    Column("code_hash", String(64), nullable=False, unique=True),
    # What terminal and phone both show.
    Column("compare", String(8), nullable=False),
    # In which the visitor was asked at the terminal.
    Column("language", String(5)),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("taken_at", UtcDateTime),
    Index("ix_sign_in_offers_expires", "expires_at"),
)
