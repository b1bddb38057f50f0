"""Payments: making one, watching it, calling it off, and its receipt."""

from __future__ import annotations

import uuid
from collections.abc import AsyncGenerator

from kiosk.api_client._caller import Caller
from kiosk.api_client._feed import Feed
from kiosk.api_client._route import Replay, Route
from kiosk.api_client.timing import PAY, Timing
from kiosk.contract.payments import Payment, PaymentRequest, Receipt

CREATE = Route("POST", "/v1/payments", Replay.WITH_KEY, PAY)
GET = Route("GET", "/v1/payments/{id}")
CANCEL = Route("POST", "/v1/payments/{id}/cancel")
"""Cancelling twice is cancelling once: the backend answers both alike."""
EVENTS = Route("GET", "/v1/payments/{id}/events")
RECEIPT = Route("GET", "/v1/payments/{id}/receipt")


def new_intent_key() -> str:
    """Return a new idempotency key: made once when a visitor decides to pay, used for every try of that decision."""
    return uuid.uuid4().hex


class Payments:
    """The payments of this terminal."""

    def __init__(self, caller: Caller, timing: Timing) -> None:
        self._caller = caller
        self._timing = timing

    async def create(self, request: PaymentRequest, *, key: str) -> Payment:
        """Make the payment and return it with its link; raise `ApiError`.

        After an error whose `sent` is true the payment may exist: call again with the same `key`, never a new one. The
        same key with another request is refused (`idempotency-key-reused`).
        """
        if not key:
            raise ValueError("a payment is made under a key, so that a lost answer never makes a second payment")
        return await self._caller.call(CREATE, Payment, body=request, key=key)

    async def get(self, payment_id: str) -> Payment:
        """Return the payment as it stands; raise `ApiError` (`not-found` for another terminal's)."""
        return await self._caller.call(GET, Payment, id=payment_id)

    async def cancel(self, payment_id: str) -> Payment:
        """Call the payment off and return it; raise `ApiError` (`payment-not-in-state` if it has moved on)."""
        return await self._caller.call(CANCEL, Payment, id=payment_id)

    async def receipt(self, payment_id: str) -> Receipt:
        """Return the receipt of a paid payment; raise `ApiError`."""
        return await self._caller.call(RECEIPT, Receipt, id=payment_id)

    async def watch(self, payment: Payment) -> AsyncGenerator[Payment, None]:
        """Yield each version newer than `payment` as it comes to be, until one is settled.

        Listens to the payment's events and asks instead where streams do not get through. A backend that is gone is
        waited for, however long: the watcher's own countdown ends the wait, by cancelling or by `aclosing(...)`. Raise
        `ProblemError` if the backend will never tell, as for a payment of another terminal.
        """
        feed = Feed(self._caller, self._timing, EVENTS, GET, payment)
        try:
            while not payment.state.settled:
                payment = await feed.next()
                yield payment
        finally:
            await feed.aclose()
