"""A QR code on standard output, drawn the way the screen draws it."""

from __future__ import annotations

from kiosk.platform.terminal.kind import TerminalKind
from kiosk.widgets.codes.qr_matrix import LEAST_QUIET, QrMatrix
from kiosk.widgets.codes.qr_prints import HALF_BLOCKS, LARGEST, PRINTS, Shape, cells, largest, painted

# Black and white of the 256-colour cube: the sixteen basic colours are the user's to change, these are not.
_BLACK, _WHITE = 16, 231
_RESET = "\x1b[0m"


class TooSmallError(ValueError):
    """The window cannot hold the code. `needs` is the least it would take, in columns and rows."""

    def __init__(self, needs: tuple[int, int]) -> None:
        super().__init__(f"the window is too small: the code takes {needs[0]} columns and {needs[1]} rows")
        self.needs = needs


def printed(
    code: QrMatrix, columns: int, rows_free: int, kind: TerminalKind = TerminalKind.UNKNOWN, *, colours: bool = True
) -> str:
    """Return lines that print `code` as large as it fits, at most two columns a module; raise `TooSmallError`.

    Without `colours`, for a file, it is plain text: dark modules are ink, and what lies below is taken for light.
    """
    shape = largest(code, columns, rows_free, PRINTS[kind], at_most=LARGEST)
    if shape is None:
        least = cells(1) if kind is TerminalKind.CONSOLE else HALF_BLOCKS
        raise TooSmallError(Shape(least, LEAST_QUIET).area(code))
    lines = []
    for row in painted(code, shape):
        if not colours:
            lines.append("".join("█" * len(run.text) if run.paper else run.text for run in row))
            continue
        found = "".join(f"\x1b[38;5;{_colour(run.ink)};48;5;{_colour(run.paper)}m{run.text}" for run in row)
        lines.append(found + _RESET)
    return "\n".join(lines) + "\n"


def _colour(dark: bool) -> int:
    return _BLACK if dark else _WHITE
