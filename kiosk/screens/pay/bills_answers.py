"""What the page of bills is answered with, and where on it the visitor was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from kiosk.domain.ticket import Stage


@dataclass(frozen=True, slots=True)
class BillsView:
    """Where the visitor was: the kind, the card, and what is ticked."""

    tab: Stage | None
    """None where all kinds stand in one list."""
    selected: frozenset[str]
    cursor: int = 0


@dataclass(frozen=True, slots=True)
class PayBills:
    """Pay these bills."""

    numbers: tuple[str, ...]
    view: BillsView


class PayElsewhere(NamedTuple):
    """Nothing is paid at this machine: show where else one can."""

    view: BillsView


class LookUpElsewhere(NamedTuple):
    """Ask other cities what the vehicle owes there, and come back."""

    view: BillsView


@dataclass(frozen=True, slots=True)
class ShowBill:
    """Show one bill in full, and come back."""

    number: str
    view: BillsView


@dataclass(frozen=True, slots=True)
class TakeAlong:
    """Have these bills on the phone, and come back."""

    numbers: tuple[str, ...]
    view: BillsView
