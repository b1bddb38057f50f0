"""Simulated JKOPAY: the online interface and the wallet's page behind real HTTP, to try an office's side and for tests.

It behaves as the interface's description says (open-doc.jkos.com, 線上支付 OnlinePay):

- Every request bears the API key and the signature over what was sent; any other is answered with 201. Every answer is
  HTTP 200 with `result`.
- `entry` takes an order and answers with its page; asked for again it answers with the same page, with 200 if the order
  is another one now, and with 101 once it is paid. The page is the payer's until `valid_time`: there they pay, at once
  and without a word of the merchant's, and are sent to `result_display_url`, unsigned.
- `inquiry` says 0 (paid), 1 (being paid), 101 (not paid), 102 (no such order); amounts are text.
- `refund` gives back, at most what was taken (922), once for a number: 000 the second time, 105 for another amount. 100
  where there is no order.

`Trouble` makes the next call of a kind go wrong.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from kiosk.backend.gateways.jkopay import signatures, wallet_page, wire
from kiosk.backend.gateways.jkopay.wire import Result, Status
from kiosk.backend.gateways.troubles import Trouble
from kiosk.clock import Clock
from kiosk.domain.dates import TAIPEI

_MAX_BODY = 64 * 1024


class Call(StrEnum):
    """The kinds of calls that `Trouble` tells apart."""

    ENTRY = "entry"
    INQUIRY = "inquiry"
    REFUND = "refund"


@dataclass(slots=True)
class Held:
    """An order as JKOPAY holds it."""

    request: wire.EntryRequest
    valid_until: datetime
    trade: str
    page: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    status: Status = Status.NOT_PAID
    taken: int = 0
    refunds: dict[str, int] = field(default_factory=dict)
    """By their numbers."""

    def shown(self) -> dict[str, object]:
        shown: dict[str, object] = {
            "platform_order_id": self.request.platform_order_id,
            "status": int(self.status),
        }
        if self.status is Status.PAID:
            shown |= {"tradeNo": self.trade, "currency": "TWD", "final_price": str(self.taken)}
        return shown


class SimulatedJkoPay:
    """JKOPAY's orders and the ASGI application `app`; set `url` to where it is served."""

    def __init__(self, key: str, store: str, secret: bytes, clock: Clock) -> None:
        self.url = ""
        self._key, self._store, self._secret, self._clock = key, store, secret, clock
        self._lock = threading.Lock()
        self._troubles: dict[Call, list[Trouble]] = {}
        self._released = threading.Event()
        self._next = 0
        self.held: dict[str, Held] = {}
        self.payments = 0
        """How often money was taken."""
        self.inquiries = 0
        self.amount_off = 0
        """How many dollars too many are taken."""
        self.app = Starlette(
            routes=[
                Route(wire.ENTRY, self._endpoint(Call.ENTRY, self._enter), methods=["POST"]),
                Route(wire.INQUIRY, self._endpoint(Call.INQUIRY, self._inquire), methods=["GET"]),
                Route(wire.REFUND, self._endpoint(Call.REFUND, self._refund), methods=["POST"]),
                Route("/wallet/{page}", wallet_page.show(self), methods=["GET"]),
                Route("/wallet/{page}/pay", wallet_page.press(self), methods=["POST"]),
            ]
        )

    def trouble(self, call: Call, *troubles: Trouble) -> None:
        """Let the next calls of a kind go wrong, one after the other."""
        with self._lock:
            self._troubles.setdefault(call, []).extend(troubles)

    def release(self) -> None:
        """Let every answer go that is being held back."""
        self._released.set()

    close = release

    def of_page(self, page: str) -> Held | None:
        """Return the order that a page of the wallet is for."""
        return next((held for held in self.held.values() if secrets.compare_digest(held.page, page)), None)

    def pay(self, number: str) -> bool:
        """Let the payer of an order pay, if there is still time; return whether it is paid."""
        with self._lock:
            held = self.held[number]
            if held.status is not Status.PAID and self._clock.now() <= held.valid_until:
                held.status, held.taken = Status.PAID, held.request.final_price + self.amount_off
                self.payments += 1
            return held.status is Status.PAID

    def processing(self, number: str) -> None:
        """Let the payment of an order take its time."""
        with self._lock:
            self.held[number].status = Status.PROCESSING

    def settled(self, number: str) -> None:
        """Let a payment that took its time come to its end: it is paid."""
        with self._lock:
            self.held[number].status = Status.PAID

    def _endpoint(
        self, call: Call, work: Callable[[Request, bytes], tuple[Result, object]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            body = await request.body()
            if len(body) > _MAX_BODY or not self._is_signed(request, body):
                return _reply(Result.NOT_VALID)
            return await run_in_threadpool(self._answer, call, work, request, body)

        return endpoint

    def _answer(
        self, call: Call, work: Callable[[Request, bytes], tuple[Result, object]], request: Request, body: bytes
    ) -> Response:
        with self._lock:
            waiting = self._troubles.get(call)
            trouble = waiting.pop(0) if waiting else None
            result, found = work(request, body) if trouble is None or trouble.done else (Result.OK, None)
        if trouble is None:
            return _reply(result, found)
        if trouble.silent:
            self._released.wait(30)
        if trouble.garbage:
            return HTMLResponse("<html><body>系統維護中</body></html>", status_code=trouble.status)
        return _reply(trouble.code or result, None if trouble.code else found, trouble.status)

    def _is_signed(self, request: Request, body: bytes) -> bool:
        sent = body if request.method == "POST" else request.url.query.encode()
        given = request.headers.get(signatures.DIGEST, "")
        ours = request.headers.get(signatures.KEY, "") == self._key
        return ours and signatures.agree(signatures.digest(self._secret, sent), given)

    def _enter(self, _: Request, body: bytes) -> tuple[Result, object]:
        try:
            asked = wire.read(wire.EntryRequest, body)
            valid_until = datetime.strptime(asked.valid_time, "%Y-%m-%d %H:%M:%S").replace(tzinfo=TAIPEI)
        except ValueError:
            return Result.BAD_PARAMETER, "which fields are wrong"
        held = self.held.get(asked.platform_order_id)
        if asked.store_id != self._store or (held is not None and _differ(held.request, asked)):
            return Result.BAD_PARAMETER, None
        if held is None:
            self._next += 1
            held = Held(asked, valid_until, f"J00{self._next:017d}")
            self.held[asked.platform_order_id] = held
        if held.status is Status.PAID:
            return Result.PAID_BEFORE, None
        page = f"{self.url}/wallet/{held.page}"
        return Result.OK, {"payment_url": page, "qr_img": f"{page}.png", "qr_timeout": 600}

    def _inquire(self, request: Request, _: bytes) -> tuple[Result, object]:
        self.inquiries += 1
        numbers = request.query_params.get("platform_order_ids", "").split(",")
        return Result.OK, {
            "transactions": [
                self.held[number].shown()
                if number in self.held
                else {"platform_order_id": number, "status": int(Status.NO_ORDER)}
                for number in numbers
            ]
        }

    def _refund(self, _: Request, body: bytes) -> tuple[Result, object]:
        try:
            asked = wire.read(wire.RefundRequest, body)
        except wire.NotUnderstoodError:
            return Result.BAD_PARAMETER, None
        held = self.held.get(asked.platform_order_id)
        if held is None or held.status is not Status.PAID:
            return Result.NO_ORDER, None
        before = held.refunds.get(asked.refund_order_id)
        if before not in (None, asked.refund_amount):
            return Result.REFUND_DIFFERS, None
        if before is None and not 0 < asked.refund_amount <= held.taken - sum(held.refunds.values()):
            return Result.REFUND_TOO_MUCH, None
        held.refunds[asked.refund_order_id] = asked.refund_amount
        return Result.OK, {"refund_tradeNo": f"R{held.trade[1:]}{len(held.refunds)}"}


def _differ(before: wire.EntryRequest, now: wire.EntryRequest) -> bool:
    kept = {"store_id", "currency", "total_price", "final_price"}
    return before.model_dump(include=kept) != now.model_dump(include=kept)


def _reply(result: str, found: object = None, status: int = 200) -> Response:
    message = None if result == Result.OK else "simulated"
    return JSONResponse({"result": str(result), "message": message, "result_object": found}, status_code=status)
