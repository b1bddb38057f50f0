"""A QR code on standard output, drawn the way the screen draws it."""

from __future__ import annotations

from kiosk.widgets.half_blocks import rows
from kiosk.widgets.qr_matrix import QrMatrix

# Black and white of the 256-colour cube: the sixteen basic colours are the user's to change, these are not.
_BLACK, _WHITE = 16, 231
_RESET = "\x1b[0m"


class TooSmallError(ValueError):
    """The window cannot hold the code. `needs` is the least it would take, in columns and rows."""

    def __init__(self, needs: tuple[int, int]) -> None:
        super().__init__(f"the window is too small: the code takes {needs[0]} columns and {needs[1]} rows")
        self.needs = needs


def printed(code: QrMatrix, columns: int, rows_free: int) -> str:
    """Return lines that print `code` as large as it fits, at most two columns a module; raise `TooSmallError`."""
    scale = code.fits(columns, rows_free, at_most=2)
    if not scale:
        raise TooSmallError(code.area(1))
    lines = []
    for row in rows(code.pixels(scale)):
        cells = "".join(f"\x1b[38;5;{_colour(run.ink)};48;5;{_colour(run.paper)}m{run.text}" for run in row)
        lines.append(cells + _RESET)
    return "\n".join(lines) + "\n"


def _colour(dark: bool) -> int:
    return _BLACK if dark else _WHITE
