"""What is to be done outside the database: written with its cause in one transaction, done at least once.

A worker takes an item with a lease. If the worker dies, the lease runs out and another takes it; `attempts` then tells
that somebody may have done it already.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, insert, or_, select, update

from kiosk.backend.store.tables import outbox

LEASE = timedelta(seconds=60)
"""Longer than any one piece of work: a call to the provider ends within 15 seconds, two gateways within 30."""


class Kind(StrEnum):
    """What is to be done; the subject of the first three is a payment, of the next three a text message."""

    CHARGE = "charge"
    RECONCILE = "reconcile"
    REFUND = "refund"
    CODE = "code"
    """Send a message that somebody stands waiting for."""
    TEXT = "text"
    """Send a message that may take its turn among thousands."""
    RECEIPT = "receipt"
    """Ask the gateway what became of a message."""
    FLOOD = "flood"
    """Tell owners of an alert, which is the subject."""


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of work that this worker holds until its lease ends."""

    id: int
    kind: Kind
    subject: str
    """The id of what the work is about."""
    attempts: int
    """How often it has been taken, this time included."""


def put(connection: Connection, kind: Kind, subject: str, due_at: datetime) -> None:
    """Note work inside the transaction that is its cause and holds the subject; once only for a kind and subject."""
    key = f"{kind}:{subject}"
    if connection.scalar(select(outbox.c.id).where(outbox.c.dedup_key == key)) is None:
        connection.execute(insert(outbox).values(kind=kind.value, dedup_key=key, payload=subject, due_at=due_at))


def has_due(connection: Connection, now: datetime, kinds: Iterable[Kind] = Kind) -> bool:
    """Whether anything of these kinds waits to be taken, without taking the write lock to see."""
    return connection.scalar(select(outbox.c.id).where(_due(now, kinds)).limit(1)) is not None


def claim(connection: Connection, now: datetime, limit: int, kinds: Iterable[Kind] = Kind) -> list[Item]:
    """Take up to `limit` items of these kinds that are due; nobody else gets them before the lease ends."""
    wanted = select(outbox.c.id).where(_due(now, kinds)).order_by(outbox.c.due_at).limit(limit)
    # SQLite leaves "for update skip locked" out: its write transaction is alone anyway.
    taken = connection.execute(
        update(outbox)
        .where(outbox.c.id.in_(wanted.with_for_update(skip_locked=True).scalar_subquery()))
        .values(leased_until=now + LEASE, attempts=outbox.c.attempts + 1)
        .returning(outbox.c.id, outbox.c.kind, outbox.c.payload, outbox.c.attempts)
    ).all()
    return [Item(row.id, Kind(row.kind), row.payload, row.attempts) for row in taken]


def finish(connection: Connection, item: Item, now: datetime) -> None:
    """Note that an item needs nothing more."""
    connection.execute(
        update(outbox).where(outbox.c.id == item.id, outbox.c.done_at.is_(None)).values(done_at=now, leased_until=None)
    )


def again(connection: Connection, item: Item, due_at: datetime, why: str) -> None:
    """Give an item back to be taken at `due_at`, unless another worker has taken it in the meantime."""
    connection.execute(
        update(outbox)
        .where(outbox.c.id == item.id, outbox.c.attempts == item.attempts, outbox.c.done_at.is_(None))
        .values(due_at=due_at, leased_until=None, last_error=why[:200])
    )


def _due(now: datetime, kinds: Iterable[Kind]) -> ColumnElement[bool]:
    return (
        outbox.c.done_at.is_(None)
        & outbox.c.kind.in_([kind.value for kind in kinds])
        & (outbox.c.due_at <= now)
        & or_(outbox.c.leased_until.is_(None), outbox.c.leased_until <= now)
    )
