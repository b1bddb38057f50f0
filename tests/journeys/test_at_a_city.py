"""A kiosk that asks a city: looked up by the national query, paid by phone at the city's page, and asked again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from pydantic import SecretStr

from kiosk.backend.registers.national import kept, register
from kiosk.backend.registers.national.set_up import city_of
from kiosk.backend.registers.national.simulator import Manner, SimulatedCities
from kiosk.clock import ShiftedClock
from kiosk.screens.welcome.welcome import WelcomePage
from kiosk.widgets.codes.qr_code import QrCode
from kiosk.widgets.codes.qr_matrix import QrMatrix, encode
from kiosk.widgets.lists.bill_list import BillList
from tests.backend.registers.national.samples import bill, reminder, result
from tests.backend.registers.national.test_asking import Leaping, patient
from tests.clock import START
from tests.journeys.kiosk import Kiosk, kiosk_at
from tests.live_backend import LiveBackend

FIRST, SECOND = "Q7158601D030025", "Q71688031752965"
DAYS = {"ParkingDate": "2026-11-20", "PayLimitDate": "2026-12-05", "ParkingHours": 2.5}


class Taipei:
    """What the city has on its books."""

    def __init__(self) -> None:
        self.unpaid = [FIRST, SECOND]
        self.reminders: list[dict[str, Any]] = []
        self.manners: dict[str, Manner] = {"TPE": Manner.PLAIN}

    def owed(self, _code: str, plate: str, type: str) -> Mapping[str, Any] | None:
        if type != "C" or not (self.unpaid or self.reminders):
            return None
        bills = [bill(number, 50, **DAYS) for number in self.unpaid]
        return result(bills, self.reminders, CarID=plate, CarType=type)


@pytest.fixture
def taipei() -> Taipei:
    return Taipei()


@pytest.fixture
def office(taipei: Taipei, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveBackend]:
    """Serve what Taipei says, and keep no answer: the visitor pays faster than anybody could."""
    monkeypatch.setattr(kept, "KEPT", 0.0)
    monkeypatch.setattr(register, "WITHIN", 60.0)
    monkeypatch.setattr("kiosk.backend.registers.national.database_turns.PAUSE", 0.0)
    simulation = SimulatedCities(Leaping(), taipei.owed, taipei.manners)
    with simulation.served([patient(city_of("TPE"))]) as (city,):
        monkeypatch.setattr("kiosk.backend.bills.national_register.city_of", lambda *_: city)
        with LiveBackend(
            sqlite_url,
            clock=ShiftedClock(START),
            demo=False,
            provider_secret=SecretStr(""),
            national_city="TPE",
            national_address=city.addresses[0],
        ) as backend:
            yield backend


@pytest.mark.long
async def test_each_ticket_has_the_citys_code_and_what_was_paid_is_settling_until_the_city_says_so(
    office: LiveBackend, taipei: Taipei
) -> None:
    async with kiosk_at(office) as kiosk:
        await kiosk.looks_up("BKZ-5937")
        await kiosk.sees("BillsPage", "這裡不收款", "合計 $100", "11/20", "10:28:", "的資料")
        await kiosk.choose("#pay")
        await kiosk.sees("CityPaymentPage", "第 1 張", FIRST, "05:15–06:15", "10 分鐘免費", "請不要重複繳")
        assert code_on(kiosk) == encode(f"https://parkingfee.pma.gov.taipei/qr?tno={FIRST}")
        await kiosk.choose("#paid")
        await kiosk.sees("CityPaymentPage", "第 2 張", SECOND)
        await kiosk.choose("#next")
        await kiosk.sees("TroublePage", "您剛繳的 1 張，市府還沒更新")
        await kiosk.choose("#step-show")
        await kiosk.sees("BillsPage", "付款處理中", "合計 $50")
        taipei.unpaid = []
        await kiosk.choose("#pay")
        await kiosk.sees("CityPaymentPage", SECOND)
        await kiosk.choose("#paid")
        await kiosk.sees("TroublePage", "目前沒有待繳")


@pytest.mark.long
async def test_a_tickets_page_says_by_which_rate_its_hours_come_to_its_amount(office: LiveBackend) -> None:
    async with kiosk_at(office) as kiosk:
        await kiosk.looks_up("BKZ-5937")
        await kiosk.sees("BillsPage")
        kiosk.app.screen.query_one(BillList).action_open()
        await kiosk.sees("BillPage", "推算為 5 個 30 分鐘 × $10")


@pytest.mark.long
async def test_nothing_is_offered_that_cannot_be_done_here(office: LiveBackend) -> None:
    async with kiosk_at(office) as kiosk:
        await kiosk.sees("WelcomePage", "向市府查詢")
        # What is said stands there before what goes with it has left its room.
        gone = kiosk.app.screen.query("#sign-in, #register")
        assert len(gone) == 2
        await kiosk.until(lambda: not any(tile.region.area for tile in gone), "no tile for owners")
        assert "月票" not in kiosk.text()
        assert "掃描" not in kiosk.text()
        await kiosk.looks_up("BKZ-5937")
        await kiosk.sees("BillsPage")
        assert not kiosk.app.screen.query("#take-along")


@pytest.mark.long
async def test_a_city_that_does_not_answer_is_never_nothing_owed(office: LiveBackend, taipei: Taipei) -> None:
    taipei.manners["TPE"] = Manner.PAGE
    async with kiosk_at(office) as kiosk:
        await kiosk.looks_up("BKZ-5937")
        await kiosk.sees("TroublePage", "現在查不到，不代表沒有欠費")


async def test_a_number_that_is_scanned_is_answered_with_a_word_on_plates(office: LiveBackend) -> None:
    async with kiosk_at(office) as kiosk:
        await kiosk.sees("WelcomePage", "向市府查詢")
        page = kiosk.app.screen
        assert isinstance(page, WelcomePage)
        page.scanned(FIRST, entered=True)
        await kiosk.sees("TroublePage", "只能用車牌查")


@pytest.mark.long
async def test_a_reminder_has_no_code_and_is_shown_where_else_to_pay(office: LiveBackend, taipei: Taipei) -> None:
    taipei.unpaid = []
    async with kiosk_at(office) as kiosk:
        taipei.reminders = [reminder(Bills=[bill(FIRST, 590, BillStatus=2, **DAYS)], ReminderLimitDate="2026-12-20")]
        await kiosk.looks_up("BKZ-5937")
        await kiosk.sees("BillsPage", "101008521", "催繳單沒有繳費碼")
        await kiosk.choose("#pay")
        await kiosk.sees("ArticlesPage")


def code_on(kiosk: Kiosk) -> QrMatrix:
    return kiosk.app.screen.query_one(QrCode).matrix
