"""The queue of differences at the desk: seen by finance and auditors, put right only by finance.

Nothing here moves money: where some has to go back, a refund of the payment is asked for, and somebody else decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.desk.statements import differences as statements
from kiosk.backend.domain.reconciliation import DifferenceOutcome
from kiosk.backend.ground.problems import DeskRefusal, Refusal
from kiosk.backend.payments import differences, refund_acts
from kiosk.backend.payments.differences import Closing, DifferenceError
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Arguments, perform
from kiosk.contract.desk.differences import (
    DifferenceClosing,
    DifferenceList,
    DifferenceListWish,
    DifferenceSeen,
    DifferenceState,
    DifferenceTaking,
    DifferenceWish,
)
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.problems import ProblemKind

MOST = 50


def listed(context: Context, acting: Acting, wish: DifferenceListWish) -> DifferenceList:
    """Return a page of the queue; raise `DeskRefusal` (`NOT_PERMITTED`)."""
    perform(context, acting, "difference.list", Arguments(), lambda _: None)
    now = context.clock.now()
    page = statements.closed_page if wish.closed else statements.open_page
    with context.database.read() as connection:
        rows = page(connection, wish.after, MOST + 1)
        return DifferenceList(
            differences=_seen(context, connection, rows[:MOST], now),
            more=len(rows) > MOST,
            open=statements.count_open(connection),
            as_of=now,
        )


def see(context: Context, acting: Acting, wish: DifferenceWish) -> DifferenceSeen:
    """Return a difference; raise `Refusal` (`NOT_FOUND`), `DeskRefusal` (`NOT_PERMITTED`)."""
    return perform(
        context,
        acting,
        "difference.see",
        Arguments(str(wish.number)),
        lambda connection: _one(context, connection, wish.number),
    )


def take(context: Context, acting: Acting, wish: DifferenceTaking) -> DifferenceSeen:
    """Assign a difference to the clerk who acts; raise `Refusal`, `DeskRefusal`."""

    def work(connection: Connection) -> DifferenceSeen:
        try:
            differences.take_over(connection, wish.number, acting.who, wish.seen)
        except DifferenceError as error:
            raise _refusal(error) from error
        return _one(context, connection, wish.number)

    return perform(context, acting, "difference.take", Arguments(str(wish.number)), work)


def close(context: Context, acting: Acting, wish: DifferenceClosing) -> DifferenceSeen:
    """Close a difference; raise `Refusal`, `DeskRefusal`."""
    note = (wish.note or "").strip() or None

    def work(connection: Connection) -> DifferenceSeen:
        closing = Closing(DifferenceOutcome(wish.outcome.value), acting.who, context.clock.now(), note)
        try:
            differences.close_as_seen(connection, wish.number, closing, wish.seen)
        except DifferenceError as error:
            raise _refusal(error) from error
        return _one(context, connection, wish.number)

    fields = frozenset({"difference"} if note is None else {"difference", "note"})
    wanted = Arguments(str(wish.number), fields=fields, reason=wish.outcome.value)
    return perform(context, acting, "difference.close", wanted, work)


def _refusal(error: DifferenceError) -> Refusal | DeskRefusal:
    match error.reason:
        case "there":
            return Refusal(ProblemKind.NOT_FOUND)
        case "refunded":
            return DeskRefusal(DeskProblem.REFUND_FIRST)
        case "open":
            return DeskRefusal(DeskProblem.DIFFERENCE_CHANGED, state="closed")
        case _:
            return DeskRefusal(DeskProblem.DIFFERENCE_CHANGED, state="taken")


def _one(context: Context, connection: Connection, number: int) -> DifferenceSeen:
    row = statements.one(connection, number)
    if row is None:
        raise Refusal(ProblemKind.NOT_FOUND)
    return _seen(context, connection, [row], context.clock.now())[0]


def _seen(context: Context, connection: Connection, rows: Sequence[Any], now: datetime) -> tuple[DifferenceSeen, ...]:
    payments = [row.payment for row in rows if row.payment is not None]
    asked = set(statements.asked_back(connection, refund_acts.OPERATION, payments, now))
    back = set(statements.going_back(connection, payments))
    return tuple(
        DifferenceSeen(
            number=row.number,
            kind=row.kind,
            state=_state(row, asked, back),
            provider_name=context.terms.providers.name(row.provider),
            provider_name_en=context.terms.providers.name_en(row.provider),
            reference=row.reference,
            order=row.order_number,
            payment=row.payment,
            payment_state=row.payment_state,
            day=row.day,
            ours=row.ours,
            theirs=row.theirs,
            found_at=row.found_at,
            owner=row.owner,
            owner_shown=row.owner_shown,
            outcome=row.outcome,
            closed_at=row.closed_at,
            closed_by=row.closed_by,
            note=row.note,
        )
        for row in rows
    )


def _state(row: Any, asked: set[str], back: set[str]) -> DifferenceState:
    if row.closed_at is not None:
        return DifferenceState.CLOSED
    if row.payment in asked:
        return DifferenceState.REFUND_ASKED
    if row.payment in back:
        return DifferenceState.GOES_BACK
    return DifferenceState.FREE if row.owner is None else DifferenceState.TAKEN
