"""How another city comes to know that its bills were paid here, and for how long that may take.

    held ──the money is here──▶ due ──the city has them as paid──▶ settled
                                 │ ├──the city refuses──▶ refused: the money goes back
                                 │ └──unknown for days──▶ unknown ──the city answers after all──▶ settled, refused
                                 │                                └──the office gives the money back──▶ ended
                                 └── settled ──the office gives the money back──▶ ended

A payment is for one city. While it is `due`, the office cannot give its money back: the city may be taking it.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class CityWay(StrEnum):
    """How a city takes payment through this service. A city that has agreed to nothing takes none."""

    CONFIRMS = "confirms"
    """It has an interface of its own, which answers (docs/operating/city.openapi.json)."""
    ASKED_AGAIN = "asked-again"
    """It hears of it from the company that collects for us; the national query is asked until the bill is gone."""


class CityState(StrEnum):
    """Where the bills of one payment stand with their city."""

    HELD = "held"
    """The payment is live, or has ended without its money."""
    DUE = "due"
    """The money is here, and the city is to know."""
    SETTLED = "settled"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    """For days it has been unknown whether the city has them as paid: staff look into it."""
    ENDED = "ended"
    """The office has given the money back."""


class CityWord(StrEnum):
    """What a city has said of an order."""

    SETTLED = "settled"
    ALREADY_PAID = "already-paid"
    """It refuses: one of the bills was paid by other means."""
    NOT_OWED = "not-owed"
    """It refuses: one of the bills is not owed, or not with this amount."""


OPEN = frozenset({CityState.DUE, CityState.UNKNOWN})
"""In these the city is asked."""

WITHIN = {CityWay.CONFIRMS: timedelta(days=3), CityWay.ASKED_AGAIN: timedelta(days=7)}
"""How long it may be unknown before staff look into it. Longer where a company reports to the city: that takes days."""

STUCK = max(WITHIN.values()) + timedelta(days=1)
"""After which a payment that still is `due` is one that is not worked on."""

DELAYS = (2.0, 5.0, 15.0, 60.0, 300.0, 900.0)
"""Seconds between two tries; the last repeats."""

ONCE_UNKNOWN = timedelta(hours=6)
"""Between two inquiries once staff look into it."""


def delay(attempts: int) -> timedelta:
    """Return the time until the next try after so many, counted from one."""
    return timedelta(seconds=DELAYS[min(max(attempts, 1), len(DELAYS)) - 1])
