"""What the server that is tried tells us: a place of our own for its messages."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime
from email.message import Message as Headers
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from kiosk.backend.gateways.platform import signatures, wire
from kiosk.backend.gateways.platform.conformance.findings import FailedError, Fault
from kiosk.clock import Clock

_MAX_BODY = 64 * 1024


@dataclass(frozen=True, slots=True)
class Heard:
    """One message, as it came."""

    path: str
    headers: Headers
    body: bytes
    at: datetime


def understood(heard: Heard, secret: bytes, provider: str) -> wire.Message:
    """Return a message whose outside is all right; raise `FailedError`."""
    timestamp = heard.headers.get(signatures.TIMESTAMP, "")
    expected = signatures.message_signature(secret, timestamp, heard.body)
    if not signatures.agree(expected, heard.headers.get(signatures.SIGNATURE, "")):
        raise FailedError(Fault.MESSAGE_SIGNATURE)
    if not signatures.timely(timestamp, heard.at):
        raise FailedError(Fault.MESSAGE_MOMENT)
    try:
        message = wire.read(wire.Message, heard.body)
    except wire.NotUnderstoodError as error:
        raise FailedError(Fault.FORMAT, got=str(error)) from None
    if message.event != "order.settled":
        raise FailedError(Fault.MESSAGE_EVENT)
    if message.provider != provider:
        raise FailedError(Fault.MESSAGE_PROVIDER)
    return message


_POLL_SECONDS = 0.05
"""How often the server checks whether it is to end. `serve_forever` has half a second, which closing would take."""


class Listener:
    """Hears messages at an address of this machine. The first is refused with 503, so that it has to come again."""

    def __init__(self, clock: Clock, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; raise `OSError` where that cannot be."""
        self._clock = clock
        self._came = threading.Condition()
        self._heard: list[Heard] = []
        self._server = ThreadingHTTPServer((host, port), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://{host}:{self._server.server_address[1]}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=[_POLL_SECONDS], name="gateway-check", daemon=True
        )
        self._thread.start()

    def wait(self, count: int, seconds: float) -> list[Heard]:
        """Return what has come, once there are so many or the time is over."""
        with self._came:
            self._came.wait_for(lambda: len(self._heard) >= count, seconds)
            return list(self._heard)

    def close(self) -> None:
        """Listen no more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _take(self, heard: Heard) -> int:
        with self._came:
            self._heard.append(heard)
            self._came.notify_all()
            return 503 if len(self._heard) == 1 else 204

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        listener = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 10

            def do_POST(self) -> None:
                length = self.headers.get("Content-Length", "")
                size = int(length) if length.isascii() and length.isdigit() else 0
                body = self.rfile.read(min(size, _MAX_BODY))
                self.send_response(listener._take(Heard(self.path, self.headers, body, listener._clock.now())))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *_: object) -> None:  # noqa: A002  http.server's name
                """Write nothing: what came may be anything."""

        return Handler
