"""The ways in which a terminal shows a QR code's modules, and the largest one that a space holds.

Only the size of a module decides from how far a phone reads it, so a space gets the largest print that stands in it.
Which prints a terminal shows without gaps is in `TerminalKind`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from kiosk.platform.terminal.bitmap import Bitmap
from kiosk.platform.terminal.kind import TerminalKind
from kiosk.widgets.codes.half_blocks import Run
from kiosk.widgets.codes.qr_matrix import LEAST_QUIET, QUIET, QrMatrix

LARGEST = Fraction(2)
"""Columns of a module beside other things. Larger codes ask for more distance, not for less effort."""


@dataclass(frozen=True, slots=True)
class Print:
    """A cell is divided into `across` by `down` pixels; a module is `width` by `height` of them."""

    across: int
    down: int
    width: int
    height: int
    as_picture: bool = False
    """Whether the pixels are the terminal's own, which characters do not reach."""

    @property
    def size(self) -> Fraction:
        """Return the shorter side of a module, in columns; a row is two columns high."""
        return min(Fraction(self.width, self.across), Fraction(2 * self.height, self.down))

    def area(self, side: int) -> tuple[int, int]:
        """Return the columns and rows that `side` modules take in both directions."""
        return -(-side * self.width // self.across), -(-side * self.height // self.down)


_SMALL = Fraction(3, 2)
"""Columns of a module up to which a picture's white gives way."""

HALF_BLOCKS = Print(1, 2, 1, 1)
"""One column by half a row: ▀▄."""
THREE_QUARTERS = Print(1, 4, 2, 3)
"""Two columns by three quarters of a row: ▂▄▆. A cell has one edge at most."""
SEXTANTS = Print(2, 3, 3, 2)
"""One and a half columns by two thirds of a row: 🬀 to 🬻, two by three pixels a cell."""
SMALL_SEXTANTS = Print(2, 3, 2, 1)
"""One column by a third of a row: for windows that hold no half blocks."""


PRINTS: Mapping[TerminalKind, tuple[Print, ...]] = {
    TerminalKind.UNKNOWN: (HALF_BLOCKS,),
    TerminalKind.FILLS: (HALF_BLOCKS, THREE_QUARTERS),
    TerminalKind.DRAWS: (HALF_BLOCKS, THREE_QUARTERS, SEXTANTS, SMALL_SEXTANTS),
    TerminalKind.GAPS: (HALF_BLOCKS,),
    TerminalKind.CONSOLE: (),
}
"""What a terminal shows so that phones read it, beside whole cells, which every one does."""


LEAST_PIXELS = 4
"""Pixels of a module that cameras still tell from the next on a panel of a hundred to the inch."""

MOST_PIXELS = 1000
"""The longest side of a picture that xterm takes, which cuts off what is beyond."""


def prints_of(kind: TerminalKind, cell: tuple[int, int] | None) -> Sequence[Print]:
    """Return the prints of a terminal; with the pixels of a `cell`, in which it shows pictures, only these."""
    if cell is None:
        return PRINTS[kind]
    across, down = cell
    return [Print(across, down, side, side, as_picture=True) for side in range(LEAST_PIXELS, MOST_PIXELS // 21 + 1)]


def cells(scale: int) -> Print:
    """Return the print whose modules are whole cells, `scale` rows high: painted backgrounds, read from everywhere."""
    return Print(1, 1, 2 * scale, scale)


@dataclass(frozen=True, slots=True)
class Shape:
    """A print, and how many light modules stand around the code."""

    print: Print
    quiet: int = QUIET

    def area(self, code: QrMatrix) -> tuple[int, int]:
        """Return the columns and rows that a code takes in this shape."""
        return self.print.area(code.side(self.quiet))


def largest(
    code: QrMatrix, columns: int, rows: int, prints: Iterable[Print], *, at_most: Fraction | None = None
) -> Shape | None:
    """Return the shape with the largest modules that stands in a space in full, None if none does.

    Whole cells are always among them. Of shapes with equal modules, it is the one with the widest quiet zone, and of
    these, one that is no picture.
    """
    most = max(1, min(columns // (2 * len(code.modules)), rows // len(code.modules)))

    def may(shape: Shape) -> bool:
        one = shape.print
        if not one.as_picture:
            return True
        # A step is one pixel here: less white is for small modules, of which each counts.
        small = one.size < _SMALL or shape.quiet == QUIET
        return small and one.height * len(code.modules) <= MOST_PIXELS

    shapes = (
        Shape(one, quiet)
        for one in (*prints, *(cells(scale) for scale in range(1, most + 1)))
        if at_most is None or one.size <= at_most
        for quiet in range(QUIET, LEAST_QUIET - 1, -1)
    )

    def stands(shape: Shape) -> bool:
        wide, high = shape.area(code)
        return wide <= columns and high <= rows

    def worth(shape: Shape) -> tuple[Fraction, int, bool]:
        # Cells need no picture where they are as large.
        return shape.print.size, shape.quiet, not shape.print.as_picture

    return max((shape for shape in shapes if may(shape) and stands(shape)), key=worth, default=None)


def largest_with_a_line(code: QrMatrix, columns: int, rows: int, prints: Sequence[Print]) -> Shape | None:
    """Return the largest shape in a space that leaves a line for words, if that costs no size."""
    without, beside = largest(code, columns, rows, prints), largest(code, columns, rows - 1, prints)
    return beside if beside and without and beside.print.size == without.print.size else without


@dataclass(frozen=True, slots=True)
class Place:
    """Where a code stands on a page: its shape, None for nowhere, and whether the words go below instead of beside."""

    shape: Shape | None
    below: bool = False


def place(code: QrMatrix, columns: int, rows: int, prints: Sequence[Print], *, beside: int, below: int) -> Place:
    """Return the place of the largest code that leaves its words `beside` columns next to it or `below` rows under it.

    Beside is taken where both are as large.
    """
    left = largest(code, columns - beside, rows, prints, at_most=LARGEST)
    above = largest(code, columns, rows - below, prints, at_most=LARGEST)
    return Place(left) if _size(left) >= _size(above) else Place(above, below=True)


def _size(shape: Shape | None) -> Fraction:
    return Fraction(0) if shape is None else shape.print.size


def pictured(code: QrMatrix, shape: Shape) -> tuple[tuple[int, int], Bitmap]:
    """Return the picture of a code in a shape of pixels, and the column and row of its cell in the shape's area."""
    one = shape.print
    _, rows = shape.area(code)
    left = shape.quiet * one.width
    # What is spare goes on top, as with characters.
    top = rows * one.down - (code.side(shape.quiet) - shape.quiet) * one.height
    at = left // one.across, top // one.down
    return at, Bitmap(code.modules, one.width, one.height, left % one.across, top % one.down)


def painted(code: QrMatrix, shape: Shape) -> list[list[Run]]:
    """Return the rows of cells of a code and its quiet zone."""
    rows = list(_pixels(code, shape))
    across, down = shape.print.across, shape.print.down
    lines = []
    for y in range(0, len(rows), down):
        band = rows[y : y + down]
        found = (
            _cell(shape.print, tuple(row[x + right] for row in band for right in range(across)))
            for x in range(0, len(band[0]), across)
        )
        lines.append([Run(cell.text * len(list(same)), cell.ink, cell.paper) for cell, same in groupby(found)])
    return lines


def _pixels(code: QrMatrix, shape: Shape) -> Iterator[Sequence[bool]]:
    """Yield rows of pixels, dark ones True, as many and as long as whole cells take."""
    how, side = shape.print, code.side(shape.quiet)
    wide, high = how.area(side)
    wide, high = wide * how.across, high * how.down
    edge = [False] * (shape.quiet * how.width)
    # What is spare goes on top: the finder patterns then stand on their cells as phones read them best where a font
    # leaves hairlines (measured in xterm, 8 to 14 pt).
    for _ in range(high - side * how.height + shape.quiet * how.height):
        yield [False] * wide
    for row in code.modules:
        line = [*edge, *(dark for dark in row for _ in range(how.width)), *edge]
        line += [False] * (wide - len(line))
        for _ in range(how.height):
            yield line
    for _ in range(shape.quiet * how.height):
        yield [False] * wide


def _cell(how: Print, pixels: tuple[bool, ...]) -> Run:
    """Return one cell. One of a single colour is a space on that background, which terminals fill to the edge."""
    if len(set(pixels)) == 1:
        return Run(" ", not pixels[0], pixels[0])
    if how.across == 2:
        value = sum(1 << index for index, dark in enumerate(pixels) if dark)
        return Run(_SEXTANTS[value], True, False)
    if how.down == 2:
        # Never a light glyph on dark: a font that does not fill its cell then makes dark modules a little smaller, and
        # never joins two of them.
        return Run("▀" if pixels[0] else "▄", True, False)
    below = pixels[::-1].index(pixels[0])
    return Run(_LOWER[below], pixels[-1], pixels[0])


_LOWER = " ▂▄▆"
"""By how many quarters of a cell, from below."""

_SEXTANTS = [" "] + [
    "▌" if value == 21 else "▐" if value == 42 else chr(0x1FAFF + value - (value > 21) - (value > 42))
    for value in range(1, 63)
]
"""By the pixels that are dark: left to right, then down; the first is worth 1. Unicode leaves the two halves out."""
