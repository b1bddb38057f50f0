"""The button that says what carries the plate is the look-up: when it can be pressed, and which one Enter takes."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from rich.cells import cell_len

from kiosk.domain.plate import Plate, VehicleType
from kiosk.i18n import Texts
from kiosk.languages import LANGUAGES
from kiosk.screens.frame.page import Page
from kiosk.screens.register.registration_plate import PlateTyped, RegistrationPlatePage
from kiosk.widgets.ground.choice import Choice
from kiosk.widgets.ground.too_small import COLUMNS
from kiosk.widgets.typing.look_up import LookUp
from tests.screens.pay.test_plate_page import Desk
from tests.screens.stage import Stage

HEIGHTS = {54: 30, 64: 16, 67: 53, 71: 24, 80: 24, 130: 40}
"""Rows of the windows of so many columns and more that the page is looked at in."""


def rows(columns: int) -> int:
    return HEIGHTS[max(at for at in HEIGHTS if at <= columns)]


def look_ups(stage: Stage[Any]) -> dict[VehicleType, LookUp]:
    return {button.type: button for button in stage.app.screen.query(LookUp)}


async def test_no_plate_can_be_looked_up_before_one_stands_there() -> None:
    desk = Desk()
    async with desk.played() as pilot:
        able = []
        for key in ("b", "k", "z", "5", "backspace", "5", "9"):
            await pilot.press(key)
            await pilot.pause()
            able.append({type: not button.disabled for type, button in look_ups(desk).items()})
        none, both = dict.fromkeys(VehicleType, False), dict.fromkeys(VehicleType, True)
        assert able == [none, none, none, both, none, both, both]


async def test_a_button_that_can_no_longer_be_pressed_gives_the_focus_to_the_boxes() -> None:
    desk = Desk()
    async with desk.played() as pilot:
        await pilot.press(*"bkz5", *["tab"] * 3)
        await pilot.pause()
        assert desk.app.focused is look_ups(desk)[VehicleType.MOTORCYCLE]
        await pilot.press("backspace")
        await pilot.pause()
        assert desk.app.focused is desk.app.screen.query_one("#plate")


@pytest.mark.parametrize(
    ("keys", "sure"),
    [
        ("bkz5937", VehicleType.CAR),
        ("mkr0825", VehicleType.MOTORCYCLE),
        ("lgb3907", VehicleType.MOTORCYCLE),
        ("1357ab", VehicleType.CAR),
        ("ab-12", VehicleType.MOTORCYCLE),
    ],
)
async def test_a_pattern_that_is_sure_leads_and_enter_takes_it(keys: str, sure: VehicleType) -> None:
    desk = Desk()
    async with desk.played() as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        assert {type for type, button in look_ups(desk).items() if not button.has_class("-aside")} == {sure}
        await pilot.press("enter")
        await pilot.pause()
    assert desk.answer is not None
    assert desk.answer[1] is sure  # type: ignore[index]


async def test_where_no_one_can_be_sure_both_lead_and_enter_asks_which() -> None:
    desk = Desk()
    async with desk.played() as pilot:
        await pilot.press(*"eab1235")
        await pilot.pause()
        assert not any(button.has_class("-aside") for button in look_ups(desk).values())
        await pilot.press("enter")
        await pilot.pause()
        assert "請按「查汽車」或「查機車」" in desk.note
        assert desk.asked == 0
        await pilot.press("tab", "enter")
        await pilot.pause()
    assert desk.answer == (Plate("EAB", "1235"), VehicleType.MOTORCYCLE)


async def test_what_a_plate_was_looked_up_as_does_not_hold_for_the_next_one() -> None:
    desk = Desk("BKZ-5937", VehicleType.MOTORCYCLE)
    async with desk.played() as pilot:
        assert look_ups(desk)[VehicleType.CAR].has_class("-aside")
        await pilot.press("backspace", "6")
        await pilot.pause()
        assert look_ups(desk)[VehicleType.MOTORCYCLE].has_class("-aside")


@pytest.fixture
def frame_of_54_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the frame show pages from 54 columns on."""
    points = [(54 if at == COLUMNS else at, name) for at, name in Page.HORIZONTAL_BREAKPOINTS]
    monkeypatch.setattr(Page, "HORIZONTAL_BREAKPOINTS", points)


@pytest.mark.long
@pytest.mark.usefixtures("frame_of_54_columns")
async def test_from_54_columns_on_both_look_ups_are_to_be_read_in_full() -> None:
    desk = Desk("BKZ-5937")
    async with desk.played((54, 30)) as pilot:
        for columns in range(54, 131):
            await pilot.resize_terminal(columns, rows(columns))
            await pilot.pause()
            page = desk.app.screen.query_one("#page").content_region
            assert desk.app.screen.query_one("#plate").region.right <= page.right
            for texts, button in product(map(Texts, LANGUAGES), list(look_ups(desk).values())):
                desk.app.texts = texts
                lines = button.render().plain.splitlines()
                assert page.contains_region(button.region), (columns, button.region)
                assert all(cell_len(line) <= button.content_size.width for line in lines), (columns, lines)
                assert len(lines) <= button.content_size.height


@pytest.mark.long
@pytest.mark.usefixtures("frame_of_54_columns")
async def test_from_54_columns_on_both_types_to_choose_from_are_to_be_read_in_full() -> None:
    stage: Stage[Any] = Stage(lambda: RegistrationPlatePage(PlateTyped("BKZ-5937")))
    async with stage.played((54, 30)) as pilot:
        for columns in range(54, 131, 2):
            await pilot.resize_terminal(columns, rows(columns))
            await pilot.pause()
            choice = stage.app.screen.query_one(Choice)
            assert choice.region.right <= stage.app.screen.query_one("#page").content_region.right
            for texts in map(Texts, LANGUAGES):
                stage.app.texts = texts
                choice.rearrange()
                shown = "".join(choice.render_line(y).text for y in range(choice.size.height))
                words = [stage.app.texts(f"vehicle-{word}") for word in ("car", "motorcycle-short")]
                assert all(word in shown for word in words), (columns, shown)
