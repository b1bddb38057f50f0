"""What is typed and touched in one burst, as after a stall, is done in the order in which it was done."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest
from textual import events
from textual.geometry import Offset
from textual.widget import Widget

from kiosk.domain.plate import Plate, VehicleType
from kiosk.platform.textual import in_order
from kiosk.widgets.typing.look_up import LookUp
from kiosk.widgets.typing.pad import CLEAR, Pad
from tests.patience import PATIENCE
from tests.screens.frame.test_form import Form, field
from tests.screens.pay.test_plate_page import Desk
from tests.screens.stage import Stage, until


def typed(text: str) -> list[events.Event]:
    return [events.Key(character, character) for character in text]


def touched(place: Offset) -> list[events.Event]:
    x, y = place
    return [
        kind(None, x, y, 0, 0, 1, False, False, False, screen_x=x, screen_y=y)
        for kind in (events.MouseDown, events.MouseUp)
    ]


async def a_while() -> None:
    for _ in range(50):
        await asyncio.sleep(0)


def middle(widget: Widget) -> Offset:
    x, y = widget.region.center
    return Offset(int(x), int(y))


def key_of(stage: Stage[Any], name: str, pad: str = "#pad") -> Offset:
    keys = stage.app.screen.query_one(pad, Pad)  # type: ignore[type-abstract]
    target = next(target for target in keys.targets if target.name == name)
    return keys.content_region.offset + target.region.offset + Offset(1, 0)


def at_once(stage: Stage[Any], *bursts: Iterable[events.Event]) -> None:
    for burst in bursts:
        for event in burst:
            stage.app.post_message(event)


@pytest.mark.parametrize("by", ["keys", "touch", "both"])
async def test_a_touch_finds_what_the_letters_before_it_make_ready(by: str) -> None:
    desk = Desk()
    async with desk.played() as pilot:
        touches = [event for name in "BKZ5937" for event in touched(key_of(desk, name))]
        letters = {"keys": typed("BKZ5937"), "touch": touches, "both": [*touches[:6], *typed("5937")]}[by]
        look_up = next(button for button in desk.app.screen.query(LookUp) if button.type is VehicleType.CAR)
        at_once(desk, letters, touched(middle(look_up)))
        await pilot.pause()
        await pilot.pause()
    assert desk.answer == (Plate.of("BKZ", "5937"), VehicleType.CAR)


async def test_a_letter_after_a_touch_on_the_key_that_clears_stands_there() -> None:
    desk = Desk()
    async with desk.played() as pilot:
        at_once(desk, typed("XYZ"), touched(key_of(desk, CLEAR)), typed("MKR"))
        await pilot.pause()
        await pilot.pause()
        assert desk.boxes == ("MKR", "")


async def test_a_form_is_handed_in_with_all_that_was_typed_before_the_touch() -> None:
    form = Stage(Form)
    async with form.played((80, 40)) as pilot:
        field(form, "#second").call_later(a_while)  # it is behind
        at_once(
            form,
            typed("abcdefgh"),
            touched(middle(field(form, "#second"))),
            typed("ijklmnop"),
            touched(middle(form.app.screen.query_one("#next"))),
        )
        await until(pilot, lambda: form.answer is not None)
    assert form.answer == ("abcdefgh", "ijklmnop")


async def test_a_widget_that_does_not_answer_holds_no_touch_up_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_order, "PATIENCE", 0.01)
    form = Stage(Form)
    async with form.played((80, 40)) as pilot:
        first, second, page = field(form), field(form, "#second"), form.app.screen
        touch_is_heard = asyncio.Event()
        page.watch(page, "focused", lambda: touch_is_heard.set() if page.focused is second else None, init=False)
        first.call_later(touch_is_heard.wait)  # it is stuck until then
        at_once(form, typed("a"), touched(middle(second)))
        async with asyncio.timeout(PATIENCE):
            await touch_is_heard.wait()
        await pilot.pause()
        assert first.text == "a"
