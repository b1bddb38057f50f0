"""Servers that end soon after they are asked to: workers of the suite wait for the end of some thousand."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn

TICK = 0.02
"""Seconds; uvicorn asks itself every 0.1 s whether it is to end, and waits as long again for what is still open."""


@contextmanager
def quick_servers() -> Iterator[None]:
    """Have every uvicorn of this process, the product's own ones included, go as soon as nothing is open."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(uvicorn.Server, "main_loop", _main_loop)
        patched.setattr(uvicorn.Server, "shutdown", _shutdown)
        yield


async def _main_loop(server: uvicorn.Server) -> None:
    ticks = 0
    while not await server.on_tick(ticks // 5):
        ticks += 1
        await asyncio.sleep(TICK)


async def _shutdown(server: uvicorn.Server, sockets: list[socket.socket] | None = None) -> None:
    """Do what uvicorn does, but for its pauses: take no more, answer what was asked, tell the application."""
    for serving in server.servers:
        serving.close()
    for listening in sockets or []:
        listening.close()
    for connection in list(server.server_state.connections):
        connection.shutdown()
    try:
        await asyncio.wait_for(_nothing_open(server), server.config.timeout_graceful_shutdown)
    except TimeoutError:
        for task in server.server_state.tasks:
            task.cancel()
    if not server.force_exit:
        await server.lifespan.shutdown()


async def _nothing_open(server: uvicorn.Server) -> None:
    state = server.server_state
    while (state.connections or state.tasks) and not server.force_exit:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(TICK / 4)
