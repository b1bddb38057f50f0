"""What Textual does with keys, touches and failures that a public terminal cannot have, for as long as it does."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from textual import events
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.css.stylesheet import Stylesheet
from textual.css.tokenizer import TokenError
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from kiosk.platform.textual.orphans import EndsOrphans
from tests.platform.bare import unneeded, until

SECRET = "0912-345-678"


def finger(kind: type[events.MouseEvent], widget: Widget, down: int = 0) -> events.MouseEvent:
    """Return what a finger does in the middle of a widget, or so many rows below."""
    x, y = (int(place) for place in widget.region.center)
    return kind(None, x, y + down, 0, 0, 1, False, False, False, screen_x=x, screen_y=y + down)


class Box(Widget, can_focus=True):
    """Takes keys and touches, and holds the pointer from its own handlers, as Textual has widgets do."""

    DEFAULT_CSS = "Box { height: 5; }"

    def __init__(self, heard: list[str], name: str) -> None:
        super().__init__(name=name)
        self.heard = heard
        self.lifted = asyncio.Event()
        self.lifted.set()

    def note(self, what: str) -> None:
        self.heard.append(f"{self.name} {what}")

    def on_key(self) -> None:
        self.note("key")

    def on_mouse_down(self) -> None:
        self.capture_mouse()
        self.note("press")

    async def on_mouse_up(self) -> None:
        await self.lifted.wait()
        self.capture_mouse(False)


class TwoBoxes(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def compose(self) -> ComposeResult:
        yield Box(self.heard, "first")
        yield Box(self.heard, "second")

    async def hears(self, number: int) -> None:
        """Wait until the boxes have heard so much."""
        await until(lambda: len(self.heard) >= number)


async def test_textual_has_a_touch_heard_before_the_key_that_was_pressed_before_it() -> None:
    app = TwoBoxes()
    async with app.run_test():
        first, second = app.query(Box)
        first.focus()
        behind = asyncio.Event()
        first.call_later(behind.wait)
        app.post_message(events.Key("a", "a"))
        app.post_message(finger(events.MouseDown, second))
        await app.hears(1)
        behind.set()
        await app.hears(2)
        assert app.heard == ["second press", "first key"], unneeded("in_order")


async def test_textual_gives_a_touch_to_the_widget_that_is_behind_with_the_one_before() -> None:
    app = TwoBoxes()
    async with app.run_test():
        first, second = app.query(Box)
        first.lifted.clear()
        app.post_message(finger(events.MouseDown, first))
        app.post_message(finger(events.MouseUp, first))
        await app.hears(1)
        app.post_message(finger(events.MouseDown, second))
        passed_on = asyncio.Event()
        app.call_later(passed_on.set)
        await passed_on.wait()
        first.lifted.set()
        await app.hears(2)
        assert app.heard == ["first press", "first press"], unneeded("pointer_capture")


class Long(App[None]):
    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Static("\n".join(map(str, range(100))))


async def test_textual_does_not_scroll_what_a_finger_is_drawn_over() -> None:
    app = Long()
    async with app.run_test() as pilot:
        scrolls = app.query_one(VerticalScroll)
        app.post_message(finger(events.MouseDown, scrolls))
        for down in (-2, -4, -6):
            app.post_message(finger(events.MouseMove, scrolls, down))
        await pilot.pause()
        assert not scrolls.scroll_target_y, unneeded("drag")


def test_textual_has_no_style_of_the_focus_only_for_keys() -> None:
    sheet = Stylesheet()
    sheet.add_source("Box:focus-visible { color: red; }")
    try:
        sheet.parse()
    except TokenError:
        return
    raise AssertionError(unneeded("focus_visible"))


def test_textual_inherits_the_parts_of_a_widget_only_from_its_first_base() -> None:
    class First(Widget):
        COMPONENT_CLASSES = {"first--part"}

    class Second(Widget):
        COMPONENT_CLASSES = {"second--part"}

    class Both(First, Second):
        pass

    gone = "no longer needed: what kiosk/widgets/lists/card_list.py repeats of Focusable"
    assert "second--part" not in Both._get_component_classes(), gone


class Fails(Screen[None]):
    def on_mount(self) -> None:
        typed = SECRET
        raise RuntimeError(len(typed))

    def compose(self) -> ComposeResult:
        yield Static(SECRET)


class Ends(App[None]):
    """Notes what ends it instead of ending."""

    def __init__(self) -> None:
        super().__init__()
        self.ended_by: list[object] = []
        self.shown = ""

    def panic(self, *renderables: Any) -> None:
        self.ended_by.extend(renderables)

    def _close_messages_no_wait(self) -> None:
        self.ended_by.append("a failure")
        self.shown = "".join(s.text for part in self._exit_renderables for s in part.segments)  # type: ignore[union-attr]


async def test_textual_ends_over_a_failure_of_one_page_and_shows_what_it_worked_on() -> None:
    app = Ends()
    with contextlib.suppress(RuntimeError):  # a test's app raises what has failed in the end
        async with app.run_test():
            app.push_screen(Fails())
            await until(lambda: app.ended_by)
    assert app.ended_by == ["a failure"], unneeded("failures")
    assert SECRET in app.shown, unneeded("tracebacks")


class Outlives(EndsOrphans):
    def _handle_exception(self, error: Exception) -> None:
        pass


async def test_textual_keeps_the_widgets_of_a_page_that_has_failed() -> None:
    app = Outlives()
    async with app.run_test():
        page = Fails()
        app.push_screen(page)
        await until(lambda: page.children and page._task is not None and page._task.done())
        words = page.query_one(Static)
        app.pop_screen()
        for _ in range(100):
            await asyncio.sleep(0)
        assert words in app._registry, unneeded("orphans")
        app.end_orphans()
        await until(lambda: words._task is None)


async def test_textual_says_neither_what_it_has_painted_nor_where() -> None:
    reported: list[tuple[object, ...]] = []

    class Hears(App[None]):
        def post_display_hook(self, *painted: object) -> None:
            reported.append(painted)

    app = Hears()
    async with app.run_test() as pilot:
        await pilot.pause()
    assert reported
    assert not any(reported), unneeded("painted")
