"""A terminal that is closed from afar says so and where else to go, and interrupts no one."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Books
from kiosk.backend.terminals import closings, enrolment, reports
from kiosk.contract.service import ClosedReason
from kiosk.platform.machine.kept_closing import KeptClosing
from tests.backend.office.test_offices import FILE, take_in
from tests.journeys.kiosk import Kiosk, kiosk_at
from tests.live_backend import LiveBackend

OFTEN = 0.05
"""Seconds between two reports."""


class Desk:
    """An operator, who closes terminals and opens them."""

    def __init__(self, backend: LiveBackend) -> None:
        self._books, self._id = Books(backend.database, backend.clock), backend.terminal_id

    def closes(self, reason: ClosedReason = ClosedReason.REPAIR) -> None:
        closings.close(self._books, Acting.shell("operator", "backend-1"), self._id, reason)

    def opens(self) -> None:
        closings.open_again(self._books, Acting.shell("operator", "backend-1"), self._id)


@pytest.fixture
def desk(backend: LiveBackend, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return the operator of the terminal, which stands in an office that knows another near it."""
    monkeypatch.setattr(reports, "EVERY", 0.0)
    take_in(backend.database, FILE)
    backend.database.run(lambda connection: enrolment.let_stand(connection, backend.terminal_id, "neihu"))
    return Desk(backend)


def is_closed(kiosk: Kiosk) -> bool:
    return kiosk.app.service is not None and kiosk.app.service.closed is not None


@pytest.mark.long
async def test_a_terminal_says_why_it_is_closed_and_where_else_to_go_and_comes_back_by_itself(
    backend: LiveBackend, desk: Desk
) -> None:
    async with kiosk_at(backend, reports=OFTEN) as kiosk:
        await kiosk.sees("WelcomePage", "內湖停車服務中心")
        desk.closes()
        await kiosk.sees("ClosedPage", "暫停服務", "維修中", "松山停車服務中心", "02-2726-9600", "便利商店")
        await kiosk.press("escape", "home", "enter", "b", "k", "z")
        await kiosk.press("f2")
        await kiosk.sees("ClosedPage", "○ Out of service", "Songshan Parking Service Centre")
        desk.closes(ClosedReason.OFFICE_CLOSED)
        await kiosk.sees("ClosedPage", "不開放")
        desk.opens()
        await kiosk.sees("WelcomePage")


async def test_a_terminal_that_is_closed_is_closed_when_it_starts_before_its_first_report(
    backend: LiveBackend, desk: Desk
) -> None:
    desk.closes(ClosedReason.MAINTENANCE)
    async with kiosk_at(backend) as kiosk:
        await kiosk.sees("ClosedPage", "維護中")


@pytest.mark.long
async def test_a_visitor_who_is_paying_pays_in_peace_before_the_terminal_closes(
    backend: LiveBackend, desk: Desk
) -> None:
    async with kiosk_at(backend, reports=OFTEN) as kiosk:
        await kiosk.looks_up("BKZ-5937")
        await kiosk.goes_to_the_code()
        desk.closes()
        await kiosk.until(lambda: is_closed(kiosk), "that it is known")
        await kiosk.sees("PaymentPage")
        kiosk.phone(kiosk.link).presses("pay")
        await kiosk.sees("PaidPage")
        await kiosk.choose("#finish")
        await kiosk.sees("ClosedPage", "維修中")


async def test_where_no_other_office_is_known_other_ways_to_pay_are(backend: LiveBackend, desk: Desk) -> None:
    backend.database.run(lambda connection: enrolment.let_stand(connection, backend.terminal_id, None))
    desk.closes(ClosedReason.NETWORK)
    async with kiosk_at(backend) as kiosk:
        await kiosk.sees("ClosedPage", "無法連線", "便利商店")
        assert "最近的服務中心" not in kiosk.text()


@pytest.mark.long
async def test_a_closed_terminal_that_starts_while_its_backend_is_away_stays_closed_until_that_says_otherwise(
    backend: LiveBackend, desk: Desk, tmp_path: Path
) -> None:
    desk.closes(ClosedReason.REPAIR)
    async with kiosk_at(backend) as kiosk:
        await kiosk.sees("ClosedPage", "維修中")
        await kiosk.until(lambda: kept(tmp_path) != [], "that it is kept")
    await asyncio.to_thread(backend.stop)
    async with kiosk_at(backend, state="unreachable") as kiosk:
        await kiosk.sees("ClosedPage", "維修中", "松山停車服務中心", "02-2726-9600")
        desk.opens()
        await asyncio.to_thread(backend.start)
        await kiosk.sees("WelcomePage", "內湖停車服務中心")
        await kiosk.until(lambda: kept(tmp_path) == [], "that it is forgotten")
    await asyncio.to_thread(backend.stop)
    async with kiosk_at(backend, state="unreachable") as kiosk:
        await kiosk.sees("WelcomePage")


async def test_what_was_kept_and_cannot_be_read_closes_nothing(
    backend: LiveBackend, desk: Desk, tmp_path: Path
) -> None:
    desk.closes()
    async with kiosk_at(backend) as kiosk:
        await kiosk.until(lambda: kept(tmp_path) != [], "that it is kept")
    kept(tmp_path)[0].write_bytes(b'{"closed": "repa\xff')
    desk.opens()
    async with kiosk_at(backend) as kiosk:
        await kiosk.until(lambda: kiosk.app.service is not None, "that the backend has answered")
        await kiosk.sees("WelcomePage", "內湖停車服務中心")


async def test_an_order_for_one_terminal_closes_no_other_one_in_the_same_folder(
    backend: LiveBackend, desk: Desk, tmp_path: Path
) -> None:
    desk.closes()
    async with kiosk_at(backend) as kiosk:
        await kiosk.until(lambda: kept(tmp_path) != [], "that it is kept")
    order = KeptClosing(f"{backend.url} {backend.token}").read()
    assert order is not None
    assert ClosedReason.REPAIR in order
    assert KeptClosing(f"{backend.url} another token").read() is None


def kept(folder: Path) -> list[Path]:
    return list((folder / "data").glob("closed-*.json"))
