"""What a kiosk needs of the machine: Python, a terminal, colours, letters, the time."""

from __future__ import annotations

import fcntl
import locale
import math
import os
import platform
import shutil
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from kiosk.clock import Clock, SystemClock
from kiosk.commands.findings import Finding, broken, doubtful, fine
from kiosk.platform.terminal.kind import Graphics, TerminalKind, ask

LEAST = ((64, 16), (54, 24))
"""Columns and rows of the smallest windows that the pages are made for."""

LEAST_CAPITAL, LEAST_KEY = 4.8, 20.0
"""Millimetres of a capital letter and of a key: EN 301 549 §8.3, and Colle and Hiszem 2004."""

_INCH = 25.4
_KEY_COLUMNS, _KEY_ROWS_FROM = 5, 27
"""Columns of the narrowest key, and rows of a window from which keys are three rows high."""

_BUILT = datetime(2026, 11, 1, tzinfo=UTC)
"""A clock before this program was written is wrong."""


def python() -> Finding:
    return fine("python", version=platform.python_version(), name=platform.python_implementation())


def terminal() -> Finding:
    name = os.environ.get("TERM", "")
    if not all(os.isatty(stream) for stream in (0, 1)):
        # Not a failure of the machine: a report may be sent to a file.
        return doubtful("terminal", "none")
    if name in {"", "dumb"}:
        return broken("terminal", "dumb", name=name)
    return fine("terminal", name=name)


def colours() -> Finding:
    if os.environ.get("COLORTERM", "") in {"truecolor", "24bit"} or "direct" in os.environ.get("TERM", ""):
        return fine("colours", count="16,777,216")
    if "256" in os.environ.get("TERM", "") or os.environ.get("TERM", "").startswith(("xterm-kitty", "foot")):
        return fine("colours", count="256")
    # The codes need black and white that are really black and white.
    return doubtful("colours", "few")


def codes() -> Finding:
    """Ask the terminal what it is, and tell whether phones read a QR code from it."""
    kind, graphics = ask(0, 1)
    if graphics is not Graphics.NONE:
        return fine("codes")  # pixels leave no gaps
    if kind is TerminalKind.UNKNOWN:
        return doubtful("codes", "unknown")
    if kind is TerminalKind.GAPS:
        return doubtful("codes", "gaps")
    if kind is TerminalKind.CONSOLE:
        return doubtful("codes", "console")
    return fine("codes")


def utf8() -> Finding:
    name = locale.getpreferredencoding(False)
    if name.lower().replace("-", "") == "utf8" and sys.stdout.encoding.lower().replace("-", "") == "utf8":
        return fine("utf8", name=name)
    return broken("utf8", "other", name=name)


def size() -> Finding:
    columns, rows = shutil.get_terminal_size((0, 0))
    if columns == 0:
        return doubtful("size", "unknown")
    if not any(columns >= wide and rows >= high for wide, high in LEAST):
        return broken("size", "small", size=f"{columns}×{rows}", least="×".join(map(str, LEAST[0])))
    return fine("size", size=f"{columns}×{rows}")


@dataclass(frozen=True, slots=True)
class Window:
    """A window that fills its panel: columns and rows, and as many pixels."""

    columns: int
    rows: int
    wide: int
    high: int


def window() -> Window | None:
    """Ask the terminal how large its window is in cells and pixels (TIOCGWINSZ); None where it does not say."""
    for stream in (1, 0):
        try:
            packed = fcntl.ioctl(stream, termios.TIOCGWINSZ, bytes(8))
        except OSError:
            continue
        rows, columns, wide, high = struct.unpack("HHHH", packed)
        if rows and columns and wide and high:
            return Window(columns, rows, wide, high)
    return None


def sizes(window: Window, inches: float) -> tuple[float, float]:
    """Return the height of a capital letter and the least side of a key, in millimetres.

    `inches` is the diagonal of the panel, whose pixels are square. A capital of Noto Sans Mono is 0.714 em high and
    0.6 em wide with its gap; keys are five columns wide at least, and three rows high where it has 27.
    """
    pixel = inches * _INCH / math.hypot(window.wide, window.high)
    across, down = (pixel * window.wide / window.columns, pixel * window.high / window.rows)
    return across * 0.714 / 0.6, min(_KEY_COLUMNS * across, (3 if window.rows >= _KEY_ROWS_FROM else 2) * down)


def letters(inches: float) -> Iterator[Finding]:
    """Tell how large letters and keys are on a panel of that diagonal; nothing for 0, where it is not known."""
    if not inches:
        return
    seen = window()
    if seen is None:
        yield doubtful("letters", "unknown")
        return
    capital, key = sizes(seen, inches)
    said = {"capital": f"{capital:.1f}", "key": f"{key:.0f}", "inches": f"{inches:g}"}
    small = capital < LEAST_CAPITAL or key < LEAST_KEY
    yield doubtful("letters", "small", **said) if small else fine("letters", **said)


def fonts() -> Finding:
    """Look for a Chinese font, where this machine draws the window itself."""
    if "SSH_CONNECTION" in os.environ:
        return doubtful("fonts", "elsewhere")
    finder = shutil.which("fc-list")
    if finder is None:
        return doubtful("fonts", "unknown")
    try:
        found = subprocess.run(  # noqa: S603  no word of it comes from outside
            [finder, ":lang=zh-tw", "family"],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=20,
            check=True,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return doubtful("fonts", "unknown")
    families = sorted({line.partition(",")[0] for line in found.splitlines() if line.strip()})
    return fine("fonts", name=families[0]) if families else broken("fonts", "none")


def clock(clock: Clock | None = None) -> Finding:
    now = (clock or SystemClock()).now()
    if now < _BUILT:
        return broken("clock", "past", now=f"{now:%Y-%m-%d %H:%M} UTC")
    return fine("clock", now=f"{now:%Y-%m-%d %H:%M} UTC")
