"""What is typed or scanned for a page that has yet to come.

A visitor who types a plate on the welcome page goes on typing while the plate page is made, or while a guest is first
asked to read a picture. None of it is lost, and none of it goes to a page that happens to lie in between, until the
typing has paused.
"""

from __future__ import annotations

PAUSE = 1.0
"""Seconds for which a page has stood there, and nothing was typed, after which it is typed into that page."""


class TypedAhead:
    """Characters on their way to a page. Moments are seconds of one monotonic clock."""

    def __init__(self) -> None:
        self._text: str | None = None
        self._scan = ""
        self._last = 0.0

    def begin(self, text: str, now: float) -> None:
        """Keep what is typed from now on, behind `text`."""
        self._text, self._scan, self._last = text, "", now

    def forget(self) -> None:
        """Let all of it come to nothing."""
        self._text, self._scan = None, ""

    def type(self, character: str, now: float, *, seen: float) -> bool:
        """Take a character if it is on its way.

        A page that has been on the screen for `seen` seconds, nought for none, gets what does not follow at once.
        """
        if not self._is_on(now, seen=seen):
            return False
        self._text, self._last = (self._text or "") + character, now
        return True

    def rub_out(self, now: float, *, seen: float) -> bool:
        """Take the last character away, as `type` takes one."""
        if not self._is_on(now, seen=seen):
            return False
        self._text, self._last = (self._text or "")[:-1], now
        return True

    def scan(self, text: str, now: float, *, seen: float) -> bool:
        """Take a scan, whose first characters were taken for typing: it stands for all of it."""
        if not self._is_on(now, seen=seen):
            return False
        self._text, self._scan, self._last = "", text, now
        return True

    def taken(self) -> tuple[str, str]:
        """Return what was typed and what was scanned, for the page that has come; nothing is on its way any more."""
        text, scan = self._text or "", self._scan
        self.forget()
        return text, scan

    def _is_on(self, now: float, *, seen: float) -> bool:
        return self._text is not None and min(seen, now - self._last) <= PAUSE
