"""A picture of cells, such as a picture code, as rows of the screen and as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kiosk.widgets.codes import half_blocks
from kiosk.widgets.codes.half_blocks import Run

INK = "#"
_MARGIN = 2
"""Columns of white at either side, so that no stroke touches the edge."""
# Black and white of the 256-colour cube: the sixteen basic colours are the user's to change, these are not.
_BLACK, _WHITE = 16, 231
_RESET = "\x1b[0m"


def runs(rows: Sequence[str]) -> Iterator[list[Run]]:
    """Yield the rows of cells of a picture, two of its own rows in each; rows that are too short are filled up."""
    width = max((len(row) for row in rows), default=0)
    margin = [False] * _MARGIN
    pixels = [[*margin, *(cell == INK for cell in row.ljust(width)), *margin] for row in rows]
    if len(pixels) % 2:
        pixels.append([False] * (width + 2 * _MARGIN))
    yield from half_blocks.rows(pixels)


def printed(rows: Sequence[str]) -> str:
    """Return lines that print a picture on a terminal, black on white."""
    lines = []
    for row in runs(rows):
        cells = "".join(f"\x1b[38;5;{_colour(run.ink)};48;5;{_colour(run.paper)}m{run.text}" for run in row)
        lines.append(cells + _RESET)
    return "\n".join(lines) + "\n"


def _colour(dark: bool) -> int:
    return _BLACK if dark else _WHITE
