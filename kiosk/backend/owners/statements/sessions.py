"""Statements about sessions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from kiosk.backend.owners.tables import sessions
from kiosk.backend.store.rows import delete_some


def begin(connection: Connection, **columns: Any) -> None:
    """Write a session down."""
    connection.execute(insert(sessions).values(**columns))


def find(
    connection: Connection, token_hash: str, terminal_id: str, now: datetime, used_after: datetime
) -> Row[*tuple[Any, ...]] | None:
    """Return owner and last use of a session that goes on, on this terminal; None if there is none."""
    return connection.execute(
        select(sessions.c.owner_id, sessions.c.used_at).where(
            sessions.c.token_hash == token_hash,
            sessions.c.terminal_id == terminal_id,
            sessions.c.revoked_at.is_(None),
            sessions.c.ends_at > now,
            sessions.c.used_at > used_after,
        )
    ).one_or_none()


def note_use(connection: Connection, token_hash: str, now: datetime) -> None:
    """Write down that a session is used."""
    connection.execute(update(sessions).where(sessions.c.token_hash == token_hash).values(used_at=now))


def end(connection: Connection, token_hash: str, now: datetime) -> None:
    """End a session, unless it has ended."""
    connection.execute(
        update(sessions)
        .where(sessions.c.token_hash == token_hash, sessions.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def end_all(connection: Connection, owner_id: str, now: datetime, *, but: str | None = None) -> None:
    """End every session of an owner, except perhaps the one whose token's hash is `but`."""
    ended = update(sessions).where(sessions.c.owner_id == owner_id, sessions.c.revoked_at.is_(None))
    if but is not None:
        ended = ended.where(sessions.c.token_hash != but)
    connection.execute(ended.values(revoked_at=now))


def forget(connection: Connection, before: datetime) -> int:
    """Forget sessions whose time was over before a moment; return how many."""
    return delete_some(connection, sessions, sessions.c.ends_at < before)
