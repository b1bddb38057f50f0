"""The keypad of a plate, in one painted widget: digits as on a telephone at the left, letters at the right.

Where a window is slim or upright, the digits stand in one row above the letters, and the keys are wider.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from textual.geometry import Region, Size
from textual.timer import Timer

from kiosk.domain.plate import SPECIAL
from kiosk.widgets.pad import CLEAR, RUB_OUT, Pad
from kiosk.widgets.targets import Target, Targets
from kiosk.widgets.words import texts_of

MORE = "more"
"""Name of the key to the letters of special plates and back."""

AFTER_THE_LETTER = 0.02
"""Seconds: what is done at once would hold up the terminal that shows the letter, on a machine with few cores."""

_DIGITS = (("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9"), (CLEAR, "0", RUB_OUT))
_DIGITS_ABOVE = tuple("1234567890")
_LETTERS = tuple(tuple(row) for row in ("ABCDEFGHI", "JKLMNOPQR", "STUVWXYZ"))
_TYPING = tuple(key for row in (*_DIGITS, *_LETTERS, SPECIAL) for key in row if len(key) == 1)
_COLUMNS, _ACROSS, _STACKED = 12, 9, 5
"""Keys in a row of digits and letters, in one of letters alone; and the rows of a keypad with digits above letters."""
_ZONE_GAP = 2
"""Columns between digits and letters, at least; the last column of keys ends where the page does."""
_ROOMY = 20
"""Rows of a page from which keys are three rows high."""
_ABOVE = 12
"""Rows that the title and the boxes want above the keys before keys grow any higher."""
_TOOL = 7 / 50
"""Share of the width of each of the two keys at the left of the actions, below the letters."""
_ACTION = 3
"""Rows of the actions that stand on the free place at the lower right."""


class Keypad(Pad):
    """A key that no series goes on with is drawn faint. It still types: old plates carry what new series leave out."""

    tools = frozenset({CLEAR, RUB_OUT, MORE})

    def __init__(self, can_follow: Callable[[str], bool], *, id: str | None = None) -> None:
        """Make a keypad; `can_follow` says of a character whether it is to be drawn in full."""
        super().__init__(id=id)
        self._can_follow = can_follow
        self._special = False
        self._faint = self._unlikely()
        self._soon: Timer | None = None

    def look_soon(self) -> None:
        """Draw them anew once the letter that changes them is on the screen, and for many at once, once."""
        if self._soon is None:
            self._soon = self.set_timer(AFTER_THE_LETTER, self.look)

    def look(self) -> None:
        """Draw those keys anew that have become faint, or no longer are."""
        if self._soon is not None:
            self._soon.stop()
            self._soon = None
        before, self._faint = self._faint, self._unlikely()
        changed = [target.region for target in self.targets if target.name in before ^ self._faint]
        if changed:
            self.refresh(*changed)

    def _unlikely(self) -> frozenset[str]:
        return frozenset(key for key in _TYPING if not self._can_follow(key))

    @property
    def _stacked(self) -> bool:
        """Whether the digits stand above the letters."""
        return self.screen.has_class("-portrait") or self.screen.has_class("-slim")

    def _stacked_keys(self, size: Size) -> list[Target]:
        height = max(1, size.height // _STACKED)
        rows = (tuple(SPECIAL), (), (*[""] * 8, MORE)) if self._special else (*_LETTERS[:2], (*_LETTERS[2], MORE))
        targets = []
        for row, names in enumerate((_DIGITS_ABOVE, *rows)):
            across = len(_DIGITS_ABOVE) if row == 0 else _ACROSS
            # All of the width is shared out, the last column of ground lies outside.
            edges = [column * (size.width + 1) // across for column in range(across + 1)]
            targets += [
                Target(name, Region(left, row * height, right - left, height))
                for name, (left, right) in zip(names, pairwise(edges), strict=False)
                if name
            ]
        below, wide = (_STACKED - 1) * height, int((size.width + 1) * _TOOL)
        return targets + [
            Target(name, Region(column * wide, below, wide, height)) for column, name in enumerate((CLEAR, RUB_OUT))
        ]

    def lay_out(self, size: Size) -> list[Target]:
        if self._stacked:
            return self._stacked_keys(size)
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

    def component(self, name: str) -> str:
        return "pad--faint" if name in self._faint else super().component(name)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows of four rows of keys, each as high as a page of that height has room for."""
        if self._stacked:
            return _STACKED * min(5, max(3, (container.height - _ABOVE) // _STACKED))
        key = 2 if container.height < _ROOMY else min(5, max(3, (container.height - _ABOVE) // len(_DIGITS)))
        return key * len(_DIGITS) + _spare(key)

    def words(self, name: str) -> str:
        if name not in self.tools:
            return name
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
            self._turn(special=not self._special)

    def leave_special(self) -> bool:
        """Go back to the ordinary letters; return whether there was anything to leave."""
        left = self._special
        self._turn(special=False)
        return left

    def _turn(self, *, special: bool) -> None:
        if self._special != special:
            self._special = special
            self.rearrange()


def _spare(key: int) -> int:
    """Return the rows left free below low keys, so that the actions cover none of them."""
    return max(0, _ACTION - key)
