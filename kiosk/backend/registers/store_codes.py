"""Which bills a convenience store takes, and the three bar codes of those (繳費條碼).

A ticket's codes are void after its last day; what follows is paid here or with the notice, which has codes of its own
until its own last day.
"""

from __future__ import annotations

from kiosk.backend.context import Context
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.registers import bills
from kiosk.contract.bills import Bill
from kiosk.contract.problems import ProblemKind
from kiosk.domain import store_code
from kiosk.domain.money import Money
from kiosk.domain.store_code import StoreCode, Untaken
from kiosk.domain.ticket import BillState


def of_bill(context: Context, bill: Bill) -> StoreCode | Untaken:
    """Return the codes of a bill as it stands now, or why no store takes it."""
    amount = Money(bills.by_any_means(bill))
    if not context.terms.store_item:
        return Untaken.NOT_OFFERED
    match bill.state:
        case BillState.OVERDUE:
            return Untaken.OVERDUE
        case BillState.BEING_PAID:
            return Untaken.BEING_PAID
        case BillState.NOT_HERE:
            return Untaken.NOT_HERE
    if amount > store_code.MOST:
        return Untaken.TOO_MUCH
    if not amount:
        return Untaken.NOTHING
    return store_code.compose(context.terms.store_item, bill.number, amount, bill.pay_by)


def taken(context: Context, bill: Bill) -> StoreCode:
    """Return the codes of a bill; raise `Refusal` (`NOT_AT_STORE`), whose `state` is one of `Untaken`."""
    found = of_bill(context, bill)
    if isinstance(found, Untaken):
        raise Refusal(ProblemKind.NOT_AT_STORE, bills=[bill.number], state=found.value)
    return found
