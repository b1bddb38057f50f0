"""A page that paints less than Textual would shows the same."""

from __future__ import annotations

import random

import pyte
import pytest
from textual._compositor import Compositor
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from kiosk.platform.textual.painting import SparingCompositor
from kiosk.widgets.typing.plate_input import PlateInput
from tests.screens.gallery import VIEWS
from tests.screens.stage import Stage

SIZE = Size(80, 24)
UNTOUCHED = "\r\n".join("·" * SIZE.width for _ in range(SIZE.height))
"""Fills a screen; whatever has not been painted over is still there afterwards."""


def painted(stage: Stage[object], regions: set[Region]) -> list[list[tuple[str, str, str]]]:
    """Return every cell of a terminal, its character and its colours, after the page has painted some regions of it."""
    compositor = stage.app.screen._compositor
    compositor._dirty_regions = set(regions)
    update = compositor.render_update()
    assert update is not None
    screen = pyte.Screen(SIZE.width, SIZE.height)
    stream = pyte.Stream(screen)
    stream.feed(UNTOUCHED)
    stream.feed(update.render_segments(stage.app.console))  # type: ignore[union-attr]
    return [
        [(cell.data, cell.fg, cell.bg) for cell in (screen.buffer[row][column] for column in range(SIZE.width))]
        for row in range(SIZE.height)
    ]


def somewhere(chance: random.Random) -> Region:
    x, y = chance.randrange(SIZE.width), chance.randrange(SIZE.height)
    return Region(x, y, chance.randint(1, SIZE.width - x), chance.randint(1, SIZE.height - y))


@pytest.mark.variants
@pytest.mark.parametrize("view", ["plate", "bills-40", "bill-notice", "payment", "payment-help", "welcome-demo"])
async def test_any_part_of_a_page_is_painted_as_textual_paints_it(view: str) -> None:
    chance = random.Random(view)
    stage: Stage[object] = Stage(VIEWS[view].page)
    async with stage.played(SIZE) as pilot:
        then = VIEWS[view].then
        if then is not None:
            then(stage)
            await pilot.pause()
        compositor = stage.app.screen._compositor
        assert isinstance(compositor, SparingCompositor)
        widgets = [region.intersection(clip) for region, clip in compositor.visible_widgets.values()]
        for _ in range(30):
            regions = {chance.choice(widgets) if chance.random() < 0.5 else somewhere(chance) for _ in range(2)}
            regions.discard(SIZE.region)
            if not regions:
                continue
            sparing = painted(stage, regions)
            compositor.__class__ = Compositor  # type: ignore[assignment]
            assert sparing == painted(stage, regions), regions
            compositor.__class__ = SparingCompositor


async def test_one_letter_asks_no_other_widget_for_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    stage: Stage[object] = Stage(VIEWS["plate"].page)
    async with stage.played(SIZE) as pilot:
        await pilot.press("b")
        page = stage.app.screen
        asked: list[str] = []
        lines = Widget.render_lines

        def render_lines(widget: Widget, crop: Region) -> list[Strip]:
            asked.append(type(widget).__name__)
            return lines(widget, crop)

        monkeypatch.setattr(Widget, "render_lines", render_lines)
        boxes = page.query_one(PlateInput)
        boxes.type("k")
        page._compositor.update_widgets({boxes})
        page._compositor.render_update()
        assert asked == ["PlateInput"]
