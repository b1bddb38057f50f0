"""One thread hop for one unit of work, and lanes of their own for look-ups, passwords, and what asks somebody outside.

Handing work over one piece at a time, as executors do, costs as much as a look-up itself: the event loop and the
threads take the interpreter's lock from each other at each piece. Here a thread takes piece after piece as long as
there are any, and the loop is told once of all that is done by the time it looks.
"""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import Context, copy_context
from queue import SimpleQueue
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from kiosk.backend.ground.problems import Refusal
from kiosk.contract.problems import ProblemKind

T = TypeVar("T")

_Job = tuple["asyncio.Future[Any]", Context, Callable[[], Any]]


class _Lane:
    """Threads that do what is put before them, for one event loop."""

    def __init__(self, name: str, count: int) -> None:
        self._loop = asyncio.get_running_loop()
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._done: deque[tuple[asyncio.Future[Any], Any, BaseException | None]] = deque()
        self._told = False
        self._threads = [threading.Thread(target=self._run, name=f"{name}-{n}", daemon=True) for n in range(count)]
        for thread in self._threads:
            thread.start()

    @property
    def waiting(self) -> int:
        """How many pieces of work no thread has taken yet."""
        return self._jobs.qsize()

    def do(self, work: Callable[[], T]) -> asyncio.Future[T]:
        future: asyncio.Future[T] = self._loop.create_future()
        self._jobs.put((future, copy_context(), work))
        return future

    async def close(self) -> None:
        """Let the threads do what is left, and end."""
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            await asyncio.to_thread(thread.join)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            future, context, work = job
            try:
                self._done.append((future, context.run(work), None))
            except BaseException as error:  # noqa: BLE001 - it is raised where the work was asked for
                self._done.append((future, None, error))
            del job, future, context, work
            # In this order, and the other way round in `_deliver`: nothing is left behind.
            if not self._told:
                self._told = True
                self._loop.call_soon_threadsafe(self._deliver)

    def _deliver(self) -> None:
        self._told = False
        while self._done:
            future, result, error = self._done.popleft()
            if future.cancelled():
                continue
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)


_units: WeakKeyDictionary[asyncio.AbstractEventLoop, _Lane] = WeakKeyDictionary()
_looks: WeakKeyDictionary[asyncio.AbstractEventLoop, _Lane] = WeakKeyDictionary()
_passwords: WeakKeyDictionary[asyncio.AbstractEventLoop, _Lane] = WeakKeyDictionary()
_outside: WeakKeyDictionary[asyncio.AbstractEventLoop, _Lane] = WeakKeyDictionary()

PASSWORDS_AT_ONCE = 2
"""Each takes 64 MiB and a core while it is hashed: more at once would starve payments, not finish sooner."""
MOST_WAITING = 100
"""Pieces of work with a password that wait for their turn: the last of them for eight seconds on two idle cores."""
LONGEST_WAITING = 18.0
"""Seconds after which a piece of work with a password is not begun any more: the terminal gives up after twenty."""

OUTSIDE_AT_ONCE = 2
MOST_WAITING_OUTSIDE = 8
"""Questions to somebody outside that wait for their turn: with a silent one, each takes seconds."""


@asynccontextmanager
async def threads(units: int, looks: int) -> AsyncIterator[None]:
    """Give the running event loop its threads: for so many units of work, and so many look-ups, at a time."""
    loop = asyncio.get_running_loop()
    lanes = _units[loop], _looks[loop], _passwords[loop], _outside[loop] = (
        _Lane("unit-of-work", units),
        _Lane("look", looks),
        _Lane("password", PASSWORDS_AT_ONCE),
        _Lane("outside", OUTSIDE_AT_ONCE),
    )
    try:
        yield
    finally:
        del _units[loop], _looks[loop], _passwords[loop], _outside[loop]
        for lane in lanes:
            await lane.close()


async def in_unit_of_work(work: Callable[[], T]) -> T:
    """Return what `work` returns in a thread. It runs to its end even if whoever asked has gone away."""
    return await _in(_units, work)


async def in_look(work: Callable[[], T]) -> T:
    """Return what a short reading without a transaction returns in a thread. It waits for no unit of work."""
    return await _in(_looks, work)


async def with_password(work: Callable[[], T]) -> T:
    """Return what a use case that hashes or checks a password returns in a thread, two at a time.

    Raise `Refusal` (`BUSY`), with nothing done, where so many wait that the visitor would not, or where the visitor has
    waited in vain: nobody should get a code, or lose a try, after the terminal has given up.
    """
    latest = time.monotonic() + LONGEST_WAITING

    def in_time() -> T:
        if time.monotonic() > latest:
            raise Refusal(ProblemKind.BUSY)
        return work()

    return await _in(_passwords, in_time, MOST_WAITING)


async def with_outside(work: Callable[[], T]) -> T:
    """Return what a use case that asks somebody outside returns in a thread: whoever is silent holds up nobody else.

    Raise `Refusal` (`BUSY`), with nothing done, where too many wait already.
    """
    return await _in(_outside, work, MOST_WAITING_OUTSIDE)


def waiting() -> dict[str, int]:
    """Return how many pieces of work wait for a thread, by lane, in the running event loop."""
    loop = asyncio.get_running_loop()
    lanes = {"units": _units, "looks": _looks, "passwords": _passwords, "outside": _outside}
    return {name: lane[loop].waiting for name, lane in lanes.items() if loop in lane}


async def _in(
    lanes: WeakKeyDictionary[asyncio.AbstractEventLoop, _Lane], work: Callable[[], T], most: float = math.inf
) -> T:
    loop = asyncio.get_running_loop()
    lane = lanes.get(loop)
    if lane is None:
        # No server's loop: a router is tried on its own.
        return await loop.run_in_executor(None, copy_context().run, work)
    if lane.waiting >= most:
        raise Refusal(ProblemKind.BUSY)
    return await lane.do(work)
