"""Code 39 on the screen: black on white whatever the theme, never clipped, never too low for a reader."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset, Size
from textual.strip import Strip

from kiosk.domain import code39
from kiosk.platform.terminal.bitmap import Bitmap
from kiosk.platform.terminal.pictures import Pictured

RATIOS = (3, 2)
"""Narrow bars in a wide one, the best first: three are read from farther away, two take fewer columns."""

NARROW = 2
"""Pixels of a narrow bar that should be left before fewer codes stand on a page at a time."""

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


@dataclass(frozen=True, slots=True)
class Bars:
    """How codes are drawn: a narrow bar is `narrow` pixels of a cell of `across` by `down`."""

    ratio: int
    narrow: int = 1
    across: int = 2
    down: int = 4
    as_picture: bool = False
    """Whether the pixels are the terminal's own; else a bar is half a cell, which is twice as high as wide."""

    def columns(self, characters: int) -> int:
        """Return the columns of a code with its quiet zones."""
        return math.ceil(code39.length(characters, ratio=self.ratio) * self.narrow / self.across)

    def rows(self, characters: int) -> int:
        """Return the least rows of its bars."""
        return math.ceil(code39.length(characters, ratio=self.ratio) * self.narrow * code39.LOWEST / self.down)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How many codes stand on a page at a time, and how they are drawn; `close` without a line of air below each."""

    bars: Bars
    at_once: int
    close: bool = False


def fitted(lengths: Sequence[int], space: Size, cell: tuple[int, int] | None) -> Arrangement | None:
    """Return how codes of so many characters stand in a space, in pixels where there are any; None if they cannot.

    The line of letters below the bars is in it. Bars are as wide as lets all of them stand there, and where that leaves
    them too thin, fewer at a time.
    """
    if cell is not None:
        found = max(_pictured(lengths, space, cell), key=_worth, default=None)
        if found is not None:
            return found
    for ratio in RATIOS:
        bars = Bars(ratio)
        if bars.columns(max(lengths)) <= space.width:
            for at_once in range(len(lengths), 0, -1):
                page = Arrangement(bars, at_once)
                if height(page, lengths) <= space.height:
                    return page
            return None
    return None


def height(page: Arrangement, lengths: Sequence[int]) -> int:
    """Return the rows of the highest codes that stand on a page together, with their letters and a line below."""
    highest = sorted(map(page.bars.rows, lengths))[-page.at_once :]
    return sum(highest) + page.at_once * (1 if page.close else 2)


def _pictured(lengths: Sequence[int], space: Size, cell: tuple[int, int]) -> Iterator[Arrangement]:
    across, down = cell
    widest = space.width * across // code39.length(max(lengths), ratio=RATIOS[0])
    for narrow in range(1, widest + 1):
        for at_once in range(1, len(lengths) + 1):
            for close in (False, True):
                page = Arrangement(Bars(RATIOS[0], narrow, across, down, as_picture=True), at_once, close)
                if height(page, lengths) <= space.height:
                    yield page


def _worth(page: Arrangement) -> tuple[bool, int, int, bool]:
    return page.bars.narrow >= NARROW, page.at_once, page.bars.narrow, not page.close


class BarCode(Pictured):
    """One code and, below it, what it says in letters."""

    DEFAULT_CSS = "BarCode { width: auto; height: auto; }"

    def __init__(self, text: str, *, id: str | None = None) -> None:
        """Draw `text`; raise `NotCode39Error`."""
        super().__init__(id=id)
        self.text = text
        self._how: Bars | None = None
        self._bars = self._letters = Strip([])
        self._picture: tuple[Offset, Bitmap] | None = None
        code39.modules(text)

    def draw(self, how: Bars | None) -> None:
        """Draw the code; without, there is nothing to see. Ask `fitted` before: none is to be clipped."""
        if how == self._how:
            return
        self._how = how
        self.display = how is not None
        self._picture = None
        if how is not None:
            wide = how.columns(len(self.text))
            self._letters = Strip([Segment(self.text.center(wide), _PAPER)])
            if how.as_picture:
                self._bars = Strip([Segment(" " * wide, _PAPER)])
                self._picture = self._pictured(how)
            else:
                self._bars = self._of_cells(how)
        self.refresh(layout=True)

    def _of_cells(self, how: Bars) -> Strip:
        quiet = (False,) * code39.QUIET
        drawn = (*quiet, *code39.modules(self.text, ratio=how.ratio), *quiet, False)
        pairs = zip(drawn[0::2], drawn[1::2], strict=False)
        runs = [(_CELLS[pair], len(list(run))) for pair, run in groupby(pairs)]
        return Strip([Segment(glyph * count, style) for (glyph, style), count in runs]).crop(
            0, how.columns(len(self.text))
        )

    def _pictured(self, how: Bars) -> tuple[Offset, Bitmap]:
        column, left = divmod(code39.QUIET * how.narrow, how.across)
        high = how.rows(len(self.text)) * how.down
        return Offset(column, 0), Bitmap((code39.modules(self.text, ratio=how.ratio),), how.narrow, high, left)

    def pictures(self) -> Iterable[tuple[Offset, Bitmap]]:
        return () if self._picture is None else (self._picture,)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return self._bars.cell_length

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self._rows + 1 if self._how else 0

    @property
    def _rows(self) -> int:
        return self._how.rows(len(self.text)) if self._how else 0

    def render_line(self, y: int) -> Strip:
        return self._bars if y < self._rows else self._letters
