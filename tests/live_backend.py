"""The real backend on a real port: the application, its worker, its event stream and the simulated platform."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr

from kiosk.backend.assembly import Assembly, assembled
from kiosk.backend.configuration import connections
from kiosk.backend.context import Context
from kiosk.backend.gateways.line_pay.simulator import SimulatedLinePay
from kiosk.backend.gateways.platform.simulator import SimulatedPlatform
from kiosk.backend.http.figures import figures
from kiosk.backend.http.payment_events import StreamTiming
from kiosk.backend.quiet_server import QuietServer
from kiosk.backend.servers import behind
from kiosk.backend.store.database import Database
from kiosk.backend.terminals import enrolment
from kiosk.backend.terminals.recognition import Recognition
from kiosk.clock import Clock, ShiftedClock
from kiosk.settings import BackendSettings
from tests.clock import START
from tests.patience import PATIENCE
from tests.ports import HeldPort

TOKEN = "canary-token-of-the-kiosk-under-test-0000000"
PROVIDER_SECRET = "canary-secret-of-the-provider"

CHEAP_PASSWORDS: dict[str, Any] = {"password_memory": 8, "password_passes": 1}
"""Hashed in no time: how dear the real ones are is a test's of its own."""


class LiveBackend:
    """A demo backend at `url`, in a thread of this process. `stop` and `start` again keep the port and the database.

    `database_url` is a migrated database, best a copy of a seeded one. Its time runs on from `tests.clock.START`, the
    day of the demo city, unless the test brings a clock of its own: on the day of the run, other bills would be due.
    Used as a context, it starts and closes itself.
    """

    def __init__(
        self,
        database_url: str,
        *,
        clock: Clock | None = None,
        token: str = TOKEN,
        timing: StreamTiming | None = None,
        direct_url: str = "",
        phones: bool = True,
        **settings: Any,
    ) -> None:
        self.clock = clock or ShiftedClock(START)
        self.token = token
        given = {"demo": True, "provider_secret": SecretStr(PROVIDER_SECRET), **CHEAP_PASSWORDS, **settings}
        self.settings = BackendSettings(**given)
        self.database = Database(database_url, pool_size=connections(self.settings), direct_url=direct_url)
        self._timing, self._phones = timing, phones
        self._held = HeldPort()
        self.port, self.url = self._held.number, self._held.url
        self._held_for_desks = HeldPort()
        self.desk_url = self._held_for_desks.url
        """Where the office's staff sign in."""
        self._thread: threading.Thread | None = None
        self._servers: list[_Server] = []
        self._assembly: Assembly | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._failure: BaseException | None = None
        self.terminal_id = self.enrol("kiosk", token)

    def enrol(self, name: str, token: str) -> str:
        """Let another kiosk in; return its id."""
        known = Recognition(self.database, self.clock).look_up(token)
        if known is not None:
            return known.id
        return self.database.run(lambda connection: enrolment.add(connection, name, self.clock.now(), token=token)[0])

    @property
    def simulator(self) -> SimulatedPlatform:
        """The platform that collects the money; a new one at each start."""
        assert self._assembly is not None
        assert self._assembly.simulated.platform is not None
        return self._assembly.simulated.platform

    @property
    def line_pay(self) -> SimulatedLinePay:
        """The wallet that collects for LINE Pay; a new one at each start."""
        assert self._assembly is not None
        gateway = self._assembly.simulated.gateways["line-pay"]
        assert isinstance(gateway, SimulatedLinePay)
        return gateway

    @property
    def app(self) -> FastAPI:
        """What is served."""
        assert self._assembly is not None
        return self._assembly.app

    @property
    def context(self) -> Context:
        """What the backend's use cases work with."""
        assert self._assembly is not None
        return self._assembly.context

    def figures(self) -> str:
        """Return what the office's monitor reads."""

        async def answer() -> bytes:
            assert self._assembly is not None
            return figures(self.context, self._assembly.working)

        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(answer(), self._loop).result(PATIENCE).decode()

    def start(self) -> None:
        """Serve, and return when requests are answered."""
        assert self._thread is None
        up = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(up,), name="live-backend", daemon=True)
        self._thread.start()
        assert up.wait(PATIENCE)
        self._raise_failure()

    def stop(self) -> None:
        """End what is served; from now on nothing listens at the port."""
        if self._thread is None:
            return
        assert self._assembly is not None
        for server in self._servers:
            server.should_exit = True
        self._assembly.release()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()
        self._thread = None
        self._raise_failure()

    def close(self) -> None:
        """Stop for good, and let go of the database."""
        self.stop()
        self._held.close()
        self._held_for_desks.close()
        self.database.close()

    def _run(self, up: threading.Event) -> None:
        try:
            factory = uvicorn.Config(app="", log_config=None).get_loop_factory()
            with asyncio.Runner(loop_factory=factory) as runner:
                runner.run(self._serve(up.set))
        except BaseException as error:  # noqa: BLE001 - raised again in the test's own thread
            self._failure = error
        finally:
            up.set()

    async def _serve(self, up: Callable[[], None]) -> None:
        self._loop = asyncio.get_running_loop()
        with self._held.listening() as listening, self._held_for_desks.listening() as desks:
            async with assembled(
                self.settings,
                database=self.database,
                clock=self.clock,
                address=self.url,
                timing=self._timing,
                phones=self._phones,
            ) as self._assembly:
                options: dict[str, Any] = {
                    "log_config": None, "access_log": False, "server_header": False, "ws": "none",
                }  # fmt: skip
                beside = _Server(uvicorn.Config(self._assembly.desk, lifespan="off", **options))
                server = _Server(
                    uvicorn.Config(self._assembly.app, **options, **behind(self.settings.trusted_proxies)), up
                )
                self._servers = [server, beside]
                serving = asyncio.create_task(beside.serve([desks]))
                await server.serve([listening])
                beside.should_exit = True
                await serving

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Server(QuietServer):
    def __init__(self, config: uvicorn.Config, up: Callable[[], None] = lambda: None) -> None:
        super().__init__(config)
        self._up = up

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._up()
