"""Payment providers (支付業者)."""

from __future__ import annotations

from kiosk.api_client._caller import Caller, Route
from kiosk.contract.payments import Provider, ProviderList

LIST = Route("GET", "/v1/providers")


class Providers:
    """Whom a visitor can pay through."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def list(self) -> tuple[Provider, ...]:
        """Return all providers in the order in which they are shown, unavailable ones too; raise `ApiError`."""
        return (await self._caller.call(LIST, ProviderList)).providers
