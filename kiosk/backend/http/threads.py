"""One thread hop for one unit of work."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

T = TypeVar("T")


def give_threads(count: int) -> None:
    """Give the running event loop its threads, as many as units of work may run at a time; they end with the loop.

    The loop's own executor: a hop through it costs a third of one through anyio's worker threads.
    """
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(count, thread_name_prefix="unit-of-work"))


async def in_unit_of_work(work: Callable[[], T]) -> T:
    """Return what `work` returns in a thread. It runs to its end even if whoever asked has gone away."""
    return await asyncio.get_running_loop().run_in_executor(None, copy_context().run, work)
