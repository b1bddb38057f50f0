"""Looking up what is owed, and what of it can be paid here at this moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from pydantic_core import to_json
from sqlalchemy import Connection

from kiosk.backend.domain.owed import OwedTicket
from kiosk.backend.domain.tariff import Tariff, is_heavy_motorcycle
from kiosk.backend.services import rules
from kiosk.backend.services.ports import BillSource
from kiosk.backend.store import owed
from kiosk.clock import Clock
from kiosk.contract.bills import Bill, BillAnswer, BillSearch
from kiosk.domain.dates import days_late, taipei_date
from kiosk.domain.money import Money
from kiosk.domain.plate import VehicleType
from kiosk.domain.ticket import BillState, IssuedHow, LineKind, Stage

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR = 3_600_000_000
_RANK = {stage.value: rank for rank, stage in enumerate(Stage)}

Plain = dict[str, Any]
"""A value of the contract before it is text: what pydantic would make of it, without its being made and taken apart."""


def search_json(source: BillSource, search: BillSearch, *, clock: Clock, tariff: Tariff | None = None) -> bytes:
    """Return a `BillAnswer` as it travels. The hot path: nothing is validated that we made ourselves.

    Raise `SourceUnavailableError` if no register answered, and what the source raises.
    """
    asked = source.ask(search.vehicles)
    now = clock.now()
    bills = _bills(asked.tickets, taipei_date(now), tariff or rules.tariff())
    answer = {"bills": bills, "missing": asked.missing, "asked_at": now}
    return to_json(answer)


def search(source: BillSource, search: BillSearch, *, clock: Clock, tariff: Tariff | None = None) -> BillAnswer:
    """Return what vehicles owe, oldest first within each stage; raise as `search_json` does."""
    return BillAnswer.model_validate_json(search_json(source, search, clock=clock, tariff=tariff))


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


def _bills(tickets: Iterable[OwedTicket], today: date, tariff: Tariff) -> list[Plain]:
    """Return one bill for each ticket without a notice and for each notice, by stage, oldest first."""
    groups: dict[str, list[OwedTicket]] = {}
    for ticket in sorted(tickets, key=lambda ticket: (ticket.parked_at, ticket.number)):
        groups.setdefault(ticket.notice or ticket.number, []).append(ticket)
    made = [_bill(number, members, today, tariff) for number, members in groups.items()]
    made.sort(key=lambda bill: _RANK[bill["stage"]])
    return made


def _bill(number: str, members: list[OwedTicket], today: date, tariff: Tariff) -> Plain:
    first = members[0]
    fee = sum(ticket.fee for ticket in members)
    lines: list[Plain] = [{"kind": "fee", "dollars": fee}]
    if first.notice is None:
        stage, pay_by = "general", first.due_on
        heavy = is_heavy_motorcycle(first.plate, first.vehicle_type)
        for kind, dollars in _taken_off(tariff, fee, first.vehicle_type, first.issued, _day(first), heavy=heavy):
            lines.append({"kind": kind, "dollars": dollars})
            fee += dollars
    else:
        stage, pay_by = first.stage or "", first.pay_by or ""
        if first.surcharge:
            lines.append({"kind": "surcharge", "dollars": first.surcharge})
            fee += first.surcharge
        if first.fine:
            lines.append({"kind": "fine", "dollars": first.fine})
    late = days_late(date.fromisoformat(pay_by), today)
    return {
        "number": number,
        "stage": stage,
        "state": _state(stage, late, held=any(ticket.held for ticket in members)),
        "vehicle": {"plate": first.plate, "type": first.vehicle_type},
        "tickets": [_ticket(ticket) for ticket in members],
        "lines": lines,
        "amount": fee,
        "pay_by": pay_by,
        "days_late": late,
        "issued_on": first.issued_on,
    }


def _state(stage: str, late: int, *, held: bool) -> str:
    if late and stage == Stage.RECOVERY:
        # The case has left for enforcement: a payment here would not stop it.
        return BillState.NOT_HERE.value
    if held:
        return BillState.BEING_PAID.value
    return BillState.OVERDUE.value if late else BillState.OPEN.value


def _ticket(ticket: OwedTicket) -> Plain:
    return {
        "number": ticket.number,
        "issued": ticket.issued,
        "parked_at": _moment(ticket.parked_at),
        "left_at": None if ticket.left_at is None else _moment(ticket.left_at),
        "due_on": ticket.due_on,
        "rate": ticket.rate,
        "fee": ticket.fee,
    }


def _moment(micros: int) -> str:
    return (_EPOCH + timedelta(microseconds=micros)).isoformat()[:-6] + "Z"


def _day(ticket: OwedTicket) -> int:
    """Return the Taipei day of parking, counted from 1970."""
    return (ticket.parked_at + 8 * _HOUR) // (24 * _HOUR)


@lru_cache(maxsize=4096)
def _taken_off(
    tariff: Tariff, fee: int, vehicle: str, issued: str, day: int, *, heavy: bool
) -> tuple[tuple[str, int], ...]:
    parked = (_EPOCH + timedelta(days=day)).date()
    lines = tariff.taken_off(Money(fee), VehicleType(vehicle), IssuedHow(issued), parked, heavy=heavy)
    return tuple((kind.value, amount.dollars) for kind, amount in lines)


def gross(bill: Bill) -> int:
    """Return what is owed here before discounts, in dollars: fees and surcharge, without a fine."""
    return sum(line.dollars for line in bill.lines if line.kind in (LineKind.FEE, LineKind.SURCHARGE))
