"""JKOPAY over HTTP.

The payer pays in the wallet, and the money moves there without a word of ours: until the order's time is over, one that
was given up here can still be paid. What did not come back clearly is unknown, never "declined".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from pydantic import BaseModel

from kiosk.backend.gateways.http_calls import HttpCalls, NothingSentError
from kiosk.backend.gateways.jkopay import signatures, wire
from kiosk.backend.gateways.jkopay.wire import Result, Status
from kiosk.backend.gateways.port import (
    Order,
    OrderStatus,
    Outcome,
    ProviderMessage,
    ProviderMessageError,
    ProviderUnavailableError,
    Push,
    Redirect,
    Refund,
)
from kiosk.clock import Clock
from kiosk.contract.payments import Decline
from kiosk.domain.dates import taipei

READ_TIMEOUT = 15.0
"""Seconds of silence. The interface's description names none; its own call-backs wait ten."""

SPARE = 5.0
"""Seconds that a whole call may take beyond its longest silence."""

_REFUSED_ORDER = {Result.BAD_PARAMETER, Result.NOT_VALID}
"""Of an order: certainly no page that anybody could pay on."""


class JkoPay:
    """`Gateway` for JKOPAY's interface at `base_url`, one key and one store."""

    redirects = True
    takes_itself = True

    def __init__(
        self, base_url: str, key: str, store: str, secret: bytes, *, clock: Clock, patience: float = 1.0
    ) -> None:
        """`patience` is what every waiting time is multiplied with; other than 1 in tests."""
        if not (secret and key and store):
            raise ValueError("JKOPAY needs the API key, the store's id and the secret key")
        self._base_url = base_url.rstrip("/")
        self._key, self._store, self._secret = key, store, secret
        self._wait = READ_TIMEOUT * patience
        self._calls = HttpCalls(clock)

    def begin(self, order: Order) -> Redirect | Push:
        """Return the wallet's page for an order, or why there will be none; raise `ProviderUnavailableError`.

        Asked for again, an order has the same page until it is paid.
        """
        request = wire.EntryRequest(
            platform_order_id=order.number,
            store_id=self._store,
            total_price=order.dollars,
            final_price=order.dollars,
            unredeem=order.dollars,
            valid_time=f"{taipei(order.valid_until):%Y-%m-%d %H:%M:%S}",
            result_display_url=order.confirmed_url,
        )
        try:
            reply = self._post(wire.EntryReply, wire.ENTRY, request)
        except NothingSentError:
            return Push(OrderStatus(Outcome.DECLINED, decline=Decline.PROVIDER_DOWN))
        if reply.result in _REFUSED_ORDER:
            return Push(OrderStatus(Outcome.DECLINED, decline=Decline.PROVIDER_DOWN))
        if reply.result == Result.PAID_BEFORE:
            return Push(self.inquire(order.number))
        if reply.result != Result.OK or reply.result_object is None:
            raise ProviderUnavailableError(f"result {reply.result}")
        # It has no number of its own before it is paid.
        return Redirect(reply.result_object.payment_url, order.number)

    def confirm(self, order: Order, reference: str) -> OrderStatus:
        """Return where an order stands: the wallet takes the money without a word of ours."""
        return self.inquire(order.number, reference)

    def inquire(self, number: str, reference: str | None = None) -> OrderStatus:
        """Return where an order stands; raise `ProviderUnavailableError`.

        Without a reference its page was never opened, so an unpaid one counts as missing: it is to be asked for again.
        """
        reply = self._get(wire.InquiryReply, wire.INQUIRY, urlencode({"platform_order_ids": number}))
        if reply.result == Result.NO_ORDER:
            return OrderStatus(Outcome.MISSING)
        if reply.result != Result.OK or reply.result_object is None:
            raise ProviderUnavailableError(f"result {reply.result}")
        found = reply.result_object.transactions
        if len(found) != 1 or found[0].platform_order_id != number:
            raise ProviderUnavailableError("an answer about another order")
        match found[0].status:
            case Status.PAID:
                return _paid(found[0])
            case Status.PROCESSING:
                return OrderStatus(Outcome.PENDING, reference or number)
            case Status.NOT_PAID:
                return OrderStatus(Outcome.MISSING) if reference is None else OrderStatus(Outcome.UNPAID, reference)
            case Status.NO_ORDER:
                return OrderStatus(Outcome.MISSING)
        raise ProviderUnavailableError(f"status {found[0].status}")

    def refund(self, refund: Refund) -> str:
        """Give money of an order back, once for a refund's id; raise `ProviderUnavailableError` until it is done."""
        request = wire.RefundRequest(
            platform_order_id=refund.number, refund_order_id=refund.id, refund_amount=refund.dollars
        )
        try:
            reply = self._post(wire.RefundReply, wire.REFUND, request)
        except NothingSentError as error:
            raise ProviderUnavailableError("no connection") from error
        if reply.result != Result.OK:
            raise ProviderUnavailableError(f"result {reply.result}")
        made = reply.result_object
        return made.refund_trade_no if made is not None and made.refund_trade_no is not None else refund.id

    def read_message(self, provider: str, headers: Mapping[str, str], body: bytes, now: datetime) -> ProviderMessage:
        """Raise `ProviderMessageError`: no call-back is ordered, and none is believed."""
        raise ProviderMessageError("JKOPAY is asked, and sends no messages here")

    def close(self) -> None:
        """Close the connections that are open."""
        self._calls.close()

    def _post(self, model: type[wire.R], path: str, request: BaseModel) -> wire.R:
        return self._send(model, "POST", path, request.model_dump_json().encode())

    def _get(self, model: type[wire.R], path: str, query: str) -> wire.R:
        try:
            return self._send(model, "GET", f"{path}?{query}", None, query.encode())
        except NothingSentError as error:
            raise ProviderUnavailableError("no connection") from error

    def _send(self, model: type[wire.R], method: str, path: str, body: bytes | None, query: bytes = b"") -> wire.R:
        """Return a reply; raise `NothingSentError` or `ProviderUnavailableError`."""
        headers = {
            "Content-Type": "application/json",
            signatures.KEY: self._key,
            signatures.DIGEST: signatures.digest(self._secret, query if body is None else body),
        }
        status, content = self._calls.send(
            method, self._base_url + path, body, headers, read_timeout=self._wait, within=self._wait + SPARE
        )
        if status >= 500:
            raise ProviderUnavailableError(f"HTTP {status}")
        try:
            return wire.read_reply(model, content)
        except wire.NotUnderstoodError as error:
            raise ProviderUnavailableError(f"HTTP {status}, {error}") from error


def _paid(found: wire.Transaction) -> OrderStatus:
    if found.trade_no is None or found.final_price is None:
        raise ProviderUnavailableError("paid, and no number or no amount")
    return OrderStatus(Outcome.PAID, found.trade_no, found.final_price)
