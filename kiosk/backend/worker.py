"""The backend's own work: what the outbox holds, and the jobs that come round. One in every replica.

Threads, since all of it blocks: one looks what is due, a few do it. Payments, messages that somebody waits for and
those that take their turn have hands of their own: a slow provider or a dead gateway holds up its own kind, never the
rest. Everything goes by the clock that the till holds; `run_due` does what is due and returns, for tests.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial

import structlog

from kiosk.backend.services import (
    charges,
    codes,
    dunning,
    flood,
    guests,
    idempotency,
    identities,
    outbox,
    payments,
    refunds,
    registrations,
    reminders,
    sessions,
    sign_in,
    text_receipts,
    texts,
)
from kiosk.backend.services.outbox import Item, Kind
from kiosk.backend.services.till import Till
from kiosk.backend.store.database import DatabaseBusyError, DatabaseLostError, StorageFullError
from kiosk.domain.dates import taipei

_log = structlog.get_logger("kiosk.worker")

_WORK: dict[Kind, Callable[[Till, Item], None]] = {
    Kind.CHARGE: charges.charge,
    Kind.RECONCILE: charges.reconcile,
    Kind.REFUND: refunds.give_back,
    Kind.CODE: texts.deliver,
    Kind.TEXT: texts.deliver,
    Kind.RECEIPT: text_receipts.ask,
    Kind.FLOOD: flood.tell,
}

_DATABASE_TROUBLE = (DatabaseBusyError, DatabaseLostError, StorageFullError)

DAILY_HOUR = 5
"""The Taipei hour from which the daily jobs of a new day may run: the office's own data are fresh, few people pay."""

_DAILY_AGAIN = 600.0
_COUNT_CASES = 60.0
_ROUND = 300.0
"""Seconds between two rounds: a reminder comes so much later than its hour begins, at most."""
_SENDING = 2
"""Threads that send codes, and as many that send other messages."""


class _Hands:
    """A few threads for some kinds of work."""

    def __init__(self, threads: int, kinds: Sequence[Kind], woken: threading.Event, pool: Executor) -> None:
        self._woken = woken
        self._threads = threads
        self._kinds = kinds
        self._free = threading.Semaphore(threads)
        self._pool = pool

    def take(self, claim: Callable[[int, Sequence[Kind]], list[Item]], do: Callable[[Item], None]) -> bool:
        """Give what can be claimed to the free ones; return whether there may be more."""
        free = 0
        while free < self._threads and self._free.acquire(blocking=False):
            free += 1
        items: list[Item] = []
        try:
            items = claim(free, self._kinds) if free else []
        finally:
            for _ in range(free - len(items)):
                self._free.release()
        for item in items:
            self.submit(partial(do, item), self._freed)
        return bool(items)

    def submit(self, work: Callable[[], None], done: Callable[[], None] = lambda: None) -> None:
        """Have it done when one is free; `done` is called afterwards, however it went."""
        self._pool.submit(_then, work, done).add_done_callback(_report)

    def stop(self) -> None:
        self._pool.shutdown()

    def _freed(self) -> None:
        self._free.release()
        self._woken.set()


def _then(work: Callable[[], None], done: Callable[[], None]) -> None:
    try:
        work()
    finally:
        done()


def thread_pool(name: str, threads: int) -> Executor:
    """Return so many threads of that name."""
    return ThreadPoolExecutor(threads, thread_name_prefix=name)


class Worker:
    """Looks once a second, and at once when `woken` is set, for what is due.

    Make the event first and give its `set` to the ports as `wake`. `rounds` is what comes round every few minutes
    beside our own jobs; without `daily`, nothing comes round by itself. `executor` makes what does the work, given a
    name and how many pieces may be under way at once.
    """

    def __init__(
        self,
        till: Till,
        woken: threading.Event,
        *,
        threads: int = 3,
        pause: float = 1.0,
        daily: bool = True,
        rounds: Sequence[Callable[[Till], object]] = (),
        executor: Callable[[str, int], Executor] = thread_pool,
    ) -> None:
        self._till = till
        self._woken = woken
        self._pause = pause
        self._daily = daily
        self._day = ""
        self._rounds = (reminders.send_due, *rounds)
        self._daily_at = self._count_at = self._round_at = till.clock.monotonic()
        self._stopping = threading.Event()

        def hands(name: str, at_once: int, *kinds: Kind) -> _Hands:
            return _Hands(at_once, kinds, woken, executor(name, at_once))

        self._payments = hands("payments", threads, Kind.CHARGE, Kind.RECONCILE, Kind.REFUND)
        self._texts = hands("texts", _SENDING, Kind.TEXT, Kind.RECEIPT, Kind.FLOOD)
        self._hands = (self._payments, hands("codes", _SENDING, Kind.CODE), self._texts)
        self._watch = threading.Thread(target=self._run, name="outbox-watch", daemon=True)

    @property
    def alive(self) -> bool:
        """Whether it is at work; for the health check."""
        return self._watch.is_alive()

    def start(self) -> None:
        self._watch.start()

    def stop(self) -> None:
        """Take no more work and return when what is under way is done."""
        self._stopping.set()
        self._woken.set()
        if self._watch.is_alive():
            self._watch.join()
        for hands in self._hands:
            hands.stop()

    def run_due(self, limit: int = 100) -> int:
        """Do here and now what is due at this moment, in order; return how many pieces of work that was."""
        done = payments.expire_due(self._till)
        for item in self._claim(limit, tuple(Kind)):
            _WORK[item.kind](self._till, item)
            done += 1
        return done

    def run_daily(self) -> None:
        """Do the jobs of the day; again on the same day they find nothing to do."""
        report = dunning.run(self._till.database, self._till.clock)
        now = self._till.clock.now()
        forgotten = self._till.database.run(partial(idempotency.forget_old, now=now))
        for forget in (
            texts.forget_old,
            registrations.forget_old,
            codes.forget_old,
            sign_in.forget_old,
            sessions.forget_old,
            identities.forget_old,
            guests.forget_old,
        ):
            self._till.database.run(partial(forget, now=now))
        _log.info("daily", made=report.made, registered=report.registered, reported=report.reported, keys=forgotten)

    def run_round(self) -> None:
        """Do what comes round every few minutes."""
        for job in self._rounds:
            job(self._till)

    def look(self) -> None:
        """Hand out what is due to whoever is free, and begin what has come round; raise what the database raises."""
        for hands in self._hands:
            while not self._stopping.is_set() and hands.take(self._claim, self._do):
                pass
        payments.expire_due(self._till)
        elapsed = self._till.clock.monotonic()
        if elapsed >= self._count_at:
            self._count_at = elapsed + _COUNT_CASES
            charges.count_cases(self._till)
        if self._daily and elapsed >= self._round_at:
            self._round_at = elapsed + _ROUND
            self._payments.submit(self.run_round)
            self._texts.submit(partial(texts.ask_credit, self._till))
        today = taipei(self._till.clock.now())
        if self._daily and today.hour >= DAILY_HOUR and self._day != f"{today:%F}" and elapsed >= self._daily_at:
            # Tried again after a while, should it fail.
            self._daily_at = elapsed + _DAILY_AGAIN
            self._payments.submit(partial(self._do_daily, f"{today:%F}"))

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._woken.clear()
            try:
                self.look()
            except _DATABASE_TROUBLE as error:
                # Nothing of it happened. The outbox waits; so do we.
                _log.warning("worker-waits", why=type(error).__name__)
            self._woken.wait(self._pause)

    def _do_daily(self, day: str) -> None:
        self.run_daily()
        self._day = day
        self._daily_at = self._till.clock.monotonic()

    def _do(self, item: Item) -> None:
        _WORK[item.kind](self._till, item)

    def _claim(self, limit: int, kinds: Sequence[Kind]) -> list[Item]:
        now = self._till.clock.now()
        with self._till.database.read() as connection:
            if not outbox.has_due(connection, now, kinds):
                return []
        return self._till.database.run(lambda connection: outbox.claim(connection, now, limit, kinds))


def _report(work: Future[None]) -> None:
    """Note what went wrong with a piece of work: its lease runs out, and it is taken again."""
    error = work.exception()
    if error is not None:
        _log.error("work-failed", why=type(error).__name__)
