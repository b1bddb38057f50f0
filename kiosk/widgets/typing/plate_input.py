"""The two boxes of a plate, prefix — suffix, with what is typed drawn large."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message as Event
from textual.strip import Strip

from kiosk.domain.plate import PlateError
from kiosk.platform.terminal.keys import rubs_out, typed
from kiosk.platform.textual.component_styles import ComponentStylesKept
from kiosk.widgets.ground.big_letters import ROWS, WIDTH, big_line, drawable, width
from kiosk.widgets.ground.footer import LARGE_PRINT
from kiosk.widgets.ground.targets import centred
from kiosk.widgets.ground.words import texts_of
from kiosk.widgets.typing.plate_text import PlateText

_DASH = 3
"""Columns between the two boxes."""
_LARGE = 4 * (WIDTH + 1) - 1
"""Columns of the four large letters that a box has to hold."""


class PlateInput(ComponentStylesKept, can_focus=True):
    """Holds a `PlateText`. Keys, the keypad and the scanner all come in through `type`, `enter` and `rub_out`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"plate--letters", "plate--frame", "plate--active", "plate--soft"}
    DEFAULT_CSS = """
    PlateInput {
        width: 58; max-width: 100%; height: auto; background: $background; color: $foreground;
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

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows of large letters and a frame, where four of them fit in a box; else of a line and a frame."""
        # In large print the keys come first.
        keys_first = self.screen.has_class(LARGE_PRINT) and not self.screen.has_class("-tall")
        return (ROWS if width >= 2 * (_LARGE + 2) + _DASH and not keys_first else 1) + 2

    def on_key(self, event: events.Key) -> None:
        self.take(event)

    def take(self, event: events.Key) -> None:
        """Take a key of the keyboard or the scanner, whatever has the focus, if it is one for the boxes."""
        if rubs_out(event):
            event.stop()
            self.rub_out()
        elif character := typed(event):
            event.stop()
            # Enter has to look up now, not press the key of the keypad that was touched before.
            self.focus()
            self.type(character)

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

    def put_back_later(self) -> Callable[[], None]:
        """Return what puts back the text that stands here now (`TextBox`)."""
        before = self.text
        return lambda: self._become(lambda: before)

    def _become(self, step: Callable[[], PlateText]) -> None:
        if self.screen.has_class("-working"):
            return
        try:
            text = step()
        except PlateError as error:
            self.post_message(self.Refused(self, error))
            return
        if text != self.text:
            before, self.text = self.text, text
            self._show_cursor()
            self._repaint(before)
            self.post_message(self.Changed(self))

    def _repaint(self, before: PlateText) -> None:
        """Paint what is no longer as it was: for one letter, not more than the inside of its box."""
        if self.text.second != before.second:
            self.refresh()
            return
        changed = (self.text.prefix != before.prefix, self.text.suffix != before.suffix)
        box, high = self._box_width(), self.size.height - 2
        self.refresh(*(Region(1 + n * (box + _DASH), 1, box - 2, high) for n in range(2) if changed[n]))

    def on_focus(self) -> None:
        self._show_cursor()
        self.refresh()

    def on_resize(self) -> None:
        self._show_cursor()

    def _show_cursor(self) -> None:
        # Where the terminal's own cursor stands, input methods open their window. The page knows of the focus first:
        # `has_focus` follows when `on_focus` is over.
        if self.screen.focused is not self:
            return
        box, rows = self._box_width(), self.size.height - 2
        part = self.text.suffix if self.text.second else self.text.prefix
        inner = box - 2
        if rows >= ROWS and drawable(part) and width(part) <= inner:
            marks = width(part) + 1 + WIDTH <= inner
            taken = width(part) + ((WIDTH + bool(part)) if marks else 0)
            column, row = (inner - taken) // 2 + min(width(part) + bool(part), inner - 1), ROWS
        else:
            text = " ".join(part) + " ▁"
            column, row = max(0, (inner - len(text)) // 2) + len(text) - 1, 1 + (rows - 1) // 2
        column += 1 + (box + _DASH if self.text.second else 0)
        self.app.cursor_position = self.content_region.offset + Offset(column, row)

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

    def _ink(self, name: str) -> Style:
        return self.get_component_rich_style(f"plate--{name}")

    def _box_width(self) -> int:
        return (self.size.width - _DASH) // 2

    def render_line(self, y: int) -> Strip:
        size = self.size  # asked once: it is worked out anew each time
        first, second = (
            self._box(self.text.prefix, "plate-prefix", y, size, active=not self.text.second),
            self._box(self.text.suffix, "plate-suffix", y, size, active=self.text.second),
        )
        dash = "—" if y == size.height // 2 - (size.height > 3) else ""
        ground = self._ink("letters")
        return Strip([*first, Segment(centred(dash, _DASH), ground), *second]).adjust_cell_length(size.width, ground)

    def _box(self, part: str, label: str, y: int, size: Size, *, active: bool) -> list[Segment]:
        frame = self._ink("active" if active and self.has_focus else "frame")
        corners, bars, side = ("┏┓┗┛", "━━", "┃") if active and self.has_focus else ("╭╮╰╯", "──", "│")
        inner = (size.width - _DASH) // 2 - 2
        if y == 0:
            return [Segment(f"{corners[0]}{bars[0] * inner}{corners[1]}", frame)]
        if y == size.height - 1:
            return [Segment(f"{corners[2]}{bars[1] * inner}{corners[3]}", frame)]
        content = self._content(part, label, (y - 1, size.height - 2), inner, cursor=active)
        return [Segment(side, frame), *content, Segment(side, frame)]

    def _content(self, part: str, label: str, row: tuple[int, int], inner: int, *, cursor: bool) -> list[Segment]:
        y, rows = row
        letters = self._ink("letters")
        middle = (rows - 1) // 2
        if not part and not cursor:
            text = texts_of(self)(label) if y == middle else ""
            return [Segment(centred(text, inner), self._ink("soft"))]
        if rows >= ROWS and drawable(part) and width(part) <= inner:
            return self._large(part, y, inner, letters, cursor=cursor)
        text = " ".join(part) + (" ▁" if cursor else "")
        return [Segment(centred(text if y == middle else "", inner), letters)]

    def _large(self, part: str, row: int, inner: int, letters: Style, *, cursor: bool) -> list[Segment]:
        marks = cursor and width(part) + 1 + WIDTH <= inner
        taken = width(part) + ((WIDTH + bool(part)) if marks else 0)
        left = (inner - taken) // 2
        line = [Segment(" " * left, letters), *big_line(part, row, letters)]
        if marks:
            accent = Style(color=self._ink("active").color, bgcolor=letters.bgcolor)
            line += [Segment(" " * bool(part), letters), Segment(("▄" if row == ROWS - 1 else " ") * WIDTH, accent)]
        return [*line, Segment(" " * (inner - left - taken), letters)]
