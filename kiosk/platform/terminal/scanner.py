"""A bar-code scanner that types: a scan is distinguished from typing by its speed, and arrives as one piece.

A scanner in keyboard mode types what is printed on a visitor's paper, with an Enter behind it, into whatever has the
focus: it would pick a provider, confirm a payment, be part of a name. It types faster than anybody: a character every
35 ms at most, six or more of them, and not the same one over and over, as a key that is held does. An office can also
have its scanners type a prefix. A paste whose line end is inside is a scan as well: terminals mark what comes at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual import events
from textual.message import Message

GAP = 0.035
"""Seconds between two characters of a scan, at most."""

LEAST = 6
"""Characters of a scan, at least; of one with a prefix, any number."""

_ENDS = frozenset({"enter", "tab", "ctrl+j"})


class Scanned(Message):
    """Something was scanned."""

    def __init__(self, text: str, *, entered: bool, begun: bool = False) -> None:
        super().__init__()
        self.text = text
        self.entered = entered
        """Whether the scanner typed an Enter behind it."""
        self.begun = begun
        """Whether its beginning went on as keys, and is to be taken back."""


class Scanner:
    """Sorts what comes from a terminal. The first character of a burst goes on at once, so that typing has no delay.

    Those behind it wait until it is known what they are. The receiver of a `Scanned` that has `begun` takes the first
    one back.
    """

    def __init__(self, prefix: str = "", *, on: bool = True) -> None:
        """Sort what is typed into scans, or pass on everything if not `on`."""
        self.prefix, self.on = prefix, on
        self._text = ""
        self._last = float("-inf")
        self._held: list[events.Key] = []
        self._begun = False

    def feed(self, messages: Iterable[Message], now: float) -> Iterator[Message]:
        """Yield what messages of the moment `now` (seconds, monotonic) mean."""
        if not self.on:
            yield from messages
            return
        yield from self.tick(now)
        for message in messages:
            if isinstance(message, events.Key):
                yield from self._key(message, now)
            else:
                yield from self._over()
                yield _pasted(message) if isinstance(message, events.Paste) else message

    def tick(self, now: float) -> Iterator[Message]:
        """Yield what silence means: a burst is over."""
        if now - self._last > GAP:
            yield from self._over()

    @property
    def waits(self) -> bool:
        """Whether characters are held until it is known what they are."""
        return bool(self._held)

    def _key(self, key: events.Key, now: float) -> Iterator[Message]:
        character = key.character or ""
        if character and (character in self.prefix or (character.isascii() and key.is_printable)):
            first, self._last = not self._text, now
            self._begun = self._begun and not first
            self._text += character
            # A key that is held types one character over and over; that is typed, and so is the first one of all.
            if (first and not self.prefix.startswith(character)) or (
                not self._held and not self.prefix and len(set(self._text)) == 1
            ):
                self._begun = True
                yield key
            else:
                self._held.append(key)
        elif self._text and key.key in _ENDS and self._is_scan():
            yield self._scanned(entered=True)
        else:
            yield from self._over()
            yield key

    def _is_scan(self) -> bool:
        if self.prefix and self._text.startswith(self.prefix):
            return True
        return len(self._text) >= LEAST and len(set(self._text)) > 1

    def _scanned(self, *, entered: bool) -> Scanned:
        text, self._text = self._text, ""
        self._held.clear()
        return Scanned(text.removeprefix(self.prefix), entered=entered, begun=self._begun)

    def _over(self) -> Iterator[Message]:
        """Yield what an ended burst was: a scan, or letters that were typed quickly."""
        if self._text and self._is_scan():
            yield self._scanned(entered=False)
            return
        held, self._held, self._text = self._held, [], ""
        yield from held


def _pasted(paste: events.Paste) -> Message:
    """Return what a paste is: with a line end behind one line of it, a scan."""
    text = paste.text.strip()
    ends = paste.text[-1:] in {"\n", "\r", "\t"}
    if ends and text.isascii() and text.isprintable() and len(text) >= LEAST and len(set(text)) > 1:
        return Scanned(text, entered=True)
    return paste
