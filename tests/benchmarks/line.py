"""A terminal line that is timed: bytes are looked at as they come, and a screen is drawn from them only when asked."""

from __future__ import annotations

import select
import time

from rich.cells import cell_len

from tests.patience import PATIENCE
from tests.terminal.pty import Terminal

QUIET = 0.05
"""Seconds without output after which a program is done with what was typed."""


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

    def listens(self, seconds: float) -> None:
        """Read what comes within some seconds, the first piece of it."""
        self._wait_and_read(seconds)

    def settles(self) -> None:
        """Read until the program is quiet."""
        while select.select([self._master], [], [], QUIET)[0]:
            self._read()

    def touch(self, words: str, *, last: bool = False) -> float:
        """Touch the first or last place where some words stand, as a mouse reports it; return when that was."""
        rows = list(enumerate(self.text.splitlines(), start=1))
        for row, line in reversed(rows) if last else rows:
            before, found, _ = line.rpartition(words) if last else line.partition(words)
            if found:
                # A wide character takes two cells; the screen's text has an empty one after it.
                column = cell_len(before) + 2
                began = time.perf_counter()
                self.send(f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m")
                return began
        raise AssertionError(f"{words!r} is not on the screen:\n{self.text}")

    @property
    def text(self) -> str:
        waiting, self._waiting = self._waiting, b""
        super()._draw(waiting)
        return super().text

    _waiting = b""

    def _draw(self, data: bytes) -> None:
        self._waiting += data
