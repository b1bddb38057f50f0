"""Virtual time: pieces of work that give way to each other where processes would, and a queue that is the time.

Every piece is a greenlet: plain blocking code, like the services that it runs, which gives way wherever it waits.
Nothing sleeps, nothing runs at once, and all chance comes from one seed: the same seed is the same history.
"""

from __future__ import annotations

import heapq
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from random import Random
from typing import Any

from greenlet import getcurrent, greenlet

from tests.clock import START


class BrokenRuleError(BaseException):
    """Something that must never be, whatever is caught on the way: it ends the simulation."""


class Piece(greenlet):
    """A piece of work of a process, or of the world outside if it has none."""

    process: Process | None = None
    turn = 0
    """Which of its waits is the present one: what was to end an earlier wait does not end this one."""


class VirtualTime:
    """The queue of what happens when. Seconds from the beginning; everything else is in `Piece`s."""

    def __init__(self, chance: Random) -> None:
        self.now = 0.0
        self.steps = 0
        self.undisturbed = False
        """Set while a transaction is open: no one may wait for anything then."""
        self.chance = chance
        self._queue: list[tuple[float, int, Callable[[], object]]] = []
        self._order = count()
        self._here: greenlet = getcurrent()

    def at(self, moment: float, call: Callable[[], object]) -> None:
        """Have something quick happen at a moment, or now if that is over."""
        heapq.heappush(self._queue, (max(moment, self.now), next(self._order), call))

    def later(self, seconds: float, call: Callable[[], object]) -> None:
        self.at(self.now + seconds, call)

    def go(self, work: Callable[[], object], *, process: Process | None = None, after: float = 0.0) -> None:
        """Begin a piece of work; what it raises ends the simulation."""
        piece = Piece(work, self._here)
        piece.process = process
        if process is not None:
            process.pieces.add(piece)
        self.later(after, partial(self._resume, piece, piece.turn))

    def sleep(self, seconds: float) -> None:
        """Give way for so long: others go on, and the process may die meanwhile."""
        if self.undisturbed:
            raise BrokenRuleError("a wait inside a transaction")
        self.wake(self.piece(), seconds)
        self._here.switch()

    def piece(self) -> Piece:
        """Return the piece that runs; outside of any there is nothing to give way."""
        piece = getcurrent()
        assert isinstance(piece, Piece)
        return piece

    def wake(self, piece: Piece, seconds: float) -> None:
        """Let the present wait of a piece end after so long, unless something ends it before."""
        self.later(seconds, partial(self._resume, piece, piece.turn))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        if self.undisturbed:
            raise BrokenRuleError("a transaction inside another")
        self.undisturbed = True
        try:
            yield
        finally:
            self.undisturbed = False

    def run(self, until: float) -> None:
        """Let everything happen that is due up to a moment."""
        self._here = getcurrent()
        while self._queue and self._queue[0][0] <= until:
            self.now, _, call = heapq.heappop(self._queue)
            self.steps += 1
            call()
        self.now = until

    def _resume(self, piece: Piece, turn: int) -> None:
        process = piece.process
        if piece.turn != turn or (process is not None and not process.up):
            return
        if process is not None and process.frozen_until > self.now:
            self.at(process.frozen_until, partial(self._resume, piece, turn))
            return
        piece.turn += 1
        piece.switch()
        if piece.dead and process is not None:
            process.pieces.discard(piece)


class Process:
    """One life of a replica. What it was doing when it is killed stays undone: not even `finally` runs."""

    def __init__(self, time: VirtualTime) -> None:
        self.time = time
        self.up = True
        self.frozen_until = 0.0
        self.pieces: set[Piece] = set()

    def go(self, work: Callable[[], object], *, after: float = 0.0) -> None:
        self.time.go(work, process=self, after=after)

    def kill(self) -> int:
        """End it where it stands, and return how many pieces of work were under way."""
        self.up = False
        return len(self.pieces)

    def unwind(self) -> None:
        """Let go what it was doing, when everything is over."""
        self.up = False
        while self.pieces:
            self.pieces.pop().throw()

    def freeze(self, seconds: float) -> None:
        """Stop it for so long, as a busy host stops a machine: its leases run out, and then it goes on."""
        self.frozen_until = self.time.now + seconds


class Gate:
    """What one piece waits at until another opens it."""

    def __init__(self, time: VirtualTime) -> None:
        self._time = time
        self._open = False
        self._waiting: Piece | None = None

    def open(self) -> None:
        self._open = True
        if self._waiting is not None:
            self._time.wake(self._waiting, 0)

    def close(self) -> None:
        self._open = False

    def wait(self, within: float) -> bool:
        """Return as soon as it is open, or after so many seconds; whether it is open."""
        if not self._open:
            self._waiting = self._time.piece()
            self._time.sleep(within)
            self._waiting = None
        return self._open


class VirtualEvent(threading.Event):
    """The worker's bell: who waits for it gives way. `shortest` is the least that a wait for nothing takes."""

    def __init__(self, time: VirtualTime, shortest: Callable[[], float]) -> None:
        super().__init__()
        self._gate = Gate(time)
        self._shortest = shortest

    def set(self) -> None:
        self._gate.open()

    def clear(self) -> None:
        self._gate.close()

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None, "nobody would end this wait"
        return self._gate.wait(max(timeout, self._shortest()))


class SkewedClock:
    """A replica's clock: so many seconds ahead of the true time, or behind it."""

    def __init__(self, time: VirtualTime, skew: float = 0.0) -> None:
        self._time = time
        self._skew = skew

    def now(self) -> datetime:
        return START + timedelta(seconds=self._time.now + self._skew)

    def monotonic(self) -> float:
        return self._time.now + 1000.0


class Pieces(Executor):
    """A pool of so many threads of a process, each a piece."""

    def __init__(self, process: Process, at_once: int) -> None:
        self._process = process
        self._free = at_once
        self._waiting: deque[Callable[[], None]] = deque()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._waiting.append(partial(self._do, future, partial(fn, *args, **kwargs)))
        self._begin()
        return future

    def _begin(self) -> None:
        while self._waiting and self._free:
            self._free -= 1
            self._process.go(self._waiting.popleft())

    def _do(self, future: Future[Any], work: Callable[[], Any]) -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - what a pool of threads does: the future holds it
            future.set_exception(error)
        else:
            future.set_result(result)
        self._free += 1
        self._begin()
