"""The day in figures: counts, and nothing that leads to a person, a vehicle or one payment."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from kiosk.contract.wire import Label, Moment, Request, Wire
from kiosk.domain.payment import PaymentState

Count = Annotated[int, Field(ge=0)]


class FiguresWish(Request):
    """The figures of today, from midnight in Taipei until now."""


class HourCount(Wire):
    """Payments that were begun within one hour of the day."""

    hour: Annotated[int, Field(ge=0, le=23)]
    """In Taipei. An hour in which none was begun is left out."""
    begun: Count
    paid: Count
    """How many of them are paid by now."""


class PaymentCount(Wire):
    """Payments begun today at one office, in one state."""

    office: Label | None
    """Of the terminal's office; None where the terminal names none."""
    office_en: Label | None
    state: PaymentState
    count: Count


class CodeCount(Wire):
    """Messages with a code made today, by who has them and how far they are."""

    gateway: Label | None
    """As the office calls the company; None for those that no company has taken."""
    state: Label
    """`waiting`, `taken`, `delivered`, `failed`, `expired`; a newer backend may have more."""
    count: Count


class TerminalCount(Wire):
    """Terminals of one office that are alike."""

    office: Label | None
    office_en: Label | None
    trouble: Label | None
    """The worst that is wrong with them, as `kiosk fleet` names it; None for nothing."""
    count: Count


class Figures(Wire):
    """Today in figures. How many people came by is not known here, only what they began."""

    day: date
    """In Taipei."""
    since: Moment
    hours: tuple[HourCount, ...]
    payments: tuple[PaymentCount, ...]
    codes: tuple[CodeCount, ...]
    terminals: tuple[TerminalCount, ...]
    """Those that are enrolled, as they are now."""
    as_of: Moment
