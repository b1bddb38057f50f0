"""A vehicle, a ticket or notice, a claim, a support code: all that is known of it, with people masked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.desk import people
from kiosk.backend.desk.statements import story as payment_statements
from kiosk.backend.desk.statements import things as statements
from kiosk.backend.desk.story import MOST, seen
from kiosk.backend.domain.owed import OUR_REGISTER
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.owners import new_number_acts
from kiosk.backend.payments import held_bills
from kiosk.backend.registers import bills, objections
from kiosk.backend.staff import subjects
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Arguments, perform
from kiosk.backend.staff.statements import approvals
from kiosk.backend.support import records
from kiosk.backend.terminals import enrolment
from kiosk.backend.vehicles import undoing
from kiosk.contract.bills import BillAnswer, BillSearch
from kiosk.contract.desk.things import (
    BindingSeen,
    ClaimBrief,
    ClaimSeen,
    ClaimWish,
    SupportSeen,
    SupportWish,
    TicketBrief,
    TicketSeen,
    TicketWish,
    VehicleSeen,
    VehicleWish,
)
from kiosk.contract.problems import ProblemKind
from kiosk.contract.wire import Vehicle
from kiosk.domain import read_aloud
from kiosk.domain.dates import taipei_date
from kiosk.domain.plate import VehicleType
from kiosk.domain.support_code import read_code
from kiosk.domain.ticket import NOTICE_NUMBER


def owed(context: Context, vehicle: Vehicle) -> BillAnswer:
    """Return what a vehicle owes, as a kiosk would show it; raise `SourceUnavailableError`. It may take its time."""
    return bills.search(context.ports.bills, BillSearch(vehicles=(vehicle,)), clock=context.clock)


def see_vehicle(context: Context, acting: Acting, wish: VehicleWish, owed: BillAnswer | None) -> VehicleSeen:
    """Return what is known of a vehicle; `owed` is what the register said before, None if it could not be asked."""
    plate, kind = wish.vehicle.plate, wish.vehicle.type.value

    def work(connection: Connection) -> VehicleSeen:
        paid = payment_statements.of_vehicle(connection, plate, kind, MOST + 1)
        tickets = statements.tickets_of(connection, plate, kind, MOST + 1)
        return VehicleSeen(
            vehicle=wish.vehicle,
            binding=_binding(connection, context, plate, kind),
            bills=() if owed is None else owed.bills,
            bills_missing=owed is None or not owed.complete,
            payments=tuple(seen(context, row) for row in paid[:MOST]),
            more_payments=len(paid) > MOST,
            tickets=_briefs(connection, tickets[:MOST]),
            more_tickets=len(tickets) > MOST,
            claims=tuple(_claim(row) for row in statements.claims_of(connection, plate, kind)),
            as_of=context.clock.now(),
        )

    return perform(context, acting, "vehicle.see", Arguments(subjects.of_vehicle(plate, kind), wish.case), work)


def see_ticket(context: Context, acting: Acting, wish: TicketWish) -> TicketSeen:
    """Return a ticket, or a notice with its tickets; raise `Refusal` (`NOT_FOUND`)."""

    def work(connection: Connection) -> TicketSeen:
        is_notice = NOTICE_NUMBER.match(wish.number) is not None
        row: Any = (statements.notice if is_notice else statements.ticket)(connection, wish.number)
        if row is None:
            raise Refusal(ProblemKind.NOT_FOUND)
        rows = statements.tickets_of_notice(connection, wish.number) if is_notice else [row]
        named = bills.bills_by_number(connection, [wish.number], context.clock)
        bill = next(iter(named.bills), None)
        briefs = _briefs(connection, rows)
        return TicketSeen(
            number=wish.number,
            vehicle=Vehicle(plate=row.plate, type=VehicleType(row.vehicle_type)),
            status=row.stage if is_notice else briefs[0].status,
            tickets=briefs,
            rate=None if is_notice else row.rate,
            left_at=None if is_notice else row.left_at,
            issued=None if is_notice else row.issued,
            lines=() if bill is None else bill.lines,
            amount=None if bill is None else bill.amount,
            payments=tuple(seen(context, one) for one in payment_statements.of_bill(connection, wish.number, MOST)),
            objections=objections.of(connection, context, acting, [row.number for row in rows]),
            waits_since=approvals.waits_since(connection, [row.number for row in rows], context.clock.now()),
            as_of=context.clock.now(),
        )

    return perform(context, acting, "ticket.see", Arguments(wish.number, wish.case), work)


def see_support_code(context: Context, acting: Acting, wish: SupportWish) -> SupportSeen:
    """Return what failed, by the code that was read aloud; raise `Refusal`: `NOT_FOUND`, `INVALID`."""

    def work(connection: Connection) -> SupportSeen:
        code = read_code(wish.code)
        if code is None:
            raise Refusal(ProblemKind.INVALID, "not a support code")
        found = records.find(connection, code)
        if found is None:
            raise Refusal(ProblemKind.NOT_FOUND)
        failure, terminal = found
        known = None if failure.terminal_id is None else enrolment.one(connection, failure.terminal_id)
        return SupportSeen(
            code=failure.code,
            at=failure.at,
            terminal_name=terminal,
            route=failure.route,
            problem=failure.kind,
            terminal=None if known is None else known.id,
        )

    return perform(context, acting, "support.see", Arguments(read_code(wish.code), wish.case), work)


def see_claim(context: Context, acting: Acting, wish: ClaimWish) -> ClaimSeen:
    """Return both sides of a claim as facts without names; raise `Refusal` (`NOT_FOUND`)."""
    number = read_aloud.read(wish.number).replace("-", "")[:12]

    def work(connection: Connection) -> ClaimSeen:
        row = statements.claim(connection, number)
        if row is None:
            raise Refusal(ProblemKind.NOT_FOUND)
        bound = statements.binding(connection, row.plate, row.vehicle_type)
        now = context.clock.now()
        others = statements.claims_of(connection, row.plate, row.vehicle_type)
        return ClaimSeen(
            claim=_claim(row),
            vehicle=Vehicle(plate=row.plate, type=VehicleType(row.vehicle_type)),
            bound_since=None if bound is None else bound.bound_at,
            services=() if bound is None else statements.services(connection, bound.id, taipei_date(now)),
            paid_in_this_time=0 if bound is None else statements.paid_since(connection, row.plate, bound.bound_at),
            other_claims=tuple(_claim(one) for one in others if one.number != row.number),
            undo_until=undoing.until(row, now),
            waits_since=approvals.waits_since(connection, [row.number], now),
            as_of=now,
        )

    return perform(context, acting, "claim.see", Arguments(number, wish.case), work)


def _binding(connection: Connection, context: Context, plate: str, kind: str) -> BindingSeen | None:
    bound = statements.binding(connection, plate, kind)
    if bound is None:
        return None
    return BindingSeen(
        person=people.masked(connection, bound.owner_id),
        bound_at=bound.bound_at,
        services=statements.services(connection, bound.id, taipei_date(context.clock.now())),
        new_number=new_number_acts.of_owner(connection, bound.owner_id, context.clock.now()),
        number_wait=context.terms.number_wait // timedelta(hours=1),
    )


def _briefs(connection: Connection, rows: Sequence[Any]) -> tuple[TicketBrief, ...]:
    held = held_bills.held(connection, OUR_REGISTER, [row.number for row in rows])
    return tuple(
        TicketBrief(
            number=row.number,
            status="being-paid" if row.status == "owed" and row.number in held else row.status,
            parked_at=row.parked_at,
            due_on=row.due_on,
            fee=row.fee,
            notice=row.notice,
        )
        for row in rows
    )


def _claim(row: Any) -> ClaimBrief:
    outcome = row.outcome if row.undone_at is None else "undone"
    return ClaimBrief(
        number=row.number, made_at=row.made_at, outcome=outcome, settled_at=row.undone_at or row.settled_at
    )
