"""An article to read: Markdown as styled lines, as wide as there is room, with a scroll bar for a finger."""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding
from textual.geometry import Size
from textual.message import Message as Event
from textual.scroll_view import ScrollView
from textual.strip import Strip

from kiosk.widgets.ground.marked_up import Line, PieceStyle, lines

WIDEST = 88
"""Cells of a line; longer ones are hard to come back from."""


class ArticleText(ScrollView, can_focus=True):
    """The text is data: Markdown is read, everything else in it is shown as typed."""

    COMPONENT_CLASSES = {"article--strong", "article--emphasis", "article--heading", "article--quiet"}
    DEFAULT_CSS = """
    ArticleText {
        height: 1fr; scrollbar-size-vertical: 2; overflow-x: hidden; background: $background; color: $foreground;
        & > .article--strong { text-style: bold; }
        & > .article--emphasis { text-style: underline; }
        & > .article--heading { color: $primary; text-style: bold; }
        & > .article--quiet { color: $muted; }
    }
    """
    BINDINGS = [
        Binding("up", "by_line(-1)", show=False),
        Binding("down", "by_line(1)", show=False),
        Binding("pageup", "by_page(-1)", show=False),
        Binding("pagedown,space", "by_page(1)", show=False),
    ]

    @dataclass
    class Scrolled(Event):
        """Another part of the text is on the screen."""

        at_start: bool
        at_end: bool

    def __init__(self, source: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._source = source
        self._lines: list[Line] = []
        self._width = 0

    def on_resize(self) -> None:
        width = min(WIDEST, self.scrollable_content_region.width - 1)
        if width != self._width:
            self._width = width
            self._lines = lines(self._source, width)
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._lines))
        self.call_after_refresh(self._tell)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._tell()

    def _tell(self) -> None:
        self.post_message(self.Scrolled(self.scroll_offset.y == 0, self.at_end))

    @property
    def at_end(self) -> bool:
        """Whether the last line is on the screen."""
        return self.scroll_offset.y + self.size.height >= len(self._lines)

    def action_by_line(self, by: int) -> None:
        """Scroll; past the ends, leave the text."""
        if by < 0 and self.scroll_offset.y == 0:
            self.screen.focus_previous()
        elif by > 0 and self.at_end:
            self.screen.focus_next()
        else:
            self.scroll_relative(y=by, animate=False)

    def action_by_page(self, by: int) -> None:
        self.scroll_relative(y=by * max(1, self.size.height - 2), animate=False)

    def render_line(self, y: int) -> Strip:
        ground, width = self.rich_style, self.scrollable_content_region.width
        index = y + self.scroll_offset.y
        line = self._lines[index] if index < len(self._lines) else ()
        return Strip([Segment(piece.text, ground + self._style(piece.style)) for piece in line]).adjust_cell_length(
            width, ground
        )

    def _style(self, words: PieceStyle) -> Style:
        if words is PieceStyle.PLAIN:
            return Style()
        style = self.get_component_rich_style(f"article--{words.name.lower()}", partial=True)
        return Style(color=style.color, bold=style.bold, underline=style.underline)
