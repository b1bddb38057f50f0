"""What goes wrong with Textual's pages as they come and go, for as long as it does."""

from __future__ import annotations

import asyncio
from typing import Any

from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker

from tests.patience import PATIENCE
from tests.platform.bare import unneeded

SIZE = (100, 30)


class LaidOut(Screen[None]):
    """Notes for each of its layouts how large its window is, and whether it has the class of wide ones by then."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-wide")]

    def __init__(self) -> None:
        self.layouts: list[tuple[Size, bool]] = []
        super().__init__()

    def compose(self) -> ComposeResult:
        yield Static("words")

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        self.layouts.append((size or self.outer_size, self.has_class("-wide")))
        super()._refresh_layout(size, scroll)


async def laid_out() -> list[tuple[Size, bool]]:
    app: App[None] = App()
    async with app.run_test(size=SIZE) as pilot:
        page = LaidOut()
        await app.push_screen(page)
        async with asyncio.timeout(PATIENCE):
            while not page.has_class("-wide"):
                await pilot.pause()
        await pilot.pause()
    return [layout for layout in page.layouts if layout[0] == SIZE]


async def test_textual_lays_a_page_out_before_it_has_the_classes_of_its_window() -> None:
    first, *_ = await laid_out()
    assert first == (SIZE, False), unneeded("breakpoints")


async def test_textual_lays_a_page_out_again_for_the_size_that_it_was_laid_out_for() -> None:
    app: App[None] = App()
    async with app.run_test(size=SIZE) as pilot:
        page = LaidOut()
        await app.push_screen(page)
        await pilot.pause()
        page.layouts.clear()
        page.post_message(events.Resize(Size(*SIZE), Size(*SIZE)))
        await pilot.pause()
        assert page.layouts, unneeded("screen_size")


async def test_textual_lays_a_page_out_for_a_size_that_the_window_no_longer_has() -> None:
    app: App[None] = App()
    async with app.run_test(size=SIZE) as pilot:
        page = LaidOut()
        await app.push_screen(page)
        await pilot.pause()
        older = Size(90, 20)
        page.post_message(events.Resize(older, older))
        await pilot.pause()
        assert app.size == SIZE
        assert page._compositor.size == older, unneeded("screen_size")


async def test_textual_takes_another_page_away_for_one_that_answers() -> None:
    app: App[None] = App()
    async with app.run_test():
        below: Screen[None] = Screen()
        over: Screen[None] = Screen()
        await app.push_screen(below)
        await app.push_screen(over)
        await below.dismiss()
        assert below in app.screen_stack, unneeded("dismissal")
        assert over not in app.screen_stack, unneeded("dismissal")


class Called(Message):
    """Comes to a page that has been answered."""


class Hears(Screen[None]):
    heard_gone = False

    def on_called(self) -> None:
        self.heard_gone = self not in self.app.screen_stack


async def test_textual_calls_the_handlers_of_a_page_that_has_been_answered() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        page = Hears()
        await app.push_screen(page)
        page.post_message(Called())
        page.dismiss()
        await pilot.pause()
        assert page.heard_gone, unneeded("leaving")


class Goes(Widget):
    """Notes when it goes whether its page's worker is still at work."""

    at_work: bool | None = None

    def on_unmount(self) -> None:
        page = self.screen
        assert isinstance(page, Waits)
        assert page.work is not None
        self.at_work = page.work.is_running and not page.work.is_cancelled


class Waits(Screen[None]):
    work: Worker[Any] | None = None

    def compose(self) -> ComposeResult:
        yield Goes()

    def on_mount(self) -> None:
        self.work = self.run_worker(asyncio.Event().wait())


async def test_textual_ends_what_a_page_waits_for_after_its_widgets() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        page = Waits()
        await app.push_screen(page)
        await pilot.pause()
        goes = page.query_one(Goes)
        await app.pop_screen()
        assert goes.at_work, unneeded("leaving_workers")
