"""Our side of the simulation: real services and real workers in replicas that die, and the balancer before them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, NoReturn, TypeVar

import structlog
from sqlalchemy import Connection, Engine, StaticPool, create_engine, event
from sqlalchemy.engine.interfaces import DBAPICursor

from kiosk.backend.context import Context, Ports, Terms
from kiosk.backend.daily_jobs import DailyJobsError
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.payable_map import PAYABLES
from kiosk.backend.payments import provider_messages
from kiosk.backend.registers.local import LocalBills
from kiosk.backend.store.database import Database, DatabaseBusyError, DatabaseLostError
from kiosk.backend.store.migrate import upgrade
from kiosk.backend.worker import Worker
from kiosk.contract.problems import ProblemKind
from tests.chance import SeededChance
from tests.simulation.platform import Platform
from tests.simulation.virtual import Gate, Piece, Pieces, Process, SkewedClock, VirtualEvent, VirtualTime
from tests.simulation.wallet import Wallet
from tests.simulation.weather import Weather

T = TypeVar("T")

WALLET = "jkopay"
"""The provider whose payers go to the wallet's own page."""
_NAME = "sqlite:////nowhere"
"""Of the database in memory: the backend wants one of a file."""
_STATEMENT = 200.0
"""Units of work a second: how long one takes is drawn with this mean."""
_PAUSE = 5.0
"""Seconds between two polls of a worker that no one wakes. In reality one; what is due waits a little longer here."""
_FAILED = ("work", "daily-job-failed")
_TROUBLE = {
    DatabaseBusyError.__name__,
    DatabaseLostError.__name__,
    # That some jobs of the day failed: each has a line of its own.
    DailyJobsError.__name__,
}
_REQUEST = 20.0
"""Seconds after which who asked hears nothing any more."""


def _one_connection(_url: object, **options: Any) -> Engine:
    return create_engine("sqlite://", poolclass=StaticPool, connect_args=options["connect_args"])


@cache
def _empty() -> bytes:
    """Return a database in memory as the migrations leave it."""
    database = Database(_NAME, make_engine=_one_connection)
    upgrade(database)
    with database.read() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        kept = driver.serialize()
    database.close()
    return kept


class SharedDatabase(Database):
    """The database of all replicas, in memory. Each unit of work is whole; around it, others come in or one dies."""

    def __init__(self, time: VirtualTime, between: Callable[[], None], weather: Callable[[], Weather]) -> None:
        super().__init__(_NAME, make_engine=_one_connection)
        event.listen(self.engine, "connect", lambda connection, _record: connection.deserialize(_empty()))
        self._time = time
        self._between = between
        self._weather = weather

    def query(self, work: Callable[[DBAPICursor], T]) -> T:
        self._between()
        return super().query(work)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        self._between()
        with self._time.transaction(), super().read() as connection:
            yield connection

    def run(self, work: Callable[[Connection], T]) -> T:
        self._between()
        lost = self._time.chance.random() / (self._weather().database_lost or 1e-9)
        if lost < 0.5:
            raise DatabaseLostError
        with self._time.transaction():
            done = super().run(work)
        self._between()
        if lost < 1:
            raise DatabaseLostError
        return done


class Silent:
    """`PaymentSignals` that no one listens to."""

    def changed(self, connection: Connection, payment_id: str) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What came back from a request: a value, a refusal, or neither, and then no one knows what happened."""

    value: T | None = None
    refused: ProblemKind | None = None

    @property
    def lost(self) -> bool:
        return self.value is None and self.refused is None


class Replica:
    """A backend that is started again whenever it has died, each time with another clock."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.start()

    def start(self) -> None:
        office, process = self._office, Process(self._office.time)
        skew = office.weather.skew
        woken = VirtualEvent(office.time, lambda: office.idle)
        self.process = process
        self.context = Context(
            office.database,
            SkewedClock(office.time, office.time.chance.uniform(-skew, skew)),
            Ports(
                bills=LocalBills(office.database),
                provider=office.platform,
                own_gateways={WALLET: office.wallet},
                signals=Silent(),
                payables=PAYABLES,
                chance=office.numbers,
                wake=woken.set,
            ),
            office.terms,
        )
        worker = Worker(self.context, woken, pause=_PAUSE, executor=lambda _name, at_once: Pieces(process, at_once))
        process.go(worker._run, after=office.time.chance.random())
        process.freeze(office.still_until - office.time.now)

    def kill(self) -> None:
        if self.process.up:
            self._office.crashes += 1
            self._office.cut_short += self.process.kill()
            # Kept: a piece that no one holds would be unwound, and its `finally` would run.
            self._office.graves.append(self.process)
            self._office.time.later(self._office.time.chance.uniform(0.5, 20), self.start)


class Office:
    """The replicas with what they share, and the balancer through which everybody comes."""

    def __init__(self, time: VirtualTime, weather: Weather, terms: Terms, seed: int, replicas: int = 3) -> None:
        self.time = time
        self.weather = weather
        self.terms = terms
        self.numbers = SeededChance(seed)
        self.idle = 0.0
        """Seconds that a worker with nothing to do waits at least."""
        self.crashes = self.cut_short = 0
        self.graves: list[Process] = []
        self.faults: list[str] = []
        self.still_until = 0.0
        self.platform = Platform(time, lambda: self.weather)
        self.platform.deliver = self._deliver
        self.wallet = Wallet(time, lambda: self.weather)
        self.database = SharedDatabase(time, self._between, lambda: self.weather)
        self.replicas = [Replica(self) for _ in range(replicas)]

    def close(self) -> None:
        for process in (*self.graves, *(replica.process for replica in self.replicas)):
            process.unwind()
        self.database.close()

    def stand_still(self, seconds: float) -> None:
        """Let no replica do anything for so long, neither those that run nor those that are started meanwhile."""
        self.still_until = self.time.now + seconds
        for replica in self.replicas:
            replica.process.freeze(seconds)

    def pick(self) -> Replica | None:
        up = [replica for replica in self.replicas if replica.process.up]
        return self.time.chance.choice(up) if up else None

    def call(self, act: Callable[[Context], T], heard: Callable[[Answer[T]], None] = lambda _: None) -> Answer[T]:
        """Send a request and wait for its answer; `heard` hears also of an answer that is lost on its way back."""
        time = self.time
        replica = self.pick()
        if replica is None or time.chance.random() < self.weather.request_lost:
            time.sleep(1)
            return Answer()
        gate, answers, context = Gate(time), list[Answer[T]](), replica.context

        def work() -> None:
            try:
                answers.append(Answer(act(context)))
            except Refusal as refusal:
                answers.append(Answer(refused=refusal.kind))
            except (DatabaseBusyError, DatabaseLostError):
                answers.append(Answer())
            except Exception as error:  # noqa: BLE001 - what the edge does: a 500
                self.faults.append(f"a request failed: {error!r}")
                answers.append(Answer())
            heard(answers[0])
            gate.open()

        replica.process.go(work)
        if not gate.wait(_REQUEST) or time.chance.random() < self.weather.answer_lost:
            return Answer()
        return answers[0]

    def _deliver(self, provider: str, body: bytes) -> bool:
        def take(context: Context) -> bool:
            provider_messages.receive(context, provider, {}, body)
            return True

        return self.call(take).value is not None

    def hear(self, _logger: object, level: str, said: MutableMapping[str, Any]) -> NoReturn:
        """Take a line for the log: what a worker could not do is a fault, unless the database was in trouble."""
        if level == "error" and said["event"].startswith(_FAILED) and said.get("error") not in _TROUBLE:
            self.faults.append(f"the worker says: {said}")
        raise structlog.DropEvent

    def _between(self) -> None:
        """Between two units of work: time passes, and the process may die or stand still."""
        piece = self.time.piece()
        process, luck = piece.process, self.time.chance.random()
        if process is not None:
            if luck < self.weather.crash:
                self._replica(piece).kill()
            elif luck < self.weather.crash + self.weather.freeze:
                process.freeze(self.time.chance.uniform(1, 100))
        self.time.sleep(self.time.chance.expovariate(_STATEMENT))

    def _replica(self, piece: Piece) -> Replica:
        return next(replica for replica in self.replicas if replica.process is piece.process)
