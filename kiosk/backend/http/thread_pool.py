"""Threads that do blocking work for an event loop: one hop for one unit of work, and a bound on what waits.

Handing work over one piece at a time, as executors do, costs as much as a look-up itself: the event loop and the
threads take the interpreter's lock from each other at each piece. Here a thread takes piece after piece as long as
there are any, and the loop is woken once for all that is done by the time it runs.
"""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections import deque
from collections.abc import Callable
from contextvars import Context, copy_context
from queue import SimpleQueue
from typing import Any, TypeVar

from kiosk.backend.metrics import REFUSED

T = TypeVar("T")

_Job = tuple["asyncio.Future[Any]", Context, Callable[[], Any], float]


class NoThreadError(Exception):
    """No thread of the pool was free, or got free in time. Nothing of the work was begun."""


class ThreadPool:
    """Some threads of one event loop; everything but the work itself is called in that loop."""

    def __init__(self, name: str, threads: int, *, waiting: float = math.inf, seconds: float = math.inf) -> None:
        """Start `threads` threads. At most `waiting` pieces of work wait for one, each for at most `seconds`.

        `name` is the pool's in the figures.
        """
        self.name = name
        self._loop = asyncio.get_running_loop()
        self.most = threads + waiting
        """Pieces of work that are under way or wait, at most."""
        self.seconds = seconds
        self._refused = REFUSED.labels(name)
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._not_begun: set[asyncio.Future[Any]] = set()
        """The thread that takes one out, or the loop once it has waited long enough, decides on it."""
        self._open = 0
        self._busy = [False] * threads
        self._done: deque[tuple[asyncio.Future[Any], Any, BaseException | None]] = deque()
        self._woken = False
        self._threads = [
            threading.Thread(target=self._run, args=(n,), name=f"{name}-{n}", daemon=True) for n in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def threads(self) -> int:
        """How many threads there are."""
        return len(self._threads)

    @property
    def used(self) -> int:
        """How many threads have something to do."""
        return sum(self._busy)

    @property
    def waiting(self) -> int:
        """How many pieces of work no thread has taken yet."""
        return len(self._not_begun)

    def do(self, work: Callable[[], T]) -> asyncio.Future[T]:
        """Return what will hold the result of `work`, or `NoThreadError`; raise it at once where too many wait."""
        # What was given up stays in the queue until a thread is free: that is bounded too, should none ever be.
        if self._open >= self.most or self._jobs.qsize() >= self.most:
            self._refused.inc()
            raise NoThreadError
        self._open += 1
        future: asyncio.Future[T] = self._loop.create_future()
        self._not_begun.add(future)
        if self.seconds < math.inf:
            timer = self._loop.call_later(self.seconds, self._give_up, future)
            future.add_done_callback(lambda _: timer.cancel())
        self._jobs.put((future, copy_context(), work, time.monotonic() + self.seconds))
        return future

    async def close(self) -> None:
        """Let the threads do what is left, and end."""
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            await asyncio.to_thread(thread.join)

    def _run(self, thread: int) -> None:
        while (job := self._jobs.get()) is not None:
            future, context, work, latest = job
            # Too late to be begun: the loop says so, or has said so already.
            if time.monotonic() < latest and self._take(future):
                self._busy[thread] = True
                try:
                    self._done.append((future, context.run(work), None))
                except BaseException as error:  # noqa: BLE001 - it is raised where the work was asked for
                    self._done.append((future, None, error))
                self._busy[thread] = False
                # In this order, and the other way round in `_deliver`: nothing is left behind.
                if not self._woken:
                    self._woken = True
                    self._loop.call_soon_threadsafe(self._deliver)
            del job, future, context, work

    def _take(self, future: asyncio.Future[Any]) -> bool:
        """Take a piece of work upon us; False where it was given up, or a thread has it."""
        try:
            self._not_begun.remove(future)
        except KeyError:
            return False
        return True

    def _give_up(self, future: asyncio.Future[Any]) -> None:
        if self._take(future):
            self._open -= 1
            self._refused.inc()
            if not future.done():
                future.set_exception(NoThreadError())

    def _deliver(self) -> None:
        self._woken = False
        while self._done:
            future, result, error = self._done.popleft()
            self._open -= 1
            if future.cancelled():
                continue
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)
