"""The picture code: what is painted, what is typed, and what becomes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from textual.pilot import Pilot

from kiosk.backend.proof.picture_codes import HEIGHT, WIDTH
from kiosk.contract.guests import PictureCode
from kiosk.i18n import say
from kiosk.screens.frame.form import Complaint
from kiosk.screens.frame.navigation import Away
from kiosk.screens.register.picture_code import OtherPicture, PictureCodePage
from kiosk.widgets.codes.cell_print import printed
from kiosk.widgets.typing.digits_input import DigitsInput
from kiosk.widgets.typing.digits_pad import DigitsPad
from tests.screens.stage import SIZES, Stage

Compare = Callable[..., bool]

# 02468, as it was drawn once.
ROWS = tuple(
    """
     ######         ######              ###    ######
    ########       ########            ####   ########
   ###    ###     ###    ###          #####   ##    ##
   ##      ##             ##         ######   ###  ###
   ##      ##            ###        ### ###    ######
   ##      ##           ###        ###  ###   ########
   ##      ##         ####        ###   ###  ###    ###
   ##      ##        ###          ########## ##      ##
   ###    ###      ###                  ###  ###    ###
    ########     ##########             ###   ########
     ######      ##########             ###    ######
""".strip("\n").split("\n")
)
NIGHT = ("#" * 20, " " * 20)


def picture(rows: tuple[str, ...] = ROWS, id: str = "0") -> PictureCode:
    return PictureCode(id=32 * id, rows=rows, sound="", expires_in=300.0)


@dataclass
class Backend:
    """What the page asks, and what it is answered."""

    answer: Any = "let in"
    plays: bool = True
    drawn: tuple[str, ...] = ROWS
    entered: list[tuple[str, str]] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    waits: asyncio.Event | None = None

    async def enter(self, shown: PictureCode, digits: str) -> Any:
        self.entered.append((shown.id[0], digits))
        if self.waits is not None:
            await self.waits.wait()
        return self.answer

    async def other(self) -> OtherPicture:
        return OtherPicture(picture(NIGHT, "1"), say("picture-why"))

    async def play(self, shown: PictureCode) -> bool:
        self.heard.append(shown.id[0])
        return self.plays

    def page(self) -> PictureCodePage[Any]:
        return PictureCodePage(picture(self.drawn), enter=self.enter, other=self.other, play=self.play)


@pytest.fixture
def backend() -> Backend:
    return Backend()


@pytest.fixture
def stage(backend: Backend) -> Stage[Any]:
    return Stage(backend.page, language="en")


def note(stage: Stage[Any]) -> str:
    widget = stage.app.screen.query_one("#note")
    return stage.app.texts(widget.message)  # type: ignore[attr-defined]


async def test_the_fifth_digit_sends_them(stage: Stage[Any], backend: Backend) -> None:
    async with stage.played() as pilot:
        await pilot.press(*"0246")
        assert backend.entered == []
        await pilot.press("8")
        await pilot.pause()
        assert stage.answer == "let in"
    assert backend.entered == [("0", "02468")]


async def test_digits_may_be_full_width_pasted_and_typed_wherever_the_focus_is(
    stage: Stage[Any], backend: Backend
) -> None:
    async with stage.played() as pilot:
        stage.app.screen.query_one("#other").focus()
        await pilot.press(*"０２")
        assert stage.app.screen.query_one(DigitsInput).text == "02"
        await pilot.press("backspace")
        assert stage.app.screen.query_one(DigitsInput).text == "0"
        stage.app.screen.query_one(DigitsInput).enter("2 4-6 8")
        await pilot.pause()
    assert backend.entered == [("0", "02468")]


async def test_wrong_digits_keep_the_page_and_the_picture_and_the_next_digit_begins_anew(
    stage: Stage[Any], backend: Backend
) -> None:
    backend.answer = Complaint(say("picture-wrong"))
    async with stage.played() as pilot:
        await pilot.press(*"11111")
        await pilot.pause()
        assert note(stage).startswith("! Those are not the digits.")
        assert stage.app.screen.query_one(DigitsInput).text == "11111"
        backend.answer = "let in"
        await pilot.press(*"02468")
        await pilot.pause()
        assert stage.answer == "let in"
    assert backend.entered == [("0", "11111"), ("0", "02468")]


async def test_a_picture_that_is_used_up_is_replaced_with_its_digits(stage: Stage[Any], backend: Backend) -> None:
    backend.answer = OtherPicture(picture(NIGHT, "1"), say("picture-over"))
    async with stage.played() as pilot:
        before = stage.text()
        await pilot.press(*"11111")
        await pilot.pause()
        assert "no longer be used" in note(stage)
        assert stage.app.screen.query_one(DigitsInput).text == ""
        assert stage.text() != before
        await pilot.press(*"02468")
        await pilot.pause()
    assert backend.entered == [("0", "11111"), ("1", "02468")]


async def test_another_picture_can_be_had_and_empties_the_boxes(stage: Stage[Any], backend: Backend) -> None:
    async with stage.played() as pilot:
        await pilot.press(*"02")
        await pilot.click("#other")
        await pilot.pause()
        assert stage.app.screen.query_one(DigitsInput).text == ""
        assert stage.app.focused is stage.app.screen.query_one(DigitsInput)
        await pilot.press(*"13579")
        await pilot.pause()
    assert backend.entered == [("1", "13579")]


async def test_too_few_digits_are_shown_and_cost_no_try(stage: Stage[Any], backend: Backend) -> None:
    async with stage.played() as pilot:
        await pilot.press(*"024")
        await pilot.click("#done")
        assert note(stage) == "! There are 5 digits; 2 are missing."
    assert backend.entered == []


@pytest.mark.parametrize("plays", [True, False])
async def test_the_digits_can_be_heard_or_it_is_said_that_they_cannot(
    stage: Stage[Any], backend: Backend, plays: bool
) -> None:
    backend.plays = plays
    async with stage.played() as pilot:
        await pilot.click("#listen")
        await pilot.pause()
        assert note(stage).startswith("Playing" if plays else "! This computer cannot play sounds")
        assert stage.app.focused is stage.app.screen.query_one(DigitsInput)
    assert backend.heard == ["0"]


async def test_while_the_backend_checks_nothing_is_sent_twice(stage: Stage[Any], backend: Backend) -> None:
    backend.waits = asyncio.Event()
    async with stage.played() as pilot:
        await pilot.press(*"02468", "enter", "enter", "1")
        await pilot.click("#done")
        await pilot.click("#other")
        assert backend.entered == [("0", "02468")]
        backend.waits.set()
        await pilot.pause()
        assert stage.answer == "let in"


async def test_the_visitor_can_go_back(stage: Stage[Any], backend: Backend) -> None:
    async with stage.played() as pilot:
        await pilot.press("escape")
        await pilot.pause()
        assert stage.answer is Away.BACK


@pytest.mark.variants
@pytest.mark.parametrize("size", [*SIZES, (100, 30)])
@pytest.mark.parametrize("language", ["zh-TW", "en"])
async def test_in_every_window_the_whole_picture_the_boxes_and_the_other_ways_are_to_be_seen(
    backend: Backend, size: tuple[int, int], language: str
) -> None:
    stage = Stage(backend.page, language=language)
    async with stage.played(size):
        screen = stage.app.screen
        seen = {id: screen.query_one(f"#{id}") for id in ("picture", "digits", "listen", "other")}
        for id, widget in seen.items():
            assert screen.query_one("#page").region.contains_region(widget.region), id
        regions = [widget.region for widget in seen.values()]
        assert not any(one.overlaps(other) for index, one in enumerate(regions) for other in regions[index + 1 :])
        assert seen["picture"].size == (max(map(len, ROWS)) + 4, (len(ROWS) + 1) // 2)


@pytest.mark.variants
@pytest.mark.parametrize("size", [(64, 20), (64, 24), (67, 53), (77, 60), (80, 20), (80, 24), (90, 30), (120, 40)])
async def test_by_only_touch_in_every_window_of_twenty_rows_the_digits_are_typed_on_keys_that_fingers_hit(
    backend: Backend, size: tuple[int, int]
) -> None:
    # As wide as those that the backend draws.
    backend.drawn = ("#" * WIDTH,) * HEIGHT
    stage = Stage(backend.page, language="en")
    async with stage.played(size) as pilot:
        screen = stage.app.screen
        (pad,) = (pad for pad in screen.query(DigitsPad) if pad.display)
        others = [screen.query_one(f"#{id}").region for id in ("picture", "digits", "listen", "other")]
        assert screen.query_one("#page").region.contains_region(pad.region)
        assert not any(pad.region.overlaps(other) for other in others)
        assert all(target.region.width >= 6 and target.region.height >= 2 for target in pad.targets)
        for name in ("1", "rub-out", "0", "2", "4", "6", "8"):
            target = next(target for target in pad.targets if target.name == name)
            await pilot.click(pad, offset=(target.region.x + 1, target.region.y))
            await pilot.pause()
        assert stage.answer == "let in"
    assert backend.entered == [("0", "02468")]


def test_a_picture_is_printed_black_on_white_whatever_the_terminals_colours() -> None:
    lines = printed(("# ", " #", "##")).splitlines()
    black, white = "\x1b[38;5;16;48;5;231m", "\x1b[38;5;231;48;5;16m"
    assert lines == [
        "\x1b[38;5;16;48;5;231m  " + f"{black}▀{black}▄" + "\x1b[38;5;16;48;5;231m  \x1b[0m",
        f"{black}  {black}▀▀{black}  \x1b[0m",
    ]
    assert white not in lines[0]


@pytest.mark.variants
@pytest.mark.parametrize(
    ("size", "language", "theme"),
    [((80, 24), "zh-TW", "day"), ((120, 40), "en", "contrast"), ((64, 16), "zh-TW", "day")],
)
def test_the_page_looks_as_it_did(
    snap_compare: Compare, backend: Backend, size: tuple[int, int], language: str, theme: str
) -> None:
    stage = Stage(backend.page, language=language, theme=theme)

    async def typed(pilot: Pilot[None]) -> None:
        await stage.shown(pilot)
        await pilot.press(*"02")
        await pilot.pause()

    assert snap_compare(stage.app, terminal_size=size, run_before=typed)
