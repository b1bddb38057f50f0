"""A kiosk with its backend: the app, and behind it what keeps the connection. The same in an office and in a test."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from kiosk.app import KioskApp
from kiosk.clock import Clock
from kiosk.journeys.connection import Connection
from kiosk.languages import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from kiosk.contract.service import TerminalPlace

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
        if self._first is not None:
            await self._first(self)
        keeping = self._connection.keep(self._heard, lambda service: setattr(app, "service", service))
        self.behind.append(asyncio.create_task(keeping))
        await asyncio.gather(*map(asyncio.shield, self.behind))

    def stands(self, place: TerminalPlace) -> None:
        """Say from now on that the terminal stands there: it may have been moved, or its office renamed."""
        if self.app.service is not None:
            self.app.service = self.app.service.model_copy(update=dict(place))

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
