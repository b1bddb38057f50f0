"""Large print: half as much text and keys twice the size, only for this visit, and the footer says that it is on."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from kiosk.screens.pay.plate import PlatePage
from kiosk.screens.welcome.welcome import WelcomePage
from kiosk.theme import CONTRAST, DAY
from kiosk.widgets.ground.footer import KioskFooter
from kiosk.widgets.ground.targets import Target, Targets
from kiosk.widgets.typing.keypad import ZONE, Keypad
from kiosk.widgets.typing.plate_input import PlateInput
from tests.screens.frame.test_narrowest import Walk
from tests.screens.gallery import VIEWS, asked
from tests.screens.stage import Stage

SIZES = [(54, 24), (80, 24), (120, 40), (67, 53)]


def at_the_plate() -> Stage[Any]:
    return Stage(lambda: PlatePage(asked))


def target(widget: Targets, name: str) -> Target:
    return next(one for one in widget.targets if one.name == name)


async def touch(stage: Stage[Any], pilot: Pilot[None], kind: type[Targets], name: str) -> None:
    stage.clock.advance(1)  # a second press right after the first would be a finger that trembles
    region = target(stage.app.screen.query_one(kind), name).region
    await pilot.click(kind, offset=(region.x + region.width // 2, region.y + region.height // 2))
    await pilot.pause()


@pytest.mark.variants
@pytest.mark.parametrize("size", SIZES)
async def test_a_touch_makes_the_keys_of_a_plate_nearly_twice_as_large_and_another_as_they_were(
    size: tuple[int, int],
) -> None:
    stage = at_the_plate()
    async with stage.played(size) as pilot:
        pad = stage.app.screen.query_one(Keypad)
        letter, digit = target(pad, "B").region, target(pad, "5").region
        await touch(stage, pilot, KioskFooter, "large")
        assert target(pad, "B").region.area >= 1.3 * letter.area
        assert pad.size.height >= pad.targets[-1].region.bottom
        await touch(stage, pilot, Keypad, ZONE)
        assert target(pad, "5").region.area >= 2 * digit.area
        await touch(stage, pilot, KioskFooter, "large")
        assert (target(pad, "B").region, target(pad, "5").region) == (letter, digit)


async def test_a_plate_is_typed_by_touch_in_large_print() -> None:
    stage = at_the_plate()
    async with stage.played() as pilot:
        await touch(stage, pilot, KioskFooter, "large")
        for key in "BKZ":
            await touch(stage, pilot, Keypad, key)
        await touch(stage, pilot, Keypad, ZONE)
        for key in "5937":
            await touch(stage, pilot, Keypad, key)
        text = stage.app.screen.query_one(PlateInput).text
        assert (text.prefix, text.suffix) == ("BKZ", "5937")


async def test_the_footer_says_what_is_on_and_nothing_in_it_moves() -> None:
    stage = at_the_plate()
    async with stage.played() as pilot:
        footer = stage.app.screen.query_one(KioskFooter)
        before = list(footer.targets)
        assert "✓" not in stage.text().splitlines()[-1]
        await touch(stage, pilot, KioskFooter, "contrast")
        assert stage.app.theme == CONTRAST.name
        assert "✓ 對比" in stage.text().splitlines()[-1]
        await touch(stage, pilot, KioskFooter, "large")
        assert "✓ 大字" in stage.text().splitlines()[-1]
        assert list(footer.targets) == before


@pytest.mark.parametrize(("rows", "high"), [(24, 1), (26, 3), (40, 3)])
@pytest.mark.parametrize("columns", [64, 120])
async def test_what_stands_in_the_footer_is_three_rows_high_where_the_window_has_the_room(
    columns: int, rows: int, high: int
) -> None:
    stage = at_the_plate()
    async with stage.played((columns, rows)):
        targets = stage.app.screen.query_one(KioskFooter).targets
        assert [one.name for one in targets] == ["back", "home", "language", "large", "contrast", "help"]
        assert {one.region.height for one in targets} == {high}


async def test_the_next_page_is_in_large_print_too_and_the_next_visit_is_not() -> None:
    stage: Stage[Any] = Stage(WelcomePage)
    async with stage.played() as pilot:
        await pilot.press("f5")
        assert "不用登入" not in stage.text()
        await stage.app.push_screen(PlatePage(asked))
        await pilot.pause()
        assert target(stage.app.screen.query_one(Keypad), ZONE)
        await stage.app._wipe()
        assert not stage.app.large_print
        assert stage.app.theme == DAY.name


@pytest.mark.long
@pytest.mark.parametrize(("size", "language"), [((54, 24), "en"), ((80, 24), "zh-TW"), ((77, 60), "en")])
async def test_nothing_is_cut_off_in_large_print(size: tuple[int, int], language: str) -> None:
    walk = Walk(language)
    async with walk.played(size) as pilot:
        walk.app.action_large_print()
        for name in (
            "welcome",
            "plate",
            "plate-offer",
            "plate-wrong",
            "bills-3",
            "providers",
            "check",
            "payment",
            "paid",
        ):
            await walk.shows(pilot, VIEWS[name])
            assert {name: list(walk.cut())} == {name: []}
