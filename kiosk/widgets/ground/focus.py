"""The one style of the focus: a heavy frame within what has it, after a key, and none after a touch.

A visitor who touches takes every mark for a choice; one who types has to see where Enter goes. What has been chosen
has another style: filled with the accent, a tick, and the word.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from kiosk.platform.textual.focus_visible import FocusSeenByKeys, used_by_keys


class Focusable(FocusSeenByKeys, can_focus=True):
    """Something that keys can go to. In its style sheets, `:focus` is what CSS calls `:focus-visible`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"focus--line", "focus--fill"}
    DEFAULT_CSS = """
    Focusable > .focus--line { color: $focus; text-style: bold; }
    Focusable > .focus--fill { background: $primary; color: $on-primary; }
    """

    @property
    def focus_shown(self) -> bool:
        """Whether it has the focus, and the visitor uses keys."""
        return self.has_focus and used_by_keys(self)

    def framed(self, line: Sequence[Segment], y: int, height: int) -> list[Segment]:
        """Return line `y` of something `height` rows high, in the frame of the focus. No letter is painted over."""
        strip = Strip(line)
        width = strip.cell_length
        if width < 2:
            return list(line)
        first, inner, last = strip.divide([1, width - 1, width])
        level = height > 1 and y in {0, height - 1}
        sides = "┃┃" if not level else "┗┛" if y else "┏┓"
        if level and _bare(inner):
            inner = Strip([self._part("━" * inner.cell_length, inner)])
        drawn = [
            Strip([self._part(side, piece)]) if _bare(piece) else piece
            for piece, side in zip((first, last), sides, strict=True)
        ]
        return [*drawn[0], *inner, *drawn[1]]

    def _part(self, text: str, ground: Strip) -> Segment:
        """Return a part of the frame on the ground of what it takes the place of."""
        on = next((segment.style.bgcolor for segment in ground if segment.style is not None), None)
        fill = self.get_component_rich_style("focus--fill")
        ink = fill if on == fill.bgcolor else self.get_component_rich_style("focus--line")
        return Segment(text, Style(color=ink.color, bgcolor=on, bold=True))


def _bare(piece: Strip) -> bool:
    """Whether nothing is written there; a line along the foot is nothing."""
    return not piece.text.strip(" ─")
