"""Signing in and out, and the way round a forgotten password, on the real app against the real backend."""

from __future__ import annotations

import asyncio
import gc
import types as python_types

import pytest
from sqlalchemy import func, select

from kiosk.backend.demo.owner import MOBILE, PASSWORD
from kiosk.backend.owners.tables import sessions
from kiosk.widgets.phone.phone_drawer import PhoneDrawer
from kiosk.widgets.typing.field import Field
from kiosk.widgets.typing.strength_bar import StrengthBar
from tests.journeys.kiosk import Kiosk, kiosk_at
from tests.journeys.visitors import Visitor
from tests.live_backend import LiveBackend

FRESH = "Wn4zRt8c"


def open_sessions(backend: LiveBackend) -> int:
    with backend.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(sessions).where(sessions.c.revoked_at.is_(None))) or 0


async def signs_in(kiosk: Kiosk, password: str = PASSWORD) -> Visitor:
    """Go from the welcome page to signing in with a password."""
    visitor = Visitor(kiosk)
    await kiosk.sees("WelcomePage")
    await kiosk.choose("#sign-in")
    await kiosk.sees("SignInPage")
    await visitor.types(MOBILE, "#mobile")
    await visitor.types(password, "#password")
    await kiosk.press("enter")
    return visitor


@pytest.mark.long
async def test_a_wrong_password_is_said_without_saying_more_and_the_right_one_opens_the_area(
    backend: LiveBackend,
) -> None:
    async with kiosk_at(backend) as kiosk:
        await signs_in(kiosk, "Wrong1pw")
        await kiosk.sees("SignInPage", "號碼或密碼不對")
        field = kiosk.app.screen.query_one("#password", Field)
        assert (field.text, kiosk.app.screen.query_one("#mobile", Field).text) == ("Wrong1pw", MOBILE)
        assert "Wrong1pw" not in kiosk.text()
        field.clear()
        field.enter(PASSWORD)
        await kiosk.choose("#next")
        await kiosk.sees("OwnerAreaPage")
        assert open_sessions(backend) == 1
        await kiosk.press("home")
        await kiosk.sees("WelcomePage")
        await kiosk.until(lambda: open_sessions(backend) == 0, "the session's end")


@pytest.mark.long
async def test_a_forgotten_password_is_set_anew_by_a_code_and_opens_the_area_at_once(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        visitor = await signs_in(kiosk, "Wrong1pw")
        await kiosk.sees("SignInPage", "號碼或密碼不對")
        await kiosk.choose("#forgotten")
        await kiosk.sees("MobilePage", MOBILE)  # not asked for again
        await kiosk.choose("#next")
        await kiosk.sees("CodePage", "寄送簡訊成功")
        await visitor.enters(await visitor.reads_the_phone(digits=8))
        await visitor.sets_password(FRESH)
        await kiosk.sees("OwnerAreaPage")
        await kiosk.press("home")
        await signs_in(kiosk)
        await kiosk.sees("SignInPage", "號碼或密碼不對")


@pytest.mark.long
async def test_a_number_that_no_one_registered_shows_the_same_and_gets_no_message(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        visitor = Visitor(kiosk)
        await kiosk.sees("WelcomePage")
        await kiosk.choose("#sign-in")
        await kiosk.choose("#forgotten")
        await kiosk.sees("MobilePage")
        await visitor.types("0977000111", "#mobile")
        await kiosk.choose("#next")
        await kiosk.sees("CodePage", "寄送簡訊成功", "0977-***-111")
        await kiosk.until(lambda: bool(kiosk.app.screen.query(PhoneDrawer)), "the phone")
        # As of a number that is known: the last try is announced, and then that there is none left.
        for left in ("還可以試 4 次", "還可以試 3 次", "還可以試 2 次", "只剩最後 1 次", "請等 15 分鐘"):
            await visitor.enters("12345678")
            await kiosk.sees("CodePage", left)
        assert kiosk.app.screen.query_one(PhoneDrawer).shown == ()


@pytest.mark.long
async def test_too_many_wrong_passwords_pause_and_say_for_how_long(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        await signs_in(kiosk, "Wrong1pw")
        for _ in range(20):
            await kiosk.until(lambda: "不對" in kiosk.text() or "分鐘" in kiosk.text(), "an answer")
            if "分鐘" in kiosk.text():
                break
            field = kiosk.app.screen.query_one("#password", Field)
            field.complain(None)
            await kiosk.pilot.pause()
            await kiosk.press("enter")
        assert "錯太多次，請等" in kiosk.text()


@pytest.mark.long
async def test_leaving_while_the_backend_is_gone_ends_the_session_when_it_is_back(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        await signs_in(kiosk)
        await kiosk.sees("OwnerAreaPage")
        await asyncio.to_thread(backend.stop)
        await kiosk.press("home")
        await kiosk.sees("WelcomePage")  # the next visitor need not wait for it
        assert open_sessions(backend) == 1
        await asyncio.to_thread(backend.start)
        await kiosk.until(lambda: open_sessions(backend) == 0, "the session's end")


@pytest.mark.long
async def test_nothing_that_was_typed_is_left_in_memory_after_the_visit(backend: LiveBackend) -> None:
    # The backend lives in this process too: nothing is sent to it, so whatever is found is the screen's.
    canaries = ("09" + "76543210", "Lisin" + "Kacaw", "kacaw" + "@example.tw", "Qk8" + "vTnWx")
    async with kiosk_at(backend) as kiosk:
        visitor = Visitor(kiosk)
        await visitor.agrees()
        await visitor.gives_plate("ABC-1234")
        await visitor.gives_number(canaries[0])
        await visitor.gives_name(canaries[1])
        await kiosk.sees("EmailPage")
        await visitor.types(canaries[2], "#email")
        await kiosk.choose("#next")
        await kiosk.sees("NewPasswordPage")
        await visitor.types(canaries[3], "#password")
        await kiosk.choose("#reveal")
        await kiosk.sees("NewPasswordPage", canaries[3])
        await kiosk.until(
            lambda: kiosk.app.screen.query_one("#strength", StrengthBar).strength is not None,
            "a judgement, with the rest as own data",
        )
        await kiosk.press("home")
        await kiosk.sees("WelcomePage")
        await kiosk.pilot.pause()
        holders = left_with(canaries)
    assert holders == []


def left_with(canaries: tuple[str, ...]) -> list[str]:
    """Return what still holds one of the texts, other than the test's own."""
    gc.collect()
    holders = []
    for thing in gc.get_objects():
        if thing is canaries or isinstance(thing, python_types.FrameType):
            continue
        texts = [part for part in parts_of(thing) if isinstance(part, str) and all(part is not own for own in canaries)]
        if any(own.lower() in text.lower() for text in texts for own in canaries):
            holders.append(f"{type(thing).__name__} {str(thing)[:200]}")
    return holders


def parts_of(thing: object) -> list[object]:
    """Return what a thing refers to; what Python's own answer leaves out with it.

    That has no texts that are keys of a dictionary, and nothing of containers that hold only texts and numbers.
    """
    parts = gc.get_referents(thing)
    for part in (thing, *parts):
        if isinstance(part, dict) and (part is thing or not gc.is_tracked(part)):
            parts += [*part.keys(), *part.values()]
        elif isinstance(part, tuple) and not gc.is_tracked(part):
            parts += part
    return parts
