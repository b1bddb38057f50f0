"""Signing in at the desk: by keys, with nothing lost that was typed."""

from __future__ import annotations

import pytest
from textual import events

from kiosk.platform.terminal.scanner import Scanned
from tests.desk.office import CODE, NAME, PASSWORD, Office, desk
from tests.desk.stub import Refusal
from tests.screens.stage import until


async def test_a_clerk_signs_in_by_keys_and_reads_who_they_are_in_the_line_on_top() -> None:
    async with desk() as at:
        await at.sign_in()
        await at.shows("松山停車服務中心", "3 號窗口", "林○玲", "服務員", "● 連線")
        (asked,) = at.stub.of("/session")
        assert asked.body == {"name": NAME, "password": PASSWORD, "code": CODE, "counter": "3 號窗口"}


async def test_what_was_refused_stays_but_for_the_digits_which_count_once() -> None:
    async with desk() as at:
        await at.type(NAME)
        await at.press("enter")
        await at.type("wrong")
        await at.press("enter")
        await at.type(CODE)
        await at.press("enter")
        await at.shows("帳號、密碼或驗證碼不對", NAME, "●●●●●")
        assert CODE not in at.text()
        await until(at.pilot, lambda: at.app.focused is not None and at.app.focused.id == "code")


async def test_too_many_failures_are_reported_with_the_minutes_that_they_cost() -> None:
    office = Office()
    office.scripts["/session"] = lambda _: Refusal("sign-in-paused", 429, wait=841)
    async with desk(office) as at:
        for text in (NAME, PASSWORD, CODE):
            await at.type(text)
            await at.press("enter")
        await at.shows("請 15 分鐘後再登入")


@pytest.mark.parametrize(
    ("typed", "reported"),
    [
        (("林玲", PASSWORD, CODE), "請切換成英數輸入"),
        ((NAME, "", CODE), "請輸入密碼"),
        ((NAME, PASSWORD, "ㄅㄉˇ"), "驗證碼是六位數字"),
        ((NAME, PASSWORD, "12345"), "驗證碼是六位數字"),
    ],
)
async def test_what_an_input_method_composed_is_reported_in_its_place_and_asks_no_one(
    typed: tuple[str, str, str], reported: str
) -> None:
    async with desk() as at:
        for text in typed:
            await at.type(text)
            await at.press("enter")
        await at.shows(reported)
        assert at.stub.of("/session") == []


async def test_digits_in_wide_letters_are_digits() -> None:
    async with desk() as at:
        for text in (NAME, PASSWORD, "４９２０３９"):
            await at.type(text)
            await at.press("enter")
        await at.shows("林○玲")


async def test_esc_clears_what_was_typed_at_the_second_time_only() -> None:
    async with desk() as at:
        await at.type(NAME)
        await at.press("escape")
        await at.shows("再按一次 Esc", NAME)
        await at.press("escape")
        await at.hides(NAME)


async def test_a_key_in_between_begins_the_question_anew() -> None:
    async with desk() as at:
        await at.type(NAME)
        await at.press("escape")
        await at.type("x")
        await at.press("escape")
        await at.shows("再按一次 Esc", f"{NAME}x")


@pytest.mark.long
async def test_a_backend_that_is_gone_is_reported_and_costs_nothing_that_was_typed() -> None:
    office = Office()
    office.scripts["/session"] = lambda _: Refusal("unavailable", 503)
    async with desk(office) as at:
        for text in (NAME, PASSWORD, CODE):
            await at.type(text)
            await at.press("enter")
        await at.shows("後台忙碌", NAME)


async def test_what_is_typed_at_once_lands_in_its_own_field_and_no_password_in_the_name() -> None:
    async with desk() as at:
        for text in (NAME, PASSWORD, CODE):
            at.app.post_message(events.Key(text[0], text[0]))
            at.app.post_message(Scanned(text, entered=True, begun=True))
        await at.shows("林○玲")
        assert at.stub.of("/session")[0].body == {
            "name": NAME, "password": PASSWORD, "code": CODE, "counter": "3 號窗口",
        }  # fmt: skip
