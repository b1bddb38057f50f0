"""Days as people say them, and as papers have them: the one place that writes a day, in every language."""

from __future__ import annotations

from datetime import date, datetime

from kiosk.domain.dates import taipei, taipei_date
from kiosk.i18n import Message, say


def day(one: date, today: date) -> Message:
    """Return `12 月 1 日`, with its year if that is another one than today's."""
    named = say(f"month-{one.month}")
    if one.year == today.year:
        return say("day", month=named, day=str(one.day))
    return say("day-of-year", year=str(one.year), month=named, day=str(one.day))


def short_day(one: date, today: date) -> Message:
    """Return `12/1`, with its year if that is another one than today's: where there is little room."""
    named = say(f"short-month-{one.month}")
    if one.year == today.year:
        return say("short-day", month=named, day=str(one.day))
    return say("short-day-of-year", year=str(one.year), month=named, day=str(one.day))


def full_day(one: date) -> Message:
    """Return `2026/12/01`, or `1 Dec 2026`: as papers have it, always with its year."""
    return say("full-day", year=str(one.year), month=one.month, day=one.day)


def day_of(moment: datetime) -> Message:
    """Return the day in Taipei of a moment, as `full_day` writes it."""
    return full_day(taipei_date(moment))


def at(moment: datetime, *, seconds: bool = False) -> Message:
    """Return `2026/12/01 10:28`, or `1 Dec 2026, 10:28`, in Taipei; to the second where it proves something."""
    return say("full-moment", day=day_of(moment), time=f"{taipei(moment):{'%H:%M:%S' if seconds else '%H:%M'}}")


def yearless(written: str) -> str | Message:
    """Return `12/09` as people say it (in English that is a day in September); anything else as it is."""
    month, _, day = written.partition("/")
    if not (month.isascii() and month.isdigit() and 1 <= int(month) <= 12 and day.isascii() and day.isdigit()):
        return written
    return say("short-day", month=say(f"short-month-{int(month)}"), day=str(int(day)))


def month(name: str) -> Message:
    """Return `2026-12` as people say it."""
    year, _, number = name.partition("-")
    return say("month-of-year", year=year, month=say(f"month-{int(number)}"))
