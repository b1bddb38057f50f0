"""What is to be done outside the database: written with its cause in one transaction, done at least once.

A worker takes an item with a lease. If the worker dies, the lease runs out and another takes it; `attempts` then tells
that somebody may have done it already.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, bindparam, insert, or_, select, update

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


# Built once: building them costs more than running them.
_KNOWN = select(outbox.c.id).where(outbox.c.dedup_key == bindparam("key"))
_PUT = insert(outbox)
_DUE = (
    outbox.c.done_at.is_(None)
    & outbox.c.kind.in_(bindparam("kinds", expanding=True))
    & (outbox.c.due_at <= bindparam("now"))
    & or_(outbox.c.leased_until.is_(None), outbox.c.leased_until <= bindparam("now"))
)
_HAS_DUE = select(outbox.c.id).where(_DUE).limit(1)
# SQLite leaves "for update skip locked" out: its write transaction is alone anyway.
_WANTED = (
    select(outbox.c.id)
    .where(_DUE)
    .order_by(outbox.c.due_at)
    .limit(bindparam("at_most"))
    .with_for_update(skip_locked=True)
    .scalar_subquery()
)
_CLAIM = (
    update(outbox)
    .where(outbox.c.id.in_(_WANTED))
    .values(leased_until=bindparam("until"), attempts=outbox.c.attempts + 1)
    .returning(outbox.c.id, outbox.c.kind, outbox.c.payload, outbox.c.attempts)
)
_FINISH = (
    update(outbox)
    .where(outbox.c.id == bindparam("item"), outbox.c.done_at.is_(None))
    .values(done_at=bindparam("now"), leased_until=None)
)
_AGAIN = (
    update(outbox)
    .where(outbox.c.id == bindparam("item"), outbox.c.attempts == bindparam("attempt"), outbox.c.done_at.is_(None))
    .values(due_at=bindparam("due"), leased_until=None, last_error=bindparam("why"))
)


def put(connection: Connection, kind: Kind, subject: str, due_at: datetime) -> None:
    """Note work inside the transaction that is its cause and holds the subject; once only for a kind and subject."""
    key = f"{kind}:{subject}"
    if connection.scalar(_KNOWN, {"key": key}) is None:
        connection.execute(_PUT, {"kind": kind.value, "dedup_key": key, "payload": subject, "due_at": due_at})


def has_due(connection: Connection, now: datetime, kinds: Iterable[Kind] = Kind) -> bool:
    """Whether anything of these kinds waits to be taken, without taking the write lock to see."""
    return connection.scalar(_HAS_DUE, {"now": now, "kinds": _values(kinds)}) is not None


def claim(connection: Connection, now: datetime, limit: int, kinds: Iterable[Kind] = Kind) -> list[Item]:
    """Take up to `limit` items of these kinds that are due; nobody else gets them before the lease ends."""
    taken = connection.execute(
        _CLAIM, {"now": now, "kinds": _values(kinds), "at_most": limit, "until": now + LEASE}
    ).all()
    return [Item(row.id, Kind(row.kind), row.payload, row.attempts) for row in taken]


def finish(connection: Connection, item: Item, now: datetime) -> None:
    """Note that an item needs nothing more."""
    connection.execute(_FINISH, {"item": item.id, "now": now})


def again(connection: Connection, item: Item, due_at: datetime, why: str) -> None:
    """Give an item back to be taken at `due_at`, unless another worker has taken it in the meantime."""
    connection.execute(_AGAIN, {"item": item.id, "attempt": item.attempts, "due": due_at, "why": why[:200]})


def _values(kinds: Iterable[Kind]) -> list[str]:
    return [kind.value for kind in kinds]
