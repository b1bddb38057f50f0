"""A day's close (日結): what came in, what went out and what is open, by office and provider. Nothing of a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from kiosk.backend.domain.payment import Movement
from kiosk.backend.payments.statements import day_close as statements
from kiosk.domain.dates import midnight, taipei

MOST_LINES = 5000
"""Movements that are exported at once without a filter: more are not read by anybody."""


@dataclass(slots=True)
class Sum:
    """How many, and how many dollars."""

    count: int = 0
    dollars: int = 0

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.count + other.count, self.dollars + other.dollars)


@dataclass(slots=True)
class Closed:
    """One provider at one office."""

    office: str | None
    """In Chinese; None where the terminal names none: the backend's own."""
    office_en: str | None
    provider: str
    came_in: Sum
    went_out: Sum
    no_outcome: Sum
    """Payments begun up to the end of the day whose outcome is unknown so far."""
    due: Sum
    """Refunds of before the end of the day that are not done so far."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One movement of money, as it is exported."""

    at: datetime
    """When it was heard of first, in Taipei."""
    office: str | None
    provider: str
    kind: str
    dollars: int
    order: str
    reference: str


@dataclass(frozen=True, slots=True)
class Filter:
    """Of which office and provider; None for all."""

    office: str | None = None
    provider: str | None = None

    @property
    def narrow(self) -> bool:
        return self.office is not None or self.provider is not None


class TooManyLinesError(Exception):
    """There are more movements than are exported without a filter. Nothing was exported."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} movements; name an office or a provider")
        self.count = count


def close_of(connection: Connection, day: date) -> list[Closed]:
    """Return a day of Taipei, by office and provider; what is open is as of now."""
    since, until = _span(day)
    found = dict[tuple[str | None, str], Closed]()

    def of(row: object) -> Closed:
        office, english, provider = (getattr(row, name) for name in ("office", "office_en", "provider"))
        return found.setdefault((office, provider), Closed(office, english, provider, Sum(), Sum(), Sum(), Sum()))

    for row in statements.moved(connection, since, until):
        one, much = of(row), Sum(row.many, int(row.dollars))
        if row.kind == Movement.CHARGE.value:
            one.came_in += much
        else:
            one.went_out += much
    for row in statements.without_outcome(connection, until):
        of(row).no_outcome += Sum(row.many, int(row.dollars))
    for row in statements.due(connection, until):
        of(row).due += Sum(row.many, int(row.dollars))
    return sorted(found.values(), key=lambda one: (one.office is None, one.office or "", one.provider))


def export(
    connection: Connection,
    day: date,
    only: Filter,
    *,
    begin: Callable[[], object] = lambda: None,
    line: Callable[[Moved], object],
) -> int:
    """Call `begin`, hand each movement of a day to `line`, in order, and return how many there were.

    Raise `TooManyLinesError`, and call neither.
    """
    span = _span(day)
    if not only.narrow and (many := statements.count(connection, *span)) > MOST_LINES:
        raise TooManyLinesError(many)
    begin()
    exported = 0
    for row in statements.each(connection, *span, only.office, only.provider):
        at = taipei(row.heard_at)
        line(Moved(at, row.office, row.provider, row.kind, row.amount, row.number, row.reference))
        exported += 1
    return exported


def _span(day: date) -> tuple[datetime, datetime]:
    return midnight(day), midnight(day + timedelta(days=1))
