"""A call that is cancelled in the middle of a request leaves no connection open, at whatever moment it strikes."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import warnings
from collections.abc import AsyncIterator

import pytest

from kiosk.api_client import KioskClient
from kiosk.api_client._exchange import Exchange
from kiosk.api_client._transport import Transport
from tests.patience import PATIENCE

ASK = Exchange("GET", "/v1/service")
AT_ONCE = 4
MOMENTS = 24
"""Turns of the loop; a request that has to close four connections first takes about fifteen."""


@contextlib.asynccontextmanager
async def server() -> AsyncIterator[int]:
    """Serve on a port of its own, until every connection is closed."""
    connected: set[asyncio.Task[None] | None] = set()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connected.add(asyncio.current_task())
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError), contextlib.closing(writer):
            while True:
                await reader.readuntil(b"\r\n\r\n")
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
                await writer.drain()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as serving:
        yield serving.sockets[0].getsockname()[1]
    await asyncio.wait([task for task in connected if task is not None], timeout=PATIENCE)


@contextlib.asynccontextmanager
async def with_idle_connections() -> AsyncIterator[Transport]:
    """Yield a transport whose next request finds connections that are too old to be used."""
    async with server() as port:
        transport = Transport(f"http://127.0.0.1:{port}", "a-token")
        await transport.open()
        await asyncio.gather(*(transport.send(ASK, within=PATIENCE) for _ in range(AT_ONCE)))
        assert transport._client is not None
        pool = transport._client._transport._pool  # type: ignore[attr-defined]
        for connection in pool.connections:
            connection._connection._expire_at = 0
        try:
            yield transport
        finally:
            await transport.aclose()


@pytest.mark.parametrize("times", [1, 2])
async def test_a_request_that_is_cancelled_closes_what_it_had_begun_to_close(times: int) -> None:
    with warnings.catch_warnings(record=True) as left_open:
        warnings.simplefilter("always", ResourceWarning)
        for moment in range(MOMENTS):
            async with with_idle_connections() as transport:
                asking = asyncio.create_task(transport.send(ASK, within=PATIENCE))
                for _ in range(moment):
                    await asyncio.sleep(0)
                for _ in range(times):
                    asking.cancel()
                    await asyncio.sleep(0)
                await asyncio.wait({asking})
                gc.collect()
    assert [str(warning.message) for warning in left_open] == []


async def test_a_request_whose_time_is_up_closes_what_it_had_begun_to_close() -> None:
    with warnings.catch_warnings(record=True) as left_open:
        warnings.simplefilter("always", ResourceWarning)
        async with with_idle_connections() as transport:
            await transport.send(ASK, within=0.0)
            gc.collect()
    assert [str(warning.message) for warning in left_open] == []


@pytest.mark.variants
@pytest.mark.parametrize("times", [1, 2, 3])
async def test_an_ending_app_that_cancels_its_client_once_more_leaves_no_connection_open(times: int) -> None:
    """An app cancels its workers, a loop that ends all its tasks: the client is cancelled while it is closing."""

    async def use(port: int, used: asyncio.Event) -> None:
        async with KioskClient(f"http://127.0.0.1:{port}", "a-token") as client:
            await asyncio.gather(*(client._transport.send(ASK, within=PATIENCE) for _ in range(AT_ONCE)))
            used.set()
            await asyncio.Event().wait()

    with warnings.catch_warnings(record=True) as left_open:
        warnings.simplefilter("always", ResourceWarning)
        for pause in range(1, MOMENTS):
            async with server() as port:
                using = asyncio.create_task(use(port, used := asyncio.Event()))
                await used.wait()
                for _ in range(times):
                    using.cancel()
                    for _ in range(pause):
                        await asyncio.sleep(0)
                await asyncio.wait({using})
                assert using.cancelled()
            gc.collect()
    assert [str(warning.message) for warning in left_open] == []


@pytest.mark.parametrize("times", [0, 1, 2])
async def test_a_request_that_is_given_up_before_tls_is_agreed_leaves_no_connection_open(times: int) -> None:
    """The server is silent: the time is up, or the visitor has left."""
    connected = asyncio.Event()
    ended: list[bytes] = []

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        connected.set()
        with contextlib.closing(writer):
            ended.append(await reader.read())

    with warnings.catch_warnings(record=True) as left_open:
        warnings.simplefilter("always", ResourceWarning)
        async with await asyncio.start_server(silent, "127.0.0.1", 0) as serving:
            transport = Transport(f"https://127.0.0.1:{serving.sockets[0].getsockname()[1]}", "a-token")
            await transport.open()
            asking = asyncio.create_task(transport.send(ASK, within=PATIENCE if times else 0.5))
            await connected.wait()
            for _ in range(times):
                asking.cancel()
                await asyncio.sleep(0)
            await asyncio.wait({asking})
            async with asyncio.timeout(PATIENCE):
                while not ended:  # noqa: ASYNC110 - the other end tells no one but its reader
                    await asyncio.sleep(0)
            await transport.aclose()
        gc.collect()
    assert [str(warning.message) for warning in left_open] == []
