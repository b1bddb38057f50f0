"""The backend's own work: what the outbox holds, and the jobs that come round. One in every replica.

Threads, since all of it blocks: one polls for what is due, a few do it. Payments, messages that somebody waits for and
those that take their turn have threads of their own, and so has each job that comes round: a slow provider, a dead
gateway or a long night holds up its own kind, never the rest. Whatever goes wrong is noted, and the next poll comes.
Everything goes by the clock that the context holds; `run_due` does what is due and returns, for tests.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

import structlog

from kiosk.backend import daily_jobs
from kiosk.backend.city_bills import settling
from kiosk.backend.context import Context
from kiosk.backend.domain.payment import reconcile_delay
from kiosk.backend.gateways.bounded import GatewayBusyError
from kiosk.backend.ground import outbox
from kiosk.backend.ground.outbox import Item, Kind
from kiosk.backend.ground.under_way import CODES_AT_ONCE
from kiosk.backend.log import places
from kiosk.backend.messages import text_delivery, text_receipts, texts
from kiosk.backend.messages.mail import mails
from kiosk.backend.metrics import DAILY_DONE
from kiosk.backend.owners import new_numbers
from kiosk.backend.payments import charges, payments, refunds, unanswered
from kiosk.backend.proof import phone_entries
from kiosk.backend.store.database import DatabaseBusyError, DatabaseLostError, StorageFullError
from kiosk.backend.terminals import fleet
from kiosk.backend.vehicles import flood, objection_news, service_jobs
from kiosk.backend.work_threads import Executors, Recurring, WorkPool, thread_pool
from kiosk.domain.dates import taipei

_log = structlog.get_logger("kiosk.worker")

_WORK: dict[Kind, Callable[[Context, Item], None]] = {
    Kind.CHARGE: charges.charge,
    Kind.RECONCILE: charges.reconcile,
    Kind.REFUND: refunds.give_back,
    Kind.CODE: text_delivery.deliver,
    Kind.TEXT: text_delivery.deliver,
    Kind.RECEIPT: text_receipts.ask,
    Kind.FLOOD: flood.tell,
    Kind.OBJECTION: objection_news.tell,
    Kind.MAIL: mails.deliver,
    Kind.CITY: settling.tell,
}

_MANY: dict[Kind, Callable[[Context, Sequence[Item]], None]] = {
    Kind.TEXT: text_delivery.deliver_all,
    Kind.RECEIPT: text_receipts.ask_all,
}
"""What is done for many at once, in a few statements for all of them."""

_DATABASE_TROUBLE = (DatabaseBusyError, DatabaseLostError, StorageFullError)

DAILY_HOUR = 5
"""The Taipei hour from which the daily jobs of a new day may run: the office's own data are fresh, few people pay."""

CITIES_AT_ONCE = 2
"""Threads for telling other cities what was paid: one that keeps silent does not hold up the next."""

_DAILY_AGAIN = 600.0
_COUNT_CASES = 60.0
_ROUND = 300.0
"""Seconds between two rounds: a reminder comes so much later than its hour begins, at most."""
_BATCH = 50
"""Messages that a thread takes at a time."""

PULSE_WITHIN = 30.0
"""Seconds within which the worker must have polled for it to count as working."""


@dataclass(slots=True)
class _Found:
    """What a poll has found to do."""

    kinds: set[Kind] = field(default_factory=set)
    """Those of which something waits in the outbox."""
    overdue: Sequence[str] | None = None
    """Payments whose time is over; None if that could not be asked."""


class Worker:
    """Polls once a second, and at once when `woken` is set, for what is due.

    Make the event first and give its `set` to the ports as `wake`. `rounds` is what comes round every few minutes
    beside our own jobs; without `daily`, nothing comes round by itself. `threads` ask gateways, at least `AT_ONCE` for
    each; `text_threads` send what takes its turn.
    """

    def __init__(
        self,
        context: Context,
        woken: threading.Event,
        *,
        threads: int = 3,
        text_threads: int = 2,
        pause: float = 1.0,
        daily: bool = True,
        rounds: Sequence[Callable[[Context], object]] = (),
        executor: Executors = thread_pool,
    ) -> None:
        self._context = context
        self._woken = woken
        self._pause = pause
        self._comes_round = daily
        self._day = ""
        self._round_jobs: tuple[Callable[[Context], object], ...] = (
            phone_entries.erase_due,
            *service_jobs.ROUNDS,
            new_numbers.take_effect,
            new_numbers.end_undecided,
            *rounds,
            texts.ask_credit,
        )
        self._daily_at = self._count_at = self._round_at = self._pulse = context.clock.monotonic()
        self._stopping = threading.Event()

        def pool(name: str, at_once: int, *kinds: Kind, batch: int = 1) -> WorkPool:
            return WorkPool(executor(name, at_once), at_once, kinds, woken, name=name, batch=batch)

        self._pools = (
            pool("payments", threads, Kind.CHARGE, Kind.RECONCILE, Kind.REFUND),
            pool("codes", CODES_AT_ONCE * max(1, len(context.ports.gateways)), Kind.CODE),
            pool("texts", text_threads, Kind.TEXT, batch=_BATCH),
            pool("receipts", 1, Kind.RECEIPT, batch=_BATCH),
            pool("alerts", 1, Kind.FLOOD, Kind.OBJECTION),
            pool("mails", 1, Kind.MAIL),
            pool("cities", CITIES_AT_ONCE, Kind.CITY),
        )
        self._rounds = Recurring(executor("rounds", 1), self.run_round)
        self._daily = Recurring(executor("daily", 1), self._do_daily)
        self._watch = threading.Thread(target=self._run, name="outbox-watch", daemon=True)

    @property
    def alive(self) -> bool:
        """Whether its thread lives: nothing ends it but `stop`, so a process without it is to be started anew."""
        return self._watch.is_alive()

    @property
    def working(self) -> bool:
        """Whether it has looked for work lately; not so while it waits for a database that does not answer."""
        return self.alive and self._context.clock.monotonic() - self._pulse < PULSE_WITHIN

    def start(self) -> None:
        self._watch.start()

    def stop(self) -> None:
        """Take no more work and return when what is under way is done."""
        self._stopping.set()
        self._woken.set()
        if self._watch.is_alive():
            self._watch.join()
        for threads in (*self._pools, self._rounds, self._daily):
            threads.stop()

    def run_due(self, limit: int = 100) -> int:
        """Do here and now what is due at this moment, in order; return how many pieces of work that was."""
        done = payments.expire_due(self._context)
        for item in self._claim(limit, tuple(Kind)):
            self._do_one(item)
            done += 1
        return done

    def run_daily(self) -> None:
        """Do the jobs of the day; again on the same day they find nothing to do."""
        daily_jobs.run(self._context)

    def run_round(self) -> None:
        """Do what comes round every few minutes, each job whatever became of the others."""
        for job in self._round_jobs:
            self._attempt(partial(job, self._context))

    def poll(self) -> None:
        """Give the free threads what is due, and begin what has come round; note what goes wrong."""
        found = _Found()
        parts: list[Callable[[], object]] = [partial(self._hand_out, pool, found) for pool in self._pools]
        parts = [partial(self._find, found), *parts, self._begin_jobs, partial(self._expire, found), self._count]
        for part in parts:
            # Where the database cannot be worked with, the other parts would only wait for it as well.
            if not self._attempt(part):
                break

    def _attempt(self, part: Callable[[], object]) -> bool:
        """Do a part of the work; return False if the database could not be worked with.

        What else goes wrong with one part must not keep the others from being done, today or ever.
        """
        try:
            part()
        except _DATABASE_TROUBLE as error:
            # Nothing of it happened. The outbox waits; so do we.
            _log.warning("worker-waits", why=type(error).__name__)
            return False
        except Exception as error:  # noqa: BLE001 - a poll comes every second, whatever the last one met with
            _log.error("worker-goes-on", **places(error))
        return True

    def _find(self, found: _Found) -> None:
        # Asked once for all pools: a thread that has done a piece of work wakes us, and mostly nothing else is due.
        now = self._context.clock.now()
        with self._context.database.read() as connection:
            found.kinds = outbox.due(connection, now)
            found.overdue = payments.overdue(connection, now)

    def _hand_out(self, pool: WorkPool, found: _Found) -> None:
        kinds = [kind for kind in pool.kinds if kind in found.kinds]
        if kinds and not self._stopping.is_set():
            pool.take(partial(self._claim, kinds=kinds), self._do)

    def _expire(self, found: _Found) -> None:
        payments.expire_due(self._context, found.overdue)

    def _count(self) -> None:
        elapsed = self._context.clock.monotonic()
        if elapsed >= self._count_at:
            self._count_at = elapsed + _COUNT_CASES
            for count in (unanswered.keep, fleet.count):
                self._attempt(partial(count, self._context))

    def _begin_jobs(self) -> None:
        elapsed, today = self._context.clock.monotonic(), taipei(self._context.clock.now())
        if not self._comes_round:
            return
        if elapsed >= self._round_at and self._rounds.begin():
            self._round_at = elapsed + _ROUND
        if today.hour >= DAILY_HOUR and self._day != f"{today:%F}" and elapsed >= self._daily_at:
            # Tried again after a while, should it fail.
            self._daily_at = elapsed + _DAILY_AGAIN
            self._daily.begin()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._woken.clear()
            self.poll()
            self._pulse = self._context.clock.monotonic()
            self._woken.wait(self._pause)

    def _do_daily(self) -> None:
        day = f"{taipei(self._context.clock.now()):%F}"
        self.run_daily()
        DAILY_DONE.set(self._context.clock.now().timestamp())
        self._day = day
        self._daily_at = self._context.clock.monotonic()

    def _do(self, items: Sequence[Item]) -> None:
        """Do what was taken together, all of one kind."""
        many = _MANY.get(items[0].kind)
        if many is not None:
            many(self._context, items)
            return
        for item in items:
            self._do_one(item)

    def _do_one(self, item: Item) -> None:
        try:
            _WORK[item.kind](self._context, item)
        except GatewayBusyError:
            # Nothing was sent. The thread is free for another gateway's work, whatever this one is waiting for.
            due_at = self._context.clock.now() + timedelta(seconds=reconcile_delay(item.attempts))
            self._context.database.run(partial(outbox.again, item=item, due_at=due_at, why="its gateway is busy"))

    def _claim(self, limit: int, kinds: Sequence[Kind]) -> list[Item]:
        now = self._context.clock.now()
        return self._context.database.run(lambda connection: outbox.claim(connection, now, limit, kinds))
