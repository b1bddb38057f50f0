"""One pool of threads: how much it takes, what it refuses, and that what was refused is never begun."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from kiosk.backend.http.thread_pool import NoThreadError, ThreadPool
from tests.patience import PATIENCE, wait_until


@asynccontextmanager
async def pool(threads: int = 2, **bounds: float) -> AsyncIterator[ThreadPool]:
    made = ThreadPool("tried", threads, **bounds)
    try:
        yield made
    finally:
        await made.close()


async def test_of_two_hundred_at_once_ten_are_asked_or_wait_and_the_others_are_refused_at_once() -> None:
    begun, go = [], threading.Event()

    def work() -> None:
        begun.append(1)
        assert go.wait(PATIENCE)

    async with pool(2, waiting=8) as tried:
        taken, refused = [], 0
        for _ in range(200):
            try:
                taken.append(tried.do(work))
            except NoThreadError:
                refused += 1
        assert (len(taken), refused) == (10, 190)
        await asyncio.to_thread(wait_until, lambda: tried.used == 2)
        assert (tried.threads, tried.used, tried.waiting) == (2, 2, 8)
        go.set()
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*taken)
        await asyncio.to_thread(wait_until, lambda: tried.used == 0)
        assert tried.waiting == 0
        # There is room again for as many.
        await asyncio.gather(*(tried.do(work) for _ in range(10)))
    assert len(begun) == 20


async def test_what_has_waited_too_long_gets_an_error_while_the_threads_are_held_up_and_is_never_begun() -> None:
    begun, go = [], threading.Event()

    def hold() -> None:
        assert go.wait(PATIENCE)

    async with pool(1, waiting=3) as tried:
        held = tried.do(hold)
        await asyncio.to_thread(wait_until, lambda: tried.used == 1)
        tried.seconds = 0.05
        async with asyncio.timeout(PATIENCE):
            for _ in range(2):
                with pytest.raises(NoThreadError):
                    await tried.do(lambda: begun.append(1))
        assert tried.waiting == 0
        go.set()
        await held
    assert begun == []


async def test_a_pool_whose_threads_never_come_back_keeps_no_more_than_may_wait() -> None:
    go = threading.Event()
    async with pool(1, waiting=2) as tried:
        held = tried.do(lambda: go.wait(PATIENCE))
        await asyncio.to_thread(wait_until, lambda: tried.used == 1)
        tried.seconds = 0.001  # only now: this one has to be begun, however late its thread gets its turn
        async with asyncio.timeout(PATIENCE):
            for _ in range(50):
                with pytest.raises(NoThreadError):
                    await tried.do(int)
        assert tried._jobs.qsize() <= tried.most
        go.set()
        await held


async def test_an_error_of_the_work_is_raised_where_it_was_asked_for_and_frees_its_place() -> None:
    async with pool(1, waiting=0) as tried:
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await tried.do(lambda: 1 // 0)
        assert await tried.do(lambda: 3) == 3


async def test_work_whose_asker_has_gone_away_frees_its_place_too() -> None:
    go = threading.Event()
    async with pool(1, waiting=0) as tried:
        left = tried.do(lambda: go.wait(PATIENCE))
        left.cancel()
        go.set()
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    assert await tried.do(lambda: 3) == 3
                    break
                except NoThreadError:
                    await asyncio.sleep(0.001)
