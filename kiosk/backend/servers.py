"""The web servers of the backend's process: the kiosks' own, which ends in time, and those beside it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from types import FrameType
from typing import Any

import structlog
import uvicorn
from pydantic import IPvAnyNetwork
from starlette.types import ASGIApp

from kiosk.backend.http.connections import Limits, bounded
from kiosk.backend.log import Lines
from kiosk.backend.quiet_server import QuietServer

GRACE = 8
"""Seconds that requests under way have when the backend ends."""
LONGEST_END = 10.0
"""Seconds after which the process ends whatever is still under way: everything it does can be interrupted."""

_log = structlog.get_logger("kiosk.serve")

_KEEP_ALIVE = 75
"""Seconds of a connection without a request: longer than clients and proxies keep theirs, so that they close first."""


def server_config(
    app: ASGIApp, limits: Limits, *, proxies: Sequence[IPvAnyNetwork] = (), **more: Any
) -> uvicorn.Config:
    """Return how an application is served; requests that come from `proxies` are whose `X-Forwarded-For` says."""
    return uvicorn.Config(
        app,
        http=bounded(limits),
        log_config=None,
        access_log=False,
        server_header=False,
        **behind(proxies),
        ws="none",
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
        **more,
    )


def behind(proxies: Sequence[IPvAnyNetwork]) -> Mapping[str, Any]:
    """Return which proxies uvicorn believes, and that it believes none where there are none."""
    return {"proxy_headers": bool(proxies), "forwarded_allow_ips": [str(proxy) for proxy in proxies]}


@asynccontextmanager
async def serving_beside(listening: socket.socket | None, app: ASGIApp, limits: Limits) -> AsyncIterator[None]:
    """Serve something beside the kiosk's server: what is used up there, the kiosk does not miss."""
    if listening is None:
        yield
        return
    server = QuietServer(server_config(app, limits, lifespan="off"))
    serving = asyncio.create_task(server.serve([listening]))
    try:
        yield
    finally:
        server.should_exit = True
        await serving


class KioskServer(uvicorn.Server):
    """Ends in time: streams are asked to go, which would hold it up otherwise, and a watchdog sees to the rest.

    It ends by itself, and has `died` then, once `alive` says that a thread has died which nothing should end: only a
    new process has all its parts again.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        release: Callable[[], None],
        lines: Lines,
        announce: Callable[[], None],
        alive: Callable[[], bool],
    ) -> None:
        super().__init__(config)
        self.died = False
        self._announce = announce
        self._alive = alive
        self._release = release
        self._lines = lines

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End on a signal, and end well: uvicorn itself would raise the signal again afterwards."""
        former = {number: signal.signal(number, self.handle_exit) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._announce()

    async def on_tick(self, counter: int) -> bool:
        if counter % _TICKS == 0 and not self._alive():
            _log.error("part-died")
            self.died = self.should_exit = True
        return await super().on_tick(counter)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.force_exit = self.should_exit
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        watchdog = threading.Timer(LONGEST_END, self._end_now)
        watchdog.daemon = True
        watchdog.start()
        self._release()
        await super().shutdown(sockets)

    def _end_now(self) -> None:
        self._lines.flush()
        os._exit(1 if self.died else 0)


_TICKS = 10
"""Of uvicorn's main loop, ten a second: so many pass between two questions whether all threads live."""

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
