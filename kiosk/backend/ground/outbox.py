"""What is to be done outside the database: written with its cause in one transaction, done at least once.

A worker takes an item with a lease. If the worker dies, the lease runs out and another takes it; `attempts` then tells
that somebody may have done it already.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache

from sqlalchemy import Connection, bindparam, or_, select, update

from kiosk.backend.ground.tables import outbox
from kiosk.backend.store.prepared import Prepared, Row
from kiosk.backend.store.rows import ensure_all

LEASE = timedelta(seconds=60)
"""Longer than any one piece of work: two gateways end within 30 seconds."""
CHARGE_LEASE = timedelta(seconds=25)
"""Longer than a gateway may keep silent before it is given up (LINE Pay: 23 seconds), and hardly longer: somebody
stands there waiting for a charge."""


class Kind(StrEnum):
    """What is to be done; its subject is a payment, a refund, or for the next three a text message."""

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
    OBJECTION = "objection"
    """Tell the owner of a vehicle how an objection has ended, which is the subject."""
    MAIL = "mail"
    """Send an e-mail, which is the subject."""
    CITY = "city"
    """Have another city know that its bills were paid here; the subject is the payment."""


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of work that this worker holds until its lease ends."""

    id: int
    kind: Kind
    subject: str
    """The id of what the work is about."""
    attempts: int
    """How often it has been taken, this time included."""


_DUE = (
    outbox.c.done_at.is_(None)
    & (outbox.c.due_at <= bindparam("now"))
    & or_(outbox.c.leased_until.is_(None), outbox.c.leased_until <= bindparam("now"))
)
# SQLite leaves "for update skip locked" out: it has one write transaction at a time anyway.
_WANTED = (
    select(outbox.c.id)
    .where(outbox.c.kind == bindparam("wanted"), _DUE)
    .order_by(outbox.c.due_at)
    .limit(bindparam("at_most"))
    .with_for_update(skip_locked=True)
    .scalar_subquery()
)
_CLAIM = Prepared(
    update(outbox)
    .where(outbox.c.id.in_(_WANTED))
    .values(leased_until=bindparam("until"), attempts=outbox.c.attempts + 1)
    .returning(outbox.c.due_at, outbox.c.id, outbox.c.kind, outbox.c.payload, outbox.c.attempts)
)
_FINISH_ALL = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("items", expanding=True)), outbox.c.done_at.is_(None))
    .values(done_at=bindparam("now"), leased_until=None)
)
_FINISH = Prepared(
    update(outbox)
    .where(outbox.c.id == bindparam("item"), outbox.c.done_at.is_(None))
    .values(done_at=bindparam("now"), leased_until=None)
)
_OURS = (outbox.c.id == bindparam("item"), outbox.c.attempts == bindparam("attempt"), outbox.c.done_at.is_(None))
_AGAIN = Prepared(
    update(outbox).where(*_OURS).values(due_at=bindparam("due"), leased_until=None, last_error=bindparam("why"))
)
_NOT_BEGUN = Prepared(
    update(outbox)
    .where(*_OURS)
    .values(
        due_at=bindparam("due"),
        leased_until=None,
        last_error=bindparam("why"),
        attempts=outbox.c.attempts - 1,
    )
)
_WAITS = (outbox.c.dedup_key == bindparam("key"), outbox.c.done_at.is_(None), outbox.c.leased_until.is_(None))
_WAITS_UNTIL = Prepared(select(outbox.c.due_at).where(*_WAITS).with_for_update())
_SOONER = Prepared(update(outbox).where(*_WAITS).values(due_at=bindparam("due")))
_TAKE = Prepared(
    update(outbox)
    .where(*_WAITS)
    .values(leased_until=bindparam("until"), attempts=outbox.c.attempts + 1)
    .returning(outbox.c.id, outbox.c.attempts)
)
_KEEP = Prepared(update(outbox).where(*_OURS).values(leased_until=bindparam("until")))


@cache
def _oldest(kinds: tuple[Kind, ...]) -> Prepared:
    """Select since when something of each of these kinds has been due, with one step into the index for each."""
    each = [
        select(outbox.c.due_at)
        .where(outbox.c.kind == kind.value, _DUE)
        .order_by(outbox.c.due_at)
        .limit(1)
        .scalar_subquery()
        .label(kind.value)
        for kind in kinds
    ]
    return Prepared(select(*each))


def put(connection: Connection, kind: Kind, subject: str, due_at: datetime) -> None:
    """Note work inside the transaction that is its cause; once only for a kind and subject."""
    put_all(connection, kind, [subject], due_at)


def put_all(connection: Connection, kind: Kind, subjects: Iterable[str], due_at: datetime) -> None:
    """Note the same work about several subjects; each once only."""
    rows = [
        {"kind": kind.value, "dedup_key": f"{kind}:{subject}", "payload": subject, "due_at": due_at}
        for subject in subjects
    ]
    ensure_all(connection, outbox, rows)


def due(connection: Connection, now: datetime) -> set[Kind]:
    """Return the kinds of which something waits to be taken, without the write lock."""
    return set(_waiting(connection, now, tuple(Kind)))


def claim(connection: Connection, now: datetime, limit: int, kinds: Iterable[Kind] = Kind) -> list[Item]:
    """Take up to `limit` items of these kinds that are due, of the kind that has waited longest first.

    No other worker gets them before the lease ends.
    """
    wanted, taken = tuple(kinds), list[Row]()
    for kind in wanted if len(wanted) == 1 else _waiting(connection, now, wanted):
        left = limit - len(taken)
        if left:
            until = now + (CHARGE_LEASE if kind is Kind.CHARGE else LEASE)
            taken += _CLAIM.all(connection, now=now, wanted=kind.value, at_most=left, until=until)
    return [Item(id, Kind(kind), payload, attempts) for _, id, kind, payload, attempts in sorted(taken)]


def take(connection: Connection, kind: Kind, subject: str, now: datetime) -> Item | None:
    """Take one piece of work by what it is about, due or not; None where there is none or somebody has it."""
    taken = _TAKE.first(connection, key=f"{kind}:{subject}", until=now + LEASE)
    return None if taken is None else Item(taken[0], kind, subject, taken[1])


def _waiting(connection: Connection, now: datetime, kinds: tuple[Kind, ...]) -> list[Kind]:
    """Return the kinds of which something is due, the longest waiting first."""
    (found,) = _oldest(kinds).all(connection, now=now)
    due = [(since, kind) for kind, since in zip(kinds, found, strict=True) if since is not None]
    return [kind for _, kind in sorted(due)]


def finish(connection: Connection, item: Item, now: datetime) -> None:
    """Note that an item needs nothing more."""
    _FINISH.run(connection, item=item.id, now=now)


def finish_all(connection: Connection, items: Iterable[Item], now: datetime) -> None:
    """Note that these items need nothing more."""
    connection.execute(_FINISH_ALL, {"items": [item.id for item in items], "now": now})


def again(connection: Connection, item: Item, due_at: datetime, why: str) -> None:
    """Give an item back to be taken at `due_at`, unless another worker has taken it in the meantime."""
    _AGAIN.run(connection, item=item.id, attempt=item.attempts, due=due_at, why=why[:200])


def not_begun(connection: Connection, item: Item, due_at: datetime, why: str) -> None:
    """Give an item back as `again` does, as one that was not taken this time: for certain, nothing of it was done."""
    _NOT_BEGUN.run(connection, item=item.id, attempt=item.attempts, due=due_at, why=why[:200])


def sooner(connection: Connection, kind: Kind, subject: str, by: timedelta) -> None:
    """Have work that waits for its moment done so much earlier; what is under way or done stays as it is."""
    due_at = _WAITS_UNTIL.first(connection, key=f"{kind}:{subject}")
    if due_at is not None:
        _SOONER.run(connection, key=f"{kind}:{subject}", due=due_at[0] - by)


def keep(connection: Connection, item: Item, now: datetime) -> bool:
    """Begin the lease of an item anew: it takes long. Return False if another worker has taken it in the meantime."""
    return _KEEP.run(connection, item=item.id, attempt=item.attempts, until=now + LEASE) == 1
