"""What requests left behind in memory goes within seconds: it holds passwords, numbers and names.

Two things keep it longer. Reference cycles wait for Python's collector, which comes by when enough has been made: in a
quiet office the next morning. And uvloop reads everything into one buffer of its own, in which a long request stands
behind all the shorter ones that come after it.
"""

from __future__ import annotations

import asyncio
import gc
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

PAUSE = 5.0
"""Seconds between two rounds."""

LONGEST = 128 * 1024
"""Bytes of the loop's buffer that are overwritten: more than a request has (its head up to 32 kB, its body 64)."""

USUAL = (700, 10, 10)
"""Python's own thresholds, after a start with larger ones."""


@asynccontextmanager
async def forgetting() -> AsyncIterator[None]:
    """Freeze what is there, and forget what comes and goes from now on, every few seconds."""
    gc.collect()
    gc.freeze()  # so that a round looks at little
    gc.set_threshold(*USUAL)
    mine, loops = socket.socketpair()
    for end in (mine, loops):
        end.setblocking(False)
    for option in (socket.SO_SNDBUF, socket.SO_RCVBUF):
        mine.setsockopt(socket.SOL_SOCKET, option, 4 * LONGEST)
    reader, writer = await asyncio.open_connection(sock=loops)
    rounds = asyncio.create_task(_forget(mine, reader))
    try:
        yield
    finally:
        rounds.cancel()
        writer.close()
        mine.close()


async def _forget(mine: socket.socket, reader: asyncio.StreamReader) -> None:
    while True:
        await asyncio.sleep(PAUSE)
        gc.collect()
        with suppress(BlockingIOError):
            await reader.readexactly(mine.send(bytes(LONGEST)))
