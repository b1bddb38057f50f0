"""The simulated platform on a loopback port of its own, in a thread of this process."""

from __future__ import annotations

import socket
import threading
from types import TracebackType
from typing import Self

import uvicorn

from kiosk.backend.adapters.payment.simulator import NAMED, SimulatedPlatform
from kiosk.backend.services import providers


class SimulatorServer:
    """Serves a platform at `url` between entering and leaving it as a context."""

    def __init__(self, platform: SimulatedPlatform) -> None:
        self.platform = platform
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        # From here on a caller is only queued, so nobody has to wait until the server is up.
        self._socket.listen(128)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(platform.app, log_config=None, access_log=False, lifespan="off", ws="none")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._serve, name="simulated-platform", daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Answer what has been asked, and end."""
        self.platform.close()
        self._server.should_exit = True
        self._thread.join(timeout=10)

    def _serve(self) -> None:
        self._server.run(sockets=[self._socket])
        self._socket.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def behave_as_listed(platform: SimulatedPlatform) -> None:
    """Have the platform treat each provider as `assets/providers.toml` says."""
    for code, name in providers.simulated().items():
        platform.behave(code, NAMED[name])
