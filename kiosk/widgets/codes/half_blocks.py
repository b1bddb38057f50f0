"""Pictures made of half cells: pixels of one column and half a row, painted so that terminals leave no gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple


class Run(NamedTuple):
    """Cells of one style. `ink` and `paper` say for the glyph and for what is behind it whether they are dark."""

    text: str
    ink: bool
    paper: bool


def runs(upper: Sequence[bool], lower: Sequence[bool]) -> Iterator[Run]:
    """Yield one row of cells that shows two rows of pixels.

    A cell of one colour is a space on that background, which every terminal fills to the edge. Only a cell of two
    colours is a glyph: dark upper halves on a light background or dark lower halves, never a light glyph on dark, so
    that a font that does not fill its cell makes dark modules a little smaller and never joins two of them.
    """
    for (top, bottom), cells in groupby(zip(upper, lower, strict=True)):
        count = len(list(cells))
        if top == bottom:
            yield Run(" " * count, not top, top)
        else:
            yield Run(("▀" if top else "▄") * count, True, False)


def rows(pixels: Sequence[Sequence[bool]]) -> Iterator[list[Run]]:
    """Yield the rows of cells of a picture of an even number of pixel rows."""
    for y in range(0, len(pixels), 2):
        yield list(runs(pixels[y], pixels[y + 1]))
