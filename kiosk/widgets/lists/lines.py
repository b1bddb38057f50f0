"""Names and values in two columns, painted by one widget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from kiosk.i18n import Message, Named
from kiosk.widgets.ground.words import texts_of
from kiosk.widgets.ground.wrapping import wrapped

GAP = 3
"""Columns between a name and its value."""

_LEAST_VALUE = 12
"""Columns that a value is folded to at least."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its name as a message, its value as data, a message or a name, and why, on a line of its own."""

    name: str | Message
    value: str | Message | Named
    strong: bool = False
    note: Message | None = None
    apart: bool = False
    """Whether an empty line stands above: the row begins another group."""


class _Line(NamedTuple):
    """One line of the terminal; an empty one without anything."""

    name: str = ""
    value: str = ""
    strong: bool = False


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

    def _groups(self, width: int) -> Iterator[list[_Line]]:
        """Yield the lines of each row, of its note, and of what stands between: what is too long is folded."""
        texts = texts_of(self)
        indent = max((cell_len(texts(row.name)) for row in self._rows), default=0) + GAP
        for row in self._rows:
            if row.apart:
                yield [_Line()]
            name, value = texts(row.name), texts.said(row.value)
            if self._money:
                gap = max(1, width - cell_len(name) - cell_len(value))
                yield [_Line(name + " " * gap, value, row.strong)]
            else:
                first, *more = wrapped(value, max(_LEAST_VALUE, width - indent))
                yield [
                    _Line(name + " " * (indent - cell_len(name)), first, row.strong),
                    *(_Line(" " * indent, part, row.strong) for part in more),
                ]
            if row.note is not None:
                yield [_Line(f"  {part}") for part in wrapped(texts(row.note), max(_LEAST_VALUE, width - 3))]

    def _lines(self, width: int) -> list[_Line]:
        page = self.screen
        # What stands below them folds into more lines where a window is narrow: it should not be pushed off for air.
        high = page.has_class("-high") or (page.has_class("-tall") and not page.has_class("-narrow"))
        between = [_Line()] if self._airy and high else []
        lines = [line for group in self._groups(width) for line in (*between, *group)]
        return lines[len(between) :]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width)) if width else 0

    def render_line(self, y: int) -> Strip:
        ground, width = self.rich_style, self.size.width
        lines = self._lines(width)
        if y >= len(lines):
            return Strip.blank(width, ground)
        line = lines[y]
        muted, strong = (self.get_component_rich_style(f"rows--{name}", partial=True) for name in ("name", "strong"))
        style = ground + strong if line.strong else ground
        return Strip(
            [Segment(line.name, style if line.strong else ground + muted), Segment(line.value, style)]
        ).adjust_cell_length(width, ground)
