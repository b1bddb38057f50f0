"""Calls to parties outside that end by one deadline, whatever the other side sends and however slowly.

A socket's own limit is for each piece: who sends a byte a second, of the head or of the body, would never reach it.
"""

from __future__ import annotations

import io
import socket
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from kiosk.clock import Deadline
from kiosk.platform.machine.certificates import system_certificates

_deadline: ContextVar[Deadline] = ContextVar("deadline")
"""Of the call that this thread makes: urllib3 passes on nothing of ours to the connection."""


class TimedSocket:
    """What `http.client` needs of a socket, with one deadline for all of it.

    It raises `TimeoutError`. The connection is closed once nothing reads from it any more.
    """

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._connection = connection
        self._deadline = deadline
        self._silence: float | None = None

    def settimeout(self, seconds: float | None) -> None:
        """Bound each silence too."""
        self._silence = seconds

    def sendall(self, content: bytes) -> None:
        self.allot()
        self._connection.sendall(content)

    def makefile(self, mode: str) -> io.BufferedReader:
        assert mode == "rb"  # noqa: S101  what http.client reads from
        return io.BufferedReader(_TimedReader(self, self._connection.makefile("rb", buffering=0)))

    def close(self) -> None:
        self._connection.close()

    def allot(self) -> None:
        """Give the next piece the time that is left."""
        left = self._deadline.remaining()
        if not left:
            raise TimeoutError
        self._connection.settimeout(left if self._silence is None else min(left, self._silence))


class _TimedReader(io.RawIOBase):
    def __init__(self, timed: TimedSocket, pieces: socket.SocketIO) -> None:
        self._timed = timed
        self._pieces = pieces

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int | None:  # type: ignore[override]
        self._timed.allot()
        return self._pieces.readinto(buffer)

    def close(self) -> None:
        super().close()
        self._pieces.close()


class _Timed(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        self.sock = TimedSocket(self.sock, _deadline.get())

    @property
    def is_connected(self) -> bool:
        # A kept connection may be closed by the other side at the very moment of sending; then no one would know
        # whether it was read. Each call has its own, also with a party that would keep it.
        return False


class _TimedTls(_Timed, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Timed


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TimedTls


class TimedCalls:
    """Calls to one party: no redirect, no second try, a connection each."""

    def __init__(self, *, at_once: int) -> None:
        self._pool = urllib3.PoolManager(maxsize=at_once, retries=False, ssl_context=system_certificates())
        self._pool.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}

    def begin(
        self,
        method: str,
        url: str,
        body: bytes | None,
        headers: Mapping[str, str],
        *,
        timeout: urllib3.Timeout,
        deadline: Deadline,
    ) -> urllib3.BaseHTTPResponse:
        """Return a reply whose body is still to be read, by the deadline too; raise what urllib3 raises."""
        sent = {**headers, "Accept-Encoding": "identity", "Connection": "close"}
        how: dict[str, Any] = {"timeout": timeout, "redirect": False, "preload_content": False}
        before = _deadline.set(deadline)
        try:
            return self._pool.urlopen(method, url, body=body, headers=sent, **how)
        finally:
            _deadline.reset(before)

    def close(self) -> None:
        """Close the connections that are open."""
        self._pool.clear()
