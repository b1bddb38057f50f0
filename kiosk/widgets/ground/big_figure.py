"""A number that is read from a distance: large where it fits, in plain characters where it does not."""

from __future__ import annotations

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from kiosk.widgets.ground.big_letters import ROWS, big_line, drawable, width


class BigFigure(Widget):
    """Text of capitals, digits and dashes. It is data: nothing in it is markup."""

    DEFAULT_CSS = "BigFigure { width: 100%; height: auto; background: $background; color: $primary; text-style: bold; }"

    def __init__(self, text: str, *, beside: int = 3 * ROWS, folds: bool = False, id: str | None = None) -> None:
        """Draw `text` large where its container has `beside` rows for other things too.

        One that `folds` is broken behind its dashes where it is too long for a line.
        """
        super().__init__(id=id)
        self._text, self._beside = text, beside
        self._folded = [text]
        if folds:
            parts = text.split("-")
            self._folded = [*(f"{part}-" for part in parts[:-1]), parts[-1]]

    def _lines(self, columns: int, rows: int) -> list[str]:
        """Return what is drawn large, line by line; nothing where it does not fit."""
        for lines in ([self._text], self._folded):
            fits = all(drawable(line) and width(line) <= columns for line in lines)
            if fits and rows >= len(lines) * ROWS + self._beside:
                return lines
        return []

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return ROWS * len(self._lines(width, container.height)) or 1

    def render_line(self, y: int) -> Strip:
        style, (columns, rows) = self.rich_style, self.content_size
        lines = self._lines(columns, rows + self._beside)
        if rows >= ROWS and lines:
            line = big_line(lines[y // ROWS], y % ROWS, style) if y // ROWS < len(lines) else []
            return Strip(line).adjust_cell_length(columns, style)
        return Strip([Segment(self._text if y == 0 else "", style)]).adjust_cell_length(columns, style)
