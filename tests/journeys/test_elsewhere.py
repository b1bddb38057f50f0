"""From a plate to what other cities ask for it, and back; what nobody knows is named."""

from __future__ import annotations

import pytest

from kiosk.api_client.cities import OtherCities
from kiosk.api_client.errors import TimedOutError
from kiosk.backend.registers.national.simulator import Manner
from kiosk.contract.cities import CityAnswer
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
    MANNERS.update(MIA=Manner.PAGE, PEN=Manner.EMPTY)
    monkeypatch.setattr("kiosk.backend.demo.cities.DEMO", MANNERS)


async def all_answered(kiosk: Kiosk) -> None:
    await kiosk.sees("OtherCitiesPage", "另有 2 個縣市還不清楚")


async def test_who_owes_nothing_here_sees_city_by_city_what_is_owed_elsewhere(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        await kiosk.looks_up(NOTHING_HERE)
        await kiosk.sees("TroublePage", "目前沒有待繳")
        await kiosk.choose("#step-elsewhere")
        await all_answered(kiosk)
        page = kiosk.app.screen
        assert isinstance(page, OtherCitiesPage)
        owed = [code for code, answer in page._answers.items() if answer is not None and answer.bills]
        assert owed, "the sample owes something somewhere"
        page.query_one(EntryList).action_open()
        await kiosk.sees("CityBillsPage", "本機無法代收", "繳費期限")
        await kiosk.choose("#read")
        await all_answered(kiosk)
        await kiosk.press("escape")
        await kiosk.sees("TroublePage", "目前沒有待繳")


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


async def test_who_owes_something_here_asks_elsewhere_and_finds_the_choice_as_it_was(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        await kiosk.looks_up("BKZ-5937")
        await kiosk.sees("BillsPage", "合計")
        before = [line for line in kiosk.text().splitlines() if "合計" in line]
        await kiosk.touches("#take-along", "elsewhere")
        await all_answered(kiosk)
        await kiosk.press("escape")
        await kiosk.sees("BillsPage", *before)


async def fails(*_: object) -> CityAnswer:
    raise TimedOutError(request_id="r")


async def test_our_own_service_that_is_gone_meanwhile_is_no_nothing_owed(
    backend: LiveBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with kiosk_at(backend) as kiosk:
        await kiosk.looks_up(NOTHING_HERE)
        await kiosk.sees("TroublePage")

        monkeypatch.setattr(OtherCities, "search", fails)
        await kiosk.choose("#step-elsewhere")
        await kiosk.sees("OtherCitiesPage", "不代表沒有欠費", "本機的服務沒有回應")
