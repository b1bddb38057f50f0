"""The transport against a real socket whose other end misbehaves."""

from __future__ import annotations

import asyncio
import gzip
import logging
import socket
import ssl
import struct
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from kiosk.api_client import KioskClient, Timing
from kiosk.api_client._exchange import EVENTS, BadReply, Exchange, NoReply, Outcome, Reply
from kiosk.api_client._transport import LARGEST, StreamLostError, Transport
from kiosk.api_client.errors import Fault, UnreachableError, Unreached
from kiosk.clock import SystemClock
from tests.patience import PATIENCE
from tests.ports import closed_port

Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

ASK = Exchange("GET", "/v1/providers")
TOKEN = "canary-token"
SOON = 0.3
"""Seconds after which silence is silence."""


@asynccontextmanager
async def served(behaviour: Behaviour, *, tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    tasks: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await behaviour(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=tls)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)


def says(*parts: bytes, pause: float = 0.0, then_hold: bool = False) -> Behaviour:
    """Read a request, write the parts, and close or hold the connection."""

    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(pause)
        if then_hold:
            await asyncio.sleep(60)

    return behave


async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    plain: socket.socket = writer.get_extra_info("socket")
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.02)


async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    while True:
        writer.write(b" " * 65536)
        await writer.drain()


def head(*lines: str, status: str = "200 OK") -> bytes:
    return "\r\n".join((f"HTTP/1.1 {status}", *lines, "", "")).encode()


JSON = "Content-Type: application/json"


async def outcome_of(url: str, within: float = PATIENCE) -> Outcome:
    transport = Transport(url, TOKEN)
    await transport.open()
    try:
        return await transport.send(ASK, within=within)
    finally:
        await transport.aclose()


DROPPED = NoReply(Unreached.DROPPED, sent=True)
IN_VAIN = NoReply(None, sent=True)


@pytest.mark.parametrize(
    ("behaviour", "expected"),
    [
        (reset, DROPPED),
        (says(), DROPPED),
        (says(b"\x15\x03\x01\x00\x02\x02\x46 not HTTP\r\n\r\n"), DROPPED),
        (says(head(JSON, "Content-Length: 100"), b'{"providers": ['), DROPPED),
        (says(head(JSON, "Transfer-Encoding: chunked"), b"ff\r\n{"), DROPPED),
        (says(head(JSON, "Transfer-Encoding: chunked"), b"zz\r\n{"), DROPPED),
        (says(head(JSON, "X-Long: " + "x" * 200_000)), DROPPED),
        (says(b"HTTP/1.1 200 OK\r\n" * 1, then_hold=True), IN_VAIN),
        (says(then_hold=True), IN_VAIN),
        (drip, IN_VAIN),
        (says(b"H", b"T", b"T", b"P", pause=0.02, then_hold=True), IN_VAIN),
        (pour, BadReply(200, Fault.TOO_LARGE)),
        (says(head(JSON, "Content-Encoding: gzip", "Content-Length: 9"), b"\x1f\x8b"), BadReply(200, Fault.ENCODING)),
    ],
)
async def test_what_goes_wrong_on_the_wire_becomes_an_outcome_in_time(behaviour: Behaviour, expected: Outcome) -> None:
    async with served(behaviour) as url:
        outcome = await outcome_of(url, SOON if expected == IN_VAIN else PATIENCE)
        if outcome == NoReply(None, sent=False):
            # On a busy machine the request itself may not have been sent so soon.
            outcome = await outcome_of(url, 10 * SOON)
        assert outcome == expected


async def test_more_bytes_than_announced_are_not_taken_for_an_answer() -> None:
    answer = head(JSON, "Content-Length: 2") + b'{}{"evil": 1}'
    async with served(says(answer)) as url:
        outcome = await outcome_of(url)
    assert isinstance(outcome, Reply)
    assert outcome.body == b"{}"


async def test_a_wish_to_wait_and_an_empty_body_arrive_as_they_are() -> None:
    async with served(says(head("Retry-After: 7", "Content-Length: 0", status="503 Later"))) as url:
        outcome = await outcome_of(url)
    assert isinstance(outcome, Reply)
    assert (outcome.status, outcome.headers["retry-after"], outcome.body) == (503, "7", b"")


async def test_no_one_at_the_port_is_known_not_to_have_heard() -> None:
    with closed_port() as url:
        assert await outcome_of(url) == NoReply(Unreached.REFUSED, sent=False)


async def test_a_name_that_does_not_resolve_is_a_connection_that_failed() -> None:
    assert await outcome_of("http://[::1%25nowhere]:1") == NoReply(Unreached.NO_NAME, sent=False)


async def test_a_server_without_tls_is_distinguished() -> None:
    async def talks(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()

    async with served(talks) as url:
        transport = Transport(url.replace("http:", "https:"), TOKEN)
        await transport.open()
        outcome = await transport.send(ASK, within=PATIENCE)
        await transport.aclose()
    assert outcome == NoReply(Unreached.TLS, sent=False)


async def test_a_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    answer = head(JSON, "Content-Encoding: gzip", f"Content-Length: {len(bomb)}") + bomb
    async with served(says(answer)) as url:
        tracemalloc.start()
        outcome = await outcome_of(url)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert outcome == BadReply(200, Fault.ENCODING)
    assert peak < 5_000_000 + LARGEST


async def test_a_connection_that_the_server_closed_is_replaced() -> None:
    async with served(says(head(JSON, "Content-Length: 2") + b"{}")) as url:
        transport = Transport(url, TOKEN)
        await transport.open()
        for _ in range(3):
            outcome = await transport.send(ASK, within=PATIENCE)
            assert isinstance(outcome, Reply | NoReply)
            if isinstance(outcome, NoReply):
                # Closed between the pool's check and the write: the policy sends it again.
                assert outcome == DROPPED
        await transport.aclose()


async def test_a_stream_that_is_reset_ends_in_one_kind_of_error() -> None:
    async with served(
        says(head("Content-Type: text/event-stream", "Transfer-Encoding: chunked"), b"3\r\n: x\r\n")
    ) as url:
        transport = Transport(url, TOKEN)
        await transport.open()
        outcome, stream = await transport.stream(ASK, media_type=EVENTS, within=PATIENCE)
        assert isinstance(outcome, Reply)
        assert stream is not None
        assert await stream.read() == b": x"
        with pytest.raises(StreamLostError) as caught:
            await stream.read()
        assert caught.value.__context__ is None
        await stream.aclose()
        await transport.aclose()


async def test_a_stream_that_answers_something_else_is_read_like_any_answer() -> None:
    async with served(says(head("Content-Type: text/html", "Content-Length: 6") + b"<html>")) as url:
        transport = Transport(url, TOKEN)
        await transport.open()
        outcome, stream = await transport.stream(ASK, media_type=EVENTS, within=PATIENCE)
        await transport.aclose()
    assert stream is None
    assert isinstance(outcome, Reply)
    assert outcome.body == b"<html>"


async def test_a_proxy_in_the_environment_is_not_given_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[bytes] = []

    async def listens(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))

    async with served(listens) as proxy, served(says(head(JSON, "Content-Length: 2") + b"{}")) as url:
        for variable in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(variable, proxy)
        assert isinstance(await outcome_of(url), Reply)
    assert not heard


async def test_a_token_shows_in_no_error_log_or_representation(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with served(reset) as url:
        transport = Transport(url, TOKEN)
        timing = Timing(starting=0.3, probe_starting=0.02, probe_first=0.02)
        async with KioskClient(url, TOKEN, clock=SystemClock(), timing=timing, transport=transport) as client:
            with pytest.raises(UnreachableError) as caught:
                await client.providers.list()
    shown = caplog.text + repr(caught.value) + repr(vars(transport)) + repr(vars(client))
    assert TOKEN not in shown
    frame = caught.value.__traceback__
    while frame is not None:
        if "api_client" in frame.tb_frame.f_code.co_filename:
            assert TOKEN not in repr(frame.tb_frame.f_locals)
        frame = frame.tb_next
