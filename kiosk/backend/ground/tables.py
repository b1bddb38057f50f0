"""What every subject stands on: answers kept for a request that comes twice, effects that go out, allowances."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
)

from kiosk.backend.store.tables import Serial, metadata
from kiosk.backend.store.types import UtcDateTime

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("device_id", String(32), ForeignKey("terminals.id"), nullable=False, key="terminal_id"),
    Column("key", String(64), nullable=False),
    Column("request_hash", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("terminal_id", "key"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("dedup_key", String(96), nullable=False, unique=True),
    Column("payload", Text, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("leased_until", UtcDateTime),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("done_at", UtcDateTime),
    Column("last_error", String(200)),
    # Kind by kind, the longest due first: each has its own threads.
    Index(
        "ix_outbox_kind_due",
        "kind",
        "due_at",
        sqlite_where=text("done_at IS NULL"),
        postgresql_where=text("done_at IS NULL"),
    ),
)

allowances = Table(
    "allowances",
    metadata,
    # A keyed hash of who has so much: a guest, an address, or all together; or a hash of whose turn it is.
    Column("subject", String(64), nullable=False),
    Column("use", String(12), nullable=False),
    # Counted from here; the next window has a row of its own. Of turns, when the next one is.
    Column("since", UtcDateTime, nullable=False),
    Column("used", Integer, nullable=False),
    PrimaryKeyConstraint("subject", "use", "since"),
    Index("ix_allowances_since", "since"),
)
