"""A day's close (日結) for finance: counts and dollars by office and provider, and nothing of a person."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from kiosk.contract.wire import Label, Moment, Request, Wire

MOST = 500


class DayCloseWish(Request):
    """Which day of Taipei."""

    day: date


class DaySum(Wire):
    """How many, and how many dollars."""

    count: Annotated[int, Field(ge=0)]
    dollars: int


class DayCloseLine(Wire):
    """One provider at one office."""

    office: Label | None
    """None where the terminal names none: the backend's own."""
    office_en: Label | None
    provider_name: Label
    provider_name_en: Label | None = None
    came_in: DaySum
    went_out: DaySum
    no_outcome: DaySum
    """Payments begun up to the end of the day whose outcome is unknown so far."""
    due: DaySum
    """Refunds of before the end of the day that are not done so far."""


class DayClose(Wire):
    """A day; what is open is as of now."""

    day: date
    lines: tuple[DayCloseLine, ...]
    """By office and provider; at most five hundred."""
    more: bool = False
    as_of: Moment
