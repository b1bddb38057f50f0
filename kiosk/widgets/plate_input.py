"""Two boxes for a plate, as on the website: prefix — suffix."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.geometry import Size
from textual.message import Message as Event
from textual.strip import Strip
from textual.widget import Widget

from kiosk.domain.plate import SPECIAL, Plate, PlateError, PlateFault, normalise

PREFIX_MOST, SUFFIX_MOST = 4, 5
BOX = 12
"""Columns of a box with its frame."""


def splits(prefix: str, character: str) -> bool:
    """Say whether a character typed after `prefix` must belong to the second box.

    Three or more of one kind followed by the other kind: `BKZ` and `5`, `1234` and `A`. Two letters and a digit may
    still be the first half of `AB1-234`.
    """
    same = prefix.isdigit() if character.isdigit() else prefix.isalpha()
    return len(prefix) >= 3 and not same and (prefix.isdigit() or prefix.isalpha())


class PlateInput(Widget, can_focus=True):
    """What is typed, in capitals and half-width. It judges nothing: that waits until the visitor has finished."""

    DEFAULT_CSS = "PlateInput { width: 29; height: 3; }"
    BINDINGS = [
        Binding("left", "box(0)", show=False),
        Binding("right", "box(1)", show=False),
        Binding("backspace", "rub", show=False),
        Binding("delete", "clear", show=False),
        Binding("enter", "finish", show=False),
    ]

    @dataclass
    class Refused(Event):
        """Something typed or pasted that cannot stand in a plate."""

        error: PlateError

    @dataclass
    class Changed(Event):
        """What is in the boxes now."""

        prefix: str
        suffix: str

    class Finished(Event):
        """Enter: the visitor has typed the plate."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.prefix = self.suffix = ""
        self._active = 0

    def plate(self) -> Plate:
        """Return the plate in the boxes; raise `PlateError`."""
        return Plate.of(self.prefix, self.suffix)

    def fill(self, text: str) -> None:
        """Put a whole plate into the boxes, or as much of a text as can stand in them."""
        try:
            plate = Plate.parse(text)
        except PlateError as error:
            self._take_characters(text, error)
        else:
            self._set(plate.prefix, plate.suffix, 1)

    def type(self, character: str) -> None:
        """Take one character from a key or the pad."""
        try:
            folded = normalise(character)
        except PlateError as error:
            self.post_message(self.Refused(error))
            return
        for one in folded:
            self._type(one)

    def on_key(self, event: events.Key) -> None:
        if event.character is not None and event.is_printable:
            event.stop()
            event.prevent_default()
            if event.character.isspace():
                self._dash()
            else:
                self.type(event.character)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.fill(event.text.strip())

    def on_click(self, event: events.Click) -> None:
        self.action_box(int(event.x >= self.size.width // 2))

    def action_box(self, box: int) -> None:
        self._active = box
        self.refresh()

    def action_rub(self) -> None:
        """Take the last character back; from an empty second box, go to the first."""
        if self._active and self.suffix:
            self._set(self.prefix, self.suffix[:-1], 1)
        else:
            self._set(self.prefix[:-1], self.suffix, 0)

    def action_clear(self) -> None:
        self._set("", "", 0)

    def action_finish(self) -> None:
        self.post_message(self.Finished())

    def _take_characters(self, text: str, error: PlateError) -> None:
        if error.fault is PlateFault.SEPARATOR:
            self._set("", "", 0)
            self.type(text)
        else:
            self.post_message(self.Refused(error))

    def _type(self, character: str) -> None:
        if character == "-":
            self._dash()
        elif not (character.isascii() and character.isalnum()) and not (
            character in SPECIAL and not self.prefix and not self._active
        ):
            self.post_message(self.Refused(PlateError(PlateFault.CHARACTER, character)))
        elif self._active == 0 and len(self.prefix) < PREFIX_MOST and not splits(self.prefix, character):
            self._set(self.prefix + character, self.suffix, 0)
        elif len(self.suffix) < SUFFIX_MOST:
            self._set(self.prefix, self.suffix + character, 1)
        else:
            self.post_message(self.Refused(PlateError(PlateFault.TOO_LONG)))

    def _dash(self) -> None:
        if self.prefix:
            self.action_box(1)

    def _set(self, prefix: str, suffix: str, box: int) -> None:
        self.prefix, self.suffix, self._active = prefix, suffix, box
        self.refresh()
        self.post_message(self.Changed(prefix, suffix))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return 2 * BOX + 5

    def render_line(self, y: int) -> Strip:
        plain = self.rich_style
        segments = [
            *self._box(y, self.prefix, active=self._active == 0),
            Segment("  —  " if y == 1 else "     ", plain + Style(bold=True)),
            *self._box(y, self.suffix, active=self._active == 1),
        ]
        return Strip(segments)

    def _box(self, y: int, text: str, *, active: bool) -> list[Segment]:
        # Keys arrive here from wherever the focus is, so the box that takes them is marked always.
        frame = "╔═╗║╚╝" if active else "╭─╮│╰╯"
        edge = self.rich_style + Style(color=self.app.theme_variables["focus" if active else "line"])
        inside = BOX - 2
        if y == 0:
            return [Segment(frame[0] + frame[1] * inside + frame[2], edge)]
        if y == 2:
            return [Segment(frame[4] + frame[1] * inside + frame[5], edge)]
        shown = " ".join(text) + ("_" if active and len(text) < SUFFIX_MOST else "")
        room = inside - cell_len(shown)
        words = " " * (room // 2) + shown + " " * (room - room // 2)
        return [Segment(frame[3], edge), Segment(words, self.rich_style + Style(bold=True)), Segment(frame[3], edge)]
