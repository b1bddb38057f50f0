"""Code 39 on the screen, in cells: black on white whatever the theme, never clipped, never too low for a reader."""

from __future__ import annotations

import math
from itertools import groupby

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from kiosk.domain import code39

RATIOS = (3, 2)
"""Narrow bars in a wide one, the best first: three are read from farther away, two take fewer columns."""

_BLACK, _WHITE = "#000000", "#ffffff"
_PAPER = Style(color=_BLACK, bgcolor=_WHITE)
_INK = Style(color=_WHITE, bgcolor=_BLACK)
# Never a white glyph on black: a font that does not fill its cell then makes bars thinner, and joins none.
_CELLS = {
    (False, False): (" ", _PAPER),
    (True, True): (" ", _INK),
    (True, False): ("▌", _PAPER),
    (False, True): ("▐", _PAPER),
}


def columns(characters: int, ratio: int) -> int:
    """Return the columns of a code with its quiet zones; a cell is two narrow bars wide."""
    return math.ceil(code39.length(characters, ratio=ratio) / 2)


def rows(wide: int) -> int:
    """Return the least rows of bars that so many columns long are; a cell is twice as high as wide."""
    return math.ceil(wide * code39.LOWEST / 2)


def ratio_for(longest: int, room: int) -> int:
    """Return the ratio at which a code of so many characters stands in so many columns, 0 if at none."""
    return next((ratio for ratio in RATIOS if columns(longest, ratio) <= room), 0)


class BarCode(Widget):
    """One code and, below it, what it says in letters."""

    DEFAULT_CSS = "BarCode { width: auto; height: auto; }"

    def __init__(self, text: str, *, id: str | None = None) -> None:
        """Draw `text`; raise `NotCode39Error`."""
        super().__init__(id=id)
        self.text = text
        self._ratio = 0
        self._bars = self._letters = Strip([])

    def draw(self, ratio: int) -> None:
        """Draw the code at a ratio; at 0 there is nothing to see. Ask `ratio_for` before: none is to be clipped."""
        if ratio == self._ratio:
            return
        self._ratio = ratio
        self.display = bool(ratio)
        if ratio:
            quiet = (False,) * code39.QUIET
            drawn = (*quiet, *code39.modules(self.text, ratio=ratio), *quiet, False)
            pairs = zip(drawn[0::2], drawn[1::2], strict=False)
            wide = columns(len(self.text), ratio)
            runs = [(_CELLS[pair], len(list(run))) for pair, run in groupby(pairs)]
            self._bars = Strip([Segment(glyph * count, style) for (glyph, style), count in runs]).crop(0, wide)
            self._letters = Strip([Segment(self.text.center(wide), _PAPER)])
        self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return self._bars.cell_length

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return rows(self._bars.cell_length) + 1 if self._ratio else 0

    def render_line(self, y: int) -> Strip:
        return self._bars if y < rows(self._bars.cell_length) else self._letters
