"""The keypad of a plate: digits as on a telephone at the left, letters at the right, in one painted widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message as Event

from kiosk.domain.plate import SPECIAL
from kiosk.widgets.targets import State, Target, Targets, cap
from kiosk.widgets.words import texts_of

CLEAR, RUB_OUT, MORE = "clear", "rub-out", "more"
"""Names of the keys that type nothing."""

_DIGITS = (("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9"), (CLEAR, "0", RUB_OUT))
_LETTERS = tuple(tuple(row) for row in ("ABCDEFGHI", "JKLMNOPQR", "STUVWXYZ"))
_TYPING = tuple(key for row in (*_DIGITS, *_LETTERS, SPECIAL) for key in row if len(key) == 1)
_COLUMNS = 12
_ZONE_GAP = 2
"""Columns between digits and letters, at least; the last column of keys ends where the page does."""
_ROOMY = 20
"""Rows of a page from which keys are three rows high."""
_ABOVE = 12
"""Rows that the title and the boxes want above the keys before keys grow any higher."""
_ACTION = 3
"""Rows of the actions that stand on the free place at the lower right."""


class Keypad(Targets):
    """Keys of six columns by three rows where the window allows: 20 mm on a 15-inch panel (Colle and Hiszem 2004).

    A key that no series goes on with is drawn faint. It still types: old plates carry what new series leave out.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keypad--key", "keypad--faint", "keypad--tool"}
    DEFAULT_CSS = """
    Keypad {
        height: auto; background: $background;
        & > .keypad--key { background: $panel; color: $foreground; text-style: bold; }
        & > .keypad--faint { background: $faint; color: $muted; }
        & > .keypad--tool { background: $panel; color: $foreground; }
    }
    """
    pause = 0.0

    @dataclass
    class Typed(Event):
        """A key that types a character."""

        character: str

    @dataclass
    class Tool(Event):
        """`CLEAR` or `RUB_OUT`."""

        name: str

    def __init__(self, can_follow: Callable[[str], bool], *, id: str | None = None) -> None:
        """Make a keypad; `can_follow` says of a character whether it is to be drawn in full."""
        super().__init__(id=id)
        self._can_follow = can_follow
        self._special = False
        self._faint = self._unlikely()

    def look(self) -> None:
        """Draw those keys anew that have become faint, or no longer are."""
        before, self._faint = self._faint, self._unlikely()
        changed = [target.region for target in self.targets if target.name in before ^ self._faint]
        if changed:
            self.refresh(*changed)

    def _unlikely(self) -> frozenset[str]:
        return frozenset(key for key in _TYPING if not self._can_follow(key))

    def lay_out(self, size: Size) -> list[Target]:
        width = max(3, min(9, (size.width + 1 - _ZONE_GAP) // _COLUMNS))
        height = max(1, (size.height - _spare(size.height // len(_DIGITS))) // len(_DIGITS))
        letters_at = size.width + 1 - 9 * width
        rows = (tuple(SPECIAL),) if self._special else _LETTERS
        keys = [(name, column * width, row) for row, names in enumerate(_DIGITS) for column, name in enumerate(names)]
        keys += [
            (name, letters_at + column * width, row)
            for row, names in enumerate(rows)
            for column, name in enumerate(names)
        ]
        keys.append((MORE, letters_at + 8 * width, 2))
        return [Target(name, Region(x, row * height, width, height)) for name, x, row in keys]

    def paint(self, target: Target, y: int, state: State) -> list[Segment]:
        if target.name in {CLEAR, RUB_OUT, MORE}:
            component, words = "keypad--tool", self._words(target.name)
        else:
            component = "keypad--faint" if target.name in self._faint else "keypad--key"
            words = target.name
        edge = None if component == "keypad--faint" else self.edge
        return cap([words], y, target.region.size, self.face(component, state), self.ground, edge)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows of four rows of keys, each as high as a page of that height has room for."""
        key = 2 if container.height < _ROOMY else min(5, max(3, (container.height - _ABOVE) // len(_DIGITS)))
        return key * len(_DIGITS) + _spare(key)

    def _words(self, name: str) -> str:
        if name == MORE and self._special:
            return texts_of(self)("plate-key-letters")
        return texts_of(self)(f"plate-key-{name}")

    def on_targets_chosen(self, event: Targets.Chosen) -> None:
        event.stop()
        if event.name in {CLEAR, RUB_OUT}:
            self.post_message(self.Tool(event.name))
            return
        if event.name != MORE:
            self.post_message(self.Typed(event.name))
        if event.name == MORE or event.name in SPECIAL:
            self._special = not self._special
            self.rearrange()


def _spare(key: int) -> int:
    """Return the rows left free below low keys, so that the actions cover none of them."""
    return max(0, _ACTION - key)
