"""How pages for phones write days, moments and sums, in the language in which they are read (`english`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from kiosk.backend.domain.owed import Stay
from kiosk.domain.dates import taipei
from kiosk.domain.text import clean

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def shown(value: object) -> object:
    """Text from outside is data: no control characters, no direction marks."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _dollars(dollars: int) -> str:
    return f"{dollars:,}"


def _hour(moment: datetime) -> str:
    return f"{taipei(moment):%H:%M}"


@pass_context
def _day(page: Context, day: date) -> str:
    """Return `2026/12/09`, or `9 Dec 2026`: in digits alone a Londoner reads a day in September."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if page["english"] else f"{day:%Y/%m/%d}"


@pass_context
def _month(page: Context, name: str | date) -> str:
    """Return `2026 年 12 月`, or `Dec 2026`, of `2026-12` or any day in it."""
    month = name if isinstance(name, date) else date.fromisoformat(f"{name}-01")
    return f"{_MONTHS[month.month - 1]} {month.year}" if page["english"] else f"{month.year} 年 {month.month} 月"


@pass_context
def _moment(page: Context, moment: datetime) -> str:
    """Return `2026/12/09 10:28`, or `9 Dec 2026, 10:28`."""
    comma = "," if page["english"] else ""
    return f"{_day(page, taipei(moment).date())}{comma} {_hour(moment)}"


@pass_context
def _stay(page: Context, stay: Stay) -> str:
    """Return from when to when a vehicle was parked; the day of its end only where that is another one."""
    began, left = _moment(page, stay.parked_at), stay.left_at
    if left is None:
        return began
    day = taipei(left)
    if day.date() == taipei(stay.parked_at).date():
        return f"{began}–{_hour(left)}"
    until = f"{day.day} {_MONTHS[day.month - 1]}, " if page["english"] else f"{day:%m/%d} "
    return f"{began}–{until}{_hour(left)}"


FILTERS: Mapping[str, Callable[..., Any]] = {
    "dollars": _dollars,
    "hour": _hour,
    "day": _day,
    "month": _month,
    "moment": _moment,
    "stay": _stay,
}
