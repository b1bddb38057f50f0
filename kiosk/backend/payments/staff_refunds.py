"""The office gives back what was paid (退款), for a reason that fixes what becomes of the tickets or the pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.payment import STAFF_REASONS, Actor, Aftermath, PaymentEvent, RefundReason, possible
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.payments import movements, payables, payment_records, refunds
from kiosk.backend.payments.payable import Payable
from kiosk.backend.payments.payment_records import Record
from kiosk.backend.payments.refunds import Ordered
from kiosk.backend.payments.statements import refunds as statements
from kiosk.contract.cities import CityStanding
from kiosk.contract.desk.refunds import CITY_WAITING
from kiosk.contract.problems import ProblemKind


@dataclass(frozen=True, slots=True)
class RefundOrder:
    """What somebody of the office orders."""

    payment_id: str
    reason: RefundReason
    seen: int
    """The dollars that could be given back when the clerk saw it: all that is left, also where a part is ordered."""
    ordered: Ordered
    bills: frozenset[str] = frozenset()
    """Of those that are still paid, which go back; none for all that is left, the fee with it."""


def refundable(connection: Connection, payment_id: str) -> int:
    """Return the dollars of a payment that came in and neither go back nor have gone back."""
    return sum(charge.left for charge in movements.kept_charges(connection, payment_id))


def order(context: Context, wish: RefundOrder) -> None:
    """Give back what was paid, or some bills of it; the provider is asked by the worker, which is woken.

    Raise `Refusal`: `NOT_FOUND`, `PAYMENT_STATE` unless it is paid, and while another city may be taking it for its
    bills, `AMOUNT_CHANGED` if another sum than was seen can
    be given back by now, `INVALID` for a reason that is not the office's or not one for what was paid, and for a bill
    that is not among those still paid.
    """
    context.database.run(lambda connection: order_within(connection, context, wish))
    context.ports.wake()


@dataclass(frozen=True, slots=True)
class Checked:
    """An order that can be carried out."""

    record: Record
    payable: Payable[Any, Any]
    """The kind of what was paid."""
    aftermath: Aftermath
    paid: Mapping[str, int]
    """The bills that are still paid, with their dollars; nothing where it was for none."""
    left: int
    """Dollars that can be given back of the payment."""
    part: Mapping[str, int] | None
    """Which bills go back and stay not paid by it; None for all that is left."""

    @property
    def dollars(self) -> int:
        """How much goes back."""
        return self.left if self.part is None else sum(self.part.values())


def checked(connection: Connection, context: Context, wish: RefundOrder, *, lock: bool = False) -> Checked:
    """Return what an order comes to, with `lock` in a write transaction; raise `Refusal` as `order` does."""
    record = payment_records.load(connection, lock=lock, id=wish.payment_id)
    if record is None:
        raise Refusal(ProblemKind.NOT_FOUND)
    if not possible(record.state, PaymentEvent.REFUND_ORDERED):
        raise Refusal(ProblemKind.PAYMENT_STATE, state=record.state.value)
    left = refundable(connection, record.id)
    if left != wish.seen:
        raise Refusal(ProblemKind.AMOUNT_CHANGED, amount=left)
    payable, lines = payables.with_lines(connection, context, record.id) or (None, ())
    aftermath = STAFF_REASONS.get(wish.reason)
    if payable is None or aftermath is None or aftermath not in payable.aftermaths:
        raise Refusal(ProblemKind.INVALID, "not a reason for giving this back")
    paid = {line.bill: line.amount for line in lines if line.bill is not None}
    if not wish.bills <= paid.keys():
        raise Refusal(ProblemKind.INVALID, "not a bill that is still paid by this")
    part = {bill: paid[bill] for bill in sorted(wish.bills)} if wish.bills and wish.bills != paid.keys() else None
    for city in (line.city for line in lines if line.city is not None):
        # So that who asks reads it, and not who has approved it: `undo` says the same while it is done.
        if part is not None:
            raise Refusal(ProblemKind.INVALID, "bills of another city go back together")
        if city.standing is CityStanding.WAITING:
            raise Refusal(ProblemKind.PAYMENT_STATE, "the city has not answered yet", state=CITY_WAITING)
    return Checked(record, payable, aftermath, paid, left, part)


def order_within(connection: Connection, context: Context, wish: RefundOrder) -> None:
    """Order it in the caller's write transaction, as `order`; the caller wakes the worker afterwards."""
    found = checked(connection, context, wish, lock=True)
    if found.part is not None:
        _part(connection, context, found, wish, found.part)
        return
    record, now = found.record, context.clock.now()
    charges = movements.kept_charges(connection, record.id)
    # What it holds is let go by the move itself. What went back before is somebody else's by now.
    record = payment_records.move(connection, context.ports, record, PaymentEvent.REFUND_ORDERED, Actor.STAFF, now)
    found.payable.undo(connection, record.id, found.aftermath, now, found.paid.keys() if found.paid else None)
    for charge in charges:
        refunds.owe(connection, context, record, charge, wish.reason, now, wish.ordered)


def _part(
    connection: Connection, context: Context, found: Checked, wish: RefundOrder, bills: Mapping[str, int]
) -> None:
    """Give some bills back; the others stay paid, and the fee with them."""
    record, dollars, now = found.record, sum(bills.values()), context.clock.now()
    charge = next((one for one in movements.kept_charges(connection, record.id) if one.left >= dollars), None)
    if charge is None or not dollars:
        raise Refusal(ProblemKind.INVALID, "nothing was paid for it")
    record = payment_records.move(connection, context.ports, record, PaymentEvent.PART_REFUND_ORDERED, Actor.STAFF, now)
    found.payable.undo(connection, record.id, found.aftermath, now, bills)
    refund = refunds.owe(connection, context, record, charge, wish.reason, now, wish.ordered, dollars)
    statements.add_bills(connection, refund, record.id, bills)
