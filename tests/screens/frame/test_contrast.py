"""Whatever state a page is in, its words can be read: with the focus, disabled, under a pointer, beside scroll bars."""

from __future__ import annotations

import unicodedata
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from rich.color import Color as Ink
from textual import events
from textual.color import Color
from textual.pilot import Pilot
from textual.theme import Theme

from kiosk.clock import Deadline
from kiosk.screens.frame.page import Page
from kiosk.theme import THEMES
from kiosk.widgets.ground.action import Action
from kiosk.widgets.typing.resend import Resend
from tests.clock import ManualClock
from tests.screens.frame.test_drag import finger
from tests.screens.frame.test_theme import SHAPES, WORDS, luminance
from tests.screens.gallery import VIEWS
from tests.screens.stage import Stage


class Waiting(Page[None]):
    """A button that waits, one that is disabled, and one that can be pressed."""

    def compose_page(self) -> Any:
        yield Resend(Deadline.after(ManualClock(), 60), id="resend")
        yield Action("bills-all", id="off")
        yield Action("bills-pay", "primary", id="primary-off")
        yield Action("bills-all", "quiet", id="quiet")
        yield Action("bills-all", "destructive", id="destructive")

    def on_mount(self) -> None:
        self.query_one("#off").disabled = self.query_one("#primary-off").disabled = True


def ratio(one: Ink, other: Ink) -> float:
    bright, dark = sorted((luminance(Color.from_rich_color(ink)) for ink in (one, other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def poor(stage: Stage[Any], least: float) -> Iterator[tuple[str, float]]:
    """Yield the words on the screen that cannot be read, and their contrast."""
    for strip in stage.app.screen._compositor.render_strips():
        for text, style, _ in strip:
            words = [letter for letter in text if unicodedata.category(letter)[0] in "LN"]
            if words and style is not None and style.color is not None and style.bgcolor is not None:
                found = ratio(style.color, style.bgcolor)
                if found < least:
                    yield text.strip(), round(found, 1)


async def states(stage: Stage[Any], pilot: Pilot[None]) -> AsyncIterator[str]:
    """Take the page through what it can look like, and yield what has been done."""
    yield "as it is"
    await pilot.press("f2", "f2")
    for widget in stage.app.screen.focus_chain:
        stage.app.screen.set_focus(widget)
        await pilot.pause()
        yield f"focus on {widget}"
    for widget in stage.app.screen.walk_children(Action):
        x, y = widget.region.center
        stage.app.post_message(finger(events.MouseMove, int(x), int(y)))
        await pilot.pause()
        yield f"pointer on {widget}"


@pytest.mark.variants
@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("view", ["waiting", "bills-40", "check-making"])
async def test_every_word_can_be_read_in_every_state(view: str, theme: Theme) -> None:
    page = Waiting if view == "waiting" else VIEWS[view].page
    stage: Stage[Any] = Stage(page, theme=theme.name)
    async with stage.played() as pilot:
        if view == "bills-40":
            await pilot.click("#all")  # nothing is ticked: there is nothing to pay
        async for state in states(stage, pilot):
            assert list(poor(stage, WORDS[theme.name])) == [], state


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_the_bar_of_a_list_can_be_seen_at_rest_under_a_pointer_and_held(theme: Theme) -> None:
    stage: Stage[Any] = Stage(VIEWS["bills-40"].page, theme=theme.name)
    async with stage.played():
        styles = stage.app.screen.query_one("#bills").styles
        for state in ("", "_hover", "_active"):
            bar = getattr(styles, f"scrollbar_color{state}").rich_color
            assert ratio(bar, getattr(styles, f"scrollbar_background{state}").rich_color) >= SHAPES, state
