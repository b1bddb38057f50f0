"""An application on a loopback port, in a thread of the test's own process."""

from __future__ import annotations

import socket
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import uvicorn

from tests.patience import PATIENCE


class LoopbackServer:
    """Serves an ASGI application at `url` between entering and leaving it as a context.

    With `certificate`, a file with one for `localhost` and its key, it is served over TLS.
    """

    def __init__(self, app: Any, certificate: Path | None = None) -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        # From here on a caller is only queued, so no one has to wait until the server is up.
        self._socket.listen(128)
        origin = "http://127.0.0.1" if certificate is None else "https://localhost"
        self.url = f"{origin}:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(
            app, log_config=None, access_log=False, lifespan="off", ws="none", ssl_certfile=certificate
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._serve, name="loopback", daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Answer what has been asked, and end."""
        self._server.should_exit = True
        self._thread.join(timeout=PATIENCE)

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
