"""The smart-payment platform (智慧支付平台) over HTTP.

What did not come back clearly is unknown, never "declined": a time-out, a broken connection, a reply that is not what
was agreed, HTTP 5xx. Only a connection that could not be made at all is certain: nothing was sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel

from kiosk.backend.gateways.http_calls import NothingSentError
from kiosk.backend.gateways.platform import signatures, wire
from kiosk.backend.gateways.platform.signed_calls import SignedCalls
from kiosk.backend.gateways.port import (
    Order,
    OrderStatus,
    Outcome,
    ProviderMessage,
    ProviderMessageError,
    ProviderUnavailableError,
    Push,
    Refund,
)
from kiosk.clock import Clock
from kiosk.contract.payments import Decline

READ_TIMEOUT = 10.0

_DECLINES = {
    wire.Result.INSUFFICIENT: Decline.INSUFFICIENT,
    wire.Result.REFUSED: Decline.REFUSED,
    wire.Result.ORDER_EXPIRED: Decline.REFUSED,
    wire.Result.OUT_OF_SERVICE: Decline.PROVIDER_DOWN,
}

_DECLINES_BY_CODE = {result.value: decline for result, decline in _DECLINES.items()}

_OUTCOMES = {
    wire.OrderState.PENDING: Outcome.PENDING,
    wire.OrderState.PAID: Outcome.PAID,
    wire.OrderState.DECLINED: Outcome.DECLINED,
}


class SmartPayment:
    """`Gateway` for the platform at `base_url`; it sends its messages to addresses under `callback_url`."""

    redirects = False
    takes_itself = False

    def __init__(
        self, base_url: str, secret: bytes, *, callback_url: str, clock: Clock, read_timeout: float = READ_TIMEOUT
    ) -> None:
        if not secret:
            raise ValueError("the payment provider's secret is missing: nothing would be protected without it")
        self._callback_url = callback_url.rstrip("/")
        self._secret = secret
        self._calls = SignedCalls(base_url, secret, clock=clock, read_timeout=read_timeout)

    def begin(self, order: Order) -> Push:
        """Place an order; return `PENDING`, `PAID` or `DECLINED`; raise `ProviderUnavailableError`."""
        return Push(self._placed(order))

    def _placed(self, order: Order) -> OrderStatus:
        request = wire.EntryRequest(
            platform_order_id=order.number,
            provider=order.provider,
            currency="TWD",
            total_price=order.dollars,
            description=order.description,
            valid_until=int(order.valid_until.timestamp()),
            result_url=f"{self._callback_url}/v1/providers/{order.provider}/messages",
        )
        try:
            reply = self._call(wire.ENTRY, request)
        except NothingSentError:
            return OrderStatus(Outcome.DECLINED, decline=Decline.PROVIDER_DOWN)
        if reply.result == wire.Result.DUPLICATE_ORDER:
            # Somebody sent it before. What became of it is the answer.
            return self.inquire(order.number)
        if reply.result in _DECLINES:
            return OrderStatus(Outcome.DECLINED, decline=_DECLINES[wire.Result(reply.result)])
        return _status(reply, order.number)

    def confirm(self, order: Order, reference: str) -> OrderStatus:
        """Return where an order stands: the platform collects without a word of ours."""
        return self.inquire(order.number)

    def inquire(self, number: str, reference: str | None = None) -> OrderStatus:
        """Return where an order stands; raise `ProviderUnavailableError`."""
        reply = self._ask(wire.INQUIRY, wire.InquiryRequest(platform_order_id=number))
        if reply.result == wire.Result.NO_SUCH_ORDER:
            return OrderStatus(Outcome.MISSING)
        return _status(reply, number)

    def refund(self, refund: Refund) -> str:
        """Give a charge back and return the refund's id; raise `ProviderUnavailableError` while that is not done."""
        request = wire.RefundRequest(
            platform_order_id=refund.number,
            transaction_id=refund.reference,
            refund_id=refund.id,
            refund_amount=refund.dollars,
        )
        reply = self._ask(wire.REFUND, request)
        if reply.result != wire.Result.OK:
            raise ProviderUnavailableError(f"result {reply.result}")
        return refund.id

    def read_message(self, provider: str, headers: Mapping[str, str], body: bytes, now: datetime) -> ProviderMessage:
        """Return a message of the platform; `headers` ignore case. Raise `ProviderMessageError`."""
        timestamp = headers.get(signatures.TIMESTAMP, "")
        if not signatures.timely(timestamp, now):
            raise ProviderMessageError("not of this moment")
        expected = signatures.message_signature(self._secret, timestamp, body)
        if not signatures.agree(expected, headers.get(signatures.SIGNATURE, "")):
            raise ProviderMessageError("signature")
        try:
            message = wire.read(wire.Message, body)
        except wire.NotUnderstoodError as error:
            raise ProviderMessageError(str(error)) from error
        if message.provider != provider:
            raise ProviderMessageError("another provider's")
        status = _order_status(message.order) if message.event == "order.settled" else None
        return ProviderMessage(message.message_id, provider, message.order.platform_order_id, status)

    def close(self) -> None:
        """Close the connections that are open."""
        self._calls.close()

    def _ask(self, path: str, request: BaseModel) -> wire.Reply:
        try:
            return self._call(path, request)
        except NothingSentError as error:
            raise ProviderUnavailableError("no connection") from error

    def _call(self, path: str, request: BaseModel) -> wire.Reply:
        """Return the platform's reply; raise `NothingSentError` or `ProviderUnavailableError`."""
        content = self._calls.post(path, request)
        try:
            return wire.read(wire.Reply, content)
        except wire.NotUnderstoodError as error:
            raise ProviderUnavailableError(str(error)) from error


def _status(reply: wire.Reply, number: str) -> OrderStatus:
    order = reply.result_object
    if reply.result != wire.Result.OK or order is None or order.platform_order_id != number:
        raise ProviderUnavailableError(f"result {reply.result}")
    return _order_status(order, ProviderUnavailableError)


def _order_status(order: wire.ReplyOrder, wrong: type[Exception] = ProviderMessageError) -> OrderStatus:
    if order.status is wire.OrderState.PAID and order.paid_amount is None:
        raise wrong("paid, and no amount")
    decline = None
    if order.status is wire.OrderState.DECLINED:
        decline = _DECLINES_BY_CODE.get(order.decline or "", Decline.REFUSED)
    return OrderStatus(_OUTCOMES[order.status], order.transaction_id, order.paid_amount, decline)
