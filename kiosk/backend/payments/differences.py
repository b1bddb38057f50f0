"""Differences between two ledgers, each a row with its age, whoever looks after it, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

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
    """Why nothing can be done about a difference: it is not `there`, not `open`, or its owner is not of the `staff`."""

    def __init__(self, reason: Literal["there", "open", "staff"]) -> None:
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


def take(connection: Connection, number: int, owner: str) -> None:
    """Let somebody of the staff, by name, look after a difference; raise `DifferenceError`."""
    if not accounts.is_here(connection, owner):
        raise DifferenceError("staff")
    _change(connection, number, {"owner": owner})


def close(connection: Connection, number: int, outcome: DifferenceOutcome, now: datetime) -> None:
    """Close a difference with one of the outcomes that people may give.

    Raise `DifferenceError`, and `ValueError` for an outcome of another kind.
    """
    if outcome not in BY_PEOPLE:
        raise ValueError(outcome)
    _change(connection, number, {"outcome": outcome.value, "closed_at": now})


def _change(connection: Connection, number: int, columns: Mapping[str, object]) -> None:
    if statements.difference(connection, number) is None:
        raise DifferenceError("there")
    if not statements.change_open(connection, [number], columns):
        raise DifferenceError("open")
