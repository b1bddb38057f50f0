"""What one connection and all together may take of a server, over real sockets."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from structlog.testing import capture_logs

from kiosk.backend.http.connections import MAX_HEAD, Limits, bounded
from kiosk.backend.quiet_server import QuietServer
from tests.patience import PATIENCE

SHORT = 0.3
"""Seconds of silence that a server bears in these tests."""

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def echo(scope: Any, receive: Any, send: Any) -> None:
    size = 0
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    if scope["path"] == "/long":
        await asyncio.sleep(2 * SHORT)
    body = f"{scope['path']} {size}".encode()
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"content-length", str(len(body)).encode())]}
    )
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def serving(limits: Limits) -> AsyncIterator[int]:
    """Serve within limits; yield the port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(echo, http=bounded(limits), lifespan="off", ws="none", log_config=None)
        server = QuietServer(config)
        task = asyncio.create_task(server.serve([listening]))
        async with asyncio.timeout(PATIENCE):
            while not server.started:  # noqa: ASYNC110 - uvicorn tells no one
                await asyncio.sleep(0)
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = server.force_exit = True
            await task


async def connect(port: int) -> Streams:
    return await asyncio.open_connection("127.0.0.1", port)


async def answer(streams: Streams, sent: bytes) -> bytes:
    """Send something; return all that comes back until the connection ends."""
    reader, writer = streams
    try:
        writer.write(sent)
        await writer.drain()
        async with asyncio.timeout(PATIENCE):
            return await reader.read()
    except ConnectionError:
        return b"(reset)"
    finally:
        writer.close()


async def test_ordinary_requests_go_through_one_after_another_on_one_connection() -> None:
    async with serving(Limits(head_time=SHORT)) as port:
        reader, writer = await connect(port)
        writer.write(b"GET /1 HTTP/1.1\r\n\r\nPOST /2 HTTP/1.1\r\ncontent-length: 3\r\n\r\nabc")
        async with asyncio.timeout(PATIENCE):
            await reader.readuntil(b"/1 0")
            await reader.readuntil(b"/2 3")
        # The silence between two requests is another one's: a head's time begins with its first byte.
        await asyncio.sleep(2 * SHORT)
        chunks = b"".join(b"1\r\nx\r\n" for _ in range(5000)) + b"0\r\n\r\n"
        found = await answer(
            (reader, writer),
            b"POST /3 HTTP/1.1\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n" + chunks,
        )
        assert found.endswith(b"/3 5000")


@pytest.mark.parametrize(
    "head",
    [
        b"x: " + b"a" * MAX_HEAD + b"\r\n\r\n",
        b"x: a\r\n" * (MAX_HEAD // 3) + b"\r\n",
        b"x: " + b"a" * 3_000_000,
        b"a" * 3_000_000,
    ],
    ids=["one long header", "many headers", "a header without end", "a name without end"],
)
async def test_a_head_that_is_too_large_is_refused_and_not_kept(head: bytes) -> None:
    async with serving(Limits()) as port:
        found = await answer(await connect(port), b"GET / HTTP/1.1\r\n" + head)
        # A client that goes on sending may find the connection gone before the answer is read.
        assert found.startswith(b"HTTP/1.1 431 ") or found == b"(reset)"


@pytest.mark.parametrize(("path", "media"), [("/P/0123456789", "text/html"), ("/v1/bills", "application/problem+json")])
async def test_a_head_that_is_too_large_is_answered_as_who_asked_reads_it(path: str, media: str) -> None:
    async with serving(Limits()) as port:
        head = f"GET {path} HTTP/1.1\r\nx: {'a' * MAX_HEAD}\r\n\r\n"
        found = await answer(await connect(port), head.encode())
        assert found.startswith(b"HTTP/1.1 431 ")
        assert f"content-type: {media}".encode() in found.lower()
        assert b"connection: close" in found.lower()


async def test_a_head_just_within_the_limit_is_read() -> None:
    async with serving(Limits()) as port:
        head = b"GET / HTTP/1.1\r\nconnection: close\r\nx: " + b"a" * (MAX_HEAD - 100) + b"\r\n\r\n"
        assert (await answer(await connect(port), head)).startswith(b"HTTP/1.1 200 ")


async def test_what_follows_the_last_chunk_is_bounded_too() -> None:
    async with serving(Limits()) as port:
        trailers = b"x: " + b"a" * 1000 + b"\r\n"
        sent = b"POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n" + trailers * 5000
        assert not (await answer(await connect(port), sent)).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nx: half"], ids=["nothing", "a line", "a header"]
)
async def test_half_a_head_is_not_waited_for_for_ever(sent: bytes) -> None:
    async with serving(Limits(head_time=SHORT)) as port:
        assert (await answer(await connect(port), sent)).startswith(b"HTTP/1.1 408 ")


async def test_a_head_that_trickles_in_has_no_more_time_than_one_that_does_not() -> None:
    async with serving(Limits(head_time=SHORT)) as port:
        reader, writer = await connect(port)
        ended = asyncio.ensure_future(reader.read())
        async with asyncio.timeout(PATIENCE):
            while not ended.done():
                writer.write(b"G" if writer.transport.get_write_buffer_size() == 0 else b"")
                await asyncio.sleep(SHORT / 10)
        writer.close()


@pytest.mark.parametrize(
    "sent",
    [
        b"content-length: 10\r\n\r\nabc",
        b"content-length: 10\r\n\r\n",
        b"transfer-encoding: chunked\r\n\r\n",
        b"transfer-encoding: chunked\r\n\r\n1;x=aaaaaaaaaa",
        b"transfer-encoding: chunked\r\n\r\n0\r\nx: a\r\n",
    ],
    ids=["a part", "not a byte", "not a chunk", "a chunk's extension", "what follows the last chunk"],
)
async def test_a_body_that_never_comes_to_its_end_is_given_up(sent: bytes) -> None:
    async with serving(Limits(body_time=SHORT)) as port:
        assert b"200" not in await answer(await connect(port), b"POST / HTTP/1.1\r\n" + sent)


async def test_a_body_is_not_given_up_while_the_request_before_it_is_being_answered() -> None:
    async with serving(Limits(body_time=SHORT)) as port:
        reader, writer = await connect(port)
        writer.write(b"GET /long HTTP/1.1\r\n\r\nPOST /2 HTTP/1.1\r\ncontent-length: 3\r\nconnection: close\r\n\r\n")
        await writer.drain()
        await asyncio.sleep(SHORT / 2)
        assert (await answer((reader, writer), b"abc")).endswith(b"/2 3")


async def test_beyond_the_limit_connections_are_closed_and_those_within_it_go_on() -> None:
    with capture_logs() as logged:
        async with serving(Limits(most=3)) as port:
            within = [await connect(port) for _ in range(3)]
            for streams in within:
                streams[1].write(b"GET /1 HTTP/1.1\r\n")
            for _ in range(5):
                assert await answer(await connect(port), b"") in (b"", b"(reset)")
            for streams in within:
                assert (await answer(streams, b"connection: close\r\n\r\n")).endswith(b"/1 0")
            async with asyncio.timeout(PATIENCE):
                while not (await answer(await connect(port), b"GET /2 HTTP/1.0\r\n\r\n")).endswith(b"/2 0"):
                    pass
    assert [line["event"] for line in logged if line["event"] == "too-many-connections"] == ["too-many-connections"]


def test_one_address_cannot_take_all_of_them_but_this_machine_may() -> None:
    limits = Limits(most=10, from_one=2)
    assert [limits.admit("192.0.2.7") for _ in range(3)] == [True, True, False]
    assert limits.admit("192.0.2.8")
    assert [limits.admit("127.0.0.1") for _ in range(8)] == [True] * 7 + [False]
    limits.leave("192.0.2.7")
    assert limits.admit("192.0.2.7")
    for address in ("192.0.2.7", "192.0.2.7", "192.0.2.8", *["127.0.0.1"] * 7):
        limits.leave(address)
    assert limits.open == 0
    assert not limits.by_address


def test_the_limit_leaves_descriptors_for_everything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[int, int]] = []
    monkeypatch.setattr("resource.getrlimit", lambda _: (256, 400))
    monkeypatch.setattr("resource.setrlimit", lambda _, limits: given.append(limits))
    assert Limits().within_descriptors().most == 200
    assert given == [(400, 400)]


def test_the_limit_leaves_descriptors_for_the_servers_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[int, int]] = []
    monkeypatch.setattr("resource.getrlimit", lambda _: (1024, 1400))
    monkeypatch.setattr("resource.setrlimit", lambda _, limits: given.append(limits))
    assert Limits().within_descriptors(Limits(most=200), Limits(most=256)).most == 1400 - 200 - 200 - 256
    assert given == [(1400, 1400)]
