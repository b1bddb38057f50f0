"""Giving money back at the desk (退費): one person asks, another one decides, and it is done once.

The machine's own refunds need no person; what a person starts needs two, and a lot of money, or a lot of requests, the
second of them of the finance office.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.payment import RefundReason
from kiosk.backend.ground.problems import DeskRefusal, Refusal
from kiosk.backend.payments import staff_refunds
from kiosk.backend.payments.refunds import Ordered
from kiosk.backend.payments.staff_refunds import RefundOrder
from kiosk.backend.payments.statements import refunds
from kiosk.backend.staff import approvals
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.approvals import Act, Deed
from kiosk.backend.staff.perform import Arguments, perform
from kiosk.backend.staff.statements import accounts
from kiosk.backend.store.database import after_commit
from kiosk.contract.desk.approvals import Approval
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.refunds import RefundArguments, RefundAsking
from kiosk.contract.desk.session import Permission, StaffRole

OPERATION = "payment.refund"
A_DAY = timedelta(days=1)


def refund(context: Context) -> Act[RefundArguments]:
    """Return how a refund is done, and who is enough to decide on it."""

    def work(connection: Connection, deed: Deed[RefundArguments]) -> None:
        staff_refunds.order_within(connection, context, _wish(connection, deed))
        after_commit(connection, context.ports.wake)

    def may_decide(connection: Connection, acting: Acting, deed: Deed[RefundArguments]) -> None:
        limits = context.terms.refund_limits
        dollars = staff_refunds.checked(connection, context, _wish(connection, deed)).dollars
        # In parts no more goes back of a payment without the finance office than at once. What else waits about it does
        # not count: once this is done, it is of another amount than was seen, and asked for anew.
        dollars += refunds.ordered(connection, deed.arguments.payment)
        asked = approvals.asked_since(connection, deed.asked_by, OPERATION, deed.now - A_DAY)
        much = dollars > limits.dollars or asked >= limits.requests
        if much and StaffRole.FINANCE not in acting.roles:
            raise DeskRefusal(DeskProblem.NOT_PERMITTED, state=Permission.REFUND.value)

    return Act(OPERATION, RefundArguments, _subject, work, may_decide, frozenset({OPERATION}))


def ask(context: Context, acting: Acting, wish: RefundAsking) -> Approval:
    """Ask that money be given back; raise `Refusal`, `DeskRefusal`, and nothing is asked for."""
    wanted = RefundArguments(payment=wish.payment, ground=wish.ground, seen=wish.seen, bills=wish.bills)
    try:
        with context.database.read() as connection:
            staff_refunds.checked(connection, context, _order(wanted, Ordered("", wish.case)))
    except Refusal as refusal:
        # What cannot be done is said to who asks, not to who decides, and stands in the audit.
        tried = Arguments(wish.payment, wish.case, reason=wish.ground.value, permission=Permission.REFUND_ASK)
        perform(context, acting, "approval.ask", tried, _raising(refusal))
    return approvals.ask(context, acting, refund(context), wanted, case=wish.case, reason=wish.ground)


def _raising(refusal: Refusal) -> Callable[[Connection], None]:
    def work(_: Connection) -> None:
        raise refusal

    return work


def _subject(wanted: RefundArguments) -> str:
    return wanted.payment


def _wish(connection: Connection, deed: Deed[RefundArguments]) -> RefundOrder:
    names = accounts.display_names(connection, [deed.asked_by])
    return _order(deed.arguments, Ordered(names.get(deed.asked_by, deed.asked_by), deed.case))


def _order(wanted: RefundArguments, ordered: Ordered) -> RefundOrder:
    return RefundOrder(wanted.payment, RefundReason(wanted.ground.value), wanted.seen, ordered, frozenset(wanted.bills))
