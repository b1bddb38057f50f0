"""The rules, tried one after the other. Two orders of three dollars are placed, and given back."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator

from kiosk.backend.gateways.platform import signatures, wire
from kiosk.backend.gateways.platform.conformance.findings import (
    Check,
    FailedError,
    Fault,
    Finding,
    Mark,
    SkippedError,
)
from kiosk.backend.gateways.platform.conformance.heard import Heard, Listener, understood
from kiosk.backend.gateways.platform.conformance.line import Line, Wrong
from kiosk.backend.gateways.platform.conformance.orders import DOLLARS, Orders
from kiosk.backend.gateways.platform.wire import Result

_MOST_MESSAGES = 6
"""Two orders are reported; one of them, again."""


class Sequence:
    """One run against one server; `run` yields what is found as soon as it is."""

    def __init__(
        self, line: Line, *, provider: str, result_url: str, listener: Listener | None, wait: float = 20.0
    ) -> None:
        """`result_url` is the address under which the server reaches `listener`; `wait` is in seconds."""
        self._line, self._provider, self._listener, self._wait = line, provider, listener, wait
        self._orders = Orders(line, provider=provider, result_url=result_url, wait=wait)
        self._passed: set[Check] = set()

    @property
    def left(self) -> list[str]:
        """Numbers of the orders whose money was taken, or may have been, and has not all gone back."""
        return self._orders.left

    def run(self) -> Iterator[Finding]:
        """Try each rule; raise `UnreachableError` where nothing listens."""
        for check, work in self._steps().items():
            try:
                work()
            except SkippedError as error:
                yield Finding(check, Mark.SKIPPED, error.fault, error.details)
            except FailedError as error:
                yield Finding(check, Mark.FAILED, error.fault, error.details)
            else:
                self._passed.add(check)
                yield Finding(check, Mark.OK)

    def _steps(self) -> dict[Check, Callable[[], object]]:
        orders = self._orders
        return {
            Check.ENTRY: lambda: orders.enter(orders.first),
            Check.INQUIRY: lambda: orders.found(orders.first),
            Check.SETTLED: lambda: orders.is_paid(orders.first),
            Check.DUPLICATE: self._again,
            Check.TRANSACTIONS: self._another,
            Check.EXPIRED: self._too_late,
            Check.MISSING: lambda: orders.is_missing(next(orders.others)),
            Check.SIGNATURE: lambda: self._is_refused(Wrong(secret=secrets.token_bytes(32))),
            Check.BODY: self._another_body,
            Check.PATH: lambda: self._is_refused(Wrong(path=wire.INQUIRY)),
            Check.NONCE: self._twice,
            Check.OLD: lambda: self._is_refused(Wrong(late=2 * signatures.OLDEST)),
            Check.AHEAD: lambda: self._is_refused(Wrong(late=-5 * signatures.NEWEST)),
            Check.JSON: lambda: orders.ask(wire.ENTRY, b'{"platform_order_id": ', Result.BAD_REQUEST),
            Check.FIELDS: lambda: self._is_not_understood(provider=None),
            Check.NUMBERS: lambda: self._is_not_understood(total_price=str(DOLLARS)),
            # More than a half: made twice, it would be more than was taken.
            Check.REFUND_PART: lambda: self._refund("part", DOLLARS - 1, Check.SETTLED),
            Check.REFUND_AGAIN: lambda: self._refund("part", DOLLARS - 1, Check.REFUND_PART),
            Check.REFUND_OTHER_AMOUNT: lambda: self._no_refund("part", 1, Check.REFUND_PART),
            Check.REFUND_OTHER_TRANSACTION: self._of_another_transaction,
            Check.REFUND_REST: lambda: self._refund("rest", 1, Check.REFUND_PART),
            Check.REFUND_MORE: lambda: self._no_refund("more", 1, Check.REFUND_REST),
            Check.REFUND_WHOLE: self._refund_whole,
            Check.REFUND_MISSING: self._refund_of_nothing,
            Check.MESSAGE: self._message,
            Check.MESSAGE_AGAIN: self._message_again,
            Check.MEDIA_TYPE: self._media_type,
            Check.TIME: self._in_time,
        }

    def _again(self) -> None:
        orders = self._orders
        orders.transaction(orders.first)
        orders.place(orders.request(orders.first), Result.DUPLICATE_ORDER)
        orders.found(orders.first)

    def _another(self) -> None:
        known = self._orders.transaction(self._orders.first)
        if self._orders.enter(self._orders.second) == known:
            raise FailedError(Fault.SAME_TRANSACTION)

    def _too_late(self) -> None:
        number = next(self._orders.others)
        self._orders.place(self._orders.request(number, valid_for=-60), Result.ORDER_EXPIRED)
        self._orders.is_not_taken(number)

    def _is_refused(self, wrong: Wrong) -> None:
        # A platform that refuses everything refuses this for another reason.
        self._needs(Check.ENTRY)
        number = next(self._orders.others)
        self._orders.place(self._orders.request(number), Result.BAD_SIGNATURE, wrong)
        self._orders.is_not_taken(number)

    def _another_body(self) -> None:
        self._needs(Check.ENTRY)
        number = next(self._orders.others)
        signed = self._orders.request(number)
        sent = signed.model_copy(update={"total_price": DOLLARS - 1}).model_dump_json().encode()
        self._orders.place(signed, Result.BAD_SIGNATURE, Wrong(body=sent))
        self._orders.is_not_taken(number)

    def _twice(self) -> None:
        question = wire.InquiryRequest(platform_order_id=next(self._orders.others))
        same = Wrong(nonce=secrets.token_hex(16))
        self._orders.ask(wire.INQUIRY, question, Result.NO_SUCH_ORDER, same)
        self._orders.ask(wire.INQUIRY, question, Result.BAD_SIGNATURE, same)

    def _is_not_understood(self, **changed: str | None) -> None:
        number = next(self._orders.others)
        fields = self._orders.request(number).model_dump(mode="json") | changed
        body = json.dumps({name: value for name, value in fields.items() if value is not None}).encode()
        self._orders.ask(wire.ENTRY, body, Result.BAD_REQUEST)
        self._orders.is_not_taken(number)

    def _refund(self, name: str, dollars: int, needed: Check) -> None:
        self._needs(needed)
        self._orders.refund(self._orders.first, name, dollars)

    def _no_refund(self, name: str, dollars: int, needed: Check, transaction: str | None = None) -> None:
        self._needs(needed)
        wish = self._orders.wish(self._orders.first, name, dollars, transaction)
        self._orders.ask(wire.REFUND, wish, Result.NOT_REFUNDABLE)

    def _of_another_transaction(self) -> None:
        self._no_refund("other", 1, Check.REFUND_PART, transaction=f"t-{secrets.token_hex(6)}")

    def _refund_whole(self) -> None:
        self._orders.is_paid(self._orders.second)
        self._orders.refund(self._orders.second, "whole", DOLLARS)

    def _refund_of_nothing(self) -> None:
        wish = self._orders.wish(next(self._orders.others), "whole", 1, transaction="t-1")
        self._orders.ask(wire.REFUND, wish, Result.NO_SUCH_ORDER)

    def _message(self) -> None:
        self._needs(Check.SETTLED)
        heard = self._listening().wait(1, self._wait)
        if not heard:
            raise FailedError(Fault.NO_MESSAGE, seconds=int(self._wait))
        self._understood(heard[0])

    def _message_again(self) -> None:
        self._needs(Check.MESSAGE)
        listener = self._listening()
        refused = self._understood(listener.wait(1, 0)[0])
        for count in range(2, _MOST_MESSAGES):
            heard = listener.wait(count, self._wait)
            if len(heard) < count:
                break
            again = understood(heard[count - 1], self._line.secret, self._provider)
            # One about an order that should not have been taken may come before it: that order's own check says so.
            if again.order.platform_order_id in self._orders.transactions:
                self._is_ours(again)
            if again.message_id == refused.message_id:
                return
        raise FailedError(Fault.NO_MESSAGE, seconds=int(self._wait))

    def _listening(self) -> Listener:
        if self._listener is None:
            raise SkippedError(Fault.NO_ADDRESS)
        return self._listener

    def _understood(self, heard: Heard) -> wire.Message:
        message = understood(heard, self._line.secret, self._provider)
        self._is_ours(message)
        return message

    def _is_ours(self, message: wire.Message) -> None:
        if message.order.transaction_id != self._orders.transactions.get(message.order.platform_order_id):
            raise FailedError(Fault.TRANSACTION)
        if message.order.paid_amount != DOLLARS:
            raise FailedError(Fault.AMOUNT, wanted=DOLLARS, got=str(message.order.paid_amount))

    def _media_type(self) -> None:
        strange = sorted(self._line.media_types - {"application/json"})
        if strange:
            raise FailedError(Fault.MEDIA_TYPE, got=strange[0])

    def _in_time(self) -> None:
        if self._line.silence is not None:
            raise FailedError(Fault.SILENT, got=self._line.silence)

    def _needs(self, check: Check) -> None:
        if check not in self._passed:
            raise SkippedError(Fault.NEEDS, check=check.value)
