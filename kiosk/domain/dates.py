"""Dates as Taipei counts them. Moments are aware UTC in code and Taipei time on a screen."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

TAIPEI = timezone(timedelta(hours=8), "Asia/Taipei")
"""Taiwan has kept UTC+8 without summer time since 1980, so no time-zone data has to be installed."""


def taipei(moment: datetime) -> datetime:
    """Return an aware moment in Taipei time; raise `ValueError` if it is naive."""
    if moment.tzinfo is None:
        raise ValueError("a moment without its time zone")
    return moment.astimezone(TAIPEI)


def taipei_date(moment: datetime) -> date:
    return taipei(moment).date()


def midnight(day: date) -> datetime:
    """Return the first moment of a Taipei day, in UTC."""
    return datetime.combine(day, time(), TAIPEI).astimezone(UTC)


def days_late(due: date, today: date) -> int:
    """Return how many days `due` has passed, nought on the day itself and before."""
    return max(0, (today - due).days)


def seconds_left(until: datetime, now: datetime) -> float:
    """Return how many seconds are left until a moment; nought if it has passed."""
    return max(0.0, (until - now).total_seconds())
