"""That something is paid, so that it is felt: a filled panel over the whole width, drawn in from the left."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from kiosk.domain.money import Money
from kiosk.i18n import Message
from kiosk.widgets.ground.amount import large_figures
from kiosk.widgets.ground.big_letters import ROWS, big_line, width
from kiosk.widgets.ground.targets import centred
from kiosk.widgets.ground.words import texts_of

SECONDS = 0.3
"""How long the drawing takes; at once where motion is off (`App.animation_level`)."""


class PaidPanel(Widget):
    """A line of words, and below it the amount in large figures where there is room."""

    DEFAULT_CSS = """
    PaidPanel { width: 100%; height: 3; background: $success; color: $background; text-style: bold; }
    """

    drawn = reactive(0.0)
    """How much of the width is drawn, from nought to one."""

    def __init__(self, says: Message, money: Money, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._says, self._money = says, money

    def on_mount(self) -> None:
        self.animate("drawn", 1.0, duration=SECONDS, easing="out_cubic")

    def render_line(self, y: int) -> Strip:
        columns, style = self.size.width, self.rich_style
        seen = round(columns * self.drawn)
        rest = Segment(" " * (columns - seen), Style(bgcolor=self.background_colors[0].rich_color))
        return Strip([*Strip(self._line(y, style)).adjust_cell_length(columns, style).crop(0, seen), rest])

    def _line(self, y: int, style: Style) -> list[Segment]:
        columns, rows = self.size
        words, drawn = texts_of(self)(self._says), large_figures(texts_of(self), self._money, columns)
        figures, large = width(drawn), bool(drawn) and rows >= ROWS + 4
        top = (rows - (ROWS + 2 if large else 1)) // 2
        if y == top:
            return [Segment(centred(words, max(columns, cell_len(words))), style)]
        if large and top + 2 <= y < top + 2 + ROWS:
            return [Segment(" " * ((columns - figures) // 2), style), *big_line(drawn, y - top - 2, style)]
        return []
