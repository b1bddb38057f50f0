"""The thread pools of the web application: one for each kind of work, and one for each party outside.

Slow work holds up only its own kind: an identity provider that says nothing, a register that answers late, a password
that takes a second. Nothing else waits for them; of them, only so many wait, and for so long.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar, copy_context
from dataclasses import dataclass
from typing import TypeVar
from weakref import WeakKeyDictionary

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.http.thread_pool import NoThreadError, ThreadPool
from kiosk.backend.metrics import REFUSED
from kiosk.contract.problems import ProblemKind

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much one party outside may have under way."""

    at_once: int
    """Threads that ask it."""
    waiting: int
    """Requests that wait for one of them; of more, each is refused at once."""
    seconds: float
    """How long one waits before it is refused: with the call itself, no longer than the terminal waits."""


class PhonesShare:
    """What phones on the socket of their own may take of the threads: with half of them, no payment waits for phones.

    It is a share and no pool of its own, which would need connections to the database of its own.
    """

    def __init__(self, threads: int) -> None:
        """Share out so many threads."""
        self._at_once = max(1, threads // 2)
        self._turn = asyncio.Semaphore(self._at_once)
        self._open = 0
        self._refused = REFUSED.labels("phones")

    async def do(self, units: ThreadPool, work: Callable[[], T]) -> T:
        """Return what `work` returns; raise `NoThreadError`, with nothing done, where too many wait."""
        if self._open >= self._at_once + PHONES_WAITING:
            self._refused.inc()
            raise NoThreadError
        self._open += 1
        try:
            async with self._turn:
                return await units.do(work)
        finally:
            self._open -= 1


@dataclass(frozen=True, slots=True)
class Pools:
    """The pools of an event loop."""

    units: ThreadPool
    phones: PhonesShare
    queries: ThreadPool
    recognition: ThreadPool
    passwords: ThreadPool
    outside: Mapping[str, ThreadPool]
    """By party."""

    def __iter__(self) -> Iterator[ThreadPool]:
        return iter((self.units, self.queries, self.recognition, self.passwords, *self.outside.values()))


_pools: WeakKeyDictionary[asyncio.AbstractEventLoop, Pools] = WeakKeyDictionary()
_by_phone: ContextVar[bool] = ContextVar("by_phone", default=False)

PHONES_WAITING = 16
"""Requests on the phones' own socket that wait for their turn; of more, each is refused at once."""

RECOGNISED_AT_ONCE = 2
"""Terminals and sessions that are looked for in the database at a time."""

PASSWORDS_AT_ONCE = 2
"""Each takes 64 MiB and a core while it is hashed: more at once would starve payments, not finish sooner."""
MOST_WAITING = 100
"""Pieces of work with a password that wait for their turn: the last of them for eight seconds on two idle cores."""
LONGEST_WAITING = 18.0
"""Seconds after which a piece of work with a password is not begun any more: the terminal gives up after twenty."""


@asynccontextmanager
async def threads(units: int, queries: int, outside: Mapping[str, Bounds]) -> AsyncIterator[None]:
    """Give the running event loop its threads: for so many units of work and look-ups at a time, and for each party."""
    loop = asyncio.get_running_loop()
    pools = _pools[loop] = Pools(
        units=ThreadPool("units", units),
        phones=PhonesShare(units),
        queries=ThreadPool("looks", queries),
        recognition=ThreadPool("recognition", RECOGNISED_AT_ONCE),
        passwords=ThreadPool("passwords", PASSWORDS_AT_ONCE, waiting=MOST_WAITING, seconds=LONGEST_WAITING),
        outside={
            party: ThreadPool(party, bounds.at_once, waiting=bounds.waiting, seconds=bounds.seconds)
            for party, bounds in outside.items()
        },
    )
    try:
        yield
    finally:
        del _pools[loop]
        for pool in pools:
            await pool.close()


@contextmanager
def asked_by_phone() -> Iterator[None]:
    """Have what is asked for meanwhile, by the same request, keep to what phones may take of the threads."""
    token = _by_phone.set(True)
    try:
        yield
    finally:
        _by_phone.reset(token)


async def in_unit_of_work(work: Callable[[], T]) -> T:
    """Return what `work` returns in a thread. It runs to its end even if the client has gone away.

    Raise `NoThreadError`, with nothing done, for a phone where too many of them wait.
    """
    pools = _pools.get(asyncio.get_running_loop())
    if pools is not None and _by_phone.get():
        return await pools.phones.do(pools.units, work)
    return await _in(lambda pools: pools.units, work)


async def in_query(work: Callable[[], T]) -> T:
    """Return what a short reading of our own database, without a transaction, returns in a thread of look-ups."""
    return await _in(lambda pools: pools.queries, work)


async def in_recognition(work: Callable[[], T]) -> T:
    """Return what a reading returns that tells who asks. It waits for no unit of work and for no look-up."""
    return await _in(lambda pools: pools.recognition, work)


async def with_password(work: Callable[[], T]) -> T:
    """Return what a use case that hashes or checks a password returns in a thread, two at a time.

    Raise `Refusal` (`BUSY`), with nothing done, where so many wait that the visitor would not, or where the visitor has
    waited in vain: no code should be sent, and no try be lost, after the terminal has given up.
    """
    try:
        return await _in(lambda pools: pools.passwords, work)
    except NoThreadError:
        raise Refusal(ProblemKind.BUSY) from None


async def with_outside(party: str, work: Callable[[], T]) -> T:
    """Return what `work`, which asks a party outside, returns in one of that party's own threads.

    Raise `NoThreadError`, with nothing done, where too many wait for that party, or one has waited too long. `party` is
    one of those that `threads` was given.
    """
    return await _in(lambda pools: pools.outside[party], work)


def all_pools() -> Sequence[ThreadPool]:
    """Return the pools of the running event loop; none where it serves no application."""
    return tuple(_pools.get(asyncio.get_running_loop(), ()))


async def _in(chosen: Callable[[Pools], ThreadPool], work: Callable[[], T]) -> T:
    loop = asyncio.get_running_loop()
    found = _pools.get(loop)
    if found is None:
        # No server's loop: a router is tried on its own.
        return await loop.run_in_executor(None, copy_context().run, work)
    return await chosen(found).do(work)
