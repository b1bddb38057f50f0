"""The simulated smart-payment platform: a program of its own behind real HTTP, for the demo and for tests.

What it does is written down here as if another office had written it; the shapes follow those that JKOPay and LINE Pay
document for their online interfaces (an order entry, an inquiry, a refund, a signed call-back).

**Requests.** POST, JSON, TWD in whole dollars. Three headers: `X-Platform-Timestamp` (seconds since 1970, within -300
to +60 s), `X-Platform-Nonce` (used once), `X-Platform-Signature` (HMAC-SHA256, see `signatures`). Every answer that
could be thought of is HTTP 200 with `result`:

    000 done            100 not understood     101 signature, moment or nonce not accepted
    201 the order's time is over               202 an order with this number is here already
    203 no such order   204 not refundable     301 balance too low      302 refused by the provider
    900 the provider is out of service, the order was not taken

- `/platform/entry` takes an order: `platform_order_id` (unique for ever), `provider`, `currency`, `total_price`,
  `description`, `valid_until`, `result_url`. The payer has confirmed on the payment page, so the provider collects at
  once; the answer says `pending`, and the outcome follows as a message. 2xx, 3xx and 900: not taken, nothing collected.
- `/platform/inquiry` tells `status` (`pending`, `paid`, `declined`), `transaction_id`, `paid_amount`, `decline`. Of an
  order that it does not have, and whose number ends in `ZZZ`, it cannot tell anything (900): an outage that lasts.
- `/platform/refund` gives `refund_amount` back, all or a part of what `transaction_id` has taken. Asked again with the
  same `refund_id` it answers 000 and does nothing more; more than is left of a transaction is 204.

**Messages.** POST to `result_url` with `X-Platform-Timestamp` and `X-Platform-Signature` over `<timestamp>.<body>`;
`event` is `order.settled`, `order` as in an inquiry. A 2xx answer ends it; otherwise it is sent again, with the same
`message_id` and a fresh timestamp, after each of `retry_after`. Messages may come twice, late, in any order, and before
the answer to the entry.

Behaviours (`behaviours`) are switched by provider: `behave("jkopay", INSUFFICIENT)`; the demo reads them from
`assets/providers.toml`.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace

import urllib3
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kiosk.backend.gateways.platform import signatures, wire
from kiosk.backend.gateways.platform.behaviours import APPROVE, Behaviour, Manner
from kiosk.clock import Clock

CANNOT_TELL = "ZZZ"
"""How the number of an order ends about which nothing can be learned."""

_MAX_BODY = 64 * 1024
_DECLINED = {wire.Result.INSUFFICIENT, wire.Result.REFUSED}


@dataclass(slots=True)
class PlatformOrder:
    """An order as the platform holds it."""

    request: wire.EntryRequest
    transaction_id: str
    status: wire.OrderState = wire.OrderState.PENDING
    paid_amount: int | None = None
    decline: str | None = None
    refunds: dict[str, int] = field(default_factory=dict)
    """By their ids."""
    message_id: str = field(default_factory=lambda: secrets.token_hex(12))

    @property
    def refunded(self) -> int:
        return sum(self.refunds.values())

    def shown(self) -> dict[str, object]:
        return {
            "platform_order_id": self.request.platform_order_id,
            "status": self.status.value,
            "transaction_id": self.transaction_id,
            "paid_amount": self.paid_amount,
            "decline": self.decline,
        }


class SimulatedPlatform:
    """The platform's orders and behaviours, and its ASGI application `app`."""

    def __init__(
        self, secret: bytes, clock: Clock, *, retry_after: Sequence[float] = (1, 2, 5, 15, 60, 300, 900)
    ) -> None:
        self.url = ""
        self._secret = secret
        self._clock = clock
        self._retry_after = tuple(retry_after)
        self._lock = threading.Lock()
        self._behaviours: dict[str, Behaviour] = {}
        self._nonces: set[str] = set()
        self._deliveries: list[Future[None]] = []
        self._pool = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(connect=2, read=5))
        self._senders = ThreadPoolExecutor(4, thread_name_prefix="simulated-platform")
        self._stopping = threading.Event()
        self._released = threading.Event()
        self.orders: dict[str, PlatformOrder] = {}
        self.app = Starlette(
            routes=[
                Route(wire.ENTRY, self._endpoint(wire.EntryRequest, self._enter), methods=["POST"]),
                Route(wire.INQUIRY, self._endpoint(wire.InquiryRequest, self._inquire), methods=["POST"]),
                Route(wire.REFUND, self._endpoint(wire.RefundRequest, self._refund), methods=["POST"]),
            ]
        )

    def behave(self, provider: str, behaviour: Behaviour) -> None:
        """Treat the orders of a provider in this way from now on."""
        with self._lock:
            self._behaviours[provider] = behaviour

    def release(self) -> None:
        """Let every answer go that is being held back."""
        self._released.set()

    def settle(self, number: str) -> None:
        """Bring a pending order to its outcome and send the messages, as if the provider had only now decided."""
        with self._lock:
            order = self.orders[number]
            behaviour = replace(self._behaviours.get(order.request.provider, APPROVE), settles=True)
            self._decide(order, behaviour)

    def send(self, number: str) -> None:
        """Send the message about an order once more."""
        with self._lock:
            self._deliveries.append(self._senders.submit(self._deliver, self.orders[number]))

    def drain(self, timeout: float = 10.0) -> None:
        """Return when every message is delivered or given up; raise `TimeoutError`."""
        with self._lock:
            pending = list(self._deliveries)
        done, left = wait(pending, timeout)
        if left:
            raise TimeoutError(f"{len(left)} messages are still under way")
        for delivery in done:
            delivery.result()

    def close(self) -> None:
        """Stop sending, and wait for what is under way."""
        self._stopping.set()
        self._released.set()
        self._senders.shutdown(cancel_futures=True)
        self._pool.clear()

    def _endpoint(
        self, model: type[wire.T], work: Callable[[wire.T], Response]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            body = await request.body()
            if len(body) > _MAX_BODY:
                return _reply(wire.Result.BAD_REQUEST)
            if not self._is_signed(request, body):
                return _reply(wire.Result.BAD_SIGNATURE)
            try:
                asked = wire.read(model, body)
            except wire.NotUnderstoodError:
                return _reply(wire.Result.BAD_REQUEST)
            return await run_in_threadpool(work, asked)

        return endpoint

    def _is_signed(self, request: Request, body: bytes) -> bool:
        timestamp = request.headers.get(signatures.TIMESTAMP, "")
        nonce = request.headers.get(signatures.NONCE, "")
        expected = signatures.request_signature(self._secret, "POST", request.url.path, timestamp, nonce, body)
        with self._lock:
            fresh = nonce not in self._nonces
            self._nonces.add(nonce)
        given = request.headers.get(signatures.SIGNATURE, "")
        return fresh and signatures.timely(timestamp, self._clock.now()) and signatures.agree(expected, given)

    def _enter(self, asked: wire.EntryRequest) -> Response:
        with self._lock:
            behaviour = self._behaviours.get(asked.provider, APPROVE)
            reply = _reply(wire.Result.OK) if behaviour.lost else self._take(asked, behaviour)
        match behaviour.manner:
            case Manner.SILENT:
                self._released.wait(30)
            case Manner.GARBAGE:
                return Response("<html><body>系統維護中</body></html>", media_type="text/html")
            case Manner.BROKEN:
                return Response("Bad Gateway", status_code=502)
        return reply

    def _take(self, asked: wire.EntryRequest, behaviour: Behaviour) -> Response:
        if behaviour.verdict is wire.Result.OUT_OF_SERVICE:
            return _reply(wire.Result.OUT_OF_SERVICE)
        if asked.platform_order_id in self.orders:
            return _reply(wire.Result.DUPLICATE_ORDER)
        if self._clock.now().timestamp() > asked.valid_until:
            return _reply(wire.Result.ORDER_EXPIRED)
        order = PlatformOrder(asked, f"SP{secrets.token_hex(8).upper()}")
        self.orders[asked.platform_order_id] = order
        shown = order.shown()
        self._decide(order, behaviour)
        if order.status is wire.OrderState.DECLINED and behaviour.at_once:
            return _reply(behaviour.verdict)
        return _reply(wire.Result.OK, shown)

    def _decide(self, order: PlatformOrder, behaviour: Behaviour) -> None:
        if not behaviour.settles:
            return
        messages = behaviour.messages
        if behaviour.verdict in _DECLINED:
            order.status = wire.OrderState.DECLINED
            order.decline = behaviour.verdict.value
            messages = 0 if behaviour.at_once else messages
        else:
            order.status = wire.OrderState.PAID
            order.paid_amount = order.request.total_price + behaviour.amount_off
        self._deliveries += [self._senders.submit(self._deliver, order) for _ in range(messages)]

    def _inquire(self, asked: wire.InquiryRequest) -> Response:
        with self._lock:
            order = self.orders.get(asked.platform_order_id)
        if order is not None:
            return _reply(wire.Result.OK, order.shown())
        lasting = asked.platform_order_id.endswith(CANNOT_TELL)
        return _reply(wire.Result.OUT_OF_SERVICE if lasting else wire.Result.NO_SUCH_ORDER)

    def _refund(self, asked: wire.RefundRequest) -> Response:
        with self._lock:
            order = self.orders.get(asked.platform_order_id)
            if order is None:
                return _reply(wire.Result.NO_SUCH_ORDER)
            if order.transaction_id != asked.transaction_id:
                return _reply(wire.Result.NOT_REFUNDABLE)
            known = order.refunds.get(asked.refund_id)
            left = (order.paid_amount or 0) - sum(order.refunds.values())
            if known not in (None, asked.refund_amount) or (known is None and not 0 < asked.refund_amount <= left):
                return _reply(wire.Result.NOT_REFUNDABLE)
            order.refunds[asked.refund_id] = asked.refund_amount
            return _reply(wire.Result.OK, order.shown())

    def _deliver(self, order: PlatformOrder) -> None:
        message = {
            "message_id": order.message_id,
            "event": "order.settled",
            "provider": order.request.provider,
            "order": order.shown(),
        }
        body = json.dumps(message, ensure_ascii=False).encode()
        for pause in (*self._retry_after, None):
            if self._post(order.request.result_url, body) or pause is None or self._stopping.wait(pause):
                return

    def _post(self, url: str, body: bytes) -> bool:
        timestamp = str(int(self._clock.now().timestamp()))
        headers = {
            "Content-Type": "application/json",
            signatures.TIMESTAMP: timestamp,
            signatures.SIGNATURE: signatures.message_signature(self._secret, timestamp, body),
        }
        try:
            response = self._pool.request("POST", url, body=body, headers=headers, redirect=False)
        except urllib3.exceptions.HTTPError:
            return False
        return 200 <= response.status < 300


def _reply(result: wire.Result, shown: dict[str, object] | None = None) -> Response:
    return JSONResponse({"result": result.value, "result_object": shown})
