"""LINE Pay over HTTP.

The payer agrees in the wallet; no money moves before we confirm, once for a transaction. What did not come back
clearly is unknown, never "declined": the check and the payment's details are asked until one of them tells.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from pydantic import BaseModel

from kiosk.backend.gateways.http_calls import HttpCalls, NothingSentError
from kiosk.backend.gateways.line_pay import signatures, wire
from kiosk.backend.gateways.line_pay.wire import ReturnCode
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

REQUEST_TIMEOUT = 10.0
CHECK_TIMEOUT = 20.0
CONFIRM_TIMEOUT = 40.0
"""Seconds, as LINE Pay asks its merchants to wait at least."""

SPARE = 5.0
"""Seconds that a whole call may take beyond its longest silence."""

_REFUSED_ORDER = {
    ReturnCode.MERCHANT_REFUSED,
    ReturnCode.NO_MERCHANT,
    ReturnCode.BAD_HEADER,
    ReturnCode.BAD_AMOUNT,
    ReturnCode.BAD_PARAMETER,
    ReturnCode.BAD_JSON,
    # A request before this one got through. Without its answer no payer has the page of it, so none can agree; with it,
    # the payment has moved on by now, and does not follow this.
    ReturnCode.ORDER_EXISTS,
}
"""Of a request for payment: certainly nothing that anybody could agree to."""

_DECLINES: Mapping[str, Decline] = {
    ReturnCode.LOW_BALANCE: Decline.INSUFFICIENT,
    ReturnCode.CARD_LOW: Decline.INSUFFICIENT,
    **dict.fromkeys(
        (
            ReturnCode.NO_MEMBER,
            ReturnCode.MEMBER_REFUSED,
            ReturnCode.CARD_UNUSABLE,
            ReturnCode.ACCOUNT_REFUSED,
            ReturnCode.BALANCE_CHANGED,
            ReturnCode.CARD_ERROR,
            ReturnCode.CARD_REFUSED,
            ReturnCode.CARD_SUSPECT,
            ReturnCode.CARD_PAUSED,
            ReturnCode.CARD_INCOMPLETE,
            ReturnCode.CARD_WRONG,
            ReturnCode.CARD_EXPIRED,
            ReturnCode.CARD_LIMIT,
            ReturnCode.CARD_ONE_TIME_LIMIT,
            ReturnCode.CARD_STOLEN,
            ReturnCode.CARD_SUSPENDED,
            ReturnCode.CARD_CHECK_WRONG,
            ReturnCode.CARD_LISTED,
            ReturnCode.CARD_NUMBER_WRONG,
            ReturnCode.CARD_AMOUNT,
            ReturnCode.CARD_DECLINED,
        ),
        Decline.REFUSED,
    ),
}
"""Of a confirmation: certainly not taken, and not to be taken any more."""


class LinePay:
    """`Gateway` for LINE Pay's interface at `base_url` and one channel of a merchant."""

    redirects = True
    takes_itself = False

    def __init__(self, base_url: str, channel: str, secret: bytes, *, clock: Clock, patience: float = 1.0) -> None:
        """`patience` is what every waiting time is multiplied with; other than 1 in tests."""
        if not secret or not channel:
            raise ValueError("LINE Pay needs the id and the secret of a channel")
        self._base_url = base_url.rstrip("/")
        self._channel = channel
        self._secret = secret
        self._patience = patience
        self._calls = HttpCalls(clock)

    def begin(self, order: Order) -> Redirect | Push:
        """Return the wallet's page for an order, or why there will be none; raise `ProviderUnavailableError`."""
        product = wire.Product(name=order.description, quantity=1, price=order.dollars)
        request = wire.PaymentRequest(
            amount=order.dollars,
            order_id=order.number,
            packages=(wire.Package(id="1", amount=order.dollars, products=(product,)),),
            redirect_urls=wire.RedirectUrls(confirm_url=order.confirmed_url, cancel_url=order.cancelled_url),
        )
        try:
            reply = self._post(wire.RequestReply, wire.REQUEST, request, REQUEST_TIMEOUT)
        except NothingSentError:
            return Push(OrderStatus(Outcome.DECLINED, decline=Decline.PROVIDER_DOWN))
        if reply.return_code in _REFUSED_ORDER:
            return Push(OrderStatus(Outcome.DECLINED, decline=Decline.PROVIDER_DOWN))
        if reply.return_code != ReturnCode.OK or reply.info is None:
            raise ProviderUnavailableError(f"returnCode {reply.return_code}")
        return Redirect(reply.info.payment_url.web, reply.info.transaction_id)

    def confirm(self, order: Order, reference: str) -> OrderStatus:
        """Take the money of a transaction that the payer has agreed to: once, however often this is asked.

        Return `PAID`, `DECLINED`, or `PENDING` if the payer has not agreed after all. Raise `ProviderUnavailableError`
        while it is unknown: ask `inquire`, which says `PAID` if it was done, `AUTHORISED` if it is to be done again.
        """
        path = wire.CONFIRM.format(transaction=reference)
        try:
            reply = self._post(wire.ConfirmReply, path, wire.ConfirmRequest(amount=order.dollars), CONFIRM_TIMEOUT)
        except NothingSentError as error:
            raise ProviderUnavailableError("no connection") from error
        code = reply.return_code
        if code == ReturnCode.OK and reply.info is not None:
            _agree(reply.info, order.number, reference)
            return OrderStatus(Outcome.PAID, reference, reply.info.dollars)
        if code in _DECLINES:
            return OrderStatus(Outcome.DECLINED, reference, decline=_DECLINES[code])
        if code == ReturnCode.NOT_AUTHENTICATED:
            return OrderStatus(Outcome.PENDING, reference)
        # Done before, under way, an internal error: an earlier confirmation may have been heard. `inquire` tells.
        raise ProviderUnavailableError(f"returnCode {code}")

    def inquire(self, number: str, reference: str | None = None) -> OrderStatus:
        """Return where an order stands; without the transaction's number, money already taken is all that is found.

        Ask at most once a second about one order. Raise `ProviderUnavailableError`.
        """
        if reference is None:
            return self._details(number, reference) or OrderStatus(Outcome.MISSING)
        code = self._get(wire.Code, wire.CHECK.format(transaction=reference), "").return_code
        match code:
            case ReturnCode.OK:
                return OrderStatus(Outcome.PENDING, reference)
            case ReturnCode.AUTHENTICATED:
                return OrderStatus(Outcome.AUTHORISED, reference)
            case ReturnCode.CANCELLED:
                return OrderStatus(Outcome.CANCELLED, reference)
            case ReturnCode.FAILED:
                return OrderStatus(Outcome.DECLINED, reference, decline=Decline.REFUSED)
        found = self._details(number, reference)
        if found is not None:
            return found
        if code == ReturnCode.NO_REQUEST:
            return OrderStatus(Outcome.MISSING)
        raise ProviderUnavailableError(f"returnCode {code}")

    def refund(self, refund: Refund) -> str:
        """Give a charge back, once however often this is asked; raise `ProviderUnavailableError` until then.

        Return the refund's id: once an answer is lost, LINE Pay's own number of it is not given again.
        """
        detail = self._payment(refund.number, refund.reference)
        if detail is None:
            raise ProviderUnavailableError("no payment of this number")
        if detail.refunded >= refund.before + refund.dollars:
            return refund.id
        path = wire.REFUND.format(transaction=detail.transaction_id)
        try:
            reply = self._post(
                wire.RefundReply, path, wire.RefundRequest(refund_amount=refund.dollars), REQUEST_TIMEOUT
            )
        except NothingSentError as error:
            raise ProviderUnavailableError("no connection") from error
        # After any other answer, and after "refunded before", the details tell the next time that this is asked.
        if reply.return_code != ReturnCode.OK:
            raise ProviderUnavailableError(f"returnCode {reply.return_code}")
        return refund.id

    def read_message(self, provider: str, headers: Mapping[str, str], body: bytes, now: datetime) -> ProviderMessage:
        """Raise `ProviderMessageError`: LINE Pay sends no signed messages, and is asked instead."""
        raise ProviderMessageError("LINE Pay sends no messages")

    def close(self) -> None:
        """Close the connections that are open."""
        self._calls.close()

    def _details(self, number: str, reference: str | None) -> OrderStatus | None:
        """Return the money that was taken for an order, None if there is none; raise `ProviderUnavailableError`."""
        detail = self._payment(number, reference)
        return None if detail is None else OrderStatus(Outcome.PAID, detail.transaction_id, detail.dollars)

    def _payment(self, number: str, reference: str | None) -> wire.Detail | None:
        asked = {"orderId": number} if reference is None else {"transactionId": reference}
        reply = self._get(wire.DetailsReply, wire.DETAILS, urlencode(asked))
        if reply.return_code == ReturnCode.NO_HISTORY:
            return None
        if reply.return_code != ReturnCode.OK or reply.info is None:
            raise ProviderUnavailableError(f"returnCode {reply.return_code}")
        for detail in reply.info:
            if detail.transaction_type == "PAYMENT":
                _agree(detail, number, reference or detail.transaction_id)
                return detail
        return None

    def _post(self, model: type[wire.T], path: str, request: BaseModel, timeout: float) -> wire.T:
        body = request.model_dump_json(by_alias=True).encode()
        return self._send(model, "POST", path, "", body, timeout)

    def _get(self, model: type[wire.T], path: str, query: str) -> wire.T:
        try:
            return self._send(model, "GET", path, query, None, CHECK_TIMEOUT)
        except NothingSentError as error:
            raise ProviderUnavailableError("no connection") from error

    def _send(
        self, model: type[wire.T], method: str, path: str, query: str, body: bytes | None, timeout: float
    ) -> wire.T:
        """Return a reply; raise `NothingSentError` or `ProviderUnavailableError`."""
        nonce = str(uuid.uuid4())
        sent = query.encode() if body is None else body
        headers = {
            "Content-Type": "application/json",
            signatures.CHANNEL: self._channel,
            signatures.NONCE: nonce,
            signatures.SIGNATURE: signatures.request_signature(self._secret, path, sent, nonce),
        }
        wait = timeout * self._patience
        url = f"{self._base_url}{path}" + (f"?{query}" if query else "")
        status, content = self._calls.send(method, url, body, headers, read_timeout=wait, within=wait + SPARE)
        if status >= 500:
            raise ProviderUnavailableError(f"HTTP {status}")
        try:
            # A refusal is known by its code, whatever the status that it comes with.
            return wire.read(model, content)
        except wire.NotUnderstoodError as error:
            raise ProviderUnavailableError(f"HTTP {status}, {error}") from error


def _agree(found: wire.Confirmed, number: str, reference: str) -> None:
    if (found.order_id, found.transaction_id) != (number, reference):
        raise ProviderUnavailableError("an answer about another order")
