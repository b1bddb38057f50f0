"""A QR code on the screen: black on white whatever the theme, and never clipped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.dom import DOMNode
from textual.geometry import Offset, Size
from textual.strip import Strip

from kiosk.i18n import Message
from kiosk.platform.terminal.bitmap import Bitmap
from kiosk.platform.terminal.pictures import Pictured
from kiosk.widgets.codes.qr_matrix import QrMatrix, encode
from kiosk.widgets.codes.qr_prints import Print, Shape, painted, pictured, prints_of
from kiosk.widgets.ground.words import app_of, texts_of
from kiosk.widgets.ground.wrapping import wrapped

_BLACK, _WHITE = "#000000", "#ffffff"


@lru_cache(maxsize=8)
def _style(ink: bool, paper: bool) -> Style:
    return Style(color=_BLACK if ink else _WHITE, bgcolor=_BLACK if paper else _WHITE)


def prints_on(node: DOMNode) -> Sequence[Print]:
    """Return the ways in which the terminal of a node's app shows a code."""
    return prints_of(app_of(node).terminal_kind, app_of(node).cell)


class QrCode(Pictured):
    """One code for one text, as large as its page decides (`draw`); without a shape there is nothing to see."""

    DEFAULT_CSS = "QrCode { width: auto; height: auto; }"

    def __init__(self, text: str, *, id: str | None = None) -> None:
        """Encode `text`; raise `qr_matrix.TooLongError`."""
        super().__init__(id=id)
        self.matrix: QrMatrix = encode(text)
        self.shape: Shape | None = None
        self._strips: list[Strip] = []
        self._picture: tuple[Offset, Bitmap] | None = None
        self._covering: tuple[Message, ...] = ()

    @property
    def scale(self) -> Fraction:
        """Return the shorter side of a module, in columns; 0 where there is no code to see."""
        return Fraction(0) if self.shape is None else self.shape.print.size

    @property
    def area(self) -> Size:
        """Return the columns and rows of what is drawn."""
        return Size(0, 0) if self.shape is None else Size(*self.shape.area(self.matrix))

    def draw(self, shape: Shape | None) -> None:
        """Paint the code in a shape. Ask `qr_prints.place` before: a clipped code is never read."""
        if shape == self.shape:
            return
        self.shape = shape
        self._picture = None
        if shape is not None and shape.print.as_picture:
            at, bitmap = pictured(self.matrix, shape)
            self._picture = Offset(*at), bitmap
            blank = Strip([Segment(" " * self.area.width, _style(ink=True, paper=False))])
            self._strips = [blank] * self.area.height
        else:
            self._strips = [
                Strip([Segment(run.text, _style(run.ink, run.paper)) for run in row])
                for row in (painted(self.matrix, shape) if shape else ())
            ]
        self.display = shape is not None
        self.refresh(layout=True)

    def stand(self, *, within: int = 0, below: int = 0) -> None:
        """Stand in the middle of `within` columns, under `below` free rows: what is above or below it is wider."""
        self.styles.margin = (below, 0, 0, max(0, within - self.area.width) // 2)

    def pictures(self) -> Iterable[tuple[Offset, Bitmap]]:
        return () if self._picture is None or self._covering else (self._picture,)

    def cover(self, words: Sequence[Message]) -> None:
        """Show lines of words in the code's place, black on white; the code is not to be scanned any more."""
        self._covering = tuple(words)
        self.refresh()

    @property
    def covered(self) -> bool:
        return bool(self._covering)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return self.area.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self.area.height

    def render_line(self, y: int) -> Strip:
        if y >= len(self._strips):
            return Strip([])
        if not self._covering:
            return self._strips[y]
        # Every other line, from the middle.
        width, style = self.area.width, _style(ink=True, paper=False)
        texts = texts_of(self)
        lines = [line for message in self._covering for line in wrapped(texts(message), width)]
        index, between = divmod(y - (len(self._strips) - 2 * len(lines)) // 2, 2)
        words = lines[index] if 0 <= index < len(lines) and not between else ""
        left = max(0, (width - cell_len(words)) // 2)
        return Strip([Segment(" " * left + words, style + Style(bold=True))]).adjust_cell_length(width, style)
