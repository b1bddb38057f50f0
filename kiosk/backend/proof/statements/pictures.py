"""Statements about picture codes, by which guests are let in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, update

from kiosk.backend.proof.tables import guests
from kiosk.backend.store.rows import delete_some


def make(connection: Connection, **columns: Any) -> None:
    """Write a picture down."""
    connection.execute(insert(guests).values(**columns))


def count_try(connection: Connection, id: str, now: datetime, most: int) -> Row[Any] | None:
    """Count a try at a picture, and return its hash and its tries; None where it may not be tried any more.

    Counting locks the row: however many answers come at once, they are looked at one after the other.
    """
    return connection.execute(
        update(guests)
        .where(*_usable(id, now), guests.c.tries < most)
        .values(tries=guests.c.tries + 1)
        .returning(guests.c.digits_hash, guests.c.tries)
    ).one_or_none()


def solve(connection: Connection, id: str, now: datetime) -> None:
    """Use a picture up, after its try was counted in the same transaction."""
    connection.execute(update(guests).where(*_usable(id, now)).values(solved_at=now))


def forget(connection: Connection, before: datetime) -> int:
    """Forget pictures that were over before a moment; return how many."""
    return delete_some(connection, guests, guests.c.expires_at < before)


def _usable(id: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return guests.c.id == id, guests.c.solved_at.is_(None), guests.c.expires_at > now
