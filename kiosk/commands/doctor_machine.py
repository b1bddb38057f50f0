"""What a kiosk needs of the machine: Python, a terminal, colours, letters, the time."""

from __future__ import annotations

import locale
import os
import platform
import shutil
import subprocess
import sys
from datetime import UTC, datetime

from kiosk.clock import Clock, SystemClock
from kiosk.commands.findings import Finding, broken, doubtful, fine
from kiosk.platform.terminal_kind import Graphics, TerminalKind, ask

LEAST = ((64, 16), (54, 24))
"""Columns and rows of the smallest windows that the pages are made for."""

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


def fonts() -> Finding:
    """Look for a Chinese font, where this machine draws the window itself."""
    if "SSH_CONNECTION" in os.environ:
        return doubtful("fonts", "elsewhere")
    finder = shutil.which("fc-list")
    if finder is None:
        return doubtful("fonts", "unknown")
    try:
        found = subprocess.run(  # noqa: S603  no word of it comes from outside
            [finder, ":lang=zh-tw", "family"], capture_output=True, text=True, timeout=20, check=True
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
