"""One thread hop for one unit of work."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from anyio import to_thread

T = TypeVar("T")


async def in_unit_of_work(work: Callable[[], T]) -> T:
    """Return what `work` returns in a thread. It runs to its end even if whoever asked has gone away."""
    return await to_thread.run_sync(work)
