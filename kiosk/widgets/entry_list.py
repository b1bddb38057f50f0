"""Lines to read or to choose from: headlines, messages, what happened, what was paid. Painted by one widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message as Event
from textual.scroll_view import ScrollView
from textual.strip import Strip

from kiosk.i18n import Message, say
from kiosk.widgets.bill_card import fitted
from kiosk.widgets.targets import PAUSE
from kiosk.widgets.words import app_of, texts_of

HEIGHT = 3
"""Rows of an entry: two lines and a gap. A finger hits no less."""

_MARK = 3
"""Columns at the left, for the cursor and the mark."""
_LEAST_WORDS = 20
"""Columns that the words keep where what stands at the end would take them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Two lines. Texts are data, messages are said in the language of the moment."""

    name: str
    """What is chosen by it."""
    title: str | Message
    more: str | Message = ""
    end: str | Message = ""
    """At the right of the first line: a date, an amount."""
    marked: bool = False
    """Marked by a dot and bold letters: not read yet, or kept on top."""


class EntryList(ScrollView, can_focus=True):
    """Entries below one another; where they can be opened, by a touch or Enter."""

    COMPONENT_CLASSES = {"entries--entry", "entries--cursor", "entries--muted", "entries--marked", "entries--more"}
    DEFAULT_CSS = """
    EntryList {
        height: 1fr; scrollbar-size-vertical: 2; overflow-x: hidden; background: $background;
        & > .entries--entry { background: $surface; color: $foreground; }
        & > .entries--cursor { background: $panel; color: $focus; }
        & > .entries--muted { color: $muted; }
        & > .entries--marked { color: $primary; text-style: bold; }
        & > .entries--more { color: $primary; text-style: bold; }
    }
    """
    BINDINGS = [
        Binding("up", "go(-1)", show=False),
        Binding("down", "go(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("end", "end", show=False),
        Binding("space,enter", "open", show=False),
    ]

    @dataclass
    class Opened(Event):
        """The visitor wants what an entry stands for."""

        name: str

    def __init__(
        self, entries: Sequence[Entry], *, opens: str = "entries-open", cursor: int = 0, id: str | None = None
    ) -> None:
        """Show `entries`; `opens` is the message that offers to open one, empty where none can be opened."""
        super().__init__(id=id)
        self._entries = tuple(entries)
        self._opens = opens
        self.cursor = self._within(cursor)
        self._quiet_until = 0.0

    def show(self, entries: Sequence[Entry]) -> None:
        """Paint other entries."""
        self._entries, self.cursor = tuple(entries), 0
        self._measure()
        self.scroll_to(y=0, animate=False)
        self.refresh()

    def _within(self, cursor: int) -> int:
        return max(0, min(len(self._entries) - 1, cursor))

    def on_mount(self) -> None:
        self._measure()
        self.call_after_refresh(self._show_cursor)

    def on_resize(self) -> None:
        self._measure()
        self._show_cursor()

    def _measure(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._entries) * HEIGHT)

    # Keys.

    def action_go(self, by: int) -> None:
        """Move over the entries; over the ends, leave the list."""
        if by < 0 and self.cursor == 0:
            self.screen.focus_previous()
        elif by > 0 and self.cursor >= len(self._entries) - 1:
            self.screen.focus_next()
        else:
            self._move(self.cursor + by)

    def action_page(self, by: int) -> None:
        self._move(self.cursor + by * max(1, self.size.height // HEIGHT))

    def action_end(self) -> None:
        self._move(len(self._entries) - 1)

    def action_open(self) -> None:
        now = app_of(self).clock.monotonic()
        if not self._opens or not self._entries or now < self._quiet_until or self.screen.has_class("-working"):
            return
        self._quiet_until = now + PAUSE
        self.post_message(self.Opened(self._entries[self.cursor].name))

    def _move(self, to: int) -> None:
        self.cursor = self._within(to)
        self._show_cursor()
        self.refresh()

    def _show_cursor(self) -> None:
        self.scroll_to_region(Region(0, self.cursor * HEIGHT, 1, HEIGHT), animate=False, force=True)

    # Touch and mouse.

    def on_click(self, event: events.Click) -> None:
        event.stop()
        height = self._painted.height
        if event.y == height - 1 and self._below:
            self.scroll_relative(y=height // HEIGHT * HEIGHT, animate=False)
            return
        index, line = divmod(event.y + self.scroll_offset.y, HEIGHT)
        if index < self._whole and line < HEIGHT - 1:
            self.cursor = index
            self.refresh()
            self.action_open()

    # Painting.

    @property
    def _painted(self) -> Size:
        return self.scrollable_content_region.size

    @property
    def _whole(self) -> int:
        """The index before which entries are painted: none stands there in half."""
        return min(len(self._entries), (self.scroll_offset.y + self._painted.height) // HEIGHT)

    @property
    def _below(self) -> int:
        """How many entries are not to be seen in full below."""
        return len(self._entries) - self._whole

    def render_line(self, y: int) -> Strip:
        size, ground, below = self._painted, self.rich_style, self._below
        if below and y == size.height - 1:
            words = texts_of(self)(say("entries-below", count=below))
            return Strip([Segment(set_cell_size(f"{' ' * _MARK}{words}", size.width), ground + self._color("more"))])
        index, line = divmod(y + self.scroll_offset.y, HEIGHT)
        if index >= self._whole or line == HEIGHT - 1:
            return Strip.blank(size.width, ground)
        return Strip(self._line(index, line, size.width))

    def _color(self, name: str) -> Style:
        style = self.get_component_rich_style(f"entries--{name}", partial=True)
        return Style(color=style.color, bold=style.bold)

    def _line(self, index: int, line: int, width: int) -> list[Segment]:
        entry, texts = self._entries[index], texts_of(self)
        here = bool(self._opens) and self.has_focus and index == self.cursor
        ground = self.get_component_rich_style("entries--cursor" if here else "entries--entry")
        text = Style(color=self.get_component_rich_style("entries--entry").color, bgcolor=ground.bgcolor)
        first = text + Style(bold=entry.marked or bool(self._opens))
        muted = text + self._color("muted")

        def said(words: str | Message) -> str:
            return texts(words) if isinstance(words, Message) else words

        end = said(entry.end) if line == 0 else texts(self._opens) if self._opens else ""
        room = max(0, width - _MARK)
        right = min(cell_len(end) + 2, max(0, room - _LEAST_WORDS)) if end else 0
        dot = entry.marked and line == 0
        return [
            Segment("▌" if here else " ", ground),
            Segment("● " if dot else "  ", text + self._color("marked") if dot else ground),
            Segment(fitted(said(entry.more if line else entry.title), room - right), muted if line else first),
            Segment(fitted(f" {end}" if cell_len(end) < right else end, right, gap=0), muted),
        ]
