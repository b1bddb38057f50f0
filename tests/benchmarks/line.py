"""A terminal line that is timed: bytes are looked at as they come and no screen is drawn from them."""

from __future__ import annotations

import os
import select
import time

from tests.terminal.pty import PATIENCE, Terminal

QUIET = 0.05
"""Seconds without output after which a program is done with what it was told."""


class Line(Terminal):
    """A program on a terminal, for measuring: drawing its screen in Python would take longer than the program."""

    def answered(self, keys: str) -> float:
        """Type, and return the seconds until the first output."""
        began = time.perf_counter()
        self.send(keys)
        if not self._wait_and_read(PATIENCE):
            raise AssertionError("no answer to a key")
        return time.perf_counter() - began

    def shows(self, keys: str, mark: str) -> float:
        """Type, and return the seconds until `mark` has been written."""
        since = len(self.raw)
        began = time.perf_counter()
        if keys:
            self.send(keys)
        self.reads(mark, since)
        return time.perf_counter() - began

    def reads(self, mark: str, since: int = 0) -> None:
        """Read until `mark` has been written, after the first `since` bytes."""
        wanted = mark.encode()
        deadline = time.monotonic() + PATIENCE
        while self.raw.find(wanted, since) < 0:
            if not self._wait_and_read(deadline - time.monotonic()):
                raise AssertionError(f"no {mark!r} in {bytes(self.raw[since:])[-2000:]!r}")

    def settles(self) -> None:
        """Read until the program is quiet."""
        while select.select([self._master], [], [], QUIET)[0]:
            self._read()

    def _read(self) -> bool:
        try:
            data = os.read(self._master, 65536)
        except OSError:  # EIO: nobody holds the other side any more
            return False
        self.raw += data
        return bool(data)
