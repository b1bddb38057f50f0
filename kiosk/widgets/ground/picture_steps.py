"""Steps with a small picture each, side by side, two by two, or as a list: whatever the window has room for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from kiosk.widgets.ground.targets import centred
from kiosk.widgets.ground.words import texts_of
from kiosk.widgets.ground.wrapping import wrapped

_PICTURES = (
    ("╭───────────────╮", "│  BKZ ─ 5937   │", "╰───────────────╯"),
    ("  [x]  $ 40      ", "  [x]  $ 15      ", "  [ ]  $ 70      "),
    ("╭─────╮   ╭─────╮", "│  ◎  │   │  ○  │", "╰─────╯   ╰─────╯"),
    ("█▀▀█  █▀█▀▄      ", "█▄▄█  ▀▄█▄▀  →  ✓", "▄ ▄▀  ▄▀▄ █      "),
)
"""A plate, ticked tickets, a choice, a code that turns to a tick: three rows of seventeen cells, in any language."""

_PICTURE = 3
"""Rows of a picture."""
_LEAST = 20
"""Columns that a step needs to stand beside three others."""
_GAP = 3
"""Columns between two steps."""


class PictureSteps(Widget):
    """Painted by one widget. Each step is a message id; its number stands before it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"steps--picture", "steps--number"}
    DEFAULT_CSS = """
    PictureSteps {
        height: 1fr; background: $background; color: $foreground;
        & > .steps--picture { background: $background; color: $primary; }
        & > .steps--number { background: $background; color: $foreground; text-style: bold; }
    }
    """

    def __init__(self, messages: Sequence[str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._messages = tuple(messages)
        self._painted: tuple[object, list[Strip]] = (None, [])

    def render_line(self, y: int) -> Strip:
        # All lines are made at once and kept for as long as nothing that they depend on changes.
        key = (self.size, texts_of(self).language, self.rich_style)
        if self._painted[0] != key:
            self._painted = (key, self._lines(self.size.width, self.size.height))
        lines = self._painted[1]
        return lines[y] if y < len(lines) else Strip.blank(self.size.width, self.rich_style)

    def _lines(self, width: int, height: int) -> list[Strip]:
        columns = 4 if width >= 4 * _LEAST + 3 * _GAP else 2
        cell = (width - (columns - 1) * _GAP) // columns
        rows = -(-len(self._messages) // columns)
        loose = height >= rows * (_PICTURE + 4) + rows - 1
        blocks = [self._block(index, cell, loose=loose) for index in range(len(self._messages))]
        bands = [blocks[start : start + columns] for start in range(0, len(blocks), columns)]
        free = height - sum(max(map(len, band)) for band in bands)
        between = max(0, min(3, free // (rows + 1)))
        lines = [Strip([])] * (max(0, free - between * (rows - 1)) // 2)
        for index, band in enumerate(bands):
            lines += [Strip([])] * (between if index else 0)
            lines += self._band(band, cell)
        return [line.adjust_cell_length(width, self.rich_style) for line in lines]

    def _band(self, blocks: Sequence[list[list[Segment]]], cell: int) -> list[Strip]:
        """Return blocks of lines side by side."""
        ground = self.rich_style
        strips = []
        for y in range(max(map(len, blocks))):
            parts = [Strip(block[y] if y < len(block) else []).adjust_cell_length(cell, ground) for block in blocks]
            strips.append(Strip.join([part for one in parts for part in (one, Strip([Segment(" " * _GAP, ground)]))]))
        return strips

    def _block(self, index: int, width: int, *, loose: bool) -> list[list[Segment]]:
        picture = self.get_component_rich_style("steps--picture")
        number = self.get_component_rich_style("steps--number")
        block = [[Segment(centred(line, width), picture)] for line in _PICTURES[index]]
        block += [[Segment("", picture)]] if loose else []
        label = f"{index + 1}  "
        words = wrapped(texts_of(self)(self._messages[index]), width - cell_len(label))
        for y, line in enumerate(words):
            start = label if y == 0 else " " * cell_len(label)
            block.append(
                [Segment(start, number), Segment(set_cell_size(line, width - cell_len(label)), self.rich_style)]
            )
        return block
