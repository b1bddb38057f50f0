"""Latin letters, digits and signs: for names, addresses and passwords where there is no keyboard."""

from __future__ import annotations

from textual.geometry import Region, Size

from kiosk.widgets.ground.targets import Target, Targets
from kiosk.widgets.ground.words import texts_of
from kiosk.widgets.typing.pad import RUB_OUT, Pad

CAPITAL, SIGNS, SPACE = "capital", "signs", "space"
"""Names of the keys that only this pad has."""

_DIGITS = (*"1234567890", RUB_OUT)
_LETTERS = (_DIGITS, tuple("qwertyuiop-"), tuple("asdfghjkl_@"), (CAPITAL, *"zxcvbnm.", SPACE, SIGNS))
_SIGNS = (_DIGITS, tuple("!\"#$%&'()*+"), tuple(",-./:;<=>?@"), (*"[\\]^_`{|}~", SIGNS))
_COLUMNS = len(_LETTERS[0])


class LettersPad(Pad):
    """The rows of a telephone's keyboard, which people know. A touch leaves the focus in the field.

    `capital` makes the next letter a capital one, as telephones do; `signs` changes between letters and signs.
    """

    DEFAULT_CSS = "LettersPad { width: 100%; height: 8; }"
    tools = frozenset({RUB_OUT, CAPITAL, SIGNS, SPACE})
    draws_large = False  # there are no drawings of small letters and signs

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._capital = False
        self._signs = False

    def lay_out(self, size: Size) -> list[Target]:
        rows = _SIGNS if self._signs else _LETTERS
        height = max(1, size.height // len(rows))
        # All of the width is shared out, the last column of ground lies outside.
        edges = [column * (size.width + 1) // _COLUMNS for column in range(_COLUMNS + 1)]
        return [
            Target(name, Region(edges[column], row * height, edges[column + 1] - edges[column], height))
            for row, names in enumerate(rows)
            for column, name in enumerate(names)
        ]

    def component(self, name: str) -> str:
        return "pad--chosen" if name == CAPITAL and self._capital else super().component(name)

    def words(self, name: str) -> str:
        if name == SIGNS and self._signs:
            return texts_of(self)("pad-letters")
        if name in self.tools:
            return texts_of(self)(f"pad-{name}")
        return name.upper() if self._capital else name

    def on_targets_chosen(self, event: Targets.Chosen) -> None:
        event.stop()
        if event.name == SIGNS:
            self._signs, self._capital = not self._signs, False
            self.rearrange()
        elif event.name == CAPITAL:
            self._turn(capital=not self._capital)
        elif event.name == RUB_OUT:
            self.post_message(self.Tool(event.name))
        else:
            self.post_message(self.Typed(" " if event.name == SPACE else self.words(event.name)))
            self._turn(capital=False)

    def _turn(self, *, capital: bool) -> None:
        if capital != self._capital:
            self._capital = capital
            self.refresh()
