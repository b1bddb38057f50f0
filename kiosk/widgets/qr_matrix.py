"""QR codes as matrices, and how large one can stand in a space of a terminal. Pure: nothing here knows a screen."""

from __future__ import annotations

from dataclasses import dataclass

from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode

QUIET = 4
"""Light modules around the code, as ISO/IEC 18004 asks for. On a dark panel a code without them is never read."""


LARGEST = 2
"""Columns of a module beside other things. Larger codes ask for more distance, not for less effort."""


class TooLongError(ValueError):
    """More text than the largest QR code holds."""


@dataclass(frozen=True, slots=True)
class QrMatrix:
    """One code. `modules` are rows of dark (True) and light modules, without the quiet zone."""

    version: int
    modules: tuple[tuple[bool, ...], ...]

    @property
    def side(self) -> int:
        """Return how many modules the code measures with its quiet zone."""
        return len(self.modules) + 2 * QUIET

    def area(self, scale: int) -> tuple[int, int]:
        """Return the columns and rows it takes at `scale` columns a module; a cell is two columns high."""
        return self.side * scale, -(-self.side * scale // 2)

    def fits(self, columns: int, rows: int, *, at_most: int | None = None) -> int:
        """Return the largest scale that stands in a space in full, 0 if none does.

        Scale 1 is a module of one column and half a row; beyond it only even scales are used, whose modules are whole
        cells: painted backgrounds, read from every terminal.
        """
        whole = max(0, min(columns // self.side, 2 * rows // self.side)) // 2 * 2
        if at_most is not None:
            whole = min(whole, at_most // 2 * 2)
        if whole:
            return whole
        wide, high = self.area(1)
        return int(wide <= columns and high <= rows)

    def pixels(self, scale: int) -> list[list[bool]]:
        """Return the picture with its quiet zone: rows of half-cell height, an even number, dark ones True."""
        blank = [False] * (self.side * scale)
        edge = [False] * (QUIET * scale)
        # A spare half row goes on top: the finder patterns then stand on their cells as phones read them best where a
        # font leaves hairlines (measured in xterm, 8 to 14 pt).
        picture = [list(blank) for _ in range(QUIET * scale + self.side * scale % 2)]
        for row in self.modules:
            line = [*edge, *(dark for dark in row for _ in range(scale)), *edge]
            picture.extend(list(line) for _ in range(scale))
        return picture + [list(blank) for _ in range(QUIET * scale)]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a code stands on a page: its scale, 0 for nowhere, and whether the words go below instead of beside it."""

    scale: int
    below: bool = False


def place(code: QrMatrix, columns: int, rows: int, *, beside: int, below: int) -> Place:
    """Return the place of the largest code that leaves its words `beside` columns next to it or `below` rows under it.

    Beside is taken where both are as large.
    """
    left = code.fits(columns - beside, rows, at_most=LARGEST)
    above = code.fits(columns, rows - below, at_most=LARGEST)
    return Place(left) if left >= above else Place(above, below=True)


def encode(text: str) -> QrMatrix:
    """Return the smallest code for `text` at error correction M; raise `TooLongError`.

    Capitals, digits and ` $%*+-./:` take 5.5 bits a character, all else 8 for each byte of UTF-8.
    """
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    # Whole, not in chunks of modes: a link of one mode is shortest as it is.
    code.add_data(text, optimize=0)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError) as error:
        raise TooLongError("too long for a QR code") from error
    return QrMatrix(code.version, tuple(tuple(map(bool, row)) for row in code.modules))
