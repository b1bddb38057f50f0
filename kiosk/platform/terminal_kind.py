"""Which terminal this is, as far as it matters for a QR code: what it does with block characters.

The terminal is asked (XTVERSION), never `TERM`, which says what a program may send and not what the window shows.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import struct
import termios
import time
import tty
from enum import Enum, auto

ASK = "\x1b[>q"
"""XTVERSION. Terminals that do not know it say nothing."""

ANSWER_BEGINS, ANSWER_ENDS = "\x1bP>|", "\x1b\\"
LONGEST = 256
"""Characters of an answer that is taken for one."""

_KDGKBTYPE = 0x4B33
"""Asks which keyboard a Linux console has; nothing else answers (console_ioctl(2))."""


class TerminalKind(Enum):
    """What a terminal does with block characters, measured with pictures of its windows."""

    UNKNOWN = auto()
    """It does not say, or is one that stands in front of another, as tmux does."""
    FILLS = auto()
    """Its blocks fill the cell."""
    DRAWS = auto()
    """It draws blocks and sextants itself, whatever the font."""
    GAPS = auto()
    """Blocks come from the font and leave gaps: a phone near by reads painted cells only."""
    CONSOLE = auto()
    """The Linux console: painted cells only."""


_KINDS = {
    "kitty": TerminalKind.DRAWS,
    "foot": TerminalKind.DRAWS,
    "vte": TerminalKind.DRAWS,
    "konsole": TerminalKind.DRAWS,
    "alacritty": TerminalKind.FILLS,
    "wezterm": TerminalKind.FILLS,
    "ghostty": TerminalKind.FILLS,
    "xterm": TerminalKind.GAPS,
    "st": TerminalKind.GAPS,
}


def kind_of(name: str) -> TerminalKind:
    """Return the kind of a terminal that calls itself `kitty(0.42.1)` or `Konsole 25.04.2`."""
    first = re.match(r"[A-Za-z]+", name)
    return _KINDS.get(first[0].lower(), TerminalKind.UNKNOWN) if first else TerminalKind.UNKNOWN


def is_console(fileno: int) -> bool:
    """Whether this is a console of Linux itself, which would not answer."""
    try:
        fcntl.ioctl(fileno, _KDGKBTYPE, struct.pack("b", 0))
    except OSError:
        return False
    return True


def ask(reading: int, writing: int, patience: float = 0.3) -> TerminalKind:
    """Ask the terminal before anything else reads from it, and wait `patience` seconds at most.

    What is typed meanwhile is lost. Not for the kiosk itself, whose driver asks while the first page is painted.
    """
    if not (os.isatty(reading) and os.isatty(writing)):
        return TerminalKind.UNKNOWN
    if is_console(writing):
        return TerminalKind.CONSOLE
    try:
        before = termios.tcgetattr(reading)
        tty.setcbreak(reading)
    except termios.error:
        return TerminalKind.UNKNOWN
    try:
        os.write(writing, ASK.encode())
        return kind_of(answer_in(_heard(reading, time.monotonic() + patience)) or "")
    finally:
        termios.tcsetattr(reading, termios.TCSANOW, before)


def answer_in(text: str) -> str | None:
    """Return what a terminal calls itself in a text that holds its whole answer, else None."""
    _, found, rest = text.partition(ANSWER_BEGINS)
    name, ended, _ = rest.partition(ANSWER_ENDS)
    return name if found and ended and len(name) <= LONGEST else None


def _heard(fileno: int, until: float) -> str:
    heard = b""
    while (left := until - time.monotonic()) > 0 and select.select([fileno], [], [], left)[0]:
        data = os.read(fileno, 1024)
        heard += data
        if not data or answer_in(heard.decode("utf-8", "replace")) is not None or len(heard) > LONGEST:
            break
    return heard.decode("utf-8", "replace")
