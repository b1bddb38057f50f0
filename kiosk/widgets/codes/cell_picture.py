"""A picture of cells on the screen: black on white whatever the theme, two of its rows in one of the screen."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from kiosk.widgets.codes.cell_print import runs
from kiosk.widgets.codes.half_blocks import Run

_BLACK, _WHITE = "#000000", "#ffffff"


class CellPicture(Widget):
    """One picture, as large as it is."""

    DEFAULT_CSS = "CellPicture { width: auto; height: auto; }"

    def __init__(self, rows: Sequence[str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._strips: list[Strip] = []
        self._draw(rows)

    def show(self, rows: Sequence[str]) -> None:
        """Show another picture in the same place."""
        self._draw(rows)
        self.refresh(layout=True)

    def _draw(self, rows: Sequence[str]) -> None:
        self._strips = [Strip([Segment(run.text, _style(run)) for run in row]) for row in runs(rows)]

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return max((strip.cell_length for strip in self._strips), default=0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._strips)

    def render_line(self, y: int) -> Strip:
        return self._strips[y] if y < len(self._strips) else Strip([])


def _style(run: Run) -> Style:
    return Style(color=_BLACK if run.ink else _WHITE, bgcolor=_BLACK if run.paper else _WHITE)
