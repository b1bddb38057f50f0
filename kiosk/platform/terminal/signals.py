"""Leaving when the system says so: within two seconds, with the terminal as it was found."""

from __future__ import annotations

import contextlib
import os
import signal
import termios
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)

PATIENCE = 1.8
"""Seconds that the app has for leaving by itself."""

_POLL_EVERY = 0.005
"""Seconds between two tries of a terminal that is busy."""

RESTORE = (
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l"  # no mouse reports
    "\x1b[?2004l\x1b[?1004l\x1b[?2026l\x1b[<u"  # no paste markers, no focus reports, no held frame, the plain keyboard
    "\x1b[0m\x1b[?7h\x1b[?1049l\x1b[?25h"  # plain text, wrapped, on the screen that was there before, with a cursor
)
"""What undoes everything that the app or its splash asks of a terminal."""

_undone_by: list[str] = []
"""What undoes the rest, on a terminal that has said that it knows it."""

_found: dict[int, list[Any]] = {}
"""How each terminal line was before the app took it: code that ends the process has to put it back so."""


class Leaving:
    """Ends the app on a signal or on a dead terminal, and the process if the app does not manage to."""

    def __init__(self, end: Callable[[], object], fileno: int) -> None:
        """Remember how to `end` the app (called from any thread) and how the terminal at `fileno` was found."""
        self._end = end
        with contextlib.suppress(termios.error):  # no terminal: nothing to put back
            _found[fileno] = termios.tcgetattr(fileno)
        self._begun = False

    def on_signals(self) -> None:
        """Leave on each of `SIGNALS`. Only from the main thread; what hears them is a thread of its own.

        Python runs a handler in the main thread, as soon as that has time. This has to work when it never has.
        """
        heard, written = os.pipe()
        os.set_blocking(written, False)
        signal.set_wakeup_fd(written, warn_on_full_buffer=False)
        for number in SIGNALS:
            signal.signal(number, _left_to_the_listener)
        threading.Thread(target=self._listen, args=(heard,), name="kiosk-signals", daemon=True).start()

    def leave(self) -> None:
        if self._begun:
            return
        self._begun = True
        last_resort = threading.Timer(PATIENCE, self._leave_now)
        last_resort.daemon = True
        last_resort.start()
        self._end()

    def _listen(self, heard: int) -> None:
        while set(SIGNALS).isdisjoint(os.read(heard, 64)):
            pass
        self.leave()

    def _leave_now(self) -> None:
        """End the process from outside the app's loop, which is stuck: perhaps on a terminal that takes no more."""
        restore_terminal()
        os._exit(0)


def _left_to_the_listener(number: int, frame: FrameType | None) -> None:
    pass


def leave_during_start() -> None:
    """Leave quietly on a signal that comes before the app listens to signals itself."""

    def leave(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  the signature of a handler
        restore_terminal()
        os._exit(0)

    for number in SIGNALS:
        signal.signal(number, leave)


def undone_by(command: str) -> None:
    """Have the terminal put back with one more command than every terminal takes."""
    if command not in _undone_by:
        _undone_by.append(command)


def restore_terminal(output: int = 2, within: float = 0.1) -> None:
    """Put the terminal, written to by `output`, back as far as it takes orders; wait so many seconds, never raise.

    It takes none as long as a frame is on its way to it, which another thread of the app may be writing.
    """
    # An error means that there is no terminal any more, and nothing to put back.
    with contextlib.suppress(OSError, termios.error):
        for fileno, attributes in _found.items():
            termios.tcsetattr(fileno, termios.TCSANOW, attributes)
        if not os.isatty(output):
            return  # a file or a pipe has no use for it
        os.set_blocking(output, False)
        end = time.monotonic() + within
        rest = "".join((*_undone_by, RESTORE)).encode()
        while rest:
            try:
                rest = rest[os.write(output, rest) :]
            except BlockingIOError:
                if time.monotonic() > end:
                    break
                time.sleep(_POLL_EVERY)
        os.set_blocking(output, True)
