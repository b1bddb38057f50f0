"""Whether this process lives, and whether it can work. For service managers, balancers and terminals."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable

from fastapi import APIRouter

from kiosk import __version__
from kiosk.backend.context import Context
from kiosk.backend.ground import readiness
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.ground.readiness import Readiness
from kiosk.backend.http.routers import json_router
from kiosk.backend.http.threads import in_query, in_recognition, in_unit_of_work
from kiosk.backend.metrics import OUTBOX_AGE, OUTBOX_DUE, REFUNDS_OVERDUE
from kiosk.contract.problems import ProblemKind
from kiosk.contract.service import Alive
from kiosk.contract.wire import Wire
from kiosk.domain.text import clean
from kiosk.settings import BackendSettings

GOOD_FOR = 1.0
"""Seconds that a probe is believed, or that it failed: it costs a write to the disk, and every terminal asks."""

ANSWERS_WITHIN = 6.0
"""Seconds that a probe may take: a little longer than a unit of work waits for a lock or a connection."""


class Ready(Wire):
    """The backend can work."""

    status: str = "ready"
    outbox_due: int
    """Pieces of work whose time has come."""
    outbox_oldest_seconds: float
    """How long the oldest of them has been waiting."""


class _Probe:
    """One probe at a time, shared by all who ask: a database that does not answer keeps none of them for longer."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._lock = asyncio.Lock()
        self._found: Readiness | None = None
        """None where the last probe has failed."""
        self._until = -math.inf

    async def __call__(self) -> Readiness:
        try:
            # Waiting for another's probe is waiting too.
            async with asyncio.timeout(ANSWERS_WITHIN), self._lock:
                if self._context.clock.monotonic() >= self._until:
                    await self._renew()
        except TimeoutError:
            self._keep(None)
        except Exception:
            self._keep(None)
            raise
        if self._found is None:
            raise Refusal(ProblemKind.UNAVAILABLE, "the database does not answer in time")
        return self._found

    async def _renew(self) -> None:
        found = await self._ask()
        self._keep(found)
        OUTBOX_DUE.set(found.due)
        OUTBOX_AGE.set(found.oldest)
        REFUNDS_OVERDUE.set(found.refunds)

    def _keep(self, found: Readiness | None) -> None:
        self._found, self._until = found, self._context.clock.monotonic() + GOOD_FOR

    async def _ask(self) -> Readiness:
        """Ask as terminals do: through the threads and connections of units of work, look-ups and recognition."""
        database, clock = self._context.database, self._context.clock
        await in_unit_of_work(lambda: readiness.probe(database))
        await in_recognition(lambda: None)
        return await in_query(lambda: readiness.waiting(database, clock))


def router(
    settings: BackendSettings, context: Context, working: Callable[[], bool], alive: Callable[[], bool]
) -> APIRouter:
    """Return the routes of health.

    `working` says whether the outbox is being worked on; `alive`, whether every thread lives that nothing should end.
    """
    routes = json_router("health")
    probe = _Probe(context)

    @routes.get("/healthz", operation_id="isAlive")
    async def is_alive() -> Alive:
        """Answer as long as the process has all its parts; where it has not, it is to be started anew."""
        if not alive():
            raise Refusal(ProblemKind.UNAVAILABLE, "a part of this process has died")
        return Alive(office=clean(settings.office), version=__version__, now=context.clock.now())

    @routes.get("/readyz", operation_id="isReady")
    async def is_ready() -> Ready:
        """Answer once a write has reached the disk and the outbox is being worked on."""
        # First, for the figures of what waits: they are wanted most while nothing works on it.
        found = await probe()
        if not working():
            raise Refusal(ProblemKind.UNAVAILABLE, "the outbox is not being worked on")
        return Ready(outbox_due=found.due, outbox_oldest_seconds=found.oldest)

    return routes
