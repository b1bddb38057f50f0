"""What comes in from the terminal: bytes into keys, clicks and pastes, whatever the bytes are.

A scanner in keyboard mode types what is printed on a visitor's paper, so every byte sequence gets here sooner or later.
Beneath it, `xterm_parser` works around what Textual's own reading of them cannot stand; here floods are stopped, pastes
end by themselves, and reports that can be forged go no further.
"""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator

from textual import events
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

from kiosk.domain.text import REPLACEMENT, clean
from kiosk.platform.terminal.answers import Answers, Facts
from kiosk.platform.textual.xterm_parser import HardyParser, PasteMarker

BYTES_AT_ONCE = 16_384
BYTES_A_SECOND = 32_768
"""More than a mouse in motion sends; the parser needs 0.2 s for the first burst."""

KEYS_AT_ONCE = 600
KEYS_A_SECOND = 100
"""A scanner types a few hundred keys at once and a finger thirty a second; the screen keeps up with two thousand."""

QUIET = 0.2
"""Seconds of silence that end a flood."""

PASTE_LIMIT = 1024
"""Characters of a paste that are kept."""

PASTE_PAUSE = 0.1
"""Seconds of silence that end a paste without an end: what a finger types is slower."""

PASTE_LONGEST = 2.0

_PASSED = (events.MouseEvent, TerminalSupportsSynchronizedOutput)
"""Reports of focus, size and cursor stop here: a scanner can forge them, and the kiosk needs none of them."""


class _Bucket:
    """An allowance that refills with time."""

    def __init__(self, size: int, a_second: float, now: float) -> None:
        self._size, self._a_second = size, a_second
        self._left, self._seen = float(size), now

    def take(self, amount: int, now: float) -> bool:
        self._left = min(self._size, self._left + (now - self._seen) * self._a_second)
        self._seen = now
        if amount > self._left:
            return False
        self._left -= amount
        return True


class TerminalInput:
    """Reads a terminal's bytes. Call `feed` with each read and `tick` at least twenty times a second."""

    def __init__(self, now: float) -> None:
        self.floods = 0
        """How often input came faster than anybody types, and was thrown away."""
        self._answers = Answers(now)
        self._bytes = _Bucket(BYTES_AT_ONCE, BYTES_A_SECOND, now)
        self._keys = _Bucket(KEYS_AT_ONCE, KEYS_A_SECOND, now)
        self._last = now
        self._flooded = False
        self._paste: list[str] | None = None
        self._paste_began = now
        self._start_anew()

    @property
    def facts(self) -> Facts:
        """Return what the terminal has said of itself."""
        return self._answers.facts

    def asked(self, now: float) -> None:
        """Note that the terminal has just been asked what it is."""
        self._answers.asked(now)

    def feed(self, data: bytes, now: float) -> Iterator[Message]:
        """Yield what `data` means at `now` (seconds, monotonic). Never raises, whatever the bytes are."""
        yield from self.tick(now)
        self._last = now
        if not self._flooded and not self._bytes.take(len(data), now):
            self._flood()
        if not self._flooded:
            yield from self._sorted(self._parser.feed(self._answers.taken(self._decode(data), now)), now)

    def tick(self, now: float) -> Iterator[Message]:
        """Yield what silence means: a lone escape key, the end of an unterminated paste, the end of a flood."""
        silence = now - self._last
        if held := self._answers.tick(silence):
            yield from self._sorted(self._parser.feed(held), now)
        if self._flooded and silence >= QUIET:
            self._flooded = False
            self._start_anew()
        if not self._flooded:
            yield from self._sorted(self._parser.tick(), now)
        if self._paste is not None and (silence >= PASTE_PAUSE or now - self._paste_began >= PASTE_LONGEST):
            yield from self._pasted()

    def _start_anew(self) -> None:
        self._decode = getincrementaldecoder("utf-8")(errors="replace").decode
        self._parser = HardyParser()

    def _flood(self) -> None:
        self._flooded = True
        self.floods += 1

    def _sorted(self, messages: Iterable[Message], now: float) -> Iterator[Message]:
        for message in messages:
            if isinstance(message, PasteMarker):
                yield from self._pasted()
                if message.starts:
                    self._paste, self._paste_began = [], now
            elif isinstance(message, events.Key):
                if self._meant(message, now):
                    yield message
            elif isinstance(message, _PASSED):
                yield message

    def _meant(self, key: events.Key, now: float) -> bool:
        """Say whether a key goes to the app; part of a paste and of a flood do not."""
        if self._paste is not None:
            if key.character and len(self._paste) < PASTE_LIMIT:
                self._paste.append(key.character)
            return False
        if self._flooded:
            return False
        if not self._keys.take(1, now):
            self._flood()
            return False
        return _typable(key)

    def _pasted(self) -> Iterator[Message]:
        text, self._paste = clean("".join(self._paste or ())), None
        if text:
            yield events.Paste(text)


def _typable(key: events.Key) -> bool:
    """Say whether a key is intended input: not half a character, not an invisible one."""
    character = key.character
    return (
        character is None
        or character.isascii()
        or (character != REPLACEMENT and clean(f"a{character}") == f"a{character}")
    )
