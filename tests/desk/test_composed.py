"""An input method is on: what it composes comes as one piece, or sign by sign, into every field of the desk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from textual import events

from tests.desk.office import CODE, NAME, PASSWORD, Desk, desk
from tests.screens.stage import until

COMPOSED = "松山停車"
HandOver = Callable[[Desk, str], Awaitable[None]]


async def as_one_piece(at: Desk, text: str) -> None:
    """Hand over what was composed as terminals do that bracket it."""
    _hand(at, events.Paste(text))
    await at.pilot.pause()


async def sign_by_sign(at: Desk, text: str) -> None:
    """Hand over what was composed as terminals do that send its bytes."""
    for sign in text:
        _hand(at, events.Key(sign, sign))
    await at.pilot.pause()


def _hand(at: Desk, event: events.Event) -> None:
    driver = at.app._driver
    assert driver is not None
    driver.process_message(event)


WAYS = pytest.mark.parametrize("hand_over", [as_one_piece, sign_by_sign])


def text_of(at: Desk, id: str) -> str:
    return str(at.app.screen.query_one(f"#{id}").text)  # type: ignore[attr-defined]  # a field's


@WAYS
@pytest.mark.parametrize(
    ("before", "field", "reported"),
    [
        ((), "name", "請切換成英數輸入"),
        ((NAME,), "password", ""),
        ((NAME, PASSWORD), "code", "驗證碼是六位數字"),
    ],
)
async def test_it_stands_in_the_field_and_a_wrong_one_is_reported_there(
    hand_over: HandOver, before: tuple[str, ...], field: str, reported: str
) -> None:
    async with desk() as at:
        for text in before:
            await at.type(text)
            await at.press("enter")
        await until(at.pilot, lambda: at.app.focused is not None and at.app.focused.id == field)
        await hand_over(at, COMPOSED)
        await until(at.pilot, lambda: text_of(at, field) == COMPOSED)
        for text in (NAME, PASSWORD, CODE)[len(before) + 1 :]:
            await at.press("enter")
            await at.type(text)
        await at.press("enter")
        if reported:
            await at.shows(reported)
            assert at.stub.of("/session") == []
        else:
            await at.shows("帳號、密碼或驗證碼不對")
            assert at.stub.of("/session")[0].body["password"] == COMPOSED
        assert text_of(at, field) == COMPOSED


@WAYS
async def test_in_the_box_it_is_searched_for_as_it_is_and_the_next_one_takes_its_place(hand_over: HandOver) -> None:
    async with desk() as at:
        await at.sign_in()
        await hand_over(at, COMPOSED)
        await until(at.pilot, lambda: text_of(at, "box") == COMPOSED)
        await at.press("enter")
        await until(at.pilot, lambda: bool(at.stub.of("/search")))
        assert at.stub.of("/search")[-1].body["text"] == COMPOSED
        await hand_over(at, "軍")
        await until(at.pilot, lambda: text_of(at, "box") == "軍")


@WAYS
async def test_where_there_is_no_field_it_does_nothing_and_function_keys_still_work(hand_over: HandOver) -> None:
    async with desk() as at:
        await at.sign_in()
        await at.find("BKZ-5937")
        await at.shows("0912-***-678")
        before = at.text()
        await hand_over(at, "ㄅㄆㄇ")
        assert at.text() == before
        await at.press("f3")
        await at.shows("另開一個查詢")
        await hand_over(at, "ㄅㄆㄇ")
        await at.press("escape")
        await at.shows("0912-***-678")
