"""Bytes of a terminal are read whatever they are.

Textual's parser of them ends the app on numbers that are no code points (`ESC[9999999u`), and its driver on a byte that
is not UTF-8; a paste that is never ended (`ESC[200~`) has it swallow all keys from then on, and a report of a size in
pixels, which a scanner can forge, has it divide the place of every click that follows. Here a parser that stumbles is
replaced, pastes are marked in their stream of keys instead of collected, and no size in pixels is believed.

https://github.com/Textualize/textual/issues/6456, https://github.com/Textualize/textual/issues/6668
"""

from __future__ import annotations

from collections.abc import Iterable

from textual import _xterm_parser, events
from textual._parser import ParseError
from textual.message import Message

_PASTE_START = _xterm_parser.BRACKETED_PASTE_START
_PASTE_END = _xterm_parser.BRACKETED_PASTE_END

# Without the two, the parser passes the markers of a paste on instead of swallowing all keys until the second comes.
_xterm_parser.SPECIAL_SEQUENCES = {_xterm_parser.FOCUSIN, _xterm_parser.FOCUSOUT}


class PasteMarker(events.Key):
    """The start or the end of a paste, on its way from the parser."""

    def __init__(self, sequence: str) -> None:
        super().__init__("paste", None)
        self.starts = sequence == _PASTE_START


class _Parser(_xterm_parser.XTermParser):
    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        if sequence in (_PASTE_START, _PASTE_END):
            return [PasteMarker(sequence)]
        return super()._sequence_to_key_events(sequence, alt)


_STUMBLES = (ArithmeticError, LookupError, TypeError, ValueError, RuntimeError, ParseError)
"""What the parser raises at numbers that are no code points, and at whatever else it cannot read."""


class HardyParser:
    """Reads a terminal's text. It never raises; what cannot be read is lost with what came in the same piece."""

    def __init__(self) -> None:
        self._parser = _Parser()

    def feed(self, text: str) -> list[Message]:
        """Return what `text` means, as far as that is known by now."""
        found: list[Message] = []
        try:
            found.extend(self._parser.feed(text) if text else ())
        except _STUMBLES:
            self._parser = _Parser()  # it cannot go on, a new one can
        self._parser.mouse_pixels = False
        return found

    def tick(self) -> list[Message]:
        """Return what silence means: a lone escape key."""
        try:
            return list(self._parser.tick())
        except _STUMBLES:
            self._parser = _Parser()
            return []
