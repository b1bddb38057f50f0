"""Registering, from the notice to the owner's area, on the real app against the real backend."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from kiosk.backend.demo.owner import MOBILE
from kiosk.backend.demo.owner import PASSWORD as DEMO_PASSWORD
from kiosk.journeys.visit import Visit
from kiosk.widgets.phone.phone_drawer import PhoneDrawer
from kiosk.widgets.typing.field import Field
from tests.clock import ManualClock
from tests.journeys.kiosk import Kiosk, kiosk_at
from tests.journeys.visitors import PASSWORD, Visitor, other_than
from tests.live_backend import LiveBackend


def text_of(kiosk: Kiosk, field: str) -> str:
    return kiosk.app.screen.query_one(field, Field).text


@pytest.mark.long
async def test_nine_decisions_lead_to_a_bound_vehicle_and_nothing_is_asked_twice(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        visitor = Visitor(kiosk)
        await visitor.asks_for_a_code()
        await visitor.enters(await visitor.reads_the_phone())
        await kiosk.sees("RegisteredPage", "ABC-1234", "已經綁定")
        # The number has to be typed once, and the password twice by a visitor who does not look at it: on one page.
        assert visitor.decisions <= 9
        assert len(set(visitor.typed)) == len(visitor.typed)
        await kiosk.choose("#go-on")
        await kiosk.sees("OwnerAreaPage", "0988-***-456")
        await kiosk.press("home")
        await kiosk.sees("WelcomePage")
        assert not kiosk.app.screen.query(PhoneDrawer)


@pytest.mark.long
async def test_a_wrong_code_is_said_and_a_changed_number_gets_its_own(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        visitor = Visitor(kiosk)
        await visitor.asks_for_a_code()
        code = await visitor.reads_the_phone()
        await visitor.enters(other_than(code))
        await kiosk.sees("CodePage", "驗證碼不對，還可以試 4 次")
        await kiosk.choose("#other-number")
        await kiosk.sees("MobilePage", "0988-123-456")
        kiosk.app.screen.query_one("#mobile", Field).clear()
        await visitor.types("0922333444", "#mobile")
        await kiosk.choose("#next")
        await kiosk.sees("CodePage", "寄送簡訊成功", "0922-***-444")
        # The number that was wrong proves nothing any more.
        await visitor.enters(code)
        await kiosk.sees("CodePage", "驗證碼不對")
        await visitor.enters(await visitor.reads_the_phone(messages=2))
        await kiosk.sees("RegisteredPage")
        await kiosk.choose("#go-on")
        await kiosk.sees("OwnerAreaPage", "0922-***-444")


@pytest.fixture
def timed(sqlite_demo_url: str) -> Iterator[LiveBackend]:
    """Serve the demo with time that the test moves."""
    with LiveBackend(sqlite_demo_url, clock=ManualClock()) as backend:
        yield backend


@pytest.mark.long
async def test_an_expired_code_is_said_and_another_one_is_sent(timed: LiveBackend) -> None:
    clock = timed.clock
    assert isinstance(clock, ManualClock)
    async with kiosk_at(timed) as kiosk:
        visitor = Visitor(kiosk)
        await visitor.asks_for_a_code()
        code = await visitor.reads_the_phone()
        clock.advance(300)
        await kiosk.sees("CodePage", "驗證碼過期了", "剩餘 0 秒")
        await visitor.enters(code)
        await kiosk.sees("CodePage", "驗證碼過期了")
        await kiosk.choose("#resend")
        await kiosk.sees("CodePage", "寄送簡訊成功", "剩餘 300 秒", "120 秒後")
        await visitor.enters(await visitor.reads_the_phone(messages=2))
        await kiosk.sees("RegisteredPage")


@pytest.mark.long
async def test_an_owner_who_registers_again_reads_so_after_the_code_and_signs_in_without_typing_the_number_again(
    backend: LiveBackend,
) -> None:
    async with kiosk_at(backend) as kiosk:
        visitor = Visitor(kiosk)
        await visitor.asks_for_a_code(number=MOBILE)
        await visitor.enters(await visitor.reads_the_phone())
        await kiosk.sees("TroublePage", "這個號碼已經註冊過了")
        await kiosk.choose("#step-sign-in")
        await kiosk.sees("SignInPage")
        assert text_of(kiosk, "#mobile").replace("-", "") == MOBILE
        await visitor.types(DEMO_PASSWORD, "#password")
        await kiosk.press("enter")
        await kiosk.sees("OwnerAreaPage")


@pytest.mark.long
async def test_a_plate_that_somebody_else_has_bound_is_no_obstacle_and_no_leak(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        visitor = Visitor(kiosk)
        await visitor.asks_for_a_code(plate="BKZ-5937")
        code = await visitor.reads_the_phone()
        # Back from the code and on again: nothing has changed, and no second one is sent.
        await kiosk.press("escape", "escape")  # the first closes what says that it was sent
        await kiosk.sees("NewPasswordPage")
        await kiosk.choose("#next")
        await kiosk.sees("CodePage")
        assert "寄送簡訊成功" not in kiosk.text()
        await visitor.enters(code)
        await kiosk.sees("RegisteredPage", "已經由其他會員綁定", "提出申請")
        assert "王" not in kiosk.text()


@pytest.mark.long
async def test_a_backend_that_goes_in_the_middle_costs_nothing_that_was_typed(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        visitor = Visitor(kiosk)
        await visitor.agrees()
        await visitor.gives_plate("ABC-1234")
        await visitor.gives_number()
        await visitor.gives_name("歐‧蜜·偉浪")
        await visitor.gives_no_email()
        await asyncio.to_thread(backend.stop)
        await visitor.sets_password()
        await kiosk.sees("TroublePage", "連不上")
        await asyncio.to_thread(backend.start)
        await kiosk.choose("#step-again")
        await kiosk.sees("NewPasswordPage")
        assert (text_of(kiosk, "#password"), text_of(kiosk, "#again")) == (PASSWORD, PASSWORD)
        await kiosk.choose("#next")
        code = await visitor.reads_the_phone()
        await asyncio.to_thread(backend.stop)
        await visitor.enters(code)
        await kiosk.sees("TroublePage", "連不上")
        await asyncio.to_thread(backend.start)
        await kiosk.choose("#step-again")
        await kiosk.sees("CodePage")
        await kiosk.choose("#done")  # the digits are still in their boxes
        await kiosk.sees("RegisteredPage", "ABC-1234")


@pytest.mark.long
async def test_going_back_another_language_and_a_refused_password_lose_nothing(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        visitor = Visitor(kiosk)
        await visitor.agrees()
        await visitor.gives_plate("ABC-1234")
        await visitor.gives_number()
        await visitor.gives_name()
        await kiosk.sees("EmailPage")
        await visitor.types("wang@example.tw", "#email")
        await kiosk.choose("#next")
        await visitor.sets_password("Password1")
        await kiosk.sees("NewPasswordPage", "太容易被猜到")
        assert text_of(kiosk, "#password") == "Password1"
        await kiosk.press("f2", "escape")
        await kiosk.sees("EmailPage", "wang@example.tw")
        await kiosk.press("escape")
        await kiosk.sees("PersonNamePage", "王小明")
        await kiosk.press("escape")
        await kiosk.sees("MobilePage", "0988-123-456")
        await kiosk.press("escape")
        await kiosk.sees("RegistrationPlatePage")
        await kiosk.choose("#next")
        for page in ("MobilePage", "PersonNamePage", "EmailPage"):
            await kiosk.sees(page)
            await kiosk.choose("#next")
        await kiosk.sees("NewPasswordPage")
        assert (text_of(kiosk, "#password"), text_of(kiosk, "#again")) == ("Password1", "Password1")


@pytest.mark.long
async def test_who_is_quicker_than_the_terminal_finds_the_demos_phone_all_the_same(
    backend: LiveBackend,
) -> None:
    async with kiosk_at(backend) as kiosk:
        visitor = Visitor(kiosk)
        await kiosk.sees("WelcomePage")
        kiosk.app.service = None
        await visitor.asks_for_a_code()
        await visitor.enters(await visitor.reads_the_phone())
        await kiosk.sees("RegisteredPage")


@pytest.mark.long
async def test_the_demos_phone_comes_once_it_is_known_that_this_is_the_demo(
    backend: LiveBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def could_not_ask(_: Visit) -> None:
        pass

    monkeypatch.setattr(Visit, "informed", could_not_ask)
    async with kiosk_at(backend) as kiosk:
        visitor = Visitor(kiosk)
        await kiosk.sees("WelcomePage")
        service, kiosk.app.service = kiosk.app.service, None
        await visitor.agrees()
        await visitor.gives_plate("ABC-1234")
        await visitor.gives_number()
        kiosk.app.service = service
        await visitor.gives_name()
        await visitor.gives_no_email()
        await visitor.sets_password()
        await visitor.enters(await visitor.reads_the_phone())
        await kiosk.sees("RegisteredPage")


@pytest.mark.long
async def test_where_the_office_sends_no_e_mail_no_one_is_asked_for_an_address(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        visitor = Visitor(kiosk, steps=5)
        await kiosk.sees("WelcomePage")
        service = kiosk.app.service
        assert service is not None
        kiosk.app.service = service.model_copy(update={"mails": False})
        await visitor.agrees()
        await visitor.gives_plate("ABC-1234")
        await visitor.gives_number()
        await kiosk.sees("PersonNamePage", "第 3 步，共 5 步")
        await visitor.gives_name()
        await kiosk.sees("NewPasswordPage", "第 4 步，共 5 步")
        await kiosk.press("escape")
        await kiosk.sees("PersonNamePage", "王小明")
