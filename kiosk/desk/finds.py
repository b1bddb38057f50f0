"""What stands in the list: what was found, and what belongs to the thing that is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from kiosk.contract.desk.cases import CaseSeen
from kiosk.contract.desk.search import Hit, HitKind
from kiosk.contract.desk.story import PaymentSeen, Story
from kiosk.contract.desk.terminals import HourPayment, HourSeen
from kiosk.contract.desk.things import ClaimSeen, NumberSeen, SupportSeen, TicketSeen, VehicleSeen
from kiosk.contract.wire import Vehicle
from kiosk.desk.hours import HourAsked
from kiosk.desk.seen.things import claim_state
from kiosk.desk.widgets.lines import Cell, Line, Row, Style
from kiosk.desk.words import dollars, known, payment_state, ticket_state, vehicle_type
from kiosk.domain.dates import taipei
from kiosk.domain.payment import PaymentState
from kiosk.domain.ticket import Stage
from kiosk.i18n import Texts

Seen = VehicleSeen | TicketSeen | Story | NumberSeen | SupportSeen | ClaimSeen | CaseSeen | HourSeen
"""What the backend tells of one thing."""

_AMOUNT, _STATE = 8, 14


class Beside(StrEnum):
    """What is never found by the box, but led to from what was found, or by F10."""

    HOUR = "hour"
    """One hour of a terminal: `Thing.hour`."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of the list: enough to ask the backend for all of it, and to name it until that is there."""

    kind: HitKind | Beside
    title: str
    id: str = ""
    vehicle: Vehicle | None = None
    state: str | None = None
    amount: int | None = None
    hour: HourAsked | None = None
    veiled: bool = False
    """Whether it is somebody's and was not asked for: all of it is seen only with Enter, never by passing by."""

    @property
    def key(self) -> str:
        return f"{self.kind.value}:{self.vehicle.plate}:{self.vehicle.type.value}" if self.vehicle else self._by_id

    @property
    def _by_id(self) -> str:
        return f"{self.kind.value}:{self.id}"


def of_hit(hit: Hit) -> Thing | None:
    """Return what a hit leads to; None for one that names nothing."""
    if hit.kind is HitKind.VEHICLE:
        if hit.plate is None or hit.vehicle_type is None:
            return None
        return Thing(hit.kind, hit.title, vehicle=Vehicle(plate=hit.plate, type=hit.vehicle_type))
    return Thing(hit.kind, hit.title, id=hit.id, state=hit.state, amount=hit.amount)


def of_hour(asked: HourAsked) -> Thing:
    """Return what leads to an hour of a terminal."""
    return Thing(Beside.HOUR, asked.name, id=f"{asked.terminal} {asked.since.isoformat()}", hour=asked)


def belonging_to(seen: Seen) -> list[Thing]:
    """Return what belongs to a thing: to a vehicle its payments, tickets and claims, to a payment its bills."""
    match seen:
        case VehicleSeen():
            # What is owed is less than the fee where a discount holds: one ticket has one amount on the page.
            amounts = {bill.number: bill.amount for bill in seen.bills}
            tickets = [
                Thing(
                    HitKind.TICKET,
                    one.number,
                    id=one.number,
                    state=one.status,
                    amount=amounts.get(one.number, one.fee),
                )
                for one in seen.tickets
            ]
            listed = {one.id for one in tickets}
            owed = [
                Thing(HitKind.TICKET, bill.number, id=bill.number, state=_of_stage(bill.stage), amount=bill.amount)
                for bill in seen.bills
                if bill.number not in listed
            ]
            claims = [
                Thing(HitKind.CLAIM, one.number, id=one.number, state=one.outcome or "open") for one in seen.claims
            ]
            return [*map(_payment, seen.payments), *owed, *tickets, *claims]
        case TicketSeen():
            return [*map(_payment, seen.payments)]
        case Story():
            bills = [
                Thing(HitKind.TICKET, bill.number, id=bill.number, state=bill.now, amount=bill.amount)
                for bill in seen.bills
            ]
            return [*map(_payment, seen.related), *bills]
        case HourSeen():
            return [*map(_veiled, seen.payments)]
        case _:
            return []


def as_seen(thing: Thing, seen: Seen) -> Thing:
    """Return a thing of a list as it stands by what the backend has answered."""
    match seen:
        case Story():
            return replace(thing, state=seen.payment.state.value, title=seen.payment.number, veiled=False)
        case TicketSeen():
            return replace(thing, state=seen.status, amount=thing.amount if seen.amount is None else seen.amount)
        case ClaimSeen():
            return replace(thing, state=seen.claim.outcome or "open")
        case CaseSeen():
            return replace(thing, state=seen.case.state.value)
        case _:
            return thing


def _of_stage(stage: Stage) -> str:
    return "owed" if stage is Stage.GENERAL else stage.value


def _payment(one: PaymentSeen) -> Thing:
    return Thing(HitKind.PAYMENT, one.number, id=one.id, state=one.state.value, amount=one.amount)


def _veiled(one: HourPayment) -> Thing:
    title = f"{taipei(one.created_at):%H:%M} …{one.ending}"
    return Thing(HitKind.PAYMENT, title, id=one.id, state=one.state.value, amount=one.amount, veiled=True)


def rows(texts: Texts, things: Iterable[Thing]) -> Iterator[Line]:
    """Yield the things under a heading for each kind, in the order in which they come."""
    heading: HitKind | Beside | None = None
    for thing in things:
        if thing.kind is not heading:
            heading = thing.kind
            yield Row((Cell(texts(f"desk-kind-{thing.kind.value}"), style=Style.MUTED),))
        words, style = _state(texts, thing)
        title = thing.title
        if thing.vehicle is not None:
            words, style = vehicle_type(texts, thing.vehicle.type), Style.PLAIN
        amount = "" if thing.amount is None else dollars(texts, thing.amount)
        yield Row((Cell(title), Cell(amount, _AMOUNT), Cell(words, _STATE, style)), key=thing.key)


def _state(texts: Texts, thing: Thing) -> tuple[str, Style]:
    if thing.state is None:
        return "", Style.PLAIN
    match thing.kind:
        case HitKind.PAYMENT if thing.state in {state.value for state in PaymentState}:
            return payment_state(texts, PaymentState(thing.state))
        case HitKind.TICKET:
            return ticket_state(texts, thing.state)
        case HitKind.CLAIM:
            return claim_state(texts, None if thing.state == "open" else thing.state), Style.DOUBTFUL
        case HitKind.CASE:
            return known(texts, "case", thing.state), Style.PLAIN
        case _:
            return thing.state, Style.PLAIN
