"""The keys on the screen: one painted widget, since forty buttons would take longer to appear than to press."""

from __future__ import annotations

from collections.abc import Callable
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

from kiosk.domain.plate import SPECIAL
from kiosk.widgets.words import texts_of

COLUMNS, ROWS = 12, 4
GAP_AFTER = 3
"""The digits' block stands a little apart from the letters."""

RUB, DASH, CLEAR, SPECIALS, FINISH = "rub", "-", "clear", "specials", "finish"


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what it sends, and its place in the grid."""

    sends: str
    row: int
    column: int
    wide: int = 1


def _grid(letters: str) -> tuple[Key, ...]:
    keys = [Key(str(3 * row + column + 1), row, column) for row in range(3) for column in range(3)]
    keys += [Key(letter, index // 9, 3 + index % 9) for index, letter in enumerate(letters[:27])]
    keys += [Key(RUB, 3, 0), Key("0", 3, 1), Key(DASH, 3, 2)]
    keys += [Key(SPECIALS, 3, 3, 2), Key(CLEAR, 3, 5, 3), Key(FINISH, 3, 8, 4)]
    return tuple(keys)


LETTERS = _grid("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
SPECIAL_LETTERS = _grid(SPECIAL)


class Keypad(Widget, can_focus=True):
    """Digits in the order of a telephone, letters, and what finishes. It acts when the finger is lifted."""

    DEFAULT_CSS = """
    Keypad { width: 100%; height: 12; }
    .-short Keypad, Keypad.-short { height: 8; }
    """
    BINDINGS = [
        Binding("left", "go(-1, 0)", show=False),
        Binding("right", "go(1, 0)", show=False),
        Binding("up", "go(0, -1)", show=False),
        Binding("down", "go(0, 1)", show=False),
        Binding("enter,space", "press", show=False),
    ]

    @dataclass
    class Pressed(Event):
        """A key was pressed: a character, or one of `RUB`, `DASH`, `CLEAR`, `FINISH`."""

        sends: str

    def __init__(self, unlikely: Callable[[str], bool] = lambda key: False, *, id: str | None = None) -> None:  # noqa: ARG005
        """Grey out the keys that `unlikely` names; they work all the same."""
        super().__init__(id=id)
        self._unlikely = unlikely
        self._keys = LETTERS
        self._at = LETTERS[0]
        self._down: Key | None = None

    # Where things are

    @property
    def key_size(self) -> Size:
        """Return columns and rows of one key: 6 by 3 where there is room, and never wider than 8."""
        return Size(max(4, min(8, (self.size.width - 2) // COLUMNS)), max(1, self.size.height // ROWS))

    def key_at(self, x: int, y: int) -> Key | None:
        """Return the key under a cell of this widget."""
        width, height = self.key_size
        for key in self._keys:
            left, right = self._span(key, width)
            if left <= x < right and key.row == y // height:
                return key
        return None

    def _span(self, key: Key, width: int) -> tuple[int, int]:
        left = key.column * width + (2 if key.column >= GAP_AFTER else 0)
        return left, left + key.wide * width

    # What it does

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._down = self.key_at(event.x, event.y)
        self.capture_mouse()
        self.refresh()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        self.release_mouse()
        down, self._down = self._down, None
        self.refresh()
        if down is not None and down == self.key_at(event.x, event.y):
            self._at = down
            self._press(down)

    def action_press(self) -> None:
        self._press(self._at)

    def action_go(self, across: int, down: int) -> None:
        """Move between keys; over the edge, leave the pad."""
        at = self._at
        row = at.row + down
        column = at.column + (at.wide if across > 0 else across) if across else at.column
        if not 0 <= row < ROWS:
            self.screen.focus_previous() if down < 0 else self.screen.focus_next()
            return
        found = [key for key in self._keys if key.row == row and key.column <= column < key.column + key.wide]
        if found:
            self._at = found[0]
            self.refresh()

    def _press(self, key: Key) -> None:
        if key.sends == SPECIALS:
            self._show(SPECIAL_LETTERS if self._keys is LETTERS else LETTERS)
        else:
            self.post_message(self.Pressed(key.sends))
            if self._keys is SPECIAL_LETTERS and key.sends in SPECIAL:
                self._show(LETTERS)

    def _show(self, keys: tuple[Key, ...]) -> None:
        self._keys = keys
        self._at = next((key for key in keys if (key.row, key.column) == (self._at.row, self._at.column)), keys[0])
        self.refresh()

    # How it looks

    def render_line(self, y: int) -> Strip:
        width, height = self.key_size
        row, line = divmod(y, height)
        segments: list[Segment] = []
        x = 0
        for key in sorted((key for key in self._keys if key.row == row), key=lambda key: key.column):
            left, right = self._span(key, width)
            if left > x:
                segments.append(Segment(" " * (left - x), self.rich_style))
            segments.extend(self._cell(key, right - left, line, height))
            x = right
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _cell(self, key: Key, width: int, line: int, height: int) -> list[Segment]:
        edge = self.rich_style
        if line == height - 1 and height > 1:
            # The last row of each key is the gap to the next one; fingers may land on it.
            return [Segment(" " * width, edge)]
        label = self._label(key) if line == (height - 1) // 2 else ""
        room = width - 1 - cell_len(label)
        words = " " * (room // 2) + label + " " * (room - room // 2)
        return [Segment(words, self._look(key)), Segment(" ", edge)]

    def _look(self, key: Key) -> Style:
        theme = self._theme
        if key == self._down:
            return Style(color=theme("on-primary"), bgcolor=theme("foreground"), bold=True)
        if key.sends == FINISH:
            look = Style(color=theme("on-primary"), bgcolor=theme("primary"), bold=True)
        else:
            muted = self._unlikely(key.sends)
            look = Style(color=theme("muted" if muted else "foreground"), bgcolor=theme("panel"), bold=not muted)
        if key == self._at and self.has_focus:
            look += Style(reverse=True)
        return look

    def _label(self, key: Key) -> str:
        texts = texts_of(self)
        if key.sends == SPECIALS:
            return texts("keypad-specials" if self._keys is LETTERS else "keypad-letters")
        if key.sends in (RUB, CLEAR, FINISH):
            return texts(f"keypad-{key.sends}")
        return "—" if key.sends == DASH else key.sends

    def _theme(self, name: str) -> str:
        return self.app.theme_variables[name]
