"""Monthly passes (月票): what is on sale, and buying one."""

from __future__ import annotations

from kiosk.api_client._caller import Caller
from kiosk.api_client._route import Replay, Route
from kiosk.api_client.timing import PAY
from kiosk.contract.passes import PassOffer, PassOrder
from kiosk.contract.payments import Payment

OFFER = Route("GET", "/v1/passes?language={language}")
BUY = Route("POST", "/v1/passes", Replay.WITH_KEY, PAY)


class Passes:
    """Passes for the month that is on sale."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def offer(self, language: str) -> PassOffer:
        """Return what is on sale, or from when it will be; raise `ApiError`."""
        return await self._caller.call(OFFER, PassOffer, language=language)

    async def buy(self, order: PassOrder, *, key: str) -> Payment:
        """Make the payment of a pass; raise `ApiError` (`pass-not-on-sale`, `pass-sold-out`).

        After an error whose `sent` is true the payment may exist: call again with the same `key`, never a new one.
        """
        if not key:
            raise ValueError("a pass is bought under a key, so that a lost answer never makes a second payment")
        return await self._caller.call(BUY, Payment, body=order, key=key)
