"""The boxes of a one-time code, one for each digit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Size
from textual.message import Message as Event
from textual.strip import Strip
from textual.widget import Widget

from kiosk.domain.one_time_code import digits_in
from kiosk.widgets.ground.big_letters import ROWS, WIDTH, big_line
from kiosk.widgets.ground.targets import centred

_LARGE = WIDTH + 2
"""Cells of a box that a large digit fits in."""
_SMALL = 5


class DigitsFault(StrEnum):
    """Why what was typed cannot stand in the boxes. The value ends a message id: `digits-fault-…`."""

    CHARACTER = "character"
    TOO_MANY = "too-many"


class DigitsInput(Widget, can_focus=True):
    """Takes digits from keys, input methods and the clipboard, full width and with blanks or dashes between them.

    The last digit completes the code. A whole code takes the place of what stood there, and so does the first digit
    that comes after one: until then it stands there, so that it can be compared.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"digits--digit", "digits--frame", "digits--active"}
    DEFAULT_CSS = """
    DigitsInput {
        width: 100%; height: auto; background: $background; color: $foreground;
        & > .digits--digit { background: $background; color: $foreground; text-style: bold; }
        & > .digits--frame { background: $background; color: $line; }
        & > .digits--active { background: $background; color: $focus; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("backspace,delete", "rub_out", show=False),
        Binding("enter", "submit", show=False),
    ]

    @dataclass
    class Changed(Event):
        """Other digits stand in the boxes."""

        input: DigitsInput

    @dataclass
    class Refused(Event):
        """What was typed cannot stand there; nothing has changed."""

        fault: DigitsFault

    @dataclass
    class Submitted(Event):
        """Enter was pressed, or the last digit typed."""

        input: DigitsInput

    def __init__(self, digits: int, text: str = "", *, id: str | None = None) -> None:
        """Make `digits` boxes, the first ones filled with `text`."""
        super().__init__(id=id)
        self._digits = digits
        self.text = text[:digits]
        """The digits typed so far, in ASCII."""

    @property
    def complete(self) -> bool:
        return len(self.text) == self._digits

    def enter(self, typed: str) -> None:
        """Take a digit or several; the last one submits."""
        found = digits_in(typed)
        if found is None:
            self.post_message(self.Refused(DigitsFault.CHARACTER))
        elif found and not self.screen.has_class("-working"):
            # A whole code was handed in with its last digit: whatever comes now begins another one.
            before = "" if self.complete or len(found) == self._digits else self.text
            if len(before + found) > self._digits:
                self.post_message(self.Refused(DigitsFault.TOO_MANY))
                return
            self._become(before + found)
            if self.complete:
                self.post_message(self.Submitted(self))

    def rub_out(self) -> None:
        self._become(self.text[:-1])

    def clear(self) -> None:
        self._become("")

    def put_back_later(self) -> Callable[[], None]:
        """Return what puts back the text that stands here now (`TextBox`)."""
        before = self.text
        return lambda: self._become(before)

    def _become(self, text: str) -> None:
        if text != self.text and not self.screen.has_class("-working"):
            self.text = text
            self._show_cursor()
            self.refresh()
            self.post_message(self.Changed(self))

    def action_rub_out(self) -> None:
        self.rub_out()

    def action_submit(self) -> None:
        self.post_message(self.Submitted(self))

    def on_key(self, event: events.Key) -> None:
        if event.character is not None and event.is_printable:
            event.stop()
            event.prevent_default()
            self.enter(event.character)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.enter(event.text)

    def on_focus(self) -> None:
        self._show_cursor()
        self.refresh()

    def on_resize(self) -> None:
        self._show_cursor()

    def _show_cursor(self) -> None:
        # Where the terminal's own cursor stands, input methods open their window. The page knows of the focus first:
        # `has_focus` follows when `on_focus` is over.
        if self.screen.focused is self:
            box = self._box(self.size.width)
            column = len(self.text) % self._digits * box + box // 2
            self.app.cursor_position = self.content_region.offset + Offset(column, (self.size.height - 1) // 2)

    def on_blur(self) -> None:
        self.refresh()

    # Painting

    def _box(self, width: int) -> int:
        """Return the cells of one box in a widget of that width."""
        return _LARGE if width >= self._digits * _LARGE else max(3, min(_SMALL, width // self._digits))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return ROWS + 2 if self._box(width) == _LARGE and not self.screen.has_class("-short") else 3

    def render_line(self, y: int) -> Strip:
        box = self._box(self.size.width)
        segments = [segment for index in range(self._digits) for segment in self._line_of_box(index, y, box)]
        return Strip(segments).adjust_cell_length(self.size.width, self.get_component_rich_style("digits--digit"))

    def _line_of_box(self, index: int, y: int, box: int) -> list[Segment]:
        active = self.has_focus and index == len(self.text) % self._digits
        frame = self.get_component_rich_style("digits--active" if active else "digits--frame")
        corners, bar, side = ("┏┓┗┛", "━", "┃") if active else ("╭╮╰╯", "─", "│")
        if y == 0:
            return [Segment(f"{corners[0]}{bar * (box - 2)}{corners[1]}", frame)]
        if y == self.size.height - 1:
            return [Segment(f"{corners[2]}{bar * (box - 2)}{corners[3]}", frame)]
        style = self.get_component_rich_style("digits--digit")
        digit = self.text[index : index + 1]
        if digit and self.size.height == ROWS + 2:
            inner = list(big_line(digit, y - 1, style))
        else:
            inner = [Segment(centred(digit if y == (self.size.height - 1) // 2 else "", box - 2), style)]
        return [Segment(side, frame), *inner, Segment(side, frame)]
