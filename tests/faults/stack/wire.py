"""A wire between a replica and its database that can be cut: what is sent goes nowhere, and no one is notified."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import Self

from tests.patience import PATIENCE


class Wire:
    """Forwards a loopback port to a Unix socket, in a thread of its own; not while it is cut."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self._begun: Future[asyncio.AbstractEventLoop] = Future()
        self.port = 0
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="wire", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._loop = self._begun.result(PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    def cut(self) -> None:
        self._loop.call_soon_threadsafe(self._whole.clear)

    def mend(self) -> None:
        self._loop.call_soon_threadsafe(self._whole.set)

    async def _serve(self) -> None:
        self._over, self._whole = asyncio.Event(), asyncio.Event()
        self._whole.set()
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._begun.set_result(asyncio.get_running_loop())
        await self._over.wait()
        server.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Cancelled when all is over, which asyncio itself would take for a fault of ours and write about.
        with contextlib.suppress(OSError, asyncio.CancelledError), contextlib.ExitStack() as closing:
            closing.callback(writer.close)
            await self._whole.wait()
            there, back = await asyncio.open_unix_connection(str(self._socket))
            closing.callback(back.close)
            await asyncio.gather(self._forward(reader, back), self._forward(there, writer))

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                await self._whole.wait()
                writer.write(data)
                await writer.drain()
        writer.close()
