"""When a pilot's pause ends."""

from __future__ import annotations

import asyncio
import socket
from contextlib import closing

import pytest
from textual._wait import SLEEP_GRANULARITY

from tests import at_rest
from tests.at_rest import wait_for_rest

guesses: list[float] = []


@pytest.fixture(autouse=True)
def _guessing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def guess(min_sleep: float, max_sleep: float) -> None:
        guesses.append(min_sleep)

    guesses.clear()
    monkeypatch.setattr(at_rest, "wait_for_idle", guess)


async def test_what_is_ready_and_what_comes_of_it_is_done_first() -> None:
    done: list[int] = []

    async def chain() -> None:
        for number in range(20):
            await asyncio.sleep(0)
            done.append(number)

    task = asyncio.create_task(chain())
    await wait_for_rest()
    assert task.done()
    assert done == [*range(20)]


async def test_a_timer_that_textual_would_have_slept_over_is_waited_for_and_a_later_one_is_not() -> None:
    loop, done = asyncio.get_running_loop(), list[str]()
    loop.call_later(SLEEP_GRANULARITY / 2, loop.call_soon, done.append, "soon")
    later = loop.call_later(60, done.append, "later")
    loop.call_later(SLEEP_GRANULARITY / 4, done.append, "cancelled").cancel()
    await wait_for_rest()
    later.cancel()
    assert done == ["soon"]


async def test_a_stub_in_the_same_loop_is_waited_for_without_guessing() -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readline())
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"a line\n")
        line = asyncio.create_task(reader.readline())
        await wait_for_rest()
        assert line.done()
        assert guesses == []
        writer.close()
        await writer.wait_closed()


async def test_what_answers_from_outside_leaves_textuals_guess() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as elsewhere:
        _, writer = await asyncio.open_connection(*elsewhere.getsockname())
        await wait_for_rest(0.5)
        writer.close()
        await writer.wait_closed()
    assert guesses == [0.5]


async def test_a_thread_leaves_textuals_guess() -> None:
    await asyncio.to_thread(int)
    await wait_for_rest(0.25)
    assert guesses == [0.25]
