"""Deciding on an objection: the ticket stays as it is, or is withdrawn (註銷), which always takes two people."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.ground.problems import DeskRefusal
from kiosk.backend.registers import objections
from kiosk.backend.registers.port import SourceUnavailableError, WithdrawalRefusedError
from kiosk.backend.registers.statements import objections as statements
from kiosk.backend.registers.statements import withdrawals
from kiosk.backend.staff import approvals
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.approvals import Act, Deed
from kiosk.backend.staff.perform import Arguments, perform
from kiosk.contract.desk.approvals import Approval
from kiosk.contract.desk.objections import ObjectionArguments, ObjectionAsking, ObjectionDeciding, ObjectionOutcome
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.session import Permission
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType


def uphold(context: Context) -> Act[ObjectionArguments]:
    """Return how a ticket is withdrawn through its register, so that nothing makes it owed again."""

    def work(connection: Connection, deed: Deed[ObjectionArguments]) -> None:
        wanted = deed.arguments
        vehicle = _checked(connection, wanted)
        try:
            context.ports.bills.withdraw(connection, vehicle, wanted.ticket)
        except WithdrawalRefusedError:
            raise _state("refused") from None
        except SourceUnavailableError:
            raise _state("not-asked") from None
        withdrawals.keep(
            connection,
            [wanted.ticket],
            deed.now,
            case_number=deed.case,
            asked_by=deed.asked_by,
            decided_by=deed.decided_by,
        )
        objections.end(connection, wanted.objection, ObjectionOutcome.UPHELD, deed.decided_by, deed.now)

    def may_decide(connection: Connection, _: Acting, deed: Deed[ObjectionArguments]) -> None:
        _checked(connection, deed.arguments)

    return Act("objection.uphold", ObjectionArguments, _ticket, work, may_decide, _EITHER_WAY)


def _rejected(connection: Connection, deed: Deed[ObjectionArguments]) -> None:
    found = _open(connection, deed.arguments)
    if deed.decided_by is None and found.opened_by == deed.asked_by:
        # What somebody wrote down themselves, they do not decide on without a second person.
        raise DeskRefusal(DeskProblem.APPROVAL_NEEDED)
    objections.end(connection, found.id, ObjectionOutcome.REJECTED, deed.decided_by or deed.asked_by, deed.now)


def _ticket(wanted: ObjectionArguments) -> str:
    return wanted.ticket


def _open_still(connection: Connection, _: Acting, deed: Deed[ObjectionArguments]) -> None:
    _open(connection, deed.arguments)


_EITHER_WAY = frozenset({"objection.uphold", "objection.reject"})
REJECT = Act("objection.reject", ObjectionArguments, _ticket, _rejected, _open_still, _EITHER_WAY)


def reject(context: Context, acting: Acting, wish: ObjectionDeciding) -> None:
    """Let the ticket stay as it is; raise `DeskRefusal`: `OBJECTION_STATE`, `APPROVAL_NEEDED`."""
    approvals.without_approval(context, acting, REJECT, _arguments(wish), case=wish.case)


def ask_to_reject(context: Context, acting: Acting, wish: ObjectionAsking) -> Approval:
    """Ask that somebody else decide so; raise `DeskRefusal`, and nothing is asked for."""
    return _ask(context, acting, REJECT, wish, _open)


def ask_to_uphold(context: Context, acting: Acting, wish: ObjectionAsking) -> Approval:
    """Ask that somebody else have the ticket withdrawn; raise `DeskRefusal`, and nothing is asked for."""
    return _ask(context, acting, uphold(context), wish, _checked)


def _ask(
    context: Context,
    acting: Acting,
    act: Act[ObjectionArguments],
    wish: ObjectionAsking,
    check: Callable[[Connection, ObjectionArguments], object],
) -> Approval:
    wanted = _arguments(wish)

    def tried(connection: Connection) -> None:
        check(connection, wanted)

    try:
        context.database.run(tried)
    except DeskRefusal:
        # What cannot be done is said to who asks, not to who decides, and stands in the audit.
        arguments = Arguments(wish.ticket, wish.case, reason=wish.reason.value, permission=Permission.OBJECT)
        perform(context, acting, "approval.ask", arguments, tried)
    return approvals.ask(context, acting, act, wanted, case=wish.case, reason=wish.reason)


def _arguments(wish: ObjectionDeciding) -> ObjectionArguments:
    return ObjectionArguments(ticket=wish.ticket, objection=wish.objection)


def _open(connection: Connection, wanted: ObjectionArguments) -> statements.OpenObjection:
    """Return the objection, if it is the one that is open, with its ticket locked; raise `DeskRefusal`."""
    found = objections.held(connection, wanted.ticket)
    if found.id != wanted.objection:
        raise _state("none")
    return found


def _checked(connection: Connection, wanted: ObjectionArguments) -> Vehicle:
    """Return whose ticket it is, if it could be withdrawn now; raise `DeskRefusal`."""
    _open(connection, wanted)
    ticket = statements.hold_ticket(connection, wanted.ticket)
    if ticket is None or ticket.status != "owed":
        raise _state("none" if ticket is None else ticket.status)
    if ticket.held:
        # Its payment would find it gone, and the money would have to go back: let it end first.
        raise _state("being-paid")
    return Vehicle(plate=ticket.plate, type=VehicleType(ticket.vehicle_type))


def _state(state: str) -> DeskRefusal:
    return DeskRefusal(DeskProblem.OBJECTION_STATE, state=state)
