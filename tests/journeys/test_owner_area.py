"""The owner's area, on the real app against the real backend."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select, update

from kiosk.backend.demo import TRIAL_VEHICLES
from kiosk.backend.demo_owner import MOBILE, PASSWORD
from kiosk.backend.services import bindings, owners
from kiosk.backend.store.owner_tables import sessions
from kiosk.contract.wire import Vehicle
from kiosk.widgets.password_field import PasswordField
from tests.journeys.kiosk import Kiosk
from tests.journeys.owners import OTHERS_NUMBER, another_owner, chooses, owner_at, types
from tests.journeys.visitors import Visitor
from tests.live_backend import LiveBackend


def sessions_open(backend: LiveBackend) -> int:
    """Return how many sessions have not been ended."""
    with backend.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(sessions).where(sessions.c.revoked_at.is_(None))) or 0


def end_sessions(backend: LiveBackend) -> None:
    """End all sessions behind the terminal's back."""
    backend.database.run(lambda connection: connection.execute(update(sessions).values(revoked_at=backend.clock.now())))


async def test_an_owner_pays_for_all_vehicles_at_once_and_finds_the_receipt_afterwards(backend: LiveBackend) -> None:
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
    async with owner_at(backend) as kiosk:
        await chooses(kiosk, "bills")
        await kiosk.sees("TroublePage", "您的 2 輛車都沒有待繳的停車費")
        await kiosk.choose("#step-back")
        await chooses(kiosk, "paid")
        await kiosk.sees("PaidRecordsPage", "MKR-0825")
        await kiosk.press("enter")
        await kiosk.sees("ReceiptPage", "BKZ-5937")
        await kiosk.choose("#take")
        await kiosk.sees("TakeAlongPage", "帶走收據")


@pytest.mark.parametrize(("shows", "words"), [("partly-answered", "只查到一部分"), ("could-not-ask", "不代表沒有欠費")])
async def test_what_could_not_be_asked_of_one_vehicle_is_never_nothing_owed_by_all(
    backend: LiveBackend, shows: str, words: str
) -> None:
    trial = next(one for one in TRIAL_VEHICLES if one.shows == shows)
    with backend.database.write() as connection:
        owner = owners.id_of(connection, MOBILE)
        assert owner is not None
        vehicle = Vehicle(plate=trial.plate, type=trial.type)
        bindings.bind(connection, owner, vehicle, (), device_id=None, now=backend.clock.now())
    async with owner_at(backend) as kiosk:
        await chooses(kiosk, "bills")
        await kiosk.sees("TroublePage", words)
        if shows == "partly-answered":
            await kiosk.choose("#step-show")
            await kiosk.sees("BillsPage", "您的 3 輛車，目前查到")
        else:
            await kiosk.choose("#step-back")
            await kiosk.sees("OwnerAreaPage")


async def test_who_has_paid_and_finishes_is_signed_out(backend: LiveBackend) -> None:
    async with owner_at(backend) as kiosk:
        await chooses(kiosk, "bills")
        await kiosk.goes_to_the_code()
        await asyncio.to_thread(kiosk.phone(kiosk.link).presses, "pay")
        await kiosk.sees("PaidPage")
        await kiosk.choose("#finish")
        await kiosk.sees("WelcomePage")
        assert sessions_open(backend) == 0


@pytest.mark.parametrize("way_out", ["#sign-out", "home"])
async def test_leaving_the_area_ends_the_session(backend: LiveBackend, way_out: str) -> None:
    async with owner_at(backend) as kiosk:
        assert sessions_open(backend) == 1
        await (kiosk.press("home") if way_out == "home" else kiosk.choose(way_out))
        await kiosk.sees("WelcomePage")
        assert sessions_open(backend) == 0


async def test_a_name_and_an_address_are_changed_each_by_itself_and_the_history_tells_of_it(
    backend: LiveBackend,
) -> None:
    async with owner_at(backend) as kiosk:
        await chooses(kiosk, "edit")
        await kiosk.sees("OwnerEditPage", "王", "w***@example.com.tw")
        await kiosk.choose("#name")
        await kiosk.sees("PersonNamePage")
        await types(kiosk, "Lisin Kacaw", "#name")
        await kiosk.press("enter")
        await kiosk.sees("OwnerEditPage", "✓ 已修改", "L*** K***")
        await kiosk.choose("#email")
        await kiosk.sees("EmailPage")
        await kiosk.choose("#next")  # none at all
        await kiosk.sees("OwnerEditPage", "沒有填寫")
        await kiosk.choose("#back")
        await chooses(kiosk, "history")
        await kiosk.sees("HistoryPage", "修改姓名", "修改 E-mail", "kiosk")


async def test_a_password_is_changed_only_by_who_knows_the_present_one_and_a_message_tells_of_it(
    backend: LiveBackend,
) -> None:
    async with owner_at(backend, (120, 40)) as kiosk:
        await chooses(kiosk, "edit")
        await kiosk.choose("#password")
        await enters_password(kiosk, "Wrong-1234", "Another-77")
        await kiosk.sees("PasswordPage", "目前的密碼不對")
        await enters_password(kiosk, PASSWORD, "Another-77")
        await kiosk.sees("OwnerEditPage", "✓ 已修改")
        await kiosk.choose("#back")
        await kiosk.sees("OwnerAreaPage", "1 則未讀")
        await chooses(kiosk, "messages")
        await kiosk.sees("MessagesPage", "● 密碼已經修改")
        await kiosk.press("enter")
        await kiosk.sees("MessagePage", "如果不是您做的")
        await kiosk.choose("#read")
        await kiosk.choose("#back")
        await kiosk.sees("OwnerAreaPage", "沒有新訊息")


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


async def enters_password(kiosk: Kiosk, present: str, new: str) -> None:
    """Hand in the present password and a new one, twice."""
    await kiosk.sees("PasswordPage")
    await types(kiosk, present, "#password")
    await kiosk.press("enter")
    await kiosk.sees("NewPasswordPage")
    await types(kiosk, new, "#password")
    await kiosk.press("enter")
    await types(kiosk, new, "#again")
    await kiosk.press("enter")


async def test_closing_an_account_says_what_it_means_asks_twice_and_wants_the_password(backend: LiveBackend) -> None:
    async with owner_at(backend) as kiosk:
        await kiosk.choose("#closing")
        await kiosk.sees("ConfirmPage", "依法保存 5 年")
        await kiosk.choose("#yes")
        await kiosk.sees("ConfirmPage", "真的要註銷嗎")
        await kiosk.choose("#yes")
        await kiosk.sees("PasswordPage")
        await types(kiosk, "Wrong-1234", "#password")
        await kiosk.press("enter")
        await kiosk.sees("PasswordPage", "密碼不對，帳號沒有註銷")
        kiosk.app.screen.query_one(PasswordField).clear()
        await types(kiosk, PASSWORD, "#password")
        await kiosk.press("enter")
        await kiosk.sees("GoodbyePage", "您的帳號已經註銷")
        await kiosk.choose("#finish")
        await kiosk.sees("WelcomePage")


async def test_who_thinks_better_of_closing_keeps_everything(backend: LiveBackend) -> None:
    async with owner_at(backend) as kiosk:
        for answers in (("#no",), ("#yes", "#no"), ("#yes", "#yes", "escape")):
            await kiosk.choose("#closing")
            for answer in answers:
                await (kiosk.press("escape") if answer == "escape" else kiosk.choose(answer))
            await kiosk.sees("OwnerAreaPage", "0912-***-678")


async def test_a_session_that_has_ended_is_said_and_leads_home(backend: LiveBackend) -> None:
    async with owner_at(backend) as kiosk:
        end_sessions(backend)
        await chooses(kiosk, "vehicles")
        await kiosk.sees("TroublePage", "登入已經結束")
        await kiosk.choose("#step-home")
        await kiosk.sees("WelcomePage")


async def test_a_backend_that_is_gone_is_said_and_the_owner_stays_in_the_area(backend: LiveBackend) -> None:
    async with owner_at(backend) as kiosk:
        await asyncio.to_thread(backend.stop)
        await chooses(kiosk, "history")
        await kiosk.sees("TroublePage", "連不上")
        await asyncio.to_thread(backend.start)
        await kiosk.choose("#step-again")
        await kiosk.sees("HistoryPage", "註冊成為車主")
