"""The size of the window is what the terminal says now, and the last word on it is the newest.

Textual asks for a new size and tells it within the signal's handler, and a signal may interrupt the handler of the one
before: the newer size then comes first, and the older one, asked for before, has the last word. It believes `COLUMNS`
and `LINES`, which a shell may have left behind, and asks for sizes among the keys, where a scanner can forge them. Here
the app's own loop asks and tells, only the terminal is asked, and it never answers among the keys.

Not reported: `LinuxDriver.on_terminal_resize` calls `_get_terminal_size` in the signal handler, which is reentrant, and
`shutil.get_terminal_size` prefers the environment to the terminal.
"""

from __future__ import annotations

import asyncio
import os
import signal

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size


class TellsSizesInOrder(LinuxDriver):
    """A driver that tells the sizes of its window one after the other."""

    def start_application_mode(self) -> None:
        loop = asyncio.get_running_loop()
        # Held back, in the threads that are started here for good: only the app's own thread hears of a new size.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGWINCH})
        super().start_application_mode()  # type: ignore[no-untyped-call]
        signal.signal(signal.SIGWINCH, lambda *_: loop.call_soon_threadsafe(self._tell_size))
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGWINCH})

    def _tell_size(self) -> None:
        """Tell the app the size of now, from its own loop, where no other change can come in between."""
        size = Size(*self._get_terminal_size())
        self._app.post_message(events.Resize(size, size))

    def _get_terminal_size(self) -> tuple[int, int]:
        """Ask the terminal, never `COLUMNS` and `LINES`; a line without a size has 80 by 24."""
        try:
            width, height = os.get_terminal_size(self.fileno)
        except OSError:
            return 80, 24
        return width or 80, height or 24

    def _query_in_band_window_resize(self) -> None:
        """Do not ask for sizes among the keys: SIGWINCH tells them, and cannot be forged by a scanner."""
