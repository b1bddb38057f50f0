"""Work that is called off whole: whatever cancels it, what it holds is given back first."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import anyio

Result = TypeVar("Result")


class Exchanges:
    """What goes over the pool, each in a task of its own, so that a cancellation reaches it as anyio's.

    httpcore closes connections behind a shield of anyio's. asyncio's own way of cancelling goes through it, and what
    was already out of the pool stays open until the collector comes by (encode/httpcore#922, 1.0.9).
    """

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    async def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        scope = anyio.CancelScope()
        task = asyncio.create_task(_within(scope, work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            scope.cancel()
            await outlasting({task})
            raise

    async def ended(self) -> None:
        """Wait for what others have under way."""
        while self._running:
            await asyncio.wait(self._running)


async def outlasting(tasks: set[asyncio.Task[Any]]) -> None:
    """Wait until tasks are done, however often the waiting is cancelled; only then be cancelled."""
    cancelled = False
    while not all(task.done() for task in tasks):
        try:
            await asyncio.wait(tasks)
        except asyncio.CancelledError:
            cancelled = True
    if cancelled:
        raise asyncio.CancelledError


async def _within(scope: anyio.CancelScope, work: Coroutine[Any, Any, Result]) -> Result:
    with scope:
        return await work
    raise asyncio.CancelledError
