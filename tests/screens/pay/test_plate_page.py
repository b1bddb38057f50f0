"""Typing a plate, by keyboard, touch, paste and scanner, and looking it up."""

from __future__ import annotations

import asyncio
from itertools import cycle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.events import Paste
from textual.pilot import Pilot
from textual.widget import Widget

from kiosk.domain.plate import Plate, VehicleType
from kiosk.screens.frame.help import HelpPage
from kiosk.screens.frame.navigation import Away
from kiosk.screens.pay.plate import NumberScanned, PlatePage
from kiosk.widgets.ground.targets import Targets
from kiosk.widgets.ground.words import Words
from kiosk.widgets.typing.keypad import MORE, Keypad
from kiosk.widgets.typing.pad import CLEAR, RUB_OUT
from kiosk.widgets.typing.plate_input import PlateInput
from tests.screens.stage import SIZES, Stage, until

Asked = tuple[Plate, VehicleType]


class Desk(Stage[Asked | NumberScanned]):
    """A stage with the plate page, whose look-up answers with what it was asked."""

    def __init__(self, plate: str = "", vehicle: VehicleType | None = None, language: str = "zh-TW") -> None:
        super().__init__(lambda: PlatePage(self._ask, plate=plate, vehicle=vehicle), language=language)
        self.asked = 0
        self.answers = asyncio.Event()
        self.answers.set()

    async def _ask(self, plate: Plate, vehicle: VehicleType) -> Asked:
        self.asked += 1
        await self.answers.wait()
        return plate, vehicle

    @property
    def boxes(self) -> tuple[str, str]:
        text = self.app.screen.query_one(PlateInput).text
        return text.prefix, text.suffix

    @property
    def note(self) -> str:
        return self.app.texts(self.app.screen.query_one("#note", Words).message)

    async def touch(self, pilot: Pilot[None], widget: type[Targets], name: str) -> None:
        place = self.app.screen.query_one(widget)
        target = next(target for target in place.targets if target.name == name)
        await pilot.click(place, offset=(target.region.x + 1, target.region.y + 1))
        await pilot.pause()

    async def paste(self, pilot: Pilot[None], text: str) -> None:
        self.app.post_message(Paste(text))
        await pilot.pause()


async def test_with_only_the_keyboard_a_plate_is_typed_chosen_and_looked_up() -> None:
    desk = Desk()
    async with desk.played() as pilot:
        await pilot.press(*"bkz5937", *["tab"] * 3, "enter")
        await pilot.pause()
    assert desk.answer == (Plate("BKZ", "5937"), VehicleType.MOTORCYCLE)


async def test_with_only_the_screen_a_plate_is_touched_chosen_and_looked_up() -> None:
    desk = Desk()
    async with desk.played() as pilot:
        for key in "BKZ5937":
            await desk.touch(pilot, Keypad, key)
        await pilot.click("#look-up-motorcycle")
        await pilot.pause()
    assert desk.answer == (Plate("BKZ", "5937"), VehicleType.MOTORCYCLE)


async def test_a_scanner_types_a_plate_and_enter_wherever_the_focus_is() -> None:
    desk = Desk(vehicle=VehicleType.CAR)
    async with desk.played() as pilot:
        await desk.touch(pilot, Keypad, "A")
        await desk.touch(pilot, Keypad, CLEAR)
        await pilot.press(*"BKZ-5937", "enter")
        await pilot.pause()
    assert desk.answer == (Plate("BKZ", "5937"), VehicleType.CAR)


async def test_a_plate_to_try_is_there_to_be_looked_up_at_once() -> None:
    desk = Desk("BKZ-5937", VehicleType.CAR)
    async with desk.played() as pilot:
        await pilot.press("enter")
        await pilot.pause()
    assert desk.answer == (Plate("BKZ", "5937"), VehicleType.CAR)


async def test_a_forces_plate_is_opened_by_one_key() -> None:
    desk = Desk(vehicle=VehicleType.CAR)
    async with desk.played() as pilot:
        await desk.touch(pilot, Keypad, MORE)
        await desk.touch(pilot, Keypad, "軍")
        for key in "C21110":
            await desk.touch(pilot, Keypad, key)
        await pilot.click("#look-up-car")
        await pilot.pause()
    assert desk.answer == (Plate("軍C", "21110"), VehicleType.CAR)


async def test_escape_leaves_the_letters_of_special_plates_before_the_page() -> None:
    desk = Desk()
    async with desk.played() as pilot:
        await desk.touch(pilot, Keypad, MORE)
        assert "軍" in {target.name for target in desk.app.screen.query_one(Keypad).targets}
        await pilot.press("escape")
        await pilot.pause()
        assert "A" in {target.name for target in desk.app.screen.query_one(Keypad).targets}
        await pilot.press("escape")
        await pilot.pause()
    assert desk.answer is Away.BACK


async def test_sliding_off_a_key_types_nothing() -> None:
    desk = Desk()
    async with desk.played() as pilot:
        pad = desk.app.screen.query_one(Keypad)
        places = {target.name: target.region for target in pad.targets}
        await pilot.mouse_down(pad, offset=(places["A"].x, places["A"].y))
        await pilot.hover(pad, offset=(places["B"].x, places["B"].y))
        await pilot.mouse_up(pad, offset=(places["B"].x, places["B"].y))
        await pilot.pause()
        assert desk.boxes == ("", "")


async def test_the_same_key_twice_is_meant_twice() -> None:
    desk = Desk()
    async with desk.played() as pilot:
        for key in ("A", "A", "A", "1", "1"):
            await desk.touch(pilot, Keypad, key)
        assert desk.boxes == ("AAA", "11")
        await desk.touch(pilot, Keypad, RUB_OUT)
        assert desk.boxes == ("AAA", "1")


async def test_touching_a_box_makes_the_next_key_go_there() -> None:
    desk = Desk()
    async with desk.played() as pilot:
        boxes = desk.app.screen.query_one(PlateInput)
        await pilot.press("a")
        await pilot.click(boxes, offset=(boxes.size.width - 4, 2))
        await pilot.press(*"12")
        await pilot.click(boxes, offset=(4, 2))
        await pilot.press("b")
        assert desk.boxes == ("AB", "12")


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ([], "! 還沒有輸入車牌號碼。"),
        ([*"bkz"], "! 請輸入後碼，例如 BKZ-5937 的 5937。"),
        ([*"eab1235"], "! 請按「查汽車」或「查機車」。"),
    ],
)
async def test_what_is_missing_is_said_in_words_and_nothing_typed_is_lost(keys: list[str], words: str) -> None:
    desk = Desk()
    async with desk.played() as pilot:
        await pilot.press(*keys)
        before = desk.boxes
        await pilot.press("enter")
        await pilot.pause()
        assert desk.note == words
        assert desk.boxes == before
        assert desk.asked == 0
        assert desk.app.focused is not None
    assert desk.answer is None


async def test_nothing_is_judged_while_typing() -> None:
    desk = Desk()
    async with desk.played() as pilot:
        await pilot.press(*"b0z")
        assert "!" not in desk.note


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A" * 10_000, "! 車牌沒有這麼長，請看一下車牌再輸入。"),
        ("BKZ[red]", "! 車牌裡沒有「[」，請用英文字母和數字。"),
        ("BKZ-5937\u202e", "! 車牌裡沒有「\N{REPLACEMENT CHARACTER}」，請用英文字母和數字。"),
        ("\x1b[31mBKZ", "! 車牌裡沒有「\N{REPLACEMENT CHARACTER}」，請用英文字母和數字。"),
    ],
)
async def test_a_paste_that_is_no_plate_is_refused_with_a_sentence(text: str, words: str) -> None:
    desk = Desk()
    async with desk.played() as pilot:
        await pilot.press(*"bkz")
        await desk.paste(pilot, text)
        assert desk.note == words
        assert desk.boxes == ("BKZ", "")


async def test_a_whole_plate_is_pasted_into_both_boxes() -> None:
    desk = Desk()
    async with desk.played() as pilot:
        await desk.paste(pilot, "ｂｋｚ－５９３７\n")
        assert desk.boxes == ("BKZ", "5937")


async def test_lookalikes_are_offered_and_changed_only_when_touched() -> None:
    desk = Desk()
    async with desk.played() as pilot:
        await pilot.press(*"bkz593o")
        await pilot.pause()
        assert desk.boxes == ("BKZ", "593O")
        assert "改成 BKZ-5930" in desk.text()
        await pilot.click("#meant")
        await pilot.pause()
        assert desk.boxes == ("BKZ", "5930")
        assert "改成" not in desk.text()


async def test_a_plate_that_can_be_divided_in_two_ways_offers_the_other_unless_the_visitor_said_which() -> None:
    desk = Desk()
    async with desk.played() as pilot:
        await pilot.press(*"ab1234")
        await pilot.pause()
        assert "改成 AB1-234" in desk.text()
        await desk.touch(pilot, Keypad, CLEAR)
        assert "改成" not in desk.text()
        await pilot.press(*"ab-1234")
        await pilot.pause()
        assert "改成" not in desk.text()


async def test_keys_that_cannot_follow_are_faint_and_type_all_the_same() -> None:
    desk = Desk()
    async with desk.played() as pilot:
        pad = desk.app.screen.query_one(Keypad)
        assert pad._can_follow("I")
        assert pad._can_follow("O")
        assert pad._can_follow("4")
        await pilot.press(*"bkz5937")
        assert not pad._can_follow("A")
        await desk.touch(pilot, Keypad, "A")
        assert desk.boxes == ("BKZ", "5937A")


async def test_while_it_asks_the_page_says_so_and_takes_nothing_more() -> None:
    desk = Desk("BKZ-5937", VehicleType.CAR)
    desk.answers.clear()
    async with desk.played() as pilot:
        await pilot.click("#look-up-car")
        await until(pilot, lambda: "查詢中" in desk.text())
        await pilot.press("1", "enter", "backspace")
        await desk.touch(pilot, Keypad, CLEAR)
        assert desk.boxes == ("BKZ", "5937")
        assert desk.asked == 1
        desk.answers.set()
        await pilot.pause()
        await pilot.pause()
    assert desk.answer == (Plate("BKZ", "5937"), VehicleType.CAR)


async def test_while_it_asks_the_visitor_can_go_back_and_the_late_answer_is_dropped() -> None:
    desk = Desk("BKZ-5937", VehicleType.CAR)
    desk.answers.clear()
    async with desk.played() as pilot:
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        desk.answers.set()
        await pilot.pause()
        assert len(desk.app.screen_stack) == 1
    assert desk.answer is Away.BACK


async def test_help_leads_back_to_everything_as_it_was() -> None:
    desk = Desk()
    async with desk.played() as pilot:
        await pilot.press(*"bkz59", "tab", "enter")
        before = desk.text(), desk.boxes, desk.app.focused
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(desk.app.screen, HelpPage)
        await pilot.press("enter")
        await pilot.pause()
        assert (desk.text(), desk.boxes, desk.app.focused) == before


async def test_a_change_of_language_keeps_what_was_typed() -> None:
    desk = Desk()
    async with desk.played() as pilot:
        await pilot.press(*"bkz59", "f2")
        await pilot.pause()
        assert desk.boxes == ("BKZ", "59")
        assert "Please enter your licence plate" in desk.text()
        assert "Check car" in desk.text()


@pytest.mark.variants
@pytest.mark.parametrize("language", ["zh-TW", "en"])
@pytest.mark.parametrize("size", SIZES)
async def test_everything_is_on_the_screen_and_nothing_covers_a_key(size: tuple[int, int], language: str) -> None:
    desk = Desk(language=language)
    async with desk.played(size) as pilot:
        await pilot.press(*"ab1234")
        await pilot.pause()
        page = desk.app.screen
        window = page.query_one("#page").content_region
        places = {
            place: page.query_one(f"#{place}").region
            for place in ("plate", "note", "meant", "look-up-car", "look-up-motorcycle")
        }
        pad = page.query_one(Keypad)
        keys = {target.name: target.region.translate(pad.region.offset) for target in pad.targets}
        # The last column of a cap is the gap to the next one, and there is none beyond the last.
        seen = [*places.values(), *(key.shrink((0, 1, 0, 0)) for key in keys.values())]
        assert all(window.contains_region(region) for region in seen)
        assert not any(a.overlaps(b) for index, a in enumerate(seen) for b in seen[index + 1 :])
        least = (6, 3) if size[0] >= 77 else (5, 2)
        assert all(key.width >= least[0] and key.height >= least[1] for key in keys.values())
        assert all(places[f"look-up-{type}"].height >= 3 for type in VehicleType)


@pytest.mark.long
async def test_every_key_is_reached_with_the_arrows() -> None:
    desk = Desk()
    async with desk.played() as pilot:
        pad = desk.app.screen.query_one(Keypad)
        pad.focus()
        await pilot.pause()
        seen = set()
        for row in range(4):
            pad._cursor = ("1", "4", "7", CLEAR)[row]
            while pad.has_focus:
                assert pad.cursor is not None
                seen.add(pad.cursor.name)
                await pilot.press("right")
            pad.focus()
            await pilot.pause()
        assert seen == {target.name for target in pad.targets}
        pad._cursor = "1"
        for row in (*"147", CLEAR):
            assert pad.cursor is not None
            assert pad.cursor.name == row
            await pilot.press("down")
        assert not pad.has_focus


TOO_SMALL = ((1, 1), (5, 3), (80, 10), (20, 60), (61, 15))


@pytest.mark.long
async def test_any_resize_at_any_moment_keeps_what_was_typed() -> None:
    desk = Desk()
    async with desk.played() as pilot:
        for small, size, key in zip(cycle(TOO_SMALL), cycle((*SIZES, (200, 80))), "bkz5937-軍!", strict=False):
            await pilot.resize_terminal(*small)
            await pilot.press("q")  # into a page that no one sees
            await pilot.resize_terminal(*size)
            await pilot.press(key)
            await pilot.press("tab")
            assert desk.app.focused is not None
        await pilot.pause()
        assert desk.boxes == ("BKZ", "5937")


KEYS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "enter",
                "tab",
                "shift+tab",
                "backspace",
                "delete",
                "left",
                "right",
                "up",
                "down",
                "space",
                "f1",
                "f2",
                "f3",
            ]
        ),
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")),
        st.sampled_from("ABIO0145-－軍使"),
    ),
    max_size=25,
)


@pytest.mark.long
@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(keys=KEYS)
async def test_no_stream_of_keys_crashes_the_page_or_loses_the_focus(keys: list[str]) -> None:
    desk = Desk()
    async with desk.played((64, 16)) as pilot:
        for key in keys:
            await pilot.press(key)
            if desk.answer is not None:
                return  # the footer's "back" was chosen: there is no page any more
            focused: Widget | None = desk.app.focused
            assert focused is not None
        await pilot.pause()
