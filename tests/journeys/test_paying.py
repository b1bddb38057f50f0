"""The main task, from the plate to the receipt, on the real app against the real backend."""

from __future__ import annotations

import asyncio

import pytest
from textual import events

from kiosk.api_client.payments import Payments
from kiosk.app import KioskApp
from kiosk.backend.gateways.platform.behaviours import INSUFFICIENT
from kiosk.contract.payments import Payment
from kiosk.widgets.lists.provider_grid import ProviderGrid
from kiosk.widgets.typing.look_up import LookUp
from tests.journeys.kiosk import kiosk_at
from tests.live_backend import LiveBackend
from tests.traces import given_away

SIZES = [(64, 16), (80, 24), (120, 40), (77, 60)]


@pytest.mark.long
@pytest.mark.parametrize("size", [(120, 40), (77, 60)])
async def test_a_visitor_pays_by_phone_and_the_screen_turns_to_paid_by_itself(
    backend: LiveBackend, size: tuple[int, int]
) -> None:
    async with kiosk_at(backend, size) as kiosk:
        await kiosk.looks_up("BKZ-5937")
        await kiosk.sees("BillsPage", "BKZ-5937")
        await kiosk.goes_to_the_code()
        phone = kiosk.phone(kiosk.link)
        assert "BK*-**37" in await asyncio.to_thread(phone.reads)
        await asyncio.to_thread(phone.presses, "pay")
        await kiosk.sees("PaidPage", "已繳")
        await kiosk.choose("#receipt")
        await kiosk.sees("ReceiptPage", "BKZ-5937")
        await kiosk.choose("#back")
        await kiosk.sees("PaidPage")
        await kiosk.choose("#finish")
        await kiosk.sees("WelcomePage")
        assert not given_away(kiosk.text().replace("BKZ-5937", "", 1), "BKZ-5937")  # once it is a plate to try


@pytest.mark.long
async def test_from_the_plate_to_the_code_takes_four_touches(
    backend: LiveBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    touches = 0
    hear = KioskApp.on_event

    async def counting(app: KioskApp, event: events.Event) -> None:
        nonlocal touches
        touches += isinstance(event, events.MouseUp)
        await hear(app, event)

    async with kiosk_at(backend) as kiosk:
        await kiosk.sees("WelcomePage")
        await kiosk.choose("#pay")
        await kiosk.sees("PlatePage")
        await kiosk.press(*"bkz5937")
        monkeypatch.setattr(KioskApp, "on_event", counting)
        await kiosk.choose("#look-up-car")
        await kiosk.sees("BillsPage")
        await kiosk.choose("#pay")
        await kiosk.sees("ProvidersPage")
        grid = kiosk.app.screen.query_one(ProviderGrid)
        await kiosk.pilot.click(grid, offset=grid.targets[0].region.translate((1, 1)).offset)
        # Said here, where somebody might pay twice, and not where nothing is owed.
        await kiosk.sees("CheckPage", "請不要重複繳", "05:15–06:15", "10 分鐘內免費")
        await kiosk.choose("#confirm")
        await kiosk.sees("PaymentPage")
        assert touches == 4


@pytest.mark.long
@pytest.mark.parametrize(
    ("plate", "wrong", "right", "says"),
    [
        ("MKR-0825", "car", "motorcycle", "MKR-0825 沒有汽車停車費；有 2 張機車停車單。"),
        ("BVS-9912", "motorcycle", "car", "BVS-9912 沒有機車停車費；有 4 張汽車停車單。"),
    ],
)
async def test_the_wrong_type_says_what_is_owed_as_the_other_and_leads_there(
    backend: LiveBackend, plate: str, wrong: str, right: str, says: str
) -> None:
    names = {"car": "汽車", "motorcycle": "機車"}
    async with kiosk_at(backend) as kiosk:
        await kiosk.looks_up(plate, wrong)
        await kiosk.sees("TroublePage", says, f"看{names[right]}的")
        await kiosk.press("enter")
        await kiosk.sees("BillsPage", plate, names[right])
        await kiosk.press("escape")
        await kiosk.sees("PlatePage")
        await kiosk.press("enter")
        await kiosk.sees("BillsPage", plate, names[right])


@pytest.mark.long
async def test_another_plate_begins_with_empty_boxes(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        await kiosk.looks_up("BYA-3075")
        await kiosk.sees("TroublePage", "汽車、機車都查過了，目前沒有待繳。")
        await kiosk.choose("#step-other-plate")
        await kiosk.sees("PlatePage")
        assert all(button.disabled for button in kiosk.app.screen.query(LookUp))
        await kiosk.press(*"mkr0825", "enter")
        await kiosk.sees("BillsPage", "MKR-0825", "機車")


@pytest.mark.long
async def test_nothing_owed_is_not_could_not_ask(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        await kiosk.looks_up("BYA-3075")
        await kiosk.sees("TroublePage", "汽車、機車都查過了，目前沒有待繳。")
        await kiosk.choose("#step-home")
        await kiosk.sees("WelcomePage")


@pytest.mark.long
@pytest.mark.parametrize(("shows", "words"), [("could-not-ask", "不代表沒有欠費"), ("partly-answered", "只查到一部分")])
async def test_what_could_not_be_asked_has_a_page_of_its_own(backend: LiveBackend, shows: str, words: str) -> None:
    from kiosk.backend.demo.seeding import TRIAL_VEHICLES

    trial = next(one for one in TRIAL_VEHICLES if one.shows == shows)
    async with kiosk_at(backend) as kiosk:
        await kiosk.looks_up(trial.plate, trial.type.value)
        await kiosk.sees("TroublePage", words)


@pytest.mark.long
async def test_going_back_keeps_the_plate(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        await kiosk.looks_up("BKZ-5937")
        await kiosk.sees("BillsPage")
        await kiosk.press("escape")
        await kiosk.sees("PlatePage", "5")
        await kiosk.choose("#look-up-car")
        await kiosk.sees("BillsPage", "BKZ-5937")


@pytest.mark.long
async def test_a_declined_payment_leads_to_another_provider(backend: LiveBackend) -> None:
    backend.simulator.behave("easycard", INSUFFICIENT)
    async with kiosk_at(backend) as kiosk:
        await kiosk.looks_up("BKZ-5937")
        await kiosk.goes_to_the_code()
        backend.simulator.behave(kiosk.app.screen._payment.provider, INSUFFICIENT)  # type: ignore[attr-defined]
        await asyncio.to_thread(kiosk.phone(kiosk.link).presses, "pay")
        await kiosk.sees("TroublePage", "餘額不足")
        await kiosk.choose("#step-other-provider")
        await kiosk.sees("ProvidersPage")


@pytest.mark.long
async def test_a_payment_cancelled_on_the_phone_takes_nothing(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        await kiosk.looks_up("BKZ-5937")
        await kiosk.goes_to_the_code()
        await asyncio.to_thread(kiosk.phone(kiosk.link).presses, "cancel")
        await kiosk.sees("TroublePage", "已取消")


@pytest.mark.long
async def test_a_second_kiosk_meets_a_clear_page_for_a_ticket_that_is_being_paid(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as first, kiosk_at(backend) as second:
        await second.looks_up("BKZ-5937")
        await second.sees("BillsPage")
        await first.looks_up("BKZ-5937")
        await first.goes_to_the_code()
        await second.choose("#pay")
        await second.sees("ProvidersPage")
        await second.press("enter")
        await second.sees("CheckPage")
        await second.choose("#confirm")
        await second.sees("TroublePage", "正在別處付款")


@pytest.mark.long
async def test_a_phone_that_confirms_while_the_visitor_turns_away_is_not_overlooked(
    backend: LiveBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancel = Payments.cancel

    async def too_late(payments: Payments, payment_id: str) -> Payment:
        await asyncio.to_thread(kiosk.phone(link).presses, "pay")
        return await cancel(payments, payment_id)

    monkeypatch.setattr(Payments, "cancel", too_late)
    async with kiosk_at(backend) as kiosk:
        await kiosk.looks_up("BKZ-5937")
        await kiosk.goes_to_the_code()
        link = kiosk.link
        await kiosk.choose("#another")
        await kiosk.sees("PaidPage")


@pytest.mark.long
async def test_another_way_gives_up_the_code_and_makes_another(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        await kiosk.looks_up("BKZ-5937")
        await kiosk.goes_to_the_code()
        first = kiosk.link
        await kiosk.choose("#another")
        await kiosk.sees("ProvidersPage")
        await kiosk.press("enter")
        await kiosk.sees("CheckPage")
        await kiosk.choose("#confirm")
        await kiosk.sees("PaymentPage")
        assert kiosk.link != first
