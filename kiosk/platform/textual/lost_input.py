"""A terminal that has gone is noticed.

Textual's driver reads on from a terminal that is gone: nothing comes, at once, again and again, with one core busy and
the app alive without a terminal. Here nothing read means that it has gone, and a silent one is asked now and then.

https://github.com/Textualize/textual/pull/6690
"""

from __future__ import annotations

import os
import termios


def read(fileno: int) -> bytes:
    """Return what a terminal has to say, and nothing if it has gone."""
    try:
        return os.read(fileno, 4096)
    except OSError:  # EIO: the other side of the terminal was closed
        return b""


def answers(fileno: int) -> bool:
    """Say whether a terminal is still there."""
    try:
        termios.tcgetattr(fileno)
    except termios.error:
        return False
    return True
