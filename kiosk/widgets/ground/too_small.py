"""What a window shows in which no page can stand: that it is too small, and what to do about it."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from kiosk.widgets.ground.words import texts_of
from kiosk.widgets.ground.wrapping import wrapped

COLUMNS, ROWS = 54, 16
"""The least that a window has to have for pages; not both at once. `doctor` says the same."""

FULL_COLUMNS, FULL_ROWS = 64, 24
"""A window of fewer columns than these has at least so many rows: words take more lines there."""

_SAYS = ("too-small-title", "too-small-now", "too-small-kept")
"""The most important first: in a tiny window the others give way."""


def too_small(size: Size) -> bool:
    """Say whether a window is too small for a page."""
    return size.width < COLUMNS or size.height < least_rows(size.width)


def least_rows(columns: int) -> int:
    """Return how many rows a window of so many columns has to have."""
    return ROWS if columns >= FULL_COLUMNS else FULL_ROWS


class TooSmall(Widget):
    """Lies over its page and takes every touch. Its page goes on below, with all that was typed."""

    DEFAULT_CSS = """
    TooSmall {
        width: 100%; height: 100%; padding: 0 1; background: $background; color: $foreground;
        content-align: center middle; text-align: center;
    }
    """

    def render(self) -> Content:
        texts, (width, height) = texts_of(self), self.content_size
        said = [wrapped(texts(id), width) for id in _SAYS]
        while len(said) > 1 and sum(map(len, said)) > height:
            said.pop()
        airy = sum(map(len, said)) + len(said) - 1 <= height
        title, *others = (Content("\n".join(lines)) for lines in said)
        return Content("\n\n" if airy else "\n").join([title.stylize("bold"), *others])

    def on_mouse_down(self, event: events.MouseDown) -> None:
        event.stop()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        event.stop()

    def on_click(self, event: events.Click) -> None:
        event.stop()
