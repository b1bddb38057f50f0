"""The outermost layer, in plain ASGI: request ids, the size limit, safe headers, one log line, and the last resort.

The access line holds the route's template and never the path: a payer's link is a capability.
"""

from __future__ import annotations

import itertools
import re
import secrets
import time
from collections.abc import Callable
from functools import cache

import structlog
from fastapi import FastAPI, Response
from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.backend import log
from kiosk.backend.http.phone_pages import for_phones, lost
from kiosk.backend.http.problems import FAILURES, KINDS, Reported, TooLargeError, problem, reported
from kiosk.backend.metrics import REQUESTS, SECONDS
from kiosk.contract.headers import REQUEST_ID
from kiosk.contract.problems import ProblemKind

_log = structlog.get_logger("kiosk.http")

MAX_BODY = 64 * 1024

_REQUEST_ID = re.compile(r"[0-9A-Za-z_-]{8,64}")
_PROCESS = secrets.token_hex(10)
_COUNT = itertools.count()
"""For requests without an id. One has to be unlike any other, not a secret: chance for each costs a system call."""
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})
_PROBES = frozenset({"/healthz", "/readyz"})
"""Routes that are asked every few seconds: they fail because something else does, and that has a line."""
_QUIET = _PROBES | {"/v1/terminal/report"}
"""Routes of which only failures are worth a line; what terminals report is in the database, and in the figures."""

_SAFE = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
)
"""For responses that do not say otherwise: not cached, no scripts, not framed."""
_REQUEST_ID_NAME = REQUEST_ID.lower().encode()


Failed = Callable[[Reported, str, str | None], None]


class Edge:
    """Wraps the application."""

    def __init__(self, app: ASGIApp, failed: Failed = lambda _problem, _route, _terminal: None) -> None:
        self._app = app
        self._failed = failed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await _Exchange(scope, receive, send, self._failed).run(self._app)
        else:
            await self._app(scope, receive, send)


class _Exchange:
    """One request and its answer."""

    __slots__ = ("_failed", "_id", "_left", "_receive", "_scope", "_send", "_status", "_too_large")

    def __init__(self, scope: Scope, receive: Receive, send: Send, failed: Failed) -> None:
        self._failed = failed
        self._scope = scope
        self._receive = receive
        self._send = send
        self._status = 0
        self._left = MAX_BODY
        given, length = _asked(scope)
        self._too_large = length > MAX_BODY
        self._id = given if _REQUEST_ID.fullmatch(given) else f"{_PROCESS}{next(_COUNT):012x}"
        # A copy: the server gives every request of a lifetime the same one.
        scope["state"] = {**scope.get("state", {}), "request_id": self._id}

    async def run(self, app: ASGIApp) -> None:
        log.REQUEST_ID.set(self._id)
        began = time.perf_counter()
        try:
            if self._too_large:
                await self._answer(ProblemKind.TOO_LARGE)
            else:
                await app(self._scope, self._take, self._give)
        except Exception as error:  # noqa: BLE001 - the last resort: without it a traceback would show values
            _log.error("unhandled", **log.places(error))
            if not self._status:
                await self._answer(ProblemKind.INTERNAL)
            # Otherwise the answer stays incomplete, and the server breaks the connection off.
        finally:
            self._note(time.perf_counter() - began)

    async def _answer(self, kind: ProblemKind) -> None:
        if for_phones(self._scope):
            answer: Response = lost(self._scope, KINDS[kind][0])
        else:
            answer = problem(self._scope, kind)
        await answer(self._scope, self._take, self._give)

    async def _take(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                raise TooLargeError
        return message

    async def _give(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers: list[tuple[bytes, bytes]] = message["headers"]
            present = [name for name, _ in headers]
            headers += [header for header in _SAFE if header[0] not in present]
            headers.append((_REQUEST_ID_NAME, self._id.encode()))
        await self._send(message)

    def _note(self, seconds: float) -> None:
        route = getattr(self._scope.get("route"), "path", None) or "-"
        method = self._scope["method"] if self._scope["method"] in _METHODS else "OTHER"
        _requests(method, route, self._status).inc()
        _seconds(route).observe(seconds)
        if route in _QUIET and self._status < 400:
            return
        if self._status == 404 and self._scope["path"] in _PROBES:
            # The desk's listener has no probes: what a desk wants to know, every other second, is whether it answers.
            return
        terminal = self._scope.get("state", {}).get("terminal_id")
        answered = reported(self._scope)
        if answered is not None and answered.kind in FAILURES and route not in _PROBES:
            self._failed(answered, f"{method} {route}", terminal)
        named = {} if terminal is None else {"terminal": terminal}
        if answered is not None:
            named |= {"problem": answered.kind.value, "support": answered.code}
        _log.info("request", method=method, route=route, status=self._status, ms=round(seconds * 1000, 2), **named)


@cache
def _requests(method: str, route: str, status: int) -> Counter:
    return REQUESTS.labels(method, route, str(status))


@cache
def _seconds(route: str) -> Histogram:
    return SECONDS.labels(route)


def _asked(scope: Scope) -> tuple[str, int]:
    """Return the request id that was sent, or "", and the length of the body that was announced, or nought."""
    given, length = "", 0
    for name, value in scope["headers"]:
        if name == _REQUEST_ID_NAME:
            given = value.decode("latin-1")
        elif name == b"content-length" and value.isdigit():
            length = int(value[:20])
    return given, length


def guard(app: FastAPI, failed: Failed) -> None:
    """Put this layer around an application; `failed` is given each failure, its method and route, and the terminal."""
    app.add_middleware(Edge, failed=failed)
