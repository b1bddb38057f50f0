"""QR codes as matrices. Pure: nothing here knows a screen."""

from __future__ import annotations

from dataclasses import dataclass

from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode

QUIET, LEAST_QUIET = 4, 2
"""Light modules around the code: four as ISO/IEC 18004 asks for, two where that makes room, for what is around them is
white too. On a dark panel a code without any is never read."""


class TooLongError(ValueError):
    """More text than the largest QR code holds."""


@dataclass(frozen=True, slots=True)
class QrMatrix:
    """One code. `modules` are rows of dark (True) and light modules, without the quiet zone."""

    version: int
    modules: tuple[tuple[bool, ...], ...]

    def side(self, quiet: int = QUIET) -> int:
        """Return how many modules the code measures with its quiet zone."""
        return len(self.modules) + 2 * quiet


def encode(text: str) -> QrMatrix:
    """Return the smallest code for `text`; raise `TooLongError`.

    Its error correction is M, which bears that a seventh of it is dirty, or L where that makes it smaller: only the
    size of a module decides how far a phone reads it, the level makes no difference (measured). Capitals, digits and
    ` $%*+-./:` take 5.5 bits a character, all else 8 for each byte of UTF-8.
    """
    dense = _encoded(text, ERROR_CORRECT_L)
    try:
        sturdy = _encoded(text, ERROR_CORRECT_M)
    except TooLongError:
        return dense
    return dense if dense.version < sturdy.version else sturdy


def _encoded(text: str, level: int) -> QrMatrix:
    code = QRCode(error_correction=level, border=0)
    # Whole, not in chunks of modes: a link of one mode is shortest as it is.
    code.add_data(text, optimize=0)
    try:
        # The version first: a code is laid out, and its mask chosen, once.
        code.make(fit=True)
    except (DataOverflowError, ValueError) as error:
        raise TooLongError("too long for a QR code") from error
    return QrMatrix(code.version, tuple(tuple(map(bool, row)) for row in code.modules))
