"""Simulated LINE Pay: the online interface and the wallet's page behind real HTTP, for the demo and for tests.

It behaves as the interface's description says (version 3, developers-pay.line.me):

- Every request bears the channel's id, a nonce used once, and the signature over the bytes that were sent; any other
  is answered with 1106. Every answer is HTTP 200 with `returnCode`.
- `request` takes an order, whose number must be new (1172), and whose sums must agree (1124). The page in `paymentUrl`
  is the payer's: there they agree or give up, within twenty minutes, and are sent to `confirmUrl` or `cancelUrl` with
  `orderId` and `transactionId` added, unsigned.
- `check` says 0000 (waiting), 0110 (agreed), 0121 (cancelled or expired), 0122 (failed), 0123 (confirmed). It is to be
  asked at most once a second; `hurried` counts when it was not.
- `confirm` takes the money once: 1169 before the payer has agreed, 1153 for another amount, 1180 after twenty minutes,
  1152 the second time.
- `payments` tells of confirmed transactions, refunds included, and answers 1150 where there is none.
- `refund` gives back, at most what was taken: 1164 for more, 1165 when everything has been given back.

Transactions have nineteen digits. `Trouble` makes the next call of a kind go wrong.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from kiosk.backend.gateways.line_pay import signatures, wallet_page, wire
from kiosk.backend.gateways.line_pay.wire import ReturnCode
from kiosk.backend.gateways.troubles import Trouble
from kiosk.clock import Clock

LIFETIME = timedelta(minutes=20)
"""How long a payer may take to agree, and we to confirm."""

_MAX_BODY = 64 * 1024


class Call(StrEnum):
    """The kinds of calls that `Trouble` tells apart."""

    REQUEST = "request"
    CHECK = "check"
    CONFIRM = "confirm"
    DETAILS = "details"
    REFUND = "refund"


@dataclass(slots=True)
class Held:
    """A transaction as LINE Pay holds it."""

    transaction: int
    request: wire.PaymentRequest
    expires_at: datetime
    page: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    agreed: bool = False
    ended: ReturnCode | None = None
    """0121 or 0122, once that is so."""
    taken: int | None = None
    refunds: list[int] = field(default_factory=list)
    checked_at: float | None = None

    def shown(self) -> dict[str, object]:
        return {
            "transactionId": self.transaction,
            "orderId": self.request.order_id,
            "transactionType": "PAYMENT",
            "currency": "TWD",
            "payInfo": [{"method": "BALANCE", "amount": self.taken}],
            "refundList": [{"transactionType": "PARTIAL_REFUND", "refundAmount": -amount} for amount in self.refunds],
        }


class SimulatedLinePay:
    """LINE Pay's transactions and the ASGI application `app`; set `url` to where it is served."""

    def __init__(self, channel: str, secret: bytes, clock: Clock) -> None:
        self.url = ""
        self._channel = channel
        self.secret = secret
        self._clock = clock
        self._lock = threading.Lock()
        self._nonces: set[str] = set()
        self._troubles: dict[Call, list[Trouble]] = {}
        self._released = threading.Event()
        self._next = 2_026_112_300_000_000_001 + secrets.randbelow(1_000_000) * 1_000
        self.held: dict[str, Held] = {}
        self.confirmations = 0
        """How often money was taken."""
        self.hurried = 0
        """How often a transaction was checked within a second of the check before."""
        self.low_balance = False
        """Whether every payer has too little."""
        self.amount_off = 0
        """How many dollars too many are taken."""
        transaction = "{transaction:int}"
        self.app = Starlette(
            routes=[
                Route(wire.REQUEST, self._endpoint(Call.REQUEST, self._request), methods=["POST"]),
                Route(
                    wire.CHECK.format(transaction=transaction),
                    self._endpoint(Call.CHECK, self._check),
                    methods=["GET"],
                ),
                Route(
                    wire.CONFIRM.format(transaction=transaction),
                    self._endpoint(Call.CONFIRM, self._confirm),
                    methods=["POST"],
                ),
                Route(
                    wire.REFUND.format(transaction=transaction),
                    self._endpoint(Call.REFUND, self._refund),
                    methods=["POST"],
                ),
                Route(wire.DETAILS, self._endpoint(Call.DETAILS, self._details), methods=["GET"]),
                Route("/wallet/{page}", wallet_page.show(self), methods=["GET"]),
                Route("/wallet/{page}/{step:str}", wallet_page.press(self), methods=["POST"]),
            ]
        )

    def trouble(self, call: Call, *troubles: Trouble) -> None:
        """Let the next calls of a kind go wrong, one after the other."""
        with self._lock:
            self._troubles.setdefault(call, []).extend(troubles)

    def release(self) -> None:
        """Let every answer go that is being held back."""
        self._released.set()

    def close(self) -> None:
        """Hold nothing back any more."""
        self._released.set()

    def agree(self, number: str) -> None:
        """Let the payer of an order agree, who then never comes back."""
        with self._lock:
            self.held[number].agreed = True

    def of_page(self, page: str) -> Held | None:
        """Return the transaction that a page of the wallet is for."""
        return next((held for held in self.held.values() if secrets.compare_digest(held.page, page)), None)

    def choose(self, held: Held, *, agree: bool) -> bool:
        """Let a payer agree or give up, if there is still time; return whether they have agreed."""
        with self._lock:
            if held.taken is None and held.ended is None:
                if agree and not self._expired(held):
                    held.agreed = True
                else:
                    held.ended = ReturnCode.CANCELLED
            return held.agreed and held.ended is None

    def fail(self, number: str) -> None:
        """Let the payment of an order fail in the wallet."""
        with self._lock:
            self.held[number].ended = ReturnCode.FAILED

    def _endpoint(
        self, call: Call, work: Callable[[Request, bytes], tuple[ReturnCode, object]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            body = await request.body()
            if len(body) > _MAX_BODY or not self._is_signed(request, body):
                return _reply(ReturnCode.BAD_HEADER)
            return await run_in_threadpool(self._answer, call, work, request, body)

        return endpoint

    def _answer(
        self, call: Call, work: Callable[[Request, bytes], tuple[ReturnCode, object]], request: Request, body: bytes
    ) -> Response:
        with self._lock:
            waiting = self._troubles.get(call)
            trouble = waiting.pop(0) if waiting else None
            code, info = work(request, body) if trouble is None or trouble.done else (ReturnCode.OK, None)
        if trouble is None:
            return _reply(code, info)
        if trouble.silent:
            self._released.wait(30)
        if trouble.garbage:
            return HTMLResponse("<html><body>系統維護中</body></html>", status_code=trouble.status)
        return _reply(trouble.code or code, None if trouble.code else info, trouble.status)

    def _is_signed(self, request: Request, body: bytes) -> bool:
        nonce = request.headers.get(signatures.NONCE, "")
        sent = body if request.method == "POST" else request.url.query.encode()
        expected = signatures.request_signature(self.secret, request.url.path, sent, nonce)
        with self._lock:
            fresh = bool(nonce) and nonce not in self._nonces
            self._nonces.add(nonce)
        ours = request.headers.get(signatures.CHANNEL, "") == self._channel
        return fresh and ours and signatures.agree(expected, request.headers.get(signatures.SIGNATURE, ""))

    def _request(self, request: Request, body: bytes) -> tuple[ReturnCode, object]:
        try:
            asked = wire.read(wire.PaymentRequest, body)
        except wire.NotUnderstoodError:
            return ReturnCode.BAD_PARAMETER, None
        sums = [sum(line.price * line.quantity for line in package.products) for package in asked.packages]
        if sums != [package.amount for package in asked.packages] or sum(sums) != asked.amount:
            return ReturnCode.BAD_AMOUNT, None
        if asked.order_id in self.held:
            return ReturnCode.ORDER_EXISTS, None
        self._next += 1
        held = Held(self._next, asked, self._clock.now() + LIFETIME)
        self.held[asked.order_id] = held
        page = f"{self.url}/wallet/{held.page}"
        return ReturnCode.OK, {
            "transactionId": held.transaction,
            "paymentAccessToken": "187568751124",
            "paymentUrl": {"web": page, "app": f"line://pay/payment/{held.page}"},
        }

    def _check(self, request: Request, body: bytes) -> tuple[ReturnCode, object]:
        held = self._found(request)
        if held is None:
            return ReturnCode.NO_REQUEST, None
        moment = self._clock.monotonic()
        if held.checked_at is not None and moment - held.checked_at < 1.0:
            self.hurried += 1
        held.checked_at = moment
        if held.taken is not None:
            return ReturnCode.COMPLETED, None
        if held.ended is not None or self._expired(held):
            return held.ended or ReturnCode.CANCELLED, None
        return (ReturnCode.AUTHENTICATED if held.agreed else ReturnCode.OK), None

    def _confirm(self, request: Request, body: bytes) -> tuple[ReturnCode, object]:
        held = self._found(request)
        if held is None:
            return ReturnCode.NO_REQUEST, None
        try:
            asked = wire.read(wire.ConfirmRequest, body)
        except wire.NotUnderstoodError:
            return ReturnCode.BAD_PARAMETER, None
        if held.taken is not None:
            return ReturnCode.DONE_BEFORE, None
        if self._expired(held):
            return ReturnCode.EXPIRED, None
        if not held.agreed or held.ended is not None:
            return ReturnCode.NOT_AUTHENTICATED, None
        if asked.amount != held.request.amount:
            return ReturnCode.AMOUNT_DIFFERS, None
        if self.low_balance:
            held.ended = ReturnCode.FAILED
            return ReturnCode.LOW_BALANCE, None
        held.taken = asked.amount + self.amount_off
        self.confirmations += 1
        return ReturnCode.OK, held.shown()

    def _details(self, request: Request, body: bytes) -> tuple[ReturnCode, object]:
        wanted = request.query_params
        found = [
            held.shown()
            for held in self.held.values()
            if held.taken is not None
            and (wanted.get("transactionId") == str(held.transaction) or wanted.get("orderId") == held.request.order_id)
        ]
        return (ReturnCode.OK, found) if found else (ReturnCode.NO_HISTORY, None)

    def _refund(self, request: Request, body: bytes) -> tuple[ReturnCode, object]:
        held = self._found(request)
        try:
            asked = wire.read(wire.RefundRequest, body)
        except wire.NotUnderstoodError:
            return ReturnCode.BAD_PARAMETER, None
        if held is None or held.taken is None:
            return ReturnCode.NOT_REFUNDABLE, None
        left = held.taken - sum(held.refunds)
        if not left:
            return ReturnCode.REFUNDED_BEFORE, None
        if asked.refund_amount > left:
            return ReturnCode.REFUND_TOO_MUCH, None
        held.refunds.append(asked.refund_amount)
        self._next += 1
        return ReturnCode.OK, {"refundTransactionId": self._next}

    def _found(self, request: Request) -> Held | None:
        transaction = request.path_params["transaction"]
        return next((held for held in self.held.values() if held.transaction == transaction), None)

    def _expired(self, held: Held) -> bool:
        return self._clock.now() >= held.expires_at


def _reply(code: str, info: object = None, status: int = 200) -> Response:
    content: dict[str, object] = {"returnCode": str(code), "returnMessage": "simulated"}
    if info is not None:
        content["info"] = info
    return JSONResponse(content, status_code=status)
