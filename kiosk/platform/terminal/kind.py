"""Which terminal this is, as far as it matters for a code: what it does with block characters, and whether with pixels.

The terminal is asked, never `TERM`, which says what a program may send and not what the window shows.
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
from typing import NamedTuple

from kiosk.platform.terminal.answers import Answers, Facts

ASK_NAME = "\x1b[>q"
"""XTVERSION. Terminals that do not know it say nothing."""

ASK = (
    ASK_NAME
    + "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"  # kitty's graphics protocol, with a pixel that it does not keep
    + "\x1b[16t"  # how many pixels a cell has
    + "\x1b[c"  # DA1: sixel is one of the attributes
)
"""All questions to a terminal; each of them is passed over by those that do not know it."""

_MOST = 4096
"""Bytes after which what comes is no answer any more."""

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


class Graphics(Enum):
    """How a terminal shows pictures."""

    NONE = auto()
    KITTY = auto()
    """By kitty's graphics protocol: above the cells, until they are deleted."""
    SIXEL = auto()
    """As sixels: in the place of cells, until these are written to."""


_IN_FRONT = {"tmux", "screen", "zellij"}
"""They stand in front of another terminal, and speak for one that they do not ask."""


def graphics_of(facts: Facts) -> Graphics:
    """Return how a terminal that has said so much shows pictures; none, where it has not said that it does."""
    if facts.name is not None and re.split(r"[^a-z]", facts.name.lower())[0] in _IN_FRONT:
        return Graphics.NONE
    return Graphics.KITTY if facts.kitty else Graphics.SIXEL if facts.sixel else Graphics.NONE


class Known(NamedTuple):
    """What is known of a terminal that was asked."""

    kind: TerminalKind = TerminalKind.UNKNOWN
    graphics: Graphics = Graphics.NONE


def is_console(fileno: int) -> bool:
    """Whether this is a console of Linux itself, which would not answer."""
    try:
        fcntl.ioctl(fileno, _KDGKBTYPE, struct.pack("b", 0))
    except OSError:
        return False
    return True


def ask(reading: int, writing: int, patience: float = 0.3) -> Known:
    """Ask the terminal before anything else reads from it, and wait `patience` seconds at most.

    What is typed meanwhile is lost. Not for the kiosk itself, whose driver asks while the first page is painted.
    """
    if not (os.isatty(reading) and os.isatty(writing)):
        return Known()
    if is_console(writing):
        return Known(TerminalKind.CONSOLE)
    try:
        before = termios.tcgetattr(reading)
        tty.setcbreak(reading)
    except termios.error:
        return Known()
    try:
        os.write(writing, ASK.encode())
        facts = _heard(reading, patience)
        return Known(kind_of(facts.name or ""), graphics_of(facts))
    finally:
        termios.tcsetattr(reading, termios.TCSANOW, before)


def _heard(fileno: int, patience: float) -> Facts:
    """Return what was answered until the last question's answer came, which every terminal has."""
    answers = Answers(0)
    until = time.monotonic() + patience
    most = _MOST
    while not answers.complete and most > 0:
        left = until - time.monotonic()
        if left <= 0 or not select.select([fileno], [], [], left)[0]:
            break
        data = os.read(fileno, 1024)
        if not data:
            break
        most -= len(data)
        answers.taken(data.decode("utf-8", "replace"), 0)
    return answers.facts
