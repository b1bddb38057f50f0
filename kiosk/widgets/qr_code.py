"""A QR code on the screen: black on white whatever the theme, as large as fits, and never clipped."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from kiosk.widgets import half_blocks
from kiosk.widgets.qr_matrix import QrMatrix, encode

_BLACK, _WHITE = "#000000", "#ffffff"


@lru_cache(maxsize=8)
def _style(ink: bool, paper: bool) -> Style:
    return Style(color=_BLACK if ink else _WHITE, bgcolor=_BLACK if paper else _WHITE)


class QrCode(Widget):
    """One code for one text. Where it does not fit in full, it shows nothing and says so through `fits`."""

    DEFAULT_CSS = "QrCode { width: auto; height: auto; }"

    def __init__(self, text: str, *, id: str | None = None) -> None:
        """Encode `text`; raise `qr_matrix.TooLongError`."""
        super().__init__(id=id)
        self._matrix: QrMatrix = encode(text)
        self._scale = 0
        self._strips: list[Strip] = []
        self._room = Size(0, 0)

    @property
    def fits(self) -> bool:
        """Whether the whole code with its quiet zone is on the screen."""
        return self._scale > 0

    def smallest(self) -> Size:
        """Return the least columns and rows that it needs."""
        return Size(*self._matrix.area(1))

    def give(self, columns: int, rows: int) -> None:
        """Paint the largest code that stands in this room."""
        if (columns, rows) == tuple(self._room):
            return
        self._room = Size(columns, rows)
        self._scale = self._matrix.fits(columns, rows)
        self._strips = (
            []
            if not self._scale
            else [
                Strip([Segment(run.text, _style(run.ink, run.paper)) for run in row])
                for row in half_blocks.rows(self._matrix.pixels(self._scale))
            ]
        )
        self.display = self.fits
        self.refresh(layout=True)

    @property
    def columns(self) -> int:
        """Columns of the code as it is painted; nought where it does not fit."""
        return self._strips[0].cell_length if self._strips else 0

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return self.columns

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._strips)

    def render_line(self, y: int) -> Strip:
        return self._strips[y] if y < len(self._strips) else Strip([])
