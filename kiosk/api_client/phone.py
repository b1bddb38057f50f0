"""The demo's phone: the text messages that would have gone out through a gateway."""

from __future__ import annotations

from kiosk.api_client._caller import Caller
from kiosk.api_client._route import Route
from kiosk.contract.phone import PhoneMessages

MESSAGES = Route("GET", "/v1/demo/phone")


class Phone:
    """Messages of this terminal, in the demo only."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def messages(self) -> PhoneMessages:
        """Return the last messages; raise `ApiError` (`not-found` outside of the demo)."""
        return await self._caller.call(MESSAGES, PhoneMessages)
