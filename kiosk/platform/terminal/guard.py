"""The last gate before the terminal: whatever a widget paints, no control character of data goes through.

Textual passes ESC, OSC 52 (write to the clipboard), 8-bit C1 codes, bidi and zero-width characters to the terminal,
even with `markup=False`: Rich takes out only BEL, BS, VT, FF and CR. Texts are cleaned where they enter the program as
well; this guard is for text that was not sanitised.
"""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from kiosk.domain.text import clean


class ControlGuard(LineFilter):
    """Rewrites each painted line. The last of an app's filters, so that it sees what the terminal would."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            segment
            if segment.text.isascii()
            and segment.text.isprintable()
            and (segment.style is None or not segment.style.link)
            else _guarded(segment)
            for segment in segments
        ]


def painted(text: str) -> str:
    """Return `text` as it may be painted: clean, on one line, and as many cells wide as the layout counted for it."""
    safe = clean(text)
    if safe == text and "\n" not in text and "\t" not in text:
        return text
    return set_cell_size(safe.replace("\n", " ").replace("\t", " "), cell_len(text))


def _guarded(segment: Segment) -> Segment:
    style = segment.style
    if style is not None and style.link:
        # A hyperlink's address is data too, and goes out inside an escape sequence (OSC 8).
        style = style.update_link(None)
    return Segment(painted(segment.text), style)
