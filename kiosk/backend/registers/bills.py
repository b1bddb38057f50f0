"""Looking up what is owed, and what of it can be paid here at this moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from operator import attrgetter
from types import MappingProxyType
from typing import Any

import msgspec.json
from sqlalchemy import Connection

from kiosk.backend.domain.owed import OwedTicket
from kiosk.backend.domain.tariff import Rate, Tariff, is_heavy_motorcycle
from kiosk.backend.ground import rules
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.registers.port import BillSource, SourceUnavailableError
from kiosk.backend.registers.statements import owed
from kiosk.clock import Clock
from kiosk.contract.bills import Bill, BillAnswer, BillSearch, NumberFound, Objection, Source
from kiosk.contract.problems import ProblemKind
from kiosk.domain.dates import days_late, taipei_date
from kiosk.domain.fee_units import FeeUnits
from kiosk.domain.money import Money
from kiosk.domain.plate import VehicleType
from kiosk.domain.ticket import NATIONAL_RATE, IssuedHow, LineKind, Stage

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR = 3_600_000_000
_MOTORCYCLE = VehicleType.MOTORCYCLE.value
_AGE = attrgetter("parked_at", "number")
_OBJECTION = (None, Objection.REJECTED.value, Objection.OPEN.value)
"""By `OwedTicket.objected`."""
_RANK = {stage.value: rank for rank, stage in enumerate(Stage)}

Plain = dict[str, Any]
"""A value of the contract before it is text: what pydantic would make of it, without its being made and taken apart."""


def search_json(source: BillSource, search: BillSearch, *, clock: Clock, tariff: Tariff | None = None) -> bytes:
    """Return a `BillAnswer` as it travels. The hot path: nothing is validated that we made ourselves.

    Raise `SourceUnavailableError` if no register answered, and what the source raises.
    """
    asked = source.ask(search.vehicles)
    if len(asked.missing) == len(Source):
        raise SourceUnavailableError
    now = clock.now()
    bills = _bills(asked.tickets, taipei_date(now), tariff or rules.tariff(), asked.units)
    if asked.pay_links:
        for bill in bills:
            bill["pay_link"] = asked.pay_links.get(bill["number"])
    answer = {"bills": bills, "missing": asked.missing, "asked_at": asked.asked_at or now}
    return msgspec.json.encode(answer)


def search(source: BillSource, search: BillSearch, *, clock: Clock, tariff: Tariff | None = None) -> BillAnswer:
    """Return what vehicles owe, oldest first within each stage; raise as `search_json` does."""
    return BillAnswer.model_validate_json(search_json(source, search, clock=clock, tariff=tariff))


def find(source: BillSource, number: str) -> NumberFound:
    """Return whose bill a number is, with the bill that it is part of now.

    Raise `Refusal` (`NOT_FOUND`, `ALREADY_PAID`), `SourceUnavailableError`, and what the source raises.
    """
    found = source.find(number)
    if found is None:
        raise Refusal(ProblemKind.NOT_FOUND)
    if found.paid:
        raise Refusal(ProblemKind.ALREADY_PAID)
    return NumberFound(number=found.bill, vehicle=found.vehicle)


@dataclass(frozen=True, slots=True)
class NamedBills:
    """What numbers stand for. Every number asked for is in exactly one of the three."""

    bills: tuple[Bill, ...]
    """Still owed, in the order asked for; `state` says whether each can be paid now."""
    paid: tuple[str, ...]
    unknown: tuple[str, ...]
    """Never issued, withdrawn, or an unpaid ticket that has passed into a notice: it is owed under that number now."""


def bills_by_number(
    connection: Connection, numbers: Sequence[str], clock: Clock, *, lock: bool = False, tariff: Tariff | None = None
) -> NamedBills:
    """Return the bills with these numbers, at least one, as they stand now.

    A payment is made and checked again with `lock=True` in a write transaction: then neither another payment nor
    the dunning job changes them before it ends. A bill held by the payment itself has the state `being-paid` too.
    """
    asked_for = tuple(dict.fromkeys(numbers))
    found = owed.by_number(connection, asked_for, lock=lock)
    today = taipei_date(clock.now())
    open_ = [ticket for ticket, status in found if status == "owed"]
    made = {bill["number"]: bill for bill in _bills(open_, today, tariff or rules.tariff())}
    # A notice is paid when every ticket of it is; a paid one beside an owed one is simply no longer part of it.
    settled = {number for ticket, status in found if status == "paid" for number in (ticket.number, ticket.notice)}
    return NamedBills(
        bills=tuple(Bill.model_validate(made[number]) for number in asked_for if number in made),
        paid=tuple(number for number in asked_for if number in settled and number not in made),
        unknown=tuple(number for number in asked_for if number not in made and number not in settled),
    )


def _bills(
    tickets: Iterable[OwedTicket], today: date, tariff: Tariff, known: Mapping[str, FeeUnits] = MappingProxyType({})
) -> list[Plain]:
    """Return one bill for each ticket without a notice and for each notice, by stage, oldest first.

    `known`: how fees are made up by a ticket's number, where a register knows it.
    """
    day = today.isoformat()
    made: list[Plain] = []
    notices: dict[str, list[OwedTicket]] = {}
    for ticket in sorted(tickets, key=_AGE):
        if ticket.notice is None:
            made.append(_general(ticket, day, tariff, known))
        else:
            notices.setdefault(ticket.notice, []).append(ticket)
    later = [_notice(number, members, day, tariff, known) for number, members in notices.items()]
    later.sort(key=lambda bill: _RANK[bill["stage"]])
    return made + later


def _general(ticket: OwedTicket, day: str, tariff: Tariff, known: Mapping[str, FeeUnits]) -> Plain:
    parked_on = (ticket.parked_at + 8 * _HOUR) // (24 * _HOUR)
    if ticket.rate == NATIONAL_RATE:
        # What a city asks for is what it says: discounts are taken off where it is paid.
        lines: Sequence[Plain] = ({"kind": "fee", "dollars": ticket.fee},)
        amount = ticket.fee
    else:
        heavy = ticket.vehicle_type == _MOTORCYCLE and is_heavy_motorcycle(ticket.plate, ticket.vehicle_type)
        lines, amount = _priced(tariff, ticket.fee, ticket.vehicle_type, ticket.issued, parked_on, heavy)
    late = _days_late(ticket.due_on, day)
    return {
        "number": ticket.number,
        "stage": "general",
        "state": "being-paid" if ticket.held else "overdue" if late else "open",
        "vehicle": {"plate": ticket.plate, "type": ticket.vehicle_type},
        "tickets": (_ticket(ticket, tariff, known),),
        "lines": lines,
        "amount": amount,
        "pay_by": ticket.due_on,
        "days_late": late,
        "issued_on": None,
        "pay_link": None,
        "objection": _OBJECTION[ticket.objected or 0],
    }


def _notice(number: str, members: list[OwedTicket], day: str, tariff: Tariff, known: Mapping[str, FeeUnits]) -> Plain:
    first = members[0]
    fee, surcharge = sum(ticket.fee for ticket in members), first.surcharge or 0
    lines = [{"kind": "fee", "dollars": fee}]
    if surcharge:
        lines.append({"kind": "surcharge", "dollars": surcharge})
    if first.fine:
        lines.append({"kind": "fine", "dollars": first.fine})
    late = _days_late(first.pay_by or "", day)
    state = "overdue" if late else "open"
    if late and first.stage == Stage.RECOVERY:
        # The case has left for enforcement: a payment here would not stop it.
        state = "not-here"
    elif any(ticket.held for ticket in members):
        state = "being-paid"
    return {
        "number": number,
        "stage": first.stage,
        "state": state,
        "vehicle": {"plate": first.plate, "type": first.vehicle_type},
        "tickets": [_ticket(ticket, tariff, known) for ticket in members],
        "lines": lines,
        "amount": fee + surcharge,
        "pay_by": first.pay_by,
        "days_late": late,
        "issued_on": first.issued_on,
        "pay_link": None,
        "objection": _OBJECTION[max(ticket.objected or 0 for ticket in members)],
    }


def _ticket(ticket: OwedTicket, tariff: Tariff, known: Mapping[str, FeeUnits]) -> Plain:
    parked_at = _EPOCH + timedelta(0, 0, ticket.parked_at)
    left_at = None if ticket.left_at is None else _EPOCH + timedelta(0, 0, ticket.left_at)
    units = known.get(ticket.number) or _units(tariff.rates.get(ticket.rate), parked_at, left_at)
    return {
        "number": ticket.number,
        "issued": ticket.issued,
        "parked_at": parked_at,
        "left_at": left_at,
        "due_on": ticket.due_on,
        "rate": ticket.rate,
        "fee": ticket.fee,
        # What the register says is right: an explanation that comes to another amount is none.
        "units": units if units is not None and units.total.dollars == ticket.fee else None,
    }


def _units(rate: Rate | None, parked_at: datetime, left_at: datetime | None) -> FeeUnits | None:
    """Return what a stay is charged for by its rate, None where the register holds too little to tell."""
    if rate is None or (not rate.per_visit if left_at is None else left_at < parked_at):
        return None
    return rate.units(parked_at, left_at)


def _days_late(last: str, day: str) -> int:
    # ISO days sort as text, and most bills are not late.
    return 0 if day <= last else days_late(date.fromisoformat(last), date.fromisoformat(day))


@lru_cache(maxsize=4096)
def _priced(
    tariff: Tariff,
    fee: int,
    vehicle: str,
    issued: str,
    parked_on: int,
    heavy: bool,
    /,
) -> tuple[tuple[Plain, ...], int]:
    """Return the lines of a ticket before any notice and their sum; `parked_on` counts days from 1970."""
    parked = (_EPOCH + timedelta(days=parked_on)).date()
    taken_off = tariff.taken_off(Money(fee), VehicleType(vehicle), IssuedHow(issued), parked, heavy=heavy)
    lines = [{"kind": "fee", "dollars": fee}] + [
        {"kind": line.kind.value, "dollars": line.amount.dollars, "percent": line.percent} for line in taken_off
    ]
    return tuple(lines), fee + sum(line.amount.dollars for line in taken_off)


def gross(bill: Bill) -> int:
    """Return what is owed here before discounts, in dollars: fees and surcharge, without a fine."""
    return sum(line.dollars for line in bill.lines if line.kind in (LineKind.FEE, LineKind.SURCHARGE))


def by_any_means(bill: Bill) -> int:
    """Return what a bill costs however it is paid, in dollars: without the discount that only smart payment has."""
    return bill.amount - sum(line.dollars for line in bill.lines if line.kind is LineKind.SMART_PAYMENT_DISCOUNT)
