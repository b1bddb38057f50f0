"""Lines of a pane as values, and how they are laid out for a width: no widget, no screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from kiosk.domain.text import clean
from kiosk.widgets.ground.wrapping import wrapped

GAP = 2
"""Columns between two cells of a row."""
_LEAST = 16
"""Columns below which a last cell that does not fit stands under the others: folded there, a word would be a tower."""
_INDENT = 4
"""Columns by which it is moved in."""


class Style(StrEnum):
    """How words are written. None of them says only by colour what it means: a mark or a word stands with it."""

    PLAIN = "plain"
    MUTED = "muted"
    STRONG = "strong"
    GOOD = "good"
    DOUBTFUL = "doubtful"
    BAD = "bad"


class Cell(NamedTuple):
    """Words in a column of `width` cells; of nought, as many as are left."""

    text: str
    width: int = 0
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Row:
    """One line in columns. What its last, open cell cannot hold goes on below it; in the others it is cut."""

    cells: tuple[Cell, ...]
    key: str | None = None
    """What is chosen with this row; None where there is nothing to choose."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph, folded where a reader would pause."""

    text: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the pane."""


Line = Row | Prose | Rule


class Piece(NamedTuple):
    """A stretch of one painted line."""

    text: str
    style: Style


class Painted(NamedTuple):
    """One line of the terminal, and the key of the row that it belongs to."""

    pieces: tuple[Piece, ...]
    key: str | None = None


def laid_out(lines: Sequence[Line], width: int) -> list[Painted]:
    """Return the lines of the terminal, each at most `width` cells wide."""
    return [painted for line in lines for painted in _of_line(line, max(1, width))]


def _of_line(line: Line, width: int) -> Iterator[Painted]:
    match line:
        case Row():
            yield from _of_row(line, width)
        case Prose(text=text, style=style):
            yield from (Painted((Piece(part, style),)) for part in wrapped(_shown(text), width))
        case Rule():
            yield Painted((Piece("─" * width, Style.MUTED),))


def _of_row(row: Row, width: int) -> Iterator[Painted]:
    """Yield the lines of a row: the first open cell takes what the others leave, and is folded."""
    fixed = sum(cell.width for cell in row.cells) + GAP * max(0, len(row.cells) - 1)
    room = max(1, width - fixed)
    opened = next((number for number, cell in enumerate(row.cells) if not cell.width), None)
    if opened is not None and _stands_below(row, opened, width, room):
        yield from _of_row(Row((*row.cells[:-1], Cell("")), row.key), width)
        last = row.cells[-1]
        for part in wrapped(_shown(last.text), width - _INDENT):
            yield Painted((Piece(" " * _INDENT, Style.PLAIN), Piece(part, last.style)), row.key)
        return
    sizes = [room if number == opened else cell.width for number, cell in enumerate(row.cells)]
    folded = [
        wrapped(_shown(cell.text), room) if number == opened else [cut(_shown(cell.text), cell.width)]
        for number, cell in enumerate(row.cells)
    ]
    for y in range(max(map(len, folded), default=1)):
        pieces = []
        for number, (cell, parts) in enumerate(zip(row.cells, folded, strict=True)):
            words = parts[y] if y < len(parts) else ""
            gap = " " * GAP if number < len(row.cells) - 1 else ""
            pieces.append(Piece(set_cell_size(words, sizes[number]) + gap, cell.style))
        yield Painted(tuple(_within(pieces, width)), row.key)


def _stands_below(row: Row, opened: int, width: int, room: int) -> bool:
    """Say whether the last cell has so little room beside the others that it has more under them."""
    cramped = room < cell_len(_shown(row.cells[opened].text)) and room < _LEAST
    return 0 < opened == len(row.cells) - 1 and cramped and width - _INDENT > room


def _within(pieces: Sequence[Piece], width: int) -> Iterator[Piece]:
    """Yield as much of a line as its pane holds: in a narrow one the last columns give way."""
    left = width
    for piece in pieces:
        taken = min(left, cell_len(piece.text))
        if taken:
            yield Piece(cut(piece.text, taken) if taken < cell_len(piece.text) else piece.text, piece.style)
        left -= taken


def cut(text: str, width: int) -> str:
    """Return a text in at most `width` cells; a cut one ends in "…", so that it is not taken for the whole."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 1)).rstrip() + "…" if width else ""


def _shown(text: str) -> str:
    """Return data as it may stand on one line: nothing that a terminal would obey, no line end of its own."""
    return clean(text).replace("\n", " ").replace("\t", " ")
