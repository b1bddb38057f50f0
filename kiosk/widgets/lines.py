"""Names and values in two columns, painted by one widget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from kiosk.i18n import Message, Named
from kiosk.widgets.bill_card import fitted
from kiosk.widgets.words import texts_of

GAP = 3
"""Columns between a name and its value."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its name as a message, its value as data, a message or a name, and why, on a line of its own."""

    name: str | Message
    value: str | Message | Named
    strong: bool = False
    note: Message | None = None
    apart: bool = False
    """Whether an empty line stands above: the row begins another group."""


class Rows(Widget):
    """A table of two columns. Facts stand right behind their names; with `money`, values end at one edge."""

    COMPONENT_CLASSES = {"rows--name", "rows--strong"}
    DEFAULT_CSS = """
    Rows { width: 100%; height: auto; }
    Rows.-money { max-width: 56; }
    Rows > .rows--name { color: $muted; }
    Rows > .rows--strong { text-style: bold; }
    """

    def __init__(
        self,
        rows: Sequence[Row],
        *,
        money: bool = False,
        airy: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Show `rows`; `airy` ones have an empty line between each two where the window is high."""
        super().__init__(id=id, classes=classes)
        self._rows = tuple(rows)
        self._money = money
        self._airy = airy
        self.set_class(money, "-money")

    def _lines(self) -> Iterator[tuple[Row | None, bool]]:
        """Yield each line: its row, None for an empty one, and whether it is the row's note."""
        for row in self._rows:
            if row.apart:
                yield None, False
            yield row, False
            if row.note is not None:
                yield row, True

    @property
    def _spaced(self) -> int:
        """Rows of the terminal for each line."""
        return 2 if self._airy and self.screen.has_class("-tall") else 1

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max(0, sum(1 for _ in self._lines()) * self._spaced - (self._spaced - 1))

    def render_line(self, y: int) -> Strip:
        index, between = divmod(y, self._spaced)
        lines = list(self._lines())
        ground, width = self.rich_style, self.size.width
        if between or index >= len(lines):
            return Strip.blank(width, ground)
        (row, is_note), texts = lines[index], texts_of(self)
        if row is None:
            return Strip.blank(width, ground)
        muted, strong = (self.get_component_rich_style(f"rows--{name}", partial=True) for name in ("name", "strong"))
        style = ground + strong if row.strong else ground
        if is_note and row.note is not None:
            return Strip([Segment(fitted(f"  {texts(row.note)}", width), ground + muted)])
        name = texts(row.name)
        value = texts.said(row.value)
        if self._money:
            gap = max(1, width - cell_len(name) - cell_len(value))
        else:
            gap = max(cell_len(texts(other.name)) for other in self._rows) + GAP - cell_len(name)
        return Strip(
            [Segment(name, style if row.strong else ground + muted), Segment(" " * gap, ground), Segment(value, style)]
        ).adjust_cell_length(width, ground)
