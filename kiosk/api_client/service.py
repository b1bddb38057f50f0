"""The service that this terminal belongs to."""

from __future__ import annotations

from kiosk.api_client._caller import Caller
from kiosk.api_client._route import Route
from kiosk.contract.service import Alive, ServiceInfo

INFO = Route("GET", "/v1/service")
ALIVE = Route("GET", "/healthz")


class Service:
    """What the backend tells about itself."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def info(self) -> ServiceInfo:
        """Return the office's name and telephone, the backend's time, and plates to try; raise `ApiError`."""
        return await self._caller.call(INFO, ServiceInfo)

    async def alive(self) -> Alive:
        """Return what the backend tells anybody, also without a token; raise `ApiError`."""
        return await self._caller.call(ALIVE, Alive)
