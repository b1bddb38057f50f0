"""A backend's desk listener that a test scripts: real HTTP on loopback, answers of the contract, in the test's loop."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from kiosk.contract.problems import BASE, MEDIA_TYPE


@dataclass(frozen=True, slots=True)
class Refusal:
    """A problem in the place of an answer."""

    kind: str
    status: int
    wait: float | None = None
    amount: int | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as it arrived."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


Answer = BaseModel | Refusal | None
Script = Callable[[dict[str, Any]], Answer]


class Stub:
    """Answers each path by its script; keeps what was asked."""

    def __init__(self, scripts: dict[str, Script]) -> None:
        self.scripts = scripts
        self.asked: list[Asked] = []
        self.url = ""
        self.fault: Exception | None = None
        """What was wrong with a script."""
        self._tasks: set[asyncio.Task[None]] = set()

    def of(self, path: str) -> list[Asked]:
        """Return what was asked at a path below `/desk/v1`."""
        return [one for one in self.asked if one.path == f"/desk/v1{path}"]

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            while True:
                await self._one(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines) if name}
        _, path, _ = head.split(" ")
        raw = await reader.readexactly(int(headers.get("content-length", "0")))
        if path == "/readyz":
            # The desk's listener has no probe; that it says so is a sign of life.
            status, kind, content = written(Refusal("not-found", 404))
        else:
            body = json.loads(raw or b"{}")
            self.asked.append(Asked(path, headers, body))
            status, kind, content = self._answer(path, body)
        lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(content)}", "Connection: keep-alive"]
        if status != 204:
            lines.append(f"Content-Type: {kind}")
        writer.write("\r\n".join([*lines, "", ""]).encode() + content)
        await writer.drain()

    def _answer(self, path: str, body: dict[str, Any]) -> tuple[int, str, bytes]:
        try:
            return written(self.scripts[path.removeprefix("/desk/v1")](body))
        except Exception as fault:  # noqa: BLE001  reported when the block ends
            self.fault = fault
            return 500, "text/plain", b""

    async def ended(self) -> None:
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)


def written(answer: Answer) -> tuple[int, str, bytes]:
    """Return the status, the media type and the body of an answer."""
    match answer:
        case None:
            return 204, "", b""
        case Refusal(kind=kind, status=status, wait=wait, amount=amount, state=state):
            problem = {"type": BASE + kind, "title": kind, "status": status, "wait": wait, "amount": amount}
            problem["state"] = state
            return status, MEDIA_TYPE, json.dumps(problem).encode()
        case BaseModel():
            return 200, "application/json", answer.model_dump_json().encode()


@asynccontextmanager
async def serving(scripts: dict[str, Script]) -> AsyncIterator[Stub]:
    """Serve the scripts at a free port of loopback for as long as the block lasts."""
    stub = Stub(scripts)
    server = await asyncio.start_server(stub._handle, "127.0.0.1", 0)
    stub.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield stub
    finally:
        server.close()
        await stub.ended()
        if stub.fault is not None:
            raise stub.fault
