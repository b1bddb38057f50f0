"""The kiosk that started this backend: when it goes, however it goes, the backend goes too."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress


class Parent:
    """A process that lives as long as our standard input is open. Until `at_its_end` says how, ours ends at once."""

    def __init__(self) -> None:
        # What is being prepared is one transaction or another: begun anew at the next start.
        self._end: Callable[[], object] = _now
        threading.Thread(target=self._wait, name="parent", daemon=True).start()

    def at_its_end(self, end: Callable[[], object]) -> None:
        """Call `end`, in a thread of its own, once the parent has gone."""
        self._end = end

    def _wait(self) -> None:
        with suppress(OSError):  # no standard input at all: no parent either
            while os.read(0, 1024):
                pass
        self._end()


def _now() -> None:
    os._exit(0)
