"""The orders that are placed on the server that is tried, and what of their money has not gone back."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator

from pydantic import BaseModel

from kiosk.backend.gateways.platform import wire
from kiosk.backend.gateways.platform.conformance.findings import Check, FailedError, Fault, SkippedError
from kiosk.backend.gateways.platform.conformance.line import RIGHT, Line, Wrong
from kiosk.backend.gateways.platform.wire import OrderState, Result

DOLLARS = 3
"""Of each order: enough to be given back in parts."""

VALID_FOR = 600
"""Seconds."""

PAUSE = 0.5
"""Seconds between two inquiries about one order."""


class Orders:
    """Two orders, `first` and `second`, that are to be taken, and any number of others that are not."""

    def __init__(self, line: Line, *, provider: str, result_url: str, wait: float) -> None:
        """`wait` is how many seconds an outcome may take."""
        self._line, self._provider, self._wait = line, provider, wait
        self._result_url = f"{result_url.rstrip('/')}/v1/providers/{provider}/messages"
        mark = secrets.token_hex(5)
        # Their numbers begin as no payment's does.
        self.first, self.second = f"CHECK-{mark}-1", f"CHECK-{mark}-2"
        self.others: Iterator[str] = (f"CHECK-{mark}-{count}" for count in range(3, 1000))
        self.transactions: dict[str, str] = {}
        """By the orders' numbers."""
        self._taken: dict[str, int] = {}
        self._refunds: set[str] = set()

    @property
    def left(self) -> list[str]:
        """Numbers of the orders whose money was taken, or may have been, and has not all gone back."""
        return [number for number, dollars in self._taken.items() if dollars > 0]

    def request(self, number: str, valid_for: int = VALID_FOR) -> wire.EntryRequest:
        return wire.EntryRequest(
            platform_order_id=number,
            provider=self._provider,
            currency="TWD",
            total_price=DOLLARS,
            description="kiosk gateway check",
            valid_until=int(self._line.clock.now().timestamp()) + valid_for,
            result_url=self._result_url,
        )

    def enter(self, number: str) -> str:
        """Place an order that is to be taken; return the number of its transaction."""
        order = _order_in(self.place(self.request(number), Result.OK), number)
        if order.status is OrderState.DECLINED:
            raise FailedError(Fault.STATE, got=order.status.value)
        self.transactions[number] = order.transaction_id
        return order.transaction_id

    def place(self, request: wire.EntryRequest, wanted: Result, wrong: Wrong = RIGHT) -> wire.Reply:
        """Send an order; raise `FailedError` for another result than `wanted`."""
        number = request.platform_order_id
        known = number in self._taken
        # Whatever goes wrong from here on, it may be taken.
        self._taken.setdefault(number, DOLLARS)
        try:
            reply = self._line.ask(wire.ENTRY, request, wrong)
        except SkippedError:
            if not known:
                del self._taken[number]
            raise
        order = reply.result_object
        taken = reply.result == Result.OK and (order is None or order.status is not OrderState.DECLINED)
        if not known and not taken:
            del self._taken[number]
        return _checked(reply, wanted)

    def ask(self, path: str, request: BaseModel | bytes, wanted: Result, wrong: Wrong = RIGHT) -> wire.Reply:
        """Ask anything else; raise `FailedError` for another result than `wanted`."""
        reply = self._line.ask(path, request, wrong)
        if path == wire.ENTRY and reply.result == Result.OK and reply.result_object is not None:
            self._taken.setdefault(reply.result_object.platform_order_id, DOLLARS)
        return _checked(reply, wanted)

    def found(self, number: str) -> wire.ReplyOrder:
        """Inquire after an order that was taken."""
        known = self.transaction(number)
        reply = self.ask(wire.INQUIRY, wire.InquiryRequest(platform_order_id=number), Result.OK)
        order = _order_in(reply, number)
        if order.transaction_id != known:
            raise FailedError(Fault.TRANSACTION)
        return order

    def is_missing(self, number: str) -> None:
        """Inquire after an order that was not taken."""
        self.ask(wire.INQUIRY, wire.InquiryRequest(platform_order_id=number), Result.NO_SUCH_ORDER)

    def is_not_taken(self, number: str) -> None:
        """Inquire after an order that was refused; raise `FailedError` if it is there."""
        if self._line.ask(wire.INQUIRY, wire.InquiryRequest(platform_order_id=number)).result == Result.OK:
            self._taken.setdefault(number, DOLLARS)
            raise FailedError(Fault.TAKEN)

    def is_paid(self, number: str) -> None:
        """Wait for an order's outcome."""
        pause, order = threading.Event(), self.found(number)
        for _ in range(int(self._wait / PAUSE)):
            if order.status is not OrderState.PENDING:
                break
            pause.wait(PAUSE)
            order = self.found(number)
        if order.status is not OrderState.PAID:
            raise FailedError(Fault.STATE, got=order.status.value)
        if order.paid_amount != DOLLARS:
            raise FailedError(Fault.AMOUNT, wanted=DOLLARS, got=str(order.paid_amount))

    def refund(self, number: str, name: str, dollars: int) -> None:
        """Ask some of an order's money back."""
        self.ask(wire.REFUND, self.wish(number, name, dollars), Result.OK)
        if (made := f"{number}-{name}") not in self._refunds:
            self._refunds.add(made)
            self._taken[number] -= dollars

    def wish(self, number: str, name: str, dollars: int, transaction: str | None = None) -> wire.RefundRequest:
        return wire.RefundRequest(
            platform_order_id=number,
            transaction_id=transaction or self.transaction(number),
            refund_id=f"{number}-{name}",
            refund_amount=dollars,
        )

    def transaction(self, number: str) -> str:
        """Return the number of an order's transaction; raise `SkippedError` for one that was not taken."""
        if number not in self.transactions:
            raise SkippedError(Fault.NEEDS, check=Check.ENTRY.value)
        return self.transactions[number]


def _checked(reply: wire.Reply, wanted: Result) -> wire.Reply:
    if reply.result != wanted:
        raise FailedError(Fault.RESULT, wanted=wanted.value, got=reply.result)
    return reply


def _order_in(reply: wire.Reply, number: str) -> wire.ReplyOrder:
    order = reply.result_object
    if order is None or order.platform_order_id != number:
        raise FailedError(Fault.ORDER)
    return order
