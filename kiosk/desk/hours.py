"""Which hour of which terminal is looked at, and why; asked for before anything is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.contract.desk.terminals import HourReason

BEFORE_FAILURE = timedelta(minutes=45)
"""How much of the hour around a failure lies before it: a payment comes first, and what failed with it after it."""


@dataclass(frozen=True, slots=True)
class HourAsked:
    """All that is asked about an hour but for the case."""

    terminal: str
    """Its id."""
    name: str
    """As readers call it."""
    since: datetime
    reason: HourReason
    amount: int | None = None
    """Only payments of so many dollars; None for all."""
