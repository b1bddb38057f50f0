"""Differences between two ledgers, each a row with its age, the clerk to whom it is assigned, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection

from kiosk.backend.domain.reconciliation import BY_PEOPLE, DifferenceKind, DifferenceOutcome
from kiosk.backend.payments.statements import reconciliation as statements
from kiosk.backend.payments.statements.reconciliation import AT_ONCE
from kiosk.backend.staff import accounts

Key = tuple[str, str, str]
"""Kind, provider and reference: what makes a difference that one and no other."""


@dataclass(frozen=True, slots=True)
class Found:
    """A difference as it is found."""

    kind: DifferenceKind
    provider: str
    reference: str
    order: str
    ours: int | None
    """Dollars as they are kept here, negative for what went out; None where we know of none."""
    theirs: int | None
    """As the provider has them."""

    @property
    def key(self) -> Key:
        return self.kind.value, self.provider, self.reference


@dataclass(frozen=True, slots=True)
class Difference:
    """One that is kept."""

    number: int
    found: Found
    day: date
    found_at: datetime
    owner: str | None = None


class DifferenceError(Exception):
    """Why nothing can be done about a difference.

    It is not `there`, not `open`, its owner is not of the `staff` or not the one that was `seen`, or no money of it is
    `refunded`.
    """

    def __init__(self, reason: Literal["there", "open", "staff", "seen", "refunded"]) -> None:
        super().__init__(f"not {reason}")
        self.reason = reason


def keep(
    connection: Connection, found: Found, day: date, now: datetime, outcome: DifferenceOutcome | None = None
) -> None:
    """Keep a difference unless it is kept; with an outcome, as one that has ended."""
    added = statements.add_difference(
        connection,
        kind=found.kind.value,
        provider=found.provider,
        reference=found.reference,
        order_number=found.order,
        day=day,
        ours=found.ours,
        theirs=found.theirs,
        found_at=now,
        outcome=outcome and outcome.value,
        closed_at=outcome and now,
    )
    if outcome is not None and not added:
        number, _ = standing(connection, [found])[found.key]
        statements.change_open(connection, [number], {"outcome": outcome.value, "closed_at": now})


def standing(connection: Connection, found: Sequence[Found]) -> Mapping[Key, tuple[int, DifferenceOutcome | None]]:
    """Return, of those of some differences that are kept, number and outcome."""
    kept: dict[Key, tuple[int, DifferenceOutcome | None]] = {}
    for begin in range(0, len(found), AT_ONCE):
        references = [one.reference for one in found[begin : begin + AT_ONCE]]
        for number, kind, provider, reference, outcome in statements.differences_of(connection, references):
            kept[kind, provider, reference] = number, None if outcome is None else DifferenceOutcome(outcome)
    return kept


def still_open(connection: Connection) -> list[Difference]:
    """Return the differences that are open, the oldest first."""
    return [
        Difference(
            row.number,
            Found(DifferenceKind(row.kind), row.provider, row.reference, row.order_number, row.ours, row.theirs),
            row.day,
            row.found_at,
            row.owner,
        )
        for row in statements.open_differences(connection)
    ]


def close_gone(connection: Connection, gone: Iterable[int], now: datetime) -> None:
    """Close differences that are no longer there."""
    numbers = list(gone)
    for begin in range(0, len(numbers), AT_ONCE):
        ended = {"outcome": DifferenceOutcome.FOUND.value, "closed_at": now}
        statements.change_open(connection, numbers[begin : begin + AT_ONCE], ended)


def end(connection: Connection, found: Found, now: datetime) -> None:
    """Close a difference that is no longer there, if it is kept and open."""
    kept = standing(connection, [found]).get(found.key)
    if kept is not None:
        close_gone(connection, [kept[0]], now)


@dataclass(frozen=True, slots=True)
class Closing:
    """How somebody of the office closes a difference."""

    outcome: DifferenceOutcome
    by: str
    at: datetime
    note: str | None = None


def take(connection: Connection, number: int, owner: str) -> None:
    """Let somebody of the staff, by name, look after a difference; raise `DifferenceError`."""
    if not accounts.is_here(connection, owner):
        raise DifferenceError("staff")
    _held(connection, number)
    statements.change_open(connection, [number], {"owner": owner})


def take_over(connection: Connection, number: int, owner: str, seen: str | None) -> None:
    """Do the same, from the person who was seen to look after it, None for no one; of two at once, one does."""
    if _held(connection, number).owner != seen:
        raise DifferenceError("seen")
    take(connection, number, owner)


def close(connection: Connection, number: int, closing: Closing) -> None:
    """Close a difference with one of the outcomes that people may give; no money moves by it.

    As refunded it ends only where a refund of its order was decided on, or has followed by itself. Raise
    `DifferenceError`, and `ValueError` for an outcome of another kind.
    """
    if closing.outcome not in BY_PEOPLE:
        raise ValueError(closing.outcome)
    held = _held(connection, number)
    if closing.outcome is DifferenceOutcome.REFUNDED and not statements.goes_back(connection, held.order_number):
        raise DifferenceError("refunded")
    ended = {"outcome": closing.outcome.value, "closed_at": closing.at, "closed_by": closing.by, "note": closing.note}
    statements.change_open(connection, [number], ended)


def close_as_seen(connection: Connection, number: int, closing: Closing, seen: str | None) -> None:
    """Do the same, unless somebody looks after it who was not seen to, and does not close it themselves."""
    if _held(connection, number).owner not in (None, closing.by, seen):
        raise DifferenceError("seen")
    close(connection, number, closing)


def _held(connection: Connection, number: int) -> Any:
    """Return a difference that is open, held to the end of the write transaction; raise `DifferenceError`."""
    held = statements.difference(connection, number)
    if held is None:
        raise DifferenceError("there")
    if held.closed_at is not None:
        raise DifferenceError("open")
    return held
