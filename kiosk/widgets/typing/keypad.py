"""The keypad of a plate, in one painted widget: digits as on a telephone at the left, letters at the right.

Where a window is slim or upright, the digits stand in one row above the letters, and the keys are wider. In large print
there is one of the two at a time, with a key to the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from textual.geometry import Region, Size
from textual.timer import Timer

from kiosk.domain.plate import SPECIAL
from kiosk.widgets.ground.footer import LARGE_PRINT
from kiosk.widgets.ground.targets import Target, Targets
from kiosk.widgets.ground.words import texts_of
from kiosk.widgets.typing.pad import CLEAR, RUB_OUT, Pad

MORE = "more"
"""Name of the key to the letters of special plates and back."""

ZONE = "zone"
"""Name of the key from letters to digits and back, in large print."""

AFTER_THE_LETTER = 0.02
"""Seconds: what is done at once would hold up the terminal that shows the letter, on a machine with few cores."""

_DIGITS = (("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9"), (CLEAR, "0", RUB_OUT))
_DIGITS_ABOVE = tuple("1234567890")
_LETTERS = tuple(tuple(row) for row in ("ABCDEFGHI", "JKLMNOPQR", "STUVWXYZ"))
_TYPING = tuple(key for row in (*_DIGITS, *_LETTERS, SPECIAL) for key in row if len(key) == 1)
_COLUMNS, _ACROSS, _STACKED = 12, 9, 5
"""Keys in a row of digits and letters, in one of only letters; and the rows of a keypad with digits above letters."""
_ZONE_GAP = 2
"""Columns between digits and letters, at least; the last column of keys ends where the page does."""
_ROOMY = 20
"""Rows of a page from which keys are three rows high."""
_ABOVE, _ABOVE_STACKED = 10, 13
"""Rows that the title and the boxes want above the keys before keys grow any higher; and those with an offer below."""
_ABOVE_LARGE = 5
"""The same in large print, where a window is low: the keys come first there."""
_TOOLS = 0.14
"""Share of the width of each key at the left of the actions, below the letters."""
_ACTION = 3
"""Rows of the actions that stand on the free place at the lower right."""


class Keypad(Pad):
    """A key that no series goes on with is drawn faint. It still types: old plates carry what new series leave out."""

    tools = frozenset({CLEAR, RUB_OUT, MORE, ZONE})

    def __init__(self, can_follow: Callable[[str], bool], *, id: str | None = None) -> None:
        """Make a keypad; `can_follow` says of a character whether it is to be drawn in full."""
        super().__init__(id=id)
        self._can_follow = can_follow
        self._special = False
        self._digits = False
        """Whether the digits are shown, in large print."""
        self._faint = self._unlikely()
        self._soon: Timer | None = None

    def update_keys_soon(self) -> None:
        """Draw them anew once the letter that changes them is on the screen, and for many at once, once."""
        if self._soon is None:
            self._soon = self.set_timer(AFTER_THE_LETTER, self.update_keys)

    def update_keys(self) -> None:
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

    @property
    def _large(self) -> bool:
        return self.screen.has_class(LARGE_PRINT)

    def _letters(self) -> tuple[tuple[str, ...], ...]:
        """Return three rows of keys, an empty name for none."""
        if self._special:
            return tuple(SPECIAL), (), (*[""] * 8, MORE)
        return *_LETTERS[:2], (*_LETTERS[2], MORE)

    def _in_rows(self, size: Size, rows: Sequence[Sequence[str]], tools: Sequence[str], foot: int) -> list[Target]:
        """Return keys that share out the width row by row, above `foot` rows with the tools beside the actions."""
        height = max(1, (size.height - foot) // len(rows))
        targets = []
        for row, names in enumerate(rows):
            # All of the width is shared out, the last column of ground lies outside.
            across = max(len(names), 0 if names and names[0] in _DIGITS_ABOVE else _ACROSS)
            edges = [column * (size.width + 1) // across for column in range(across + 1)]
            targets += [
                Target(name, Region(left, row * height, right - left, height))
                for name, (left, right) in zip(names, pairwise(edges), strict=False)
                if name
            ]
        below, wide = len(rows) * height, int((size.width + 1) * _TOOLS)
        return targets + [Target(name, Region(at * wide, below, wide, foot)) for at, name in enumerate(tools)]

    def lay_out(self, size: Size) -> list[Target]:
        if self._large:
            rows = (_DIGITS_ABOVE[:5], _DIGITS_ABOVE[5:]) if self._digits else self._letters()
            return self._in_rows(size, rows, (CLEAR, RUB_OUT, ZONE), _ACTION)
        if self._stacked:
            foot = size.height // _STACKED
            return self._in_rows(size, (_DIGITS_ABOVE, *self._letters()), (CLEAR, RUB_OUT), foot)
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
        if self._large:
            tall = _ABOVE_STACKED if self._stacked else _ABOVE - 2  # no air around the hint
            above = tall if self.screen.has_class("-tall") else _ABOVE_LARGE
            return max(3 * 3, min(3 * 6, container.height - above - _ACTION) // 3 * 3) + _ACTION
        if self._stacked:
            return _STACKED * min(5, max(3, (container.height - _ABOVE_STACKED) // _STACKED))
        key = 2 if container.height < _ROOMY else min(5, max(3, (container.height - _ABOVE) // len(_DIGITS)))
        return key * len(_DIGITS) + _spare(key)

    def words(self, name: str) -> str:
        if name not in self.tools:
            return name
        if (name == MORE and self._special) or (name == ZONE and self._digits):
            return texts_of(self)("plate-key-letters")
        if name == ZONE:
            return texts_of(self)("plate-key-digits")
        return texts_of(self)(f"plate-key-{name}")

    def on_targets_chosen(self, event: Targets.Chosen) -> None:
        event.stop()
        if event.name in {CLEAR, RUB_OUT}:
            self.post_message(self.Tool(event.name))
            return
        if event.name == ZONE:
            self._digits = not self._digits
            self.rearrange()
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
