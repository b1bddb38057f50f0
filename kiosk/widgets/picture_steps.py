"""Steps with a small picture each, side by side, two by two, or as a list: whatever the window has room for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from kiosk.widgets.targets import centred
from kiosk.widgets.words import texts_of

_PICTURES = (
    ("╭───────────────╮", "│  BKZ ─ 5937   │", "╰───────────────╯"),
    ("  [x]  $ 40      ", "  [x]  $ 15      ", "  [ ]  $ 70      "),
    ("╭─────╮   ╭─────╮", "│  ◎  │   │  ○  │", "╰─────╯   ╰─────╯"),
    ("█▀▀█  █▀█▀▄      ", "█▄▄█  ▀▄█▄▀  →  ✓", "▄ ▄▀  ▄▀▄ █      "),
)
"""A plate, ticked tickets, a choice, a code that turns to a tick: three rows of seventeen cells, in any language."""

_WIDTH = 17
_GAP = 3


class PictureSteps(Widget):
    """Painted by one widget. Each step is a message id; its number stands before it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"steps--picture", "steps--number"}
    DEFAULT_CSS = """
    PictureSteps {
        height: auto; background: $background; color: $foreground;
        & > .steps--picture { background: $background; color: $primary; }
        & > .steps--number { background: $background; color: $foreground; text-style: bold; }
    }
    """

    def __init__(self, messages: Sequence[str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._messages = tuple(messages)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width, container.height))

    def render_line(self, y: int) -> Strip:
        parent = self.container_size.height or self.size.height
        lines = self._lines(self.size.width, parent)
        return lines[y] if y < len(lines) else Strip.blank(self.size.width, self.rich_style)

    def _lines(self, width: int, rows: int) -> list[Strip]:
        columns = 4 if width >= 4 * (_WIDTH + _GAP) + _GAP else 2
        cell = (width - (columns - 1) * _GAP) // columns
        blocks = [self._block(index, cell) for index in range(len(self._messages))]
        lines: list[Strip] = []
        for start in range(0, len(blocks), columns):
            row = blocks[start : start + columns]
            height = max(map(len, row))
            if lines and rows >= 2 * height + 8:
                lines.append(Strip([]))
            for y in range(height):
                segments: list[Segment] = []
                for index, block in enumerate(row):
                    segments += [Segment(" " * _GAP, self.rich_style)] if index else []
                    segments += block[y] if y < len(block) else [Segment(" " * cell, self.rich_style)]
                lines.append(Strip(segments))
        return [line.adjust_cell_length(width, self.rich_style) for line in lines]

    def _block(self, index: int, width: int) -> list[list[Segment]]:
        picture = self.get_component_rich_style("steps--picture")
        number = self.get_component_rich_style("steps--number")
        block = [[Segment(centred(line, width), picture)] for line in _PICTURES[index]]
        label = f"{index + 1}  "
        words = _wrapped(texts_of(self)(self._messages[index]), width - cell_len(label))
        for y, line in enumerate(words):
            start = label if y == 0 else " " * cell_len(label)
            block.append(
                [Segment(start, number), Segment(set_cell_size(line, width - cell_len(label)), self.rich_style)]
            )
        return block


def _wrapped(text: str, width: int) -> list[str]:
    """Return `text` in lines of `width` cells, broken at spaces, and anywhere in Chinese."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if cell_len(longer) <= width:
            line = longer
            continue
        pieces = chop_cells(word if line and cell_len(word) <= width else longer, width)
        if line and cell_len(word) <= width:
            lines.append(line)
        lines += pieces[:-1]
        line = pieces[-1]
    return [*lines, line]
