"""When monthly passes (月票) are sold: from the 25th for the next month (the parking office's own text)."""

from __future__ import annotations

from datetime import date, timedelta

SALE_BEGINS = 25
"""Day of the month, in Taipei."""


def month_of(day: date) -> str:
    """Return the month of a day as passes name it: `2026-12`."""
    return f"{day:%Y-%m}"


def month_after(day: date) -> str:
    """Return the month that follows the one of a day."""
    return month_of(day.replace(day=28) + timedelta(days=4))


def month_on_sale(day: date) -> str | None:
    """Return the month that can be bought on a day, None before its sale begins."""
    return month_after(day) if day.day >= SALE_BEGINS else None


def sale_begins(day: date) -> date:
    """Return the day on which the sale of the month after a day's begins or began."""
    return day.replace(day=SALE_BEGINS)
