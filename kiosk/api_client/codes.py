"""One-time codes (簡訊驗證碼) of a flow, whatever it proves a number for."""

from __future__ import annotations

from kiosk.api_client._caller import Caller
from kiosk.api_client._route import Replay, Route
from kiosk.contract.codes import CodeSent, DeliveryState, SendCode

SEND = Route("POST", "/v1/code-flows/{id}/codes", Replay.NEVER)
DELIVERY = Route("GET", "/v1/code-flows/{id}")


class Codes:
    """Sending a code again, and how far it has come."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def send(self, flow: str, *, mobile: str | None = None) -> CodeSent:
        """Send another code, to another number if `mobile` is given; raise `ApiError` (`code-not-yet` with `wait`)."""
        return await self._caller.call(SEND, CodeSent, body=SendCode(mobile=mobile), id=flow)

    async def delivery(self, flow: str) -> DeliveryState:
        """Return whether the gateway has taken the last message; raise `ApiError`."""
        return await self._caller.call(DELIVERY, DeliveryState, id=flow)
