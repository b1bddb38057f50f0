"""The two boxes of a plate, prefix — suffix, with what is typed drawn large."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message as Event
from textual.strip import Strip
from textual.widget import Widget

from kiosk.domain.plate import PlateError
from kiosk.widgets.big_letters import ROWS, WIDTH, big_line, drawable, width
from kiosk.widgets.plate_text import PlateText
from kiosk.widgets.targets import centred
from kiosk.widgets.words import texts_of

_DASH = 3
"""Columns between the two boxes."""


class PlateInput(Widget, can_focus=True):
    """Holds a `PlateText`. Keys, the keypad and the scanner all come in through `type`, `enter` and `rub_out`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"plate--letters", "plate--frame", "plate--active", "plate--soft"}
    DEFAULT_CSS = """
    PlateInput {
        width: 58; height: 6; background: $background; color: $foreground;
        & > .plate--letters { background: $background; color: $foreground; text-style: bold; }
        & > .plate--soft { background: $background; color: $muted; }
        & > .plate--frame { background: $background; color: $line; }
        & > .plate--active { background: $background; color: $focus; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "box(False)", show=False),
        Binding("right", "box(True)", show=False),
        Binding("enter", "submit", show=False),
    ]

    @dataclass
    class Changed(Event):
        """Something else stands in the boxes."""

        input: PlateInput

    @dataclass
    class Refused(Event):
        """What was typed cannot stand there; nothing has changed."""

        input: PlateInput
        error: PlateError

    @dataclass
    class Submitted(Event):
        """Enter was pressed in the boxes, or sent by the scanner."""

        input: PlateInput

    def __init__(self, text: str = "", *, id: str | None = None) -> None:
        """Begin with a plate, whole or in part, or with empty boxes; raise `PlateError`."""
        super().__init__(id=id)
        self.text = PlateText().entered(text) if text else PlateText()
        self.motorcycle = False
        """The visitor said that it is one; it settles where AB1 ends."""

    def type(self, character: str) -> None:
        """Take one character of a keyboard or the keypad."""
        self._become(lambda: self.text.typed(character, motorcycle=self.motorcycle))

    def enter(self, text: str) -> None:
        """Take a whole text, of the clipboard or the scanner."""
        self._become(lambda: self.text.entered(text, motorcycle=self.motorcycle))

    def rub_out(self) -> None:
        self._become(self.text.rubbed_out)

    def clear(self) -> None:
        self._become(PlateText)

    def put(self, prefix: str, suffix: str) -> None:
        """Put a plate in, as the visitor chose it."""
        self._become(lambda: PlateText(prefix, suffix, second=True, dashed=True))

    def go_to(self, *, second: bool) -> None:
        """Make a box the active one."""
        self._become(lambda: self.text.at(second=second))

    def _become(self, step: Callable[[], PlateText]) -> None:
        if self.screen.has_class("-working"):
            return
        try:
            text = step()
        except PlateError as error:
            self.post_message(self.Refused(self, error))
            return
        if text != self.text:
            self.text = text
            self.refresh()
            self.post_message(self.Changed(self))

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        self.go_to(second=event.x >= self._box_width() + _DASH // 2)

    def action_box(self, second: bool) -> None:
        if self.text.second != second:
            self.go_to(second=second)
        elif second:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def action_submit(self) -> None:
        self.post_message(self.Submitted(self))

    # Painting.

    def _box_width(self) -> int:
        return (self.size.width - _DASH) // 2

    def render_line(self, y: int) -> Strip:
        first, second = (
            self._box(self.text.prefix, "plate-prefix", y, active=not self.text.second),
            self._box(self.text.suffix, "plate-suffix", y, active=self.text.second),
        )
        dash = "—" if y == self.size.height // 2 - (self.size.height > 3) else ""
        ground = self.get_component_rich_style("plate--letters")
        return Strip([*first, Segment(centred(dash, _DASH), ground), *second]).adjust_cell_length(
            self.size.width, ground
        )

    def _box(self, part: str, label: str, y: int, *, active: bool) -> list[Segment]:
        frame = self.get_component_rich_style("plate--active" if active else "plate--frame")
        corners, bars, side = ("┏┓┗┛", "━━", "┃") if active else ("╭╮╰╯", "──", "│")
        inner = self._box_width() - 2
        if y == 0:
            return [Segment(f"{corners[0]}{bars[0] * inner}{corners[1]}", frame)]
        if y == self.size.height - 1:
            return [Segment(f"{corners[2]}{bars[1] * inner}{corners[3]}", frame)]
        return [Segment(side, frame), *self._content(part, label, y - 1, inner, active=active), Segment(side, frame)]

    def _content(self, part: str, label: str, row: int, inner: int, *, active: bool) -> list[Segment]:
        rows = self.size.height - 2
        letters = self.get_component_rich_style("plate--letters")
        soft = self.get_component_rich_style("plate--soft")
        cursor = active and self.has_focus
        middle = (rows - 1) // 2
        if not part and not cursor:
            return [Segment(centred(texts_of(self)(label) if row == middle else "", inner), soft)]
        if rows >= ROWS and drawable(part) and width(part) <= inner:
            return self._large(part, row, inner, letters, cursor=cursor)
        text = " ".join(part) + (" ▁" if cursor else "")
        return [Segment(centred(text if row == middle else "", inner), letters)]

    def _large(self, part: str, row: int, inner: int, letters: Style, *, cursor: bool) -> list[Segment]:
        marks = cursor and width(part) + 1 + WIDTH <= inner
        taken = width(part) + ((WIDTH + bool(part)) if marks else 0)
        left = (inner - taken) // 2
        line = [Segment(" " * left, letters), *big_line(part, row, letters)]
        if marks:
            accent = Style(color=self.get_component_rich_style("plate--active").color, bgcolor=letters.bgcolor)
            line += [Segment(" " * bool(part), letters), Segment(("▄" if row == ROWS - 1 else " ") * WIDTH, accent)]
        return [*line, Segment(" " * (inner - left - taken), letters)]
