"""Names on the left, values on the right, painted by one widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from kiosk.i18n import Message
from kiosk.widgets.words import texts_of


@dataclass(frozen=True, slots=True)
class Row:
    """One line: the message id of its name, and its value, as data or as a message."""

    name: str
    value: str | Message
    strong: bool = False
    muted: bool = False


class Rows(Widget):
    """A table of two columns; values end at the same edge."""

    DEFAULT_CSS = "Rows { width: 100%; max-width: 64; height: auto; }"

    def __init__(self, rows: Sequence[Row], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows = tuple(rows)

    def show(self, rows: Sequence[Row]) -> None:
        self._rows = tuple(rows)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._rows)

    def render_line(self, y: int) -> Strip:
        if y >= len(self._rows):
            return Strip([])
        row, texts, theme = self._rows[y], texts_of(self), self.app.theme_variables
        style = self.rich_style
        if row.strong:
            style += Style(bold=True)
        if row.muted:
            style += Style(color=theme["muted"])
        name = texts(row.name)
        value = texts(row.value) if isinstance(row.value, Message) else row.value
        value = set_cell_size(value, min(cell_len(value), max(0, self.size.width - cell_len(name) - 2)))
        gap = self.size.width - cell_len(name) - cell_len(value)
        return Strip(
            [
                Segment(name, style + Style(color=None if row.strong else theme["muted"])),
                Segment(" " * max(1, gap), style),
                Segment(value, style),
            ]
        )
