"""Statements about fields that are typed on a phone for a terminal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from kiosk.backend.proof.tables import phone_entries


def begin(connection: Connection, **columns: Any) -> None:
    """Write a new entry down, empty. A terminal has one: those before are to be ended first."""
    connection.execute(insert(phone_entries).values(sealed=b"", **columns))


def end_all(connection: Connection, terminal_id: str, now: datetime) -> None:
    """End the entries of a terminal, and erase what was typed."""
    connection.execute(
        update(phone_entries)
        .where(phone_entries.c.terminal_id == terminal_id, phone_entries.c.expires_at > now)
        .values(expires_at=now, sealed=b"")
    )


def find(connection: Connection, terminal_id: str, entry_id: str) -> Row[Any] | None:
    """Return an entry of a terminal, None if there is none."""
    return connection.execute(
        select(phone_entries).where(phone_entries.c.terminal_id == terminal_id, phone_entries.c.id == entry_id)
    ).one_or_none()


def of_code(connection: Connection, code_hash: str) -> Row[Any] | None:
    """Return the entry that a phone has the code of, None if there is none."""
    return connection.execute(select(phone_entries).where(phone_entries.c.code_hash == code_hash)).one_or_none()


def give(connection: Connection, entry_id: str, sealed: bytes, now: datetime) -> None:
    """Keep what was typed if nothing was before, and the time is not over."""
    connection.execute(
        update(phone_entries)
        .where(phone_entries.c.id == entry_id, phone_entries.c.given_at.is_(None), phone_entries.c.expires_at > now)
        .values(sealed=sealed, given_at=now)
    )


def erase(connection: Connection, terminal_id: str, entry_id: str) -> None:
    """Erase an entry of a terminal."""
    connection.execute(
        delete(phone_entries).where(phone_entries.c.terminal_id == terminal_id, phone_entries.c.id == entry_id)
    )


def erase_due(connection: Connection, now: datetime) -> int:
    """Erase entries whose time is over; return how many."""
    return connection.execute(delete(phone_entries).where(phone_entries.c.expires_at <= now)).rowcount
