"""A line between the kiosk and the real backend, which can be made to answer in the backend's stead."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

JSON, HTML = "application/json", "text/html"


def reply(kind: str, body: bytes, *, promised: int | None = None) -> bytes:
    """Return a reply with status 200 that promises its own length, or another."""
    length = len(body) if promised is None else promised
    return f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n".encode() + body


class Line:
    """Passes bytes on, in both directions, until set otherwise."""

    def __init__(self, port: int) -> None:
        self.url = ""
        self._port = port
        self._answer: bytes | None = None
        self._loses = False
        self._clear = asyncio.Event()
        self._clear.set()
        self._open: set[asyncio.Task[None]] = set()

    def answers(self, data: bytes) -> None:
        """Answer every request with `data`, and hang up."""
        self._answer = data
        self._cut()

    def holds(self) -> None:
        """Take requests and pass none of them on, until it `works` again."""
        self._clear.clear()
        self._cut()

    def loses_answers(self) -> None:
        """Pass requests on, and hang up instead of passing an answer back."""
        self._loses = True
        self._cut()

    def works(self) -> None:
        """Pass on what comes, and what was held."""
        self._answer, self._loses = None, False
        self._clear.set()

    def _cut(self) -> None:
        for task in self._open:
            task.cancel()

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await self._pass(reader, writer)
        finally:
            self._open.discard(task)
            writer.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._answer is not None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(self._answer)
            await writer.drain()
            return
        await self._clear.wait()
        from_backend, to_backend = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(_pour(reader, to_backend))
                group.create_task(_swallow(from_backend, writer) if self._loses else _pour(from_backend, writer))
        finally:
            to_backend.close()


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


async def _swallow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(65536)
    writer.close()


@asynccontextmanager
async def line_to(port: int) -> AsyncIterator[Line]:
    """Open a line to a port of this machine."""
    line = Line(port)
    server = await asyncio.start_server(line.handle, "127.0.0.1", 0)
    line.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield line
    finally:
        server.close()
        line._cut()
