"""A terminal tells its backend every minute how it is, and goes on whatever comes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from kiosk import __version__
from kiosk.backend.terminals import enrolment, reports
from kiosk.backend.terminals.enrolment import TerminalRecord
from kiosk.contract.service import TerminalPlace
from kiosk.devices import Devices, Status
from kiosk.devices.memory import MemoryPrinter
from kiosk.journeys import reporting
from kiosk.journeys.connection import Connection
from kiosk.journeys.reporting import EVERY, FIRST, keep_reporting
from tests.backend.office.test_offices import FILE, take_in
from tests.clock import ManualClock
from tests.journeys.kiosk import TIMING, kiosk_at
from tests.live_backend import LiveBackend
from tests.patience import PATIENCE


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the backend keep each report when it comes."""
    monkeypatch.setattr(reports, "EVERY", 0.0)


class Stuck(MemoryPrinter):
    """A printer whose driver fails where it must not."""

    def status(self) -> Status:
        raise RuntimeError("a fault of the driver")


class Pauses:
    """Let so many pauses go by at once, then stay in the last."""

    def __init__(self, clock: ManualClock, count: int, between: Callable[[int], None] = lambda _: None) -> None:
        self.taken: list[float] = []
        self.over = asyncio.Event()
        self._clock, self._count, self._between = clock, count, between

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)
        self._clock.advance(seconds)
        self._between(len(self.taken))
        if len(self.taken) > self._count:
            self.over.set()
            await asyncio.Event().wait()


async def reported(connection: Connection, clock: ManualClock, pauses: Pauses) -> list[TerminalPlace]:
    """Report as often as the pauses let it; return where the terminal stands, as it was answered each time."""
    stood: list[TerminalPlace] = []
    tasks = [
        asyncio.create_task(connection.keep(lambda _: None, lambda _: None)),
        asyncio.create_task(keep_reporting(connection, clock, stood.append, pause=pauses)),
    ]
    try:
        async with asyncio.timeout(PATIENCE):
            await pauses.over.wait()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return stood


def kept(backend: LiveBackend) -> TerminalRecord:
    with backend.database.read() as connection:
        return next(one for one in enrolment.listed(connection) if one.id == backend.terminal_id)


def to(backend: LiveBackend, clock: ManualClock, printer: MemoryPrinter) -> Connection:
    connection = Connection(backend.url, backend.token, clock, timing=TIMING)
    connection.devices = Devices(printer=printer)
    return connection


async def test_a_terminal_reports_every_minute_how_its_printer_is_now(backend: LiveBackend, clock: ManualClock) -> None:
    printer = MemoryPrinter()
    seen: list[str | None] = []

    def runs_out(pause: int) -> None:
        if pause > 1:
            seen.append(kept(backend).printer)
        if pause == 2:
            printer.state = Status.OUT

    pauses = Pauses(clock, 2, runs_out)
    stood = await reported(to(backend, clock, printer), clock, pauses)
    assert seen == ["ok", "out"]
    assert {place.office for place in stood} == {backend.settings.office}
    assert kept(backend).version == __version__
    assert 0 <= pauses.taken[0] <= FIRST
    assert all(0.9 * EVERY <= pause <= 1.1 * EVERY for pause in pauses.taken[1:])


async def test_a_printer_that_fails_where_it_must_not_ends_no_terminal(
    backend: LiveBackend, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded: list[BaseException] = []
    monkeypatch.setattr(reporting, "record", recorded.append)
    await reported(to(backend, clock, Stuck()), clock, Pauses(clock, 2))
    assert [type(error) for error in recorded] == [RuntimeError, RuntimeError]


async def test_a_backend_that_is_away_is_no_fault_and_ends_no_reports(
    backend: LiveBackend, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded: list[BaseException] = []
    monkeypatch.setattr(reporting, "record", recorded.append)
    pauses = Pauses(clock, 3, lambda pause: backend.stop() if pause == 1 else None)
    await reported(to(backend, clock, MemoryPrinter()), clock, pauses)
    assert recorded == []
    assert kept(backend).reported_at is None


async def test_a_guest_reports_nothing(backend: LiveBackend, clock: ManualClock) -> None:
    async def never(_: float) -> None:
        raise AssertionError

    pause: Callable[[float], Awaitable[None]] = never
    await keep_reporting(Connection(backend.url, "", clock), clock, lambda _: None, pause=pause)
    assert kept(backend).reported_at is None


@pytest.mark.long
async def test_a_terminal_that_was_moved_shows_its_new_office_by_itself(backend: LiveBackend) -> None:
    take_in(backend.database, FILE)
    async with kiosk_at(backend, reports=0.05) as kiosk:
        await kiosk.sees("WelcomePage", "松山停車服務中心")
        backend.database.run(lambda connection: enrolment.let_stand(connection, backend.terminal_id, "neihu"))
        await kiosk.sees("WelcomePage", "內湖停車服務中心")
