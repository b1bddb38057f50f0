"""In the smallest window, every page of the paying journey shows its actions and its words whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from rich.cells import cell_len
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widget import Widget

from kiosk.languages import LANGUAGES
from kiosk.screens.frame.page import Page
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.too_small import COLUMNS, FULL_COLUMNS, FULL_ROWS, ROWS
from kiosk.widgets.ground.words import Words
from kiosk.widgets.ground.wrapping import wrapped
from tests.screens.gallery import VIEWS, View
from tests.screens.stage import Stage


class Walk(Stage[Any]):
    """One app that shows one view after another: an app for each would take a minute."""

    def __init__(self, language: str) -> None:
        super().__init__(Page, language=language)

    async def shows(self, pilot: Pilot[None], view: View) -> None:
        while len(self.app.screen_stack) > 1:
            await self.app.pop_screen()
        await self.app.push_screen(view.page())
        await pilot.pause()
        if view.then is not None:
            view.then(self)
        await pilot.pause()
        await pilot.pause()
        await self.settled(pilot)

    def cut(self) -> Iterator[str]:
        """Yield what stands on the page, does not scroll, and is not to be seen in full."""
        for widget in self.app.screen.query("Words, Action, Tile").results(Widget):
            above = [parent for parent in widget.ancestors if isinstance(parent, Widget)]
            if (
                not widget.visible
                or not all(one.display for one in (widget, *above))
                or any(isinstance(one, VerticalScroll) for one in above)
            ):
                continue
            if not all(parent.region.contains_region(widget.region) for parent in above):
                yield f"{widget} at {widget.region} leaves what it stands in"
            elif (
                isinstance(widget, Words)
                and widget.get_content_height(widget.size, self.app.size, widget.content_size.width)
                > widget.content_size.height
            ):
                yield f"{widget} has more lines than rows"
            elif isinstance(widget, Action) and not _holds(widget):
                yield f"{widget} has longer words than room"


def _holds(action: Action) -> bool:
    """Say whether an action's words, folded where it is higher than a line, are inside it."""
    width, height = action.content_size
    lines = [part for line in action.render().plain.splitlines() for part in wrapped(line, width)]
    return len(lines) <= height and all(cell_len(line) <= width for line in lines)


@pytest.mark.variants
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [(FULL_COLUMNS, ROWS), (COLUMNS, FULL_ROWS)])
async def test_nothing_is_cut_off_in_the_smallest_windows(language: str, size: tuple[int, int]) -> None:
    walk = Walk(language)
    async with walk.played(size) as pilot:
        for name, view in VIEWS.items():
            await walk.shows(pilot, view)
            assert {name: list(walk.cut())} == {name: []}
