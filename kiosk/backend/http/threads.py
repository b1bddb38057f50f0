"""One thread hop for one unit of work."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from contextvars import copy_context
from typing import TypeVar

T = TypeVar("T")


@asynccontextmanager
async def threads(count: int) -> AsyncIterator[None]:
    """Give the running event loop its threads: as many as the database has connections for units of work.

    The loop's own executor, because a hop through it costs a third of one through anyio's worker threads.
    """
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(count, thread_name_prefix="unit-of-work"))
    try:
        yield
    finally:
        await loop.shutdown_default_executor()


async def in_unit_of_work(work: Callable[[], T]) -> T:
    """Return what `work` returns in a thread. It runs to its end even if whoever asked has gone away."""
    return await asyncio.get_running_loop().run_in_executor(None, copy_context().run, work)
