"""Letters, digits and the dash, of five by seven points, drawn with half blocks: four rows of the terminal high."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

from rich.segment import Segment
from rich.style import Style

WIDTH, ROWS = 5, 4
"""Cells of one character; the first half row stays empty, between it and what stands above."""

_POINTS = {
    "0": "01110 10001 10011 10101 11001 10001 01110",
    "1": "00100 01100 00100 00100 00100 00100 01110",
    "2": "01110 10001 00001 00110 01000 10000 11111",
    "3": "11110 00001 00001 01110 00001 00001 11110",
    "4": "00010 00110 01010 10010 11111 00010 00010",
    "5": "11111 10000 11110 00001 00001 10001 01110",
    "6": "00110 01000 10000 11110 10001 10001 01110",
    "7": "11111 00001 00010 00100 01000 01000 01000",
    "8": "01110 10001 10001 01110 10001 10001 01110",
    "9": "01110 10001 10001 01111 00001 00010 01100",
    "-": "00000 00000 00000 01110 00000 00000 00000",
    "$": "00100 01111 10100 01110 00101 11110 00100",
    ",": "00000 00000 00000 00000 01100 00100 01000",
    "A": "01110 10001 10001 11111 10001 10001 10001",
    "B": "11110 10001 10001 11110 10001 10001 11110",
    "C": "01110 10001 10000 10000 10000 10001 01110",
    "D": "11110 10001 10001 10001 10001 10001 11110",
    "E": "11111 10000 10000 11110 10000 10000 11111",
    "F": "11111 10000 10000 11110 10000 10000 10000",
    "G": "01110 10001 10000 10111 10001 10001 01110",
    "H": "10001 10001 10001 11111 10001 10001 10001",
    "I": "01110 00100 00100 00100 00100 00100 01110",
    "J": "00111 00010 00010 00010 00010 10010 01100",
    "K": "10001 10010 10100 11000 10100 10010 10001",
    "L": "10000 10000 10000 10000 10000 10000 11111",
    "M": "10001 11011 10101 10101 10001 10001 10001",
    "N": "10001 11001 10101 10101 10011 10001 10001",
    "O": "01110 10001 10001 10001 10001 10001 01110",
    "P": "11110 10001 10001 11110 10000 10000 10000",
    "Q": "01110 10001 10001 10001 10101 10010 01101",
    "R": "11110 10001 10001 11110 10100 10010 10001",
    "S": "01111 10000 10000 01110 00001 00001 11110",
    "T": "11111 00100 00100 00100 00100 00100 00100",
    "U": "10001 10001 10001 10001 10001 10001 01110",
    "V": "10001 10001 10001 10001 10001 01010 00100",
    "W": "10001 10001 10001 10101 10101 11011 10001",
    "X": "10001 10001 01010 00100 01010 10001 10001",
    "Y": "10001 10001 01010 00100 00100 00100 00100",
    "Z": "11111 00001 00010 00100 01000 10000 11111",
}
_BLANK = "00000"


def drawable(text: str) -> bool:
    """Say whether every character of `text` has a drawing."""
    return all(character in _POINTS for character in text)


def points(character: str) -> list[str]:
    """Return the seven rows of a drawing, five `0` or `1` each."""
    return _POINTS[character].split()


def width(text: str) -> int:
    """Return the cells that `text` takes when drawn, one between two characters."""
    return max(0, len(text) * (WIDTH + 1) - 1)


def big_line(text: str, row: int, style: Style) -> list[Segment]:
    """Return row 0 to 3 of `text`. Full cells are painted as coloured spaces, which leave no hairlines in any font."""
    between = Segment(" ", style)
    line: list[Segment] = []
    for character in text:
        if line:
            line.append(between)
        line += _drawn(character, row, style)
    return line


@lru_cache(maxsize=1024)
def _drawn(character: str, row: int, style: Style) -> tuple[Segment, ...]:
    filled = style + Style(bgcolor=style.color)
    cells = {("1", "1"): (" ", filled), ("1", "0"): ("▀", style), ("0", "1"): ("▄", style), ("0", "0"): (" ", style)}
    halves = zip(_row(character, 2 * row - 1), _row(character, 2 * row), strict=True)
    runs = ((half, len(list(run))) for half, run in groupby(halves))
    return tuple(Segment(cells[half][0] * length, cells[half][1]) for half, length in runs)


def _row(character: str, index: int) -> str:
    return points(character)[index] if index >= 0 else _BLANK
