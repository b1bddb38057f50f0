"""A backend that a test scripts, in the place of the network."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx

from kiosk.api_client import KioskClient, Timing
from kiosk.api_client._transport import Transport
from tests.client.virtual_time import LoopClock

URL = "http://backend.test"
TOKEN = "canary-token-5f1d"

Answer = httpx.Response | Exception
Script = Callable[[httpx.Request], Answer | Awaitable[Answer]]

READY = httpx.Response(200, json={"status": "ready"})


def problem(kind: str, status: int, *, headers: dict[str, str] | None = None, **more: Any) -> httpx.Response:
    body = {"type": f"urn:parking-kiosk:problem:{kind}", "title": kind, "status": status, **more}
    return httpx.Response(
        status, content=json.dumps(body), headers={"Content-Type": "application/problem+json", **(headers or {})}
    )


def raw(
    body: bytes, *, status: int = 200, content_type: str = "application/json", encoding: str = ""
) -> httpx.Response:
    answer = httpx.Response(status, content=body, headers={"Content-Type": content_type})
    if encoding:
        answer.headers["Content-Encoding"] = encoding
    return answer


class Chunks(httpx.AsyncByteStream):
    """A body that comes in pieces, with pauses and faults between them."""

    def __init__(self, pieces: AsyncIterator[bytes]) -> None:
        self._pieces = pieces
        self.closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._pieces:
            yield piece

    async def aclose(self) -> None:
        self.closed = True


def events(pieces: AsyncIterator[bytes]) -> httpx.Response:
    return httpx.Response(200, headers={"Content-Type": "text/event-stream"}, stream=Chunks(pieces))


class BackendDouble:
    """Answers by script, and keeps what was asked. `/readyz` is answered as `ready` says and kept apart."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.ready: Answer = READY
        self.asked: list[httpx.Request] = []
        self.times: list[float] = []
        self.probed: list[float] = []

    async def handle(self, request: httpx.Request) -> httpx.Response:
        clock = LoopClock()
        if request.url.path == "/readyz":
            self.probed.append(clock.monotonic())
            answer: Any = self.ready
        else:
            self.asked.append(request)
            self.times.append(clock.monotonic())
            answer = self.script(request)
            if isinstance(answer, Awaitable):
                answer = await answer
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, httpx.Response)
        return _as_from_a_wire(answer)

    def client(self, timing: Timing | None = None) -> KioskClient:
        transport = Transport(URL, TOKEN, handler=httpx.MockTransport(self.handle))
        return KioskClient(URL, TOKEN, clock=LoopClock(), timing=timing, transport=transport)


def _as_from_a_wire(answer: httpx.Response) -> httpx.Response:
    # A response made with its content counts as read already, which none that comes over a wire is.
    if isinstance(answer.stream, Chunks):
        return answer
    return httpx.Response(answer.status_code, headers=answer.headers, stream=Chunks(_pieces(answer.content)))


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    yield content


def in_turn(*answers: Answer) -> Script:
    """Answer with each in turn; the test fails if there are more questions."""
    left = list(answers)
    return lambda _: left.pop(0)


PROVIDERS = {
    "providers": [
        {"code": "jkopay", "name": "街口支付", "kind": "wallet", "fee": 0, "available": True, "max_amount": None}
    ]
}


def providers() -> httpx.Response:
    return httpx.Response(200, json=PROVIDERS)


def payment(version: int = 1, state: str = "waiting", **more: Any) -> dict[str, Any]:
    return {
        "id": "01J9ZX",
        "number": "P-1234",
        "state": state,
        "version": version,
        "provider": "jkopay",
        "amount": 55,
        "fee": 0,
        "payee": "臺北市停車管理工程處",
        "bills": ["Q7158601D030025"],
        "link": "HTTP://10.0.0.2/P/ABC",
        "created_at": "2026-11-23T02:28:00Z",
        "expires_at": "2026-11-23T02:33:00Z",
        "expires_in": 300,
        **more,
    }
