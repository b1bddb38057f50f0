"""The threads that do the worker's work: a few for each kind of the outbox, one for each job that comes round."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial

import structlog

from kiosk.backend.ground.outbox import Item, Kind
from kiosk.backend.log import places
from kiosk.backend.metrics import WORKER_THREADS, WORKER_THREADS_USED

_log = structlog.get_logger("kiosk.worker")

Executors = Callable[[str, int], Executor]
"""Makes what does the work, given a name and how many pieces may be under way at once."""


def thread_pool(name: str, threads: int) -> Executor:
    """Return so many threads of that name."""
    return ThreadPoolExecutor(threads, thread_name_prefix=name)


class WorkPool:
    """A few threads for some kinds of work; each is given up to `batch` pieces at a time."""

    def __init__(
        self,
        pool: Executor,
        threads: int,
        kinds: Sequence[Kind],
        woken: threading.Event,
        *,
        name: str,
        batch: int = 1,
    ) -> None:
        """`name` is what the figures call them."""
        self.kinds = kinds
        self._woken = woken
        self._threads = threads
        self._batch = batch
        self._free = threading.Semaphore(threads)
        self._pool = pool
        self._used = WORKER_THREADS_USED.labels(name)
        WORKER_THREADS.labels(name).set(threads)

    def take(self, claim: Callable[[int], list[Item]], do: Callable[[Sequence[Item]], None]) -> None:
        """Give what can be claimed, up to so many pieces, to the free ones. A thread that is done wakes the worker."""
        free = 0
        while free < self._threads and self._free.acquire(blocking=False):
            free += 1
        batches: list[list[Item]] = []
        try:
            items = claim(free * self._batch) if free else []
            batches = [items[begin : begin + self._batch] for begin in range(0, len(items), self._batch)]
        finally:
            for _ in range(free - len(batches)):
                self._free.release()
        for some in batches:
            self._used.inc()
            if not _submitted(self._pool, partial(do, some), self._freed):
                # No one is woken: the next poll would find no thread either. The lease of these runs out.
                self._given_back()

    def stop(self) -> None:
        self._pool.shutdown()

    def _freed(self) -> None:
        self._given_back()
        self._woken.set()

    def _given_back(self) -> None:
        self._used.dec()
        self._free.release()


class Recurring:
    """A job that comes round, in a thread of its own: however long it takes, it is never under way twice."""

    def __init__(self, pool: Executor, work: Callable[[], None]) -> None:
        self._pool = pool
        self._work = work
        self._idle = threading.Lock()

    def begin(self) -> bool:
        """Have it done, unless it is still under way from the last time; return whether it was begun."""
        if not self._idle.acquire(blocking=False):
            return False
        begun = _submitted(self._pool, self._work, self._idle.release)
        if not begun:
            self._idle.release()
        return begun

    def stop(self) -> None:
        self._pool.shutdown()


def _submitted(pool: Executor, work: Callable[[], None], done: Callable[[], None]) -> bool:
    """Have something done; `done` is called afterwards, however it went.

    Return False if there is no thread for it: then neither is called, not even later.
    """
    piece = _Piece(work, done)
    try:
        pool.submit(piece.do)
    except Exception as error:  # noqa: BLE001 - threads are made as they are needed, and the machine may have none left
        if piece.taken():
            _log.error("work-without-thread", **places(error))
            return False
    return True


class _Piece:
    """A piece of work that is either done, once, or given up.

    A pool of threads keeps what it could make no thread for, and does it when it has one again: by then its lease is
    another's, and its permit is given back.
    """

    def __init__(self, work: Callable[[], None], done: Callable[[], None]) -> None:
        self._work, self._done = work, done
        self._turn = threading.Lock()

    def taken(self) -> bool:
        """Return whether the caller is the first who asks: the piece is its own from then on."""
        return self._turn.acquire(blocking=False)

    def do(self) -> None:
        if not self.taken():
            return
        try:
            self._work()
        except Exception as error:  # noqa: BLE001 - its lease runs out, and it is taken again
            _log.error("work-failed", **places(error))
        finally:
            self._done()
