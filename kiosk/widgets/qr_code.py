"""A QR code on the screen: black on white whatever the theme, and never clipped."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from kiosk.i18n import Message
from kiosk.widgets import half_blocks
from kiosk.widgets.qr_matrix import QrMatrix, encode
from kiosk.widgets.words import texts_of

_BLACK, _WHITE = "#000000", "#ffffff"


@lru_cache(maxsize=8)
def _style(ink: bool, paper: bool) -> Style:
    return Style(color=_BLACK if ink else _WHITE, bgcolor=_BLACK if paper else _WHITE)


class QrCode(Widget):
    """One code for one text, as large as its page decides (`scale`); at scale 0 there is nothing to see."""

    DEFAULT_CSS = "QrCode { width: auto; height: auto; }"

    def __init__(self, text: str, *, id: str | None = None) -> None:
        """Encode `text`; raise `qr_matrix.TooLongError`."""
        super().__init__(id=id)
        self.matrix: QrMatrix = encode(text)
        self._scale = 0
        self._strips: list[Strip] = []
        self._covering: tuple[Message, ...] = ()

    @property
    def scale(self) -> int:
        return self._scale

    def draw(self, scale: int) -> None:
        """Paint the code with `scale` columns a module. Ask `matrix.fits` before: a clipped code is never read."""
        if scale == self._scale:
            return
        self._scale = scale
        self._strips = [
            Strip([Segment(run.text, _style(run.ink, run.paper)) for run in row])
            for row in (half_blocks.rows(self.matrix.pixels(scale)) if scale else ())
        ]
        self.display = bool(scale)
        self.refresh(layout=True)

    def cover(self, words: Sequence[Message]) -> None:
        """Show lines of words in the code's place, black on white; the code is not to be scanned any more."""
        self._covering = tuple(words)
        self.refresh()

    @property
    def covered(self) -> bool:
        return bool(self._covering)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return self.matrix.area(self._scale)[0]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self.matrix.area(self._scale)[1]

    def render_line(self, y: int) -> Strip:
        if y >= len(self._strips):
            return Strip([])
        if not self._covering:
            return self._strips[y]
        # Every other line, from the middle.
        width, style = self.matrix.area(self._scale)[0], _style(ink=True, paper=False)
        index, between = divmod(y - (len(self._strips) - 2 * len(self._covering)) // 2, 2)
        words = texts_of(self)(self._covering[index]) if 0 <= index < len(self._covering) and not between else ""
        left = max(0, (width - cell_len(words)) // 2)
        return Strip([Segment(" " * left + words, style + Style(bold=True))]).adjust_cell_length(width, style)
