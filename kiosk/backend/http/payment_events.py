"""The stream of one payment's changes. While nothing happens it holds a coroutine and a socket, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass

from fastapi import APIRouter, Header, Path, Request
from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event
from starlette.types import Receive, Scope, Send

from kiosk.backend.context import Context
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.http.principal import FromAnybody, principal
from kiosk.backend.http.routers import json_router
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.metrics import STREAMS
from kiosk.backend.payments import payments
from kiosk.backend.payments.signals import PaymentWatch, Watcher
from kiosk.backend.store.database import DatabaseBusyError, DatabaseLostError
from kiosk.clock import Clock, Deadline
from kiosk.contract.headers import LAST_EVENT_ID, PAYMENT_EVENT, RECONNECT_EVENT
from kiosk.contract.payments import Payment

RETRY = 2000
"""Milliseconds that a reader waits before it comes back."""

_HEADERS = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
_RECONNECT = format_sse_event(event=RECONNECT_EVENT, data_str="{}")
_STILL_HERE = b": still here\n\n"


_PAYMENT = {
    "type": "object",
    "required": ["event", "data", "id"],
    "properties": {
        "event": {"const": PAYMENT_EVENT},
        "data": {
            "type": "string",
            "contentMediaType": "application/json",
            "contentSchema": {"$ref": "#/components/schemas/Payment"},
        },
        "id": {"type": "string", "pattern": "^[0-9]+$"},
    },
}
_COME_BACK = {
    "type": "object",
    "required": ["event", "data"],
    "properties": {"event": {"const": RECONNECT_EVENT}, "data": {"type": "string"}},
}
_DESCRIBED = {
    "description": "Events: `payment` holds a whole Payment, with its version as the id; `reconnect` asks to come back",
    "content": {"text/event-stream": {"schema": {"type": "object", "oneOf": [_PAYMENT, _COME_BACK]}}},
}


@dataclass(frozen=True, slots=True)
class StreamTiming:
    """How a stream goes by, in seconds."""

    still_here: float = 15.0
    """A comment is sent after so long a silence; proxies and readers then know that the stream lives."""
    lifetime: float = 570.0
    """The reader is asked to connect again."""
    most: float = 600.0
    """The connection is broken off, whatever the reader does or does not read."""


class _Stream:
    """What one reader gets of one payment."""

    def __init__(
        self,
        watcher: Watcher,
        clock: Clock,
        timing: StreamTiming,
        read: Callable[[], Awaitable[Payment]],
        may_read: Callable[[], Awaitable[object]],
    ) -> None:
        self._watcher = watcher
        self._timing = timing
        self._read = read
        self._may_read = may_read
        self._deadline = Deadline.after(clock, timing.lifetime)

    async def chunks(self, payment: Payment, known: str | None) -> AsyncIterator[bytes]:
        """Yield the stream: `payment` at once unless the reader has that version, then each change until settled."""
        yield format_sse_event(retry=RETRY)
        if known == str(payment.version):
            self._watcher.seen = payment.version
        while True:
            if payment.version != self._watcher.seen:
                yield _event(payment)
                self._watcher.seen = payment.version
            if payment.state.settled:
                return
            woken = await self._watcher.woken(self._timing.still_here)
            if self._watcher.ending or self._deadline.passed:
                yield _RECONNECT
                return
            try:
                await self._may_read()
                if woken:
                    payment = await self._read()
            except (DatabaseBusyError, DatabaseLostError, Refusal):
                # A reader that connects again gets the reason, as an answer with a status.
                yield _RECONNECT
                return
            if not woken:
                yield _STILL_HERE


def _event(payment: Payment) -> bytes:
    return format_sse_event(event=PAYMENT_EVENT, data_str=payment.model_dump_json(), id=str(payment.version))


class _PaymentEvents(StreamingResponse):
    """The response: gives up its place at the payment however it ends, and ends in time whatever the reader does."""

    media_type = "text/event-stream"

    def __init__(self, chunks: AsyncIterator[bytes], open_: ExitStack, most: float) -> None:
        super().__init__(chunks, headers=_HEADERS)
        self._open = open_
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._open, STREAMS.track_inprogress():
            try:
                async with asyncio.timeout(self._most):
                    await super().__call__(scope, receive, send)
            except TimeoutError:
                # The reader takes nothing. The answer stays incomplete, and the server breaks the connection off.
                return


def router(context: Context, watch: PaymentWatch, *, timing: StreamTiming | None = None) -> APIRouter:
    """Return the route of the stream."""
    routes = json_router("payments")
    timed = timing or StreamTiming()

    @routes.get(
        "/v1/payments/{id}/events",
        operation_id="watchPayment",
        response_class=_PaymentEvents,
        status_code=200,
        responses={200: _DESCRIBED},
    )
    async def watch_payment(
        request: Request,
        asking: FromAnybody,
        id: str = Path(pattern=r"^[0-9a-f]{32}$", description="A payment's id"),
        last_event_id: str | None = Header(
            default=None, alias=LAST_EVENT_ID, max_length=20, description="The version that the reader has"
        ),
    ) -> _PaymentEvents:
        """Tell of each change of a payment of this terminal until it is settled, for at most ten minutes."""

        async def read() -> Payment:
            return await in_unit_of_work(lambda: payments.get(context, asking.id, id))

        with ExitStack() as open_:
            # Before the first query: a change between the two is not missed.
            watcher = open_.enter_context(watch.watching(id))
            first = await read()
            stream = _Stream(watcher, context.clock, timed, read, lambda: principal(request))
            return _PaymentEvents(stream.chunks(first, last_event_id), open_.pop_all(), timed.most)

    return routes
