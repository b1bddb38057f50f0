"""A kiosk with its backend: the app, and behind it what keeps the connection. The same in an office and in a test."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from kiosk.app import KioskApp
from kiosk.clock import Clock
from kiosk.journeys.connection import Connection
from kiosk.languages import DEFAULT_LANGUAGE
from kiosk.platform.machine.kept_closing import KeptClosing

if TYPE_CHECKING:
    from kiosk.contract.service import ServiceInfo, TerminalPlace

Visiting = Callable[[KioskApp, Connection], Awaitable[None]]
"""Serves one visitor."""


class Wired:
    """An app whose visitors are served through a connection, and the tasks behind it."""

    def __init__(
        self,
        connection: Connection,
        *,
        clock: Clock,
        language: str = DEFAULT_LANGUAGE,
        visiting: Visiting | None = None,
        first: Callable[[Wired], Awaitable[None]] | None = None,
    ) -> None:
        """Serve visitors with `visiting`, from the welcome page without; `first` is done before the backend is asked.

        What `first` puts into `behind` goes on until the end.
        """
        self._connection, self._visiting, self._first = connection, visiting, first
        self._kept = None if connection.kept_as is None else KeptClosing(connection.kept_as)
        self._changed = asyncio.Event()
        self.behind: list[asyncio.Task[None]] = []
        """What goes on for as long as the app does."""
        self.app = KioskApp(self._visit, clock=clock, opened=self._opened, language=language)

    async def _visit(self, app: KioskApp) -> None:
        if self._visiting is None:
            # Imported while the app starts drawing: the welcome page and what stands on it.
            from kiosk.journeys.welcome import welcome

            self._visiting = welcome
        await self._visiting(app, self._connection)

    async def _opened(self, app: KioskApp) -> None:
        if self._kept is not None:
            await self._as_before(self._kept)
            self.behind.append(asyncio.create_task(self._keep(self._kept)))
        if self._first is not None:
            await self._first(self)
        keeping = self._connection.keep(self._heard, self._informed)
        self.behind.append(asyncio.create_task(keeping))
        await asyncio.gather(*map(asyncio.shield, self.behind))

    async def _as_before(self, kept: KeptClosing) -> None:
        """Stay closed until the backend has answered, if that is what it said last."""
        service = await asyncio.to_thread(_read, kept)
        if service is not None and self.app.service is None:
            self.app.service = service

    async def _keep(self, kept: KeptClosing) -> None:
        """Keep each time what the backend said, one after the other, until cancelled."""
        said: str | None = ""
        while True:
            await self._changed.wait()
            self._changed.clear()
            service = self.app.service
            closed = service is not None and service.closed is not None
            text = service.model_dump_json() if service is not None and closed else None
            if text != said:
                await asyncio.to_thread(kept.keep, text)
            said = text

    def _informed(self, service: ServiceInfo) -> None:
        self.app.service = service
        self._changed.set()

    def stands(self, place: TerminalPlace) -> None:
        """Say from now on that the terminal stands there: it may have been moved, or its office renamed."""
        if self.app.service is not None:
            self.app.service = self.app.service.model_copy(update=dict(place))
            self._changed.set()

    def _heard(self, state: str) -> None:
        app, connection = self.app, self._connection
        app.backend_state = state
        if state == "reachable":
            app.backend_trouble = app.backend_progress = None
        elif state == "unreachable" and not (connection.beside and app.backend_trouble):
            # A backend of this machine has said itself why it does not live.
            app.backend_trouble = connection.why_not

    async def ended(self) -> None:
        """End what stands behind the app, which has ended: it may have been cancelled, and no worker was waited for."""
        await self._connection.last_words()
        for task in self.behind:
            task.cancel()
        await asyncio.gather(*self.behind, return_exceptions=True)


def _read(kept: KeptClosing) -> ServiceInfo | None:
    """Return what was kept of a terminal that is closed. In a thread: it waits for the disk, and loads the models."""
    text = kept.read()
    if text is None:
        return None
    from kiosk.contract.service import ServiceInfo

    try:
        service = ServiceInfo.model_validate_json(text)
    except ValueError:
        # Torn by a machine that lost its power, or of another version: the backend will say it again.
        return None
    return service if service.closed is not None else None
