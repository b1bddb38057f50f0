"""Around every request: its id, its size, one line in the log, and an end that is never a traceback."""

from __future__ import annotations

import re
import traceback
import uuid

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.backend.http.metrics import Metrics
from kiosk.backend.http.problems import problem_response
from kiosk.clock import Clock
from kiosk.contract.headers import REQUEST_ID
from kiosk.contract.problems import ProblemKind

MAX_BODY = 64 * 1024
"""Bytes of a request's body; the longest that the contract allows is a quarter of it."""

_GIVEN_ID = re.compile(r"[0-9A-Za-z-]{8,64}\Z")
_log = structlog.get_logger("kiosk.http")


class _TooLargeError(Exception):
    """A body that goes on beyond the limit."""


class Edge:
    """Pure ASGI: Starlette's own base for middleware costs a task and a queue a request."""

    def __init__(self, app: ASGIApp, clock: Clock, metrics: Metrics) -> None:
        self._app, self._clock, self._metrics = app, clock, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get(REQUEST_ID, "")
        request_id = given if _GIVEN_ID.match(given) else uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        began, status = self._clock.monotonic(), 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                out = MutableHeaders(scope=message)
                out[REQUEST_ID] = request_id
                out.setdefault("Cache-Control", "no-store")
                out.setdefault("X-Content-Type-Options", "nosniff")
            await send(message)

        try:
            length = headers.get("content-length", "0")
            await self._app(scope, _counted(receive, int(length) if length.isdigit() else 0), sending)
        except _TooLargeError:
            if not status:
                response = problem_response(ProblemKind.TOO_LARGE, request_id, headers={"Connection": "close"})
                await response(scope, receive, sending)
        except Exception as error:  # noqa: BLE001  the edge: whatever it was, it ends here, as a problem without data
            _log.error("failed", request=request_id, error=type(error).__name__, where=_where(error))
            if not status:
                await problem_response(ProblemKind.INTERNAL, request_id)(scope, receive, sending)
        finally:
            self._note(scope, request_id, status, self._clock.monotonic() - began)

    def _note(self, scope: Scope, request_id: str, status: int, seconds: float) -> None:
        # The route's template: paths hold codes that open a payer's page.
        route = getattr(scope.get("route"), "path", "(none)")
        self._metrics.requests.labels(scope["method"], route, str(status)).inc()
        self._metrics.seconds.labels(route).observe(seconds)
        if route not in ("/healthz", "/readyz", "/metrics"):
            _log.info(
                "request",
                request=request_id,
                method=scope["method"],
                route=route,
                status=status,
                ms=round(seconds * 1e3),
            )


def _counted(receive: Receive, announced: int) -> Receive:
    """Return `receive` with an end where the body, as announced or as it comes, is longer than allowed."""
    read = announced

    async def counting() -> Message:
        nonlocal read
        if read > MAX_BODY:
            raise _TooLargeError
        message = await receive()
        if not announced:
            read += len(message.get("body", b""))
        return message

    return counting


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].name}:{frames[-1].lineno}" if frames else ""
