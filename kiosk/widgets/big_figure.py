"""A number that is read from a distance: large where it fits, in plain characters where it does not."""

from __future__ import annotations

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from kiosk.widgets.big_letters import ROWS, big_line, drawable, width


class BigFigure(Widget):
    """Text of capitals, digits and dashes. It is data: nothing in it is markup."""

    DEFAULT_CSS = "BigFigure { width: 100%; height: auto; background: $background; color: $primary; text-style: bold; }"

    def __init__(self, text: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = text

    def _large(self, columns: int) -> bool:
        return drawable(self._text) and width(self._text) <= columns

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return ROWS if self._large(width) and container.height >= 4 * ROWS else 1

    def render_line(self, y: int) -> Strip:
        style = self.rich_style
        if self.size.height == ROWS and self._large(self.size.width):
            return Strip(big_line(self._text, y, style)).adjust_cell_length(self.size.width, style)
        return Strip([Segment(self._text if y == 0 else "", style)]).adjust_cell_length(self.size.width, style)
