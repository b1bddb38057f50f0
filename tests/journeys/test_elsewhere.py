"""From a plate to what other cities ask for it, and back; what no one knows is named."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from kiosk.api_client.cities import OtherCities
from kiosk.api_client.errors import TimedOutError
from kiosk.backend.registers.national.simulator import Manner
from kiosk.contract.cities import CityAnswer
from kiosk.screens.pay.city_words import payable
from kiosk.screens.pay.other_cities import OtherCitiesPage
from kiosk.widgets.lists.entry_list import EntryList
from tests.journeys.kiosk import Kiosk, kiosk_at
from tests.live_backend import LiveBackend

NOTHING_HERE = "ABC-1234"
"""A plate without a bill in the demo's own city; what it owes elsewhere is always the same."""

MANNERS: dict[str, Manner] = {}
"""How the demo's cities behave, whatever has been asked before."""


@pytest.fixture(autouse=True)
def cities_that_answer_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    MANNERS.clear()
    MANNERS.update(MIA=Manner.PAGE, PEN=Manner.EMPTY)
    monkeypatch.setattr("kiosk.backend.demo.cities.DEMO", MANNERS)


async def all_answered(kiosk: Kiosk) -> None:
    await kiosk.sees("OtherCitiesPage", "另有 2 個縣市還不清楚")


@pytest.mark.long
async def test_who_owes_nothing_here_sees_city_by_city_what_is_owed_elsewhere(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        await kiosk.looks_up(NOTHING_HERE)
        await kiosk.sees("TroublePage", "目前沒有待繳")
        await kiosk.choose("#step-elsewhere")
        await all_answered(kiosk)
        page = kiosk.app.screen
        assert isinstance(page, OtherCitiesPage)
        cities = {city.code: city for city in page._cities}
        entries = page.query_one(EntryList)
        # Whichever answered first stands on top: one is opened that takes no payment here.
        at = next(
            place
            for place, entry in enumerate(entries._entries)
            if (answer := page._answers[entry.name]) is not None
            and answer.bills
            and not payable(cities[entry.name], answer)
        )
        entries.cursor = at
        entries.action_open()
        await kiosk.sees("CityBillsPage", "本機無法代收", "繳費期限")
        await kiosk.choose("#read")
        await all_answered(kiosk)
        await kiosk.press("escape")
        await kiosk.sees("TroublePage", "目前沒有待繳")


@pytest.mark.long
async def test_the_same_plate_is_asked_for_as_the_other_type_and_silent_cities_once_more(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        await kiosk.looks_up(NOTHING_HERE)
        await kiosk.sees("TroublePage")
        await kiosk.choose("#step-elsewhere")
        await all_answered(kiosk)
        await kiosk.choose("#other-type")
        await kiosk.sees("OtherCitiesPage", "機車）在其他縣市", "改查汽車", "另有 2 個縣市還不清楚")
        MANNERS["MIA"] = Manner.PLAIN
        await kiosk.choose("#again")
        await kiosk.sees("OtherCitiesPage", "機車）在其他縣市", "另有 1 個縣市還不清楚")


@pytest.mark.long
async def test_who_owes_something_here_asks_elsewhere_and_finds_the_choice_as_it_was(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        await kiosk.looks_up("BKZ-5937")
        await kiosk.sees("BillsPage", "合計")
        before = [line for line in kiosk.text().splitlines() if "合計" in line]
        await kiosk.touches("#take-along", "elsewhere")
        await all_answered(kiosk)
        await kiosk.press("escape")
        await kiosk.sees("BillsPage", *before)


async def shown(kiosk: Kiosk, code: str) -> None:
    """Open what one city asks for."""
    page = kiosk.app.screen
    assert isinstance(page, OtherCitiesPage)
    entries = page.query_one(EntryList)
    entries.cursor = page._listed.index(code)
    entries.action_open()


@pytest.mark.long
@pytest.mark.parametrize(
    ("code", "city", "pay"),
    [("HUA", "花蓮縣", "已選 2 張"), ("TTT", "臺東縣", "已選 1 張")],
    ids=["confirms", "asked-again"],
)
async def test_bills_of_a_city_that_takes_payment_here_are_paid_by_phone_and_its_word_stands_on_the_receipt(
    backend: LiveBackend, monkeypatch: pytest.MonkeyPatch, code: str, city: str, pay: str
) -> None:
    monkeypatch.setattr("kiosk.backend.demo.cities.CONFIRMS_AFTER", timedelta(0))
    async with kiosk_at(backend) as kiosk:
        await kiosk.looks_up("BKZ-5937")
        await kiosk.sees("BillsPage", "合計")
        await kiosk.touches("#take-along", "elsewhere")
        await all_answered(kiosk)
        await shown(kiosk, code)
        await kiosk.sees("CityChoicePage", city, pay)
        await kiosk.choose("#pay")
        await kiosk.sees("ProvidersPage")
        await kiosk.press("enter")
        await kiosk.sees("CheckPage", city, "BKZ-5937（汽車）", "不要到別處重複繳")
        await kiosk.choose("#confirm")
        await kiosk.sees("PaymentPage", city)
        phone = kiosk.phone(kiosk.link)
        assert f"{city} {code}" in await asyncio.to_thread(phone.reads)
        await asyncio.to_thread(phone.presses, "pay")
        await kiosk.sees("PaidPage", "已繳", city)
        await kiosk.choose("#receipt")
        await kiosk.sees("ReceiptPage", "BKZ-5937", "開單縣市", city, "銷帳情形")
        await kiosk.choose("#back")
        await kiosk.sees("PaidPage")
        await kiosk.choose("#finish")
        await kiosk.sees("WelcomePage")


@pytest.mark.long
async def test_what_is_paid_for_a_city_is_offered_to_no_one_while_the_city_still_lists_it(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        await kiosk.looks_up("BKZ-5937")
        await kiosk.sees("BillsPage")
        await kiosk.touches("#take-along", "elsewhere")
        await all_answered(kiosk)
        await shown(kiosk, "TTT")
        await kiosk.sees("CityChoicePage")
        await kiosk.choose("#pay")
        await kiosk.sees("ProvidersPage")
        await kiosk.press("enter")
        await kiosk.sees("CheckPage")
        await kiosk.choose("#confirm")
        await kiosk.sees("PaymentPage")
        await asyncio.to_thread(kiosk.phone(kiosk.link).presses, "pay")
        await kiosk.sees("PaidPage")
        await kiosk.press("tab")
        await kiosk.choose("#finish")
        await kiosk.sees("WelcomePage")
        await kiosk.looks_up("BKZ-5937")
        await kiosk.sees("BillsPage")
        await kiosk.touches("#take-along", "elsewhere")
        await all_answered(kiosk)
        await shown(kiosk, "TTT")
        # The demo's city knows after twenty seconds: until then it lists the bill, and nothing of it can be paid.
        await kiosk.sees("CityChoicePage", "沒有可以在本機繳的", "已付款，等候確認")


@pytest.mark.long
async def test_a_city_that_falls_silent_before_the_payment_takes_no_money(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        await kiosk.looks_up("BKZ-5937")
        await kiosk.sees("BillsPage")
        await kiosk.touches("#take-along", "elsewhere")
        await all_answered(kiosk)
        await shown(kiosk, "HUA")
        await kiosk.sees("CityChoicePage")
        await kiosk.choose("#pay")
        await kiosk.sees("ProvidersPage")
        await kiosk.press("enter")
        await kiosk.sees("CheckPage")
        MANNERS["HUA"] = Manner.PAGE
        await kiosk.choose("#confirm")
        await kiosk.sees("TroublePage", "花蓮縣暫時沒有回應，先不收款")


async def fails(*_: object) -> CityAnswer:
    raise TimedOutError(request_id="r")


@pytest.mark.long
async def test_our_own_service_that_is_gone_meanwhile_is_no_nothing_owed(
    backend: LiveBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with kiosk_at(backend) as kiosk:
        await kiosk.looks_up(NOTHING_HERE)
        await kiosk.sees("TroublePage")

        monkeypatch.setattr(OtherCities, "search", fails)
        await kiosk.choose("#step-elsewhere")
        await kiosk.sees("OtherCitiesPage", "不代表沒有欠費", "本機的服務沒有回應")
