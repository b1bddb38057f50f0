"""What every client of a backend is while it is open: connections, and probes that tell whether it is there."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

from kiosk.api_client._breaker import Reachability
from kiosk.api_client._health import Health
from kiosk.api_client._transport import Transport


class Probed:
    """An asynchronous context manager that holds the connections open and probes the backend meanwhile."""

    def __init__(self, transport: Transport, health: Health) -> None:
        self._transport = transport
        self._health = health
        self._probing: asyncio.Task[None] | None = None

    @property
    def reachability(self) -> Reachability:
        return self._health.reachability

    async def until_reachable(self) -> None:
        """Wait until the backend answers, however long that is."""
        await self._health.until_reachable()

    def starting(self) -> None:
        """Note, from the supervisor of an embedded backend, that it is alive and not ready yet: calls wait for it."""
        self._health.starting()

    def ended(self) -> None:
        """Note, from the supervisor, that the backend ended: calls that wait for its start fail, and later ones too."""
        self._health.ended()

    async def __aenter__(self) -> Self:
        await self._transport.open()
        self._probing = asyncio.create_task(self._health.run(), name="backend probes")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            if self._probing is not None:
                self._probing.cancel()
                await asyncio.wait({self._probing})
        finally:
            await self._transport.aclose()
