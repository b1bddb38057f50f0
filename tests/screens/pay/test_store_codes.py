"""The bar codes for a convenience store on the screen: whole, high enough, black on white, or on the phone instead."""

from __future__ import annotations

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from rich.segment import Segment
from textual.geometry import Size
from textual.pilot import Pilot

from kiosk.domain import code39
from kiosk.screens.frame.navigation import Away
from kiosk.screens.pay.store_codes import BUTTONS, WORDS, StoreCodesPage
from kiosk.screens.pay.take_along import TakeAlongPage, receipt_page
from kiosk.theme import CONTRAST, DAY
from kiosk.widgets.codes.bar_code import BarCode, Bars, fitted
from tests.screens import samples
from tests.screens.stage import SIZES, Stage

SEGMENTS = list(samples.store_codes().segments)
CELL = 8, 16
GLYPHS = {"▌": (0, 0, 0.5, 1), "▐": (0.5, 0, 1, 1), "▀": (0, 0, 1, 0.5), "▄": (0, 0.5, 1, 1)}
"""What the glyphs of codes cover of their cell; letters are left out, since no code is made of them."""


def painted(stage: Stage[bool]) -> Image.Image:
    """Return what the screen shows, each cell filled to its edges."""
    strips = stage.app.screen._compositor.render_strips()
    width, height = stage.app.size
    picture = Image.new("L", (width * CELL[0], height * CELL[1]), 128)
    for y, strip in enumerate(strips):
        x = 0
        for segment in strip:
            x = _paint(picture, segment, x, y)
    return picture


def _paint(picture: Image.Image, segment: Segment, x: int, y: int) -> int:
    style = segment.style
    ink = 255 if style and style.color and style.color.get_truecolor().red > 127 else 0
    paper = 255 if style and style.bgcolor and style.bgcolor.get_truecolor().red > 127 else 0
    for glyph in segment.text:
        left, top = x * CELL[0], y * CELL[1]
        picture.paste(paper, (left, top, left + CELL[0], top + CELL[1]))
        if glyph in GLYPHS:
            x0, y0, x1, y1 = (int(share * side) for share, side in zip(GLYPHS[glyph], (*CELL, *CELL), strict=True))
            picture.paste(ink, (left + x0, top + y0, left + x1, top + y1))
        x += 1
    return x


def read(stage: Stage[bool]) -> list[str]:
    found = zxingcpp.read_barcodes(painted(stage))
    return [code.text for code in sorted(found, key=lambda code: code.position.top_left.y)]


async def settled(stage: Stage[bool], pilot: Pilot[None]) -> None:
    await pilot.pause()
    while stage.app.screen._layout_required:
        await pilot.pause()


@pytest.mark.variants
@pytest.mark.parametrize("theme", [DAY.name, CONTRAST.name])
@pytest.mark.parametrize("size", [(132, 30), (132, 44), (160, 40), (170, 60)], ids=str)
async def test_in_a_wide_window_the_bars_stand_whole_and_are_read(size: tuple[int, int], theme: str) -> None:
    stage: Stage[bool] = Stage(lambda: StoreCodesPage(samples.store_codes()), theme=theme)
    async with stage.played(size) as pilot:
        seen: list[str] = []
        while len(seen) < 3:
            shown = read(stage)
            assert shown, seen
            seen += shown
            if len(seen) < 3:
                stage.clock.advance(1)  # a second press right after the first would be a finger that trembles
                stage.app.screen.query_one("#next").focus()
                await pilot.press("enter")
                await settled(stage, pilot)
        assert seen == SEGMENTS
        for bar in stage.app.screen.query(BarCode):
            if bar.display:
                assert (bar.region.height - 1) * 2 >= bar.region.width * 0.15
                assert stage.app.screen.region.contains_region(bar.region)


@pytest.mark.variants
@pytest.mark.parametrize("size", [(64, 20), *SIZES[1:], (120, 29), (128, 24), (200, 16)], ids=str)
async def test_where_no_bars_can_stand_the_phone_shows_them(size: tuple[int, int]) -> None:
    stage: Stage[bool] = Stage(lambda: StoreCodesPage(samples.store_codes()))
    async with stage.played(size):
        shown = read(stage)
        if shown:
            assert shown == [samples.SHEET]
        else:
            assert samples.SHEET in stage.text().replace("\n", "").replace(" ", "")
        assert stage.app.screen.query_one("#back").region.bottom <= size[1]


async def test_a_visitor_who_would_rather_have_them_on_the_phone_gets_them_there_and_back() -> None:
    stage: Stage[bool] = Stage(lambda: StoreCodesPage(samples.store_codes()))
    async with stage.played((132, 44)) as pilot:
        await pilot.click("#on-phone")
        await settled(stage, pilot)
        assert read(stage) == [samples.SHEET]
        stage.clock.advance(1)
        await pilot.click("#as-bars")
        await settled(stage, pilot)
        assert read(stage)[0] == SEGMENTS[0]


async def test_a_window_that_changes_changes_how_they_are_shown() -> None:
    stage: Stage[bool] = Stage(lambda: StoreCodesPage(samples.store_codes()))
    async with stage.played((132, 44)) as pilot:
        assert read(stage)[0] == SEGMENTS[0]
        await pilot.resize_terminal(80, 24)
        await settled(stage, pilot)
        assert read(stage) == [samples.SHEET]
        await pilot.resize_terminal(170, 60)
        await settled(stage, pilot)
        assert read(stage)[0] == SEGMENTS[0]


async def test_samples_say_that_they_are() -> None:
    stage: Stage[bool] = Stage(lambda: StoreCodesPage(samples.store_codes(sample=True)))
    async with stage.played((80, 24)):
        assert "這些條碼不能繳費" in stage.text()


@pytest.mark.variants
@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_link_to_a_receipt_is_scanned_or_read(size: tuple[int, int]) -> None:
    stage: Stage[bool] = Stage(lambda: receipt_page(samples.SHEET))
    async with stage.played(size) as pilot:
        shown = read(stage)
        assert shown == [samples.SHEET] or samples.SHEET in stage.text().replace("\n", "").replace(" ", "")
        assert isinstance(stage.app.screen, TakeAlongPage)
        await pilot.press("enter")
        await pilot.pause()
        assert stage.answer is Away.BACK


def test_the_columns_are_those_that_were_measured() -> None:
    assert [Bars(2).columns(characters) for characters in (9, 16, 15)] == [81, 127, 120]
    assert [Bars(3).columns(characters) for characters in (9, 16, 15)] == [98, 154, 146]
    found = [fitted([9, 16, 15], Size(room, 60), None) for room in (126, 127, 153, 154)]
    assert [one and one.bars.ratio for one in found] == [None, 2, 2, 3]
    assert Bars(2).rows(16) * 2 >= 127 * 0.15


LENGTHS = [9, 16, 15]


@pytest.mark.parametrize("cell", [(10, 22), (12, 24), (16, 37)], ids=str)
def test_in_pixels_all_three_stand_on_one_page_of_eighty_columns_at_three_to_one(cell: tuple[int, int]) -> None:
    found = fitted(LENGTHS, Size(78, 22 - WORDS - BUTTONS), cell)
    assert found is not None
    assert found.at_once == 3
    assert found.bars.ratio == 3
    assert found.bars.as_picture
    assert found.bars.narrow >= 2


@given(
    lengths=st.lists(st.integers(1, 20), min_size=1, max_size=3),
    space=st.builds(Size, st.integers(1, 200), st.integers(0, 60)),
    cell=st.none() | st.tuples(st.integers(4, 24), st.integers(8, 48)),
)
def test_bars_are_never_cut_and_never_lower_than_readers_need(
    lengths: list[int], space: Size, cell: tuple[int, int] | None
) -> None:
    found = fitted(lengths, space, cell)
    if found is None:
        return
    assert max(map(found.bars.columns, lengths)) <= space.width
    assert sum(sorted(found.bars.rows(one) + 1 for one in lengths)[-found.at_once :]) <= space.height
    for characters in lengths:
        narrow = code39.length(characters, ratio=found.bars.ratio) * found.bars.narrow
        assert found.bars.rows(characters) * found.bars.down >= narrow * 0.15
