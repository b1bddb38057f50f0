"""What a phone takes along: a receipt, what is owed and was paid, the bar codes for a convenience store."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from kiosk.contract.payments import MOST_BILLS
from kiosk.contract.wire import BillNumber, Dollars, Id, Request, Wire

MOST_PAYMENTS = 50
"""Payments of one visit that a sheet holds."""


class SheetRequest(Request):
    """What somebody wants to take along: bills that are owed, payments of the same visit, or both."""

    bills: Annotated[tuple[BillNumber, ...], Field(max_length=MOST_BILLS)]
    # Left out where there is none: an older backend refuses fields that it does not know.
    payments: Annotated[tuple[Id, ...], Field(max_length=MOST_PAYMENTS, exclude_if=lambda ids: not ids)] = ()
    """Payments that this terminal made and that were paid: the page has their receipts' numbers and amounts."""
    paid: Annotated[tuple[BillNumber, ...], Field(max_length=MOST_BILLS, exclude_if=lambda numbers: not numbers)] = ()
    """Bills that were paid in the same visit, as older terminals send them; shown without an amount."""


class Sheet(Wire):
    """A page for a phone, to be kept and printed."""

    link: str
    """In capitals so that the code stays small. Anyone who has it may read the sheet."""
    days: Annotated[int, Field(ge=1)]
    """How long it opens something."""


class StoreCodesRequest(Request):
    """The bill that somebody wants to pay at a convenience store."""

    bill: BillNumber


_Segment = Annotated[str, Field(pattern=r"^[0-9A-Z]{9,16}$")]


class StoreCodes(Wire):
    """The three bar codes with which a convenience store takes a bill (三段式條碼), as Code 39 holds them."""

    bill: BillNumber
    segments: tuple[_Segment, _Segment, _Segment]
    """In the order in which the counter scans them."""
    amount: Dollars
    """What the store collects: without the discount of smart payment."""
    pay_by: date
    """The last day on which stores take them."""
    link: str
    """The same three codes on a phone."""
    sample: bool = False
    """Whether they only show what such codes look like, as in the demo."""
