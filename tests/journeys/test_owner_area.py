"""The owner's area, on the real app against the real backend."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select, update

from kiosk.api_client.identities import Identities
from kiosk.api_client.owner import OwnerData
from kiosk.backend.demo.owner import MOBILE
from kiosk.backend.demo.seeding import TRIAL_VEHICLES
from kiosk.backend.owners import owners
from kiosk.backend.owners.tables import sessions
from kiosk.backend.vehicles import bindings
from kiosk.contract.identity import IdentityProvider
from kiosk.contract.sheets import Sheet
from kiosk.contract.wire import Vehicle
from tests.journeys.kiosk import kiosk_at
from tests.journeys.owners import OTHERS_NUMBER, another_owner, chooses, owner_at, types, visit_of_owner
from tests.journeys.visitors import Visitor
from tests.live_backend import LiveBackend


def sessions_open(backend: LiveBackend) -> int:
    """Return how many sessions have not been ended."""
    with backend.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(sessions).where(sessions.c.revoked_at.is_(None))) or 0


def end_sessions(backend: LiveBackend) -> None:
    """End all sessions behind the terminal's back."""
    backend.database.run(lambda connection: connection.execute(update(sessions).values(revoked_at=backend.clock.now())))


@pytest.mark.long
async def test_who_has_paid_for_all_vehicles_and_finishes_is_signed_out_and_owes_nothing(backend: LiveBackend) -> None:
    async with owner_at(backend) as kiosk:
        await chooses(kiosk, "bills")
        await kiosk.sees("BillsPage", "您的 2 輛車", "第 1 步，共 3 步")
        await kiosk.choose("#pay")
        await kiosk.sees("ProvidersPage", "第 2 步，共 3 步")
        await kiosk.press("enter")
        await kiosk.sees("CheckPage", "BKZ-5937、MKR-0825", "第 2 步，共 3 步")
        await kiosk.choose("#confirm")
        await kiosk.sees("PaymentPage")
        await asyncio.to_thread(kiosk.phone(kiosk.link).presses, "pay")
        await kiosk.sees("PaidPage", "已繳")
        await kiosk.choose("#finish")
        await kiosk.sees("WelcomePage")
        await kiosk.until(lambda: sessions_open(backend) == 0, "the session's end")
    async with owner_at(backend) as kiosk:
        await chooses(kiosk, "bills")
        await kiosk.sees("TroublePage", "您的 2 輛車都沒有待繳的停車費")


@pytest.mark.long
@pytest.mark.parametrize(("shows", "words"), [("partly-answered", "只查到一部分"), ("could-not-ask", "不代表沒有欠費")])
async def test_what_could_not_be_asked_of_one_vehicle_is_never_nothing_owed_by_all(
    backend: LiveBackend, shows: str, words: str
) -> None:
    trial = next(one for one in TRIAL_VEHICLES if one.shows == shows)
    with backend.database.write() as connection:
        owner = owners.id_of(connection, MOBILE)
        assert owner is not None
        vehicle = Vehicle(plate=trial.plate, type=trial.type)
        bindings.bind(connection, owner, vehicle, (), terminal_id=None, now=backend.clock.now())
    async with owner_at(backend) as kiosk:
        await chooses(kiosk, "bills")
        await kiosk.sees("TroublePage", words)
        if shows == "partly-answered":
            await kiosk.choose("#step-show")
            await kiosk.sees("BillsPage", "您的 3 輛車，目前查到")
        else:
            await kiosk.choose("#step-back")
            await kiosk.sees("OwnerAreaPage")


@pytest.mark.long
@pytest.mark.parametrize("way_out", ["#sign-out", "home"])
async def test_leaving_the_area_ends_the_session(backend: LiveBackend, way_out: str) -> None:
    async with owner_at(backend) as kiosk:
        assert sessions_open(backend) == 1
        await (kiosk.press("home") if way_out == "home" else kiosk.choose(way_out))
        await kiosk.sees("WelcomePage")
        await kiosk.until(lambda: sessions_open(backend) == 0, "the session's end")


@pytest.mark.long
async def test_who_does_not_wait_for_what_the_menu_offers_is_in_the_area_all_the_same(
    backend: LiveBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: object) -> tuple[IdentityProvider, ...]:
        await asyncio.Event().wait()
        return ()

    monkeypatch.setattr(Identities, "list", never)
    async with kiosk_at(backend, visiting=visit_of_owner) as kiosk:
        await kiosk.sees("WaitingPage")
        await kiosk.press("escape")
        await kiosk.sees("OwnerAreaPage", "0912-***-678")
        await kiosk.choose("#sign-out")
        await kiosk.sees("WelcomePage")


@pytest.mark.long
async def test_a_number_is_changed_by_a_code_to_the_new_one_and_never_to_another_owners(backend: LiveBackend) -> None:
    another_owner(backend)
    async with owner_at(backend) as kiosk:
        phone = Visitor(kiosk)
        await chooses(kiosk, "edit")
        await kiosk.choose("#mobile")
        await kiosk.sees("MobilePage", "新的手機號碼")
        await types(kiosk, OTHERS_NUMBER, "#mobile")
        await kiosk.press("enter")
        await kiosk.sees("CodePage", "0987-***-111")
        await phone.enters(await phone.reads_the_phone(digits=8))
        await kiosk.sees("TroublePage", "另一位車主")
        await kiosk.choose("#step-other-number")
        await kiosk.sees("MobilePage", "新的手機號碼")
        await types(kiosk, "0988123456", "#mobile")
        await kiosk.press("enter")
        await kiosk.sees("CodePage", "0988-***-456")
        await phone.enters(await phone.reads_the_phone(2, digits=8))
        await kiosk.sees("OwnerEditPage", "0988-***-456")


@pytest.mark.long
async def test_no_e_mail_is_promised_for_a_new_address_where_the_office_sends_none(backend: LiveBackend) -> None:
    async with owner_at(backend) as kiosk:
        service = kiosk.app.service
        assert service is not None
        kiosk.app.service = service.model_copy(update={"mails": False})
        await chooses(kiosk, "edit")
        await kiosk.choose("#email")
        await kiosk.sees("EmailPage", "目前沒有 E-mail 通知，重要通知會傳簡訊。")


@pytest.mark.long
async def test_who_thinks_better_of_closing_keeps_everything(backend: LiveBackend) -> None:
    async with owner_at(backend) as kiosk:
        for answers in (("#no",), ("#yes", "#no"), ("#yes", "#yes", "escape")):
            await kiosk.choose("#closing")
            for answer in answers:
                await (kiosk.press("escape") if answer == "escape" else kiosk.choose(answer))
            await kiosk.sees("OwnerAreaPage", "0912-***-678")


@pytest.mark.long
async def test_a_session_that_has_ended_is_said_and_leads_home(backend: LiveBackend) -> None:
    async with owner_at(backend) as kiosk:
        end_sessions(backend)
        await chooses(kiosk, "vehicles")
        await kiosk.sees("TroublePage", "登入已經結束")
        await kiosk.choose("#step-home")
        await kiosk.sees("WelcomePage")


@pytest.mark.long
async def test_what_was_done_in_this_visit_is_taken_along_by_phone(backend: LiveBackend) -> None:
    async with owner_at(backend) as kiosk:
        await chooses(kiosk, "history")
        await kiosk.sees("HistoryPage", "帶走本次")
        await kiosk.choose("#take")
        await kiosk.sees("TakeAlongPage", "這次辦理的事項")
        link = str(kiosk.app.screen._link)  # type: ignore[attr-defined]
        read = await asyncio.to_thread(kiosk.phone(link).reads)
        await kiosk.press("escape")
        await kiosk.sees("HistoryPage")
    assert ("登入" in read, "註冊成為車主" in read, MOBILE in read) == (True, False, False)


@pytest.mark.long
async def test_who_does_not_wait_for_a_paper_is_back_at_what_it_was_asked_from(
    backend: LiveBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: object) -> Sheet:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(OwnerData, "visit_sheet", never)
    async with owner_at(backend) as kiosk:
        await chooses(kiosk, "history")
        await kiosk.sees("HistoryPage", "帶走本次")
        await kiosk.choose("#take")
        await kiosk.sees("WaitingPage")
        await kiosk.press("escape")
        await kiosk.sees("HistoryPage", "帶走本次")


@pytest.mark.long
@pytest.mark.parametrize(("asked", "shown"), [("receipt", "PaidRecordsPage"), ("receipt_sheet", "ReceiptPage")])
async def test_who_does_not_wait_for_a_receipt_is_back_at_what_it_was_asked_from(
    backend: LiveBackend, monkeypatch: pytest.MonkeyPatch, asked: str, shown: str
) -> None:
    async def never(*_: object) -> Sheet:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(OwnerData, asked, never)
    async with owner_at(backend) as kiosk:
        await chooses(kiosk, "bills")
        await kiosk.goes_to_the_code()
        kiosk.phone(kiosk.link).presses("pay")
        await kiosk.sees("PaidPage", "已繳")
    async with owner_at(backend) as kiosk:
        await chooses(kiosk, "paid")
        await kiosk.sees("PaidRecordsPage")
        await kiosk.pilot.click("#receipts", offset=(4, 1))
        if asked == "receipt_sheet":
            await kiosk.sees("ReceiptPage")
            await kiosk.choose("#take")
        await kiosk.sees("WaitingPage")
        await kiosk.press("escape")
        await kiosk.sees(shown)


@pytest.mark.long
async def test_a_backend_that_is_gone_is_said_and_the_owner_stays_in_the_area(backend: LiveBackend) -> None:
    async with owner_at(backend) as kiosk:
        await asyncio.to_thread(backend.stop)
        await chooses(kiosk, "history")
        await kiosk.sees("TroublePage", "現在看不到這些內容")
        await asyncio.to_thread(backend.start)
        await kiosk.choose("#step-again")
        await kiosk.sees("HistoryPage", "註冊成為車主")
