"""Looking up what a vehicle owes."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kiosk.contract.wire import BillNumber, Moment, Request, Vehicle, Wire
from kiosk.domain.fee_units import FeeUnits
from kiosk.domain.ticket import BillState, IssuedHow, LineKind, Stage


class BillSearch(Request):
    """The vehicles asked for. Sent by POST: a plate never stands in an address or an access log."""

    vehicles: Annotated[tuple[Vehicle, ...], Field(min_length=1, max_length=10)]


class NumberSearch(Request):
    """The number of a ticket or a notice, as it was scanned from a paper. Sent by POST, as plates are."""

    number: BillNumber


class NumberFound(Wire):
    """Where a number stands that is still owed."""

    number: BillNumber
    """The bill that it is part of: itself, or the notice that its ticket has passed into."""
    vehicle: Vehicle


class Line(Wire):
    """One line of an amount. Discounts are negative."""

    kind: LineKind
    dollars: Annotated[int, Field(ge=-1_000_000, le=10_000_000)]
    percent: Annotated[int, Field(ge=0, le=100)] | None = None
    """What a discount leaves of a hundred, where it is a share; half a dollar is rounded up."""


class ParkingTicket(Wire):
    """One stay, one ticket (停車單)."""

    number: BillNumber
    issued: IssuedHow
    parked_at: Moment
    left_at: Moment | None
    """None for a per-visit space: the driver left unseen."""
    due_on: date
    """The last day for paying without a notice: the parking day and 15 more."""
    rate: str
    """The tariff's id of the rate; its words are in the locale files (`rate-car-hourly-20`). `national` where a city
    tells only the day and what is owed: the hours of `parked_at` say nothing then."""
    fee: Annotated[int, Field(ge=0)]
    units: FeeUnits | None = None
    """How `fee` is made up. None where that is not known, or would come to another amount: the register is right."""


class Objection(StrEnum):
    """An objection to a ticket (申訴), as far as it concerns the payer. It can be paid in any case."""

    OPEN = "open"
    """申訴中: somebody looks into it."""
    REJECTED = "rejected"
    """申訴不成立: the ticket stays as it is."""


class Bill(Wire):
    """What is owed under one number: a ticket, or a notice (催繳單) with its tickets."""

    number: BillNumber
    stage: Stage
    state: BillState
    vehicle: Vehicle
    tickets: Annotated[tuple[ParkingTicket, ...], Field(min_length=1)]
    lines: tuple[Line, ...]
    """Every line of `amount` in the order in which it is explained."""
    amount: Annotated[int, Field(ge=0)]
    """What this terminal would collect: the sum of the lines, without a fine."""
    pay_by: date
    """The day after which the next stage begins."""
    days_late: Annotated[int, Field(ge=0)]
    issued_on: date | None = None
    """A notice's date; None for a ticket, and where the register does not tell."""
    pay_link: Annotated[str, Field(max_length=200)] | None = None
    """Where the city itself takes payment for it, for a phone; None where it is paid here, or nowhere by phone."""
    objection: Objection | None = None
    """Whether somebody objects to it, or to a ticket of it, and how that ended; None where there is no objection."""


class Source(StrEnum):
    """The registers that are asked. One may answer while another cannot."""

    TICKETS = "tickets"
    """Tickets before any notice."""
    NOTICES = "notices"
    """The dunning register."""


class BillAnswer(Wire):
    """What was found, and what could not be asked. Empty `bills` mean "nothing owed" only with no source missing."""

    bills: tuple[Bill, ...]
    """Oldest first within each stage."""
    missing: tuple[Source, ...] = ()
    """The registers that did not answer. If none answered, the reply is the problem `could-not-ask` instead."""
    asked_at: Moment

    @property
    def complete(self) -> bool:
        return not self.missing
