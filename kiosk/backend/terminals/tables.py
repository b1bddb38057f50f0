"""The terminals: those that are enrolled, and guests while they are let in."""

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
from sqlalchemy.sql.elements import conv

from kiosk.backend.store.tables import metadata
from kiosk.backend.store.types import UtcDateTime
from kiosk.domain.enrolment_code import MOST_TRIES

terminals = Table(
    "terminals",
    metadata,
    Column("id", String(32), nullable=False),
    Column("name", String(60), nullable=False),
    Column("token_hash", String(64), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
    # A client that solved a picture code is a terminal until then; enrolled terminals have no end.
    Column("guest_until", UtcDateTime),
    # The name of where it stands, if it was enrolled before offices had a table.
    Column("office", String(60)),
    Column("last_seen_at", UtcDateTime),
    Column("version", String(20)),
    # Of where it stands, where that is another office than the backend's own. Offices are never deleted.
    Column("office_code", String(24)),
    # What it said of itself last: when, since when it runs, how its printer is.
    Column("reported_at", UtcDateTime),
    Column("started_at", UtcDateTime),
    Column("printer", String(10)),
    # Out of service: why (a `ClosedReason`), since when, and who said so. None of them where it serves.
    Column("closed_for", String(16)),
    Column("closed_at", UtcDateTime),
    Column("closed_by", String(100)),
    # Constraints have the names that they were made with, when this table had another.
    PrimaryKeyConstraint("id", name="pk_devices"),
    UniqueConstraint("token_hash", name="uq_devices_token_hash"),
    CheckConstraint("length(name) <= 60", name=conv("ck_devices_name_length")),
)


terminal_invitations = Table(
    "terminal_invitations",
    metadata,
    # What of the code says which one it is; of the rest a slow hash.
    Column("id", String(4), primary_key=True),
    Column("proof_hash", String(64), nullable=False),
    # Of the terminal that it makes, as the audit names it.
    Column("terminal_id", String(32), nullable=False, unique=True),
    Column("name", String(60), nullable=False),
    Column("office_code", String(24)),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("used_at", UtcDateTime),
    CheckConstraint(f"tries BETWEEN 0 AND {MOST_TRIES}", name="tries_few"),
    CheckConstraint("length(name) <= 60", name="name_length"),
    Index("ix_terminal_invitations_expires", "expires_at"),
)

terminal_complaints = Table(
    "terminal_complaints",
    metadata,
    Column("terminal_id", String(32), ForeignKey("terminals.id"), nullable=False),
    # Of the counter: whose it is and who reported it stands there. No key: a case is forgotten on its own day.
    Column("case_number", String(20), nullable=False),
    Column("reason", String(16), nullable=False),
    Column("reported_at", UtcDateTime, nullable=False),
    # When somebody had dealt with it; empty until then.
    Column("settled_at", UtcDateTime),
    PrimaryKeyConstraint("terminal_id", "case_number"),
    Index(
        "ix_terminal_complaints_open",
        "terminal_id",
        "reported_at",
        sqlite_where=text("settled_at IS NULL"),
        postgresql_where=text("settled_at IS NULL"),
    ),
    # Old ones are forgotten.
    Index("ix_terminal_complaints_settled", "settled_at"),
)
