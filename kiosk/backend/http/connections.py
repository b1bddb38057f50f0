"""What one connection, one address and all together may take of a server before anybody is known.

uvicorn has no bound for a request's head with httptools, none for the time that a head takes, and none for connections
(its `limit_concurrency` answers 503 and keeps them); a balancer in front has them, a kiosk on its own has not. Heads as
others bound them: nginx 32 kB (`large_client_header_buffers`), 60 s.
"""

from __future__ import annotations

import asyncio
import resource
from collections import Counter
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

import structlog
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from kiosk.backend.http.problems import for_whom, problem
from kiosk.contract.problems import ProblemKind

MAX_HEAD = 32 * 1024
"""Bytes of a request's first line and headers."""
_MAX_FRAMING = 16 * MAX_HEAD
"""Bytes of a message that are neither head nor body: the marks of chunks, and what may follow the last one."""
HEAD_TIME = 10.0
"""Seconds from a connection's, or a head's, first byte to the end of the head."""
BODY_TIME = 30.0
"""Seconds from the end of a head to the end of its body, of 64 kB at most."""

_SPARE = 200
"""Descriptors for everything else: files, the database, outgoing calls."""

_log = structlog.get_logger("kiosk.serve")


@dataclass
class Limits:
    """What a server allows, and what it has given out."""

    most: int = 1000
    """Connections in all."""
    from_one: int = 100
    """Connections from one address that is not this machine's own."""
    head_time: float = HEAD_TIME
    body_time: float = BODY_TIME
    open: int = 0
    by_address: Counter[str] = field(default_factory=Counter)
    refusing: bool = False
    """Whether the last one was refused: logged once, not at each."""

    def within_descriptors(self, *beside: Limits) -> Limits:
        """Return these limits, lowered to what this process may open, and raise that to what the system allows.

        What the servers `beside` this one allow is opened too.
        """
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        spare = _SPARE + sum(limits.most for limits in beside)
        wanted = self.most + spare
        if soft != resource.RLIM_INFINITY and soft < wanted:
            soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
            self.most = min(self.most, max(soft - spare, soft // 2))
        return self

    def admit(self, address: str) -> bool:
        """Count a connection in, or refuse it."""
        ours = _is_ours(address)
        admitted = self.open < self.most and (ours or self.by_address[address] < self.from_one)
        if not admitted and not self.refusing:
            _log.warning("too-many-connections", open=self.open, from_one=self.by_address[address])
        self.refusing = not admitted
        if admitted:
            self.open += 1
            if not ours:
                self.by_address[address] += 1
        return admitted

    def leave(self, address: str) -> None:
        """Count an admitted connection out."""
        self.open -= 1
        if not _is_ours(address):
            self.by_address[address] -= 1
            if not self.by_address[address]:
                del self.by_address[address]


def _is_ours(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:  # a Unix socket has none
        return True


class _Bounded(HttpToolsProtocol):
    """uvicorn's protocol, with limits."""

    limits: Limits

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._admitted = False
        self._address = ""
        self._in_head = True
        self._outside = 0
        """Bytes that came since the head began and were no body."""
        self._head = 0
        """Bytes of the head so far, as it was understood."""
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        peer = transport.get_extra_info("peername")
        self._address = str(peer[0]) if isinstance(peer, tuple) else ""
        self._admitted = self.limits.admit(self._address)
        super().connection_made(transport)
        if self._admitted:
            self._allow(self.limits.head_time)
        else:
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        if self._admitted:
            self._admitted = False
            self.limits.leave(self._address)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        self._outside += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._in_head and self._outside > MAX_HEAD:
            self._refuse(431, b"Request Header Fields Too Large")
        elif self._outside > _MAX_FRAMING:
            self.transport.abort()
        elif self._in_head and self._outside and self._timer is None:
            self._allow(self.limits.head_time)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._head = True, 0

    def on_url(self, url: bytes) -> None:
        self._head += len(url)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._head += len(name) + len(value) + 4
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._in_head = False
        # Begun here, not at the body's first byte: that may be what never comes.
        self._allow(self.limits.body_time)
        if self._head <= MAX_HEAD:
            super().on_headers_complete()
            return
        app = self.app
        self.app = _head_too_large
        try:
            super().on_headers_complete()
        finally:
            self.app = app

    def on_body(self, body: bytes) -> None:
        self._outside -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._stop_timer()
        self._in_head, self._outside = True, 0
        super().on_message_complete()

    def _allow(self, seconds: float) -> None:
        self._stop_timer()
        self._timer = self.loop.call_later(seconds, self._too_slow)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _too_slow(self) -> None:
        self._timer = None
        if self._in_head and self._answering:
            # The next request has begun to come while the last one is being answered: that comes first.
            self._allow(self.limits.head_time)
        elif self.pipeline:
            # Nothing is read of a body while the request before it is being answered.
            self._allow(self.limits.body_time)
        elif not self.transport.is_closing():
            self._refuse(408, b"Request Timeout")

    @property
    def _answering(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    def _refuse(self, status: int, reason: bytes) -> None:
        self._stop_timer()
        if not self._answering:
            head = b"HTTP/1.1 %d %s\r\nconnection: close\r\ncontent-length: 0\r\n\r\n" % (status, reason)
            self.transport.write(head)
            self.transport.close()
        else:
            self.transport.abort()


def bounded(limits: Limits) -> type[asyncio.Protocol]:
    """Return what uvicorn makes of each connection (`http` of its `Config`), all of them within the same limits."""
    return type("Bounded", (_Bounded,), {"limits": limits})


async def _head_too_large(scope: Scope, receive: Receive, send: Send) -> None:
    answer = problem(scope, ProblemKind.TOO_LARGE, status=431, headers={"Connection": "close"})
    await for_whom(scope, answer)(scope, receive, send)
