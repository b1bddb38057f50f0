"""A payment's events as a stream (SSE): the screen turns by itself when the phone confirms."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from fastapi import APIRouter, Depends, Header, Path
from fastapi.responses import StreamingResponse

from kiosk.backend.adapters.wakeups import Wakeups
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.services import payments
from kiosk.backend.services.till import Till
from kiosk.clock import Deadline
from kiosk.contract.headers import LAST_EVENT_ID, PAYMENT_EVENT, RECONNECT_EVENT
from kiosk.contract.payments import Payment

LIFETIME = 540.0
"""Seconds of one stream; balancers cut longer ones without a word."""

LOOK = 1.0
"""Seconds after which a stream looks for itself, should a wake-up have been lost."""

KEEP_ALIVE = 15
"""Looks without news after which a comment shows that the stream lives."""

_ID = Path(pattern=r"^[0-9a-f]{32}$", description="A payment's id")
_LAST = Header(default=None, alias=LAST_EVENT_ID, pattern=r"^[0-9]{1,9}$", description="The last version seen")


def router(till: Till, wakeups: Wakeups, device: Callable[..., object]) -> APIRouter:
    """Return the route of the stream."""
    routes = APIRouter(tags=["payments"])
    own = Depends(device)

    @routes.get(
        "/v1/payments/{id}/events",
        operation_id="watchPayment",
        response_class=StreamingResponse,
        responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
    )
    async def watch_payment(id: str = _ID, device_id: str = own, last: str | None = _LAST) -> StreamingResponse:
        """Send the payment at once and whenever it changes, until it is settled."""

        async def read() -> Payment:
            return await in_unit_of_work(lambda: payments.get(till, device_id, id))

        now = await read()  # refuses before the stream begins
        return StreamingResponse(
            _events(till, wakeups, now, read, int(last) if last else 0),
            media_type="text/event-stream",
            headers={"X-Accel-Buffering": "no", "Cache-Control": "no-store"},
        )

    return routes


async def _events(
    till: Till, wakeups: Wakeups, payment: Payment, read: Callable[[], Awaitable[Payment]], seen: int
) -> AsyncIterator[str]:
    end, quiet = Deadline.after(till.clock, LIFETIME), 0
    yield "retry: 2000\n\n"
    with wakeups.watching(payment.id) as woken:
        while True:
            woken.clear()
            payment = await read()
            if payment.version > seen:
                seen, quiet = payment.version, 0
                yield f"event: {PAYMENT_EVENT}\nid: {seen}\ndata: {payment.model_dump_json()}\n\n"
            if payment.state.settled:
                return
            if wakeups.closed or end.passed:
                yield f"event: {RECONNECT_EVENT}\ndata: {{}}\n\n"
                return
            try:
                async with asyncio.timeout(LOOK):
                    await woken.wait()
            except TimeoutError:
                quiet += 1
                if quiet % KEEP_ALIVE == 0:
                    yield ": still here\n\n"
