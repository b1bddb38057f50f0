"""Days as people say them."""

from __future__ import annotations

from datetime import date

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


def month(name: str) -> Message:
    """Return `2026-12` as people say it."""
    year, _, number = name.partition("-")
    return say("month-of-year", year=year, month=say(f"month-{int(number)}"))
