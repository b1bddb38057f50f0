"""The frame around a field's text, row by row: heavy while the field has the focus."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

_HEAVY = ("┏┓┗┛", "━", "┃")
_LIGHT = ("╭╮╰╯", "─", "│")


def top(width: int, style: Style, *, active: bool) -> Strip:
    corners, bar, _ = _HEAVY if active else _LIGHT
    return Strip([Segment(f"{corners[0]}{bar * (width - 2)}{corners[1]}", style)])


def middle(text: list[Segment], style: Style, ground: Style, *, active: bool) -> Strip:
    """Return the row of the text, which is four cells narrower than the field, on its `ground`."""
    side = Segment((_HEAVY if active else _LIGHT)[2], style)
    blank = Segment(" ", ground)
    return Strip([side, blank, *text, blank, side])


def bottom(width: int, style: Style, complaint: str, *, active: bool) -> Strip:
    """Return the lower edge, in which a complaint may stand, as wide as the field less six cells at most."""
    corners, bar, _ = _HEAVY if active else _LIGHT
    inner = f"{bar} {complaint} " if complaint else ""
    return Strip(
        [Segment(f"{corners[2]}{inner}{bar * (width - 2 - cell_len(inner))}{corners[3]}", style)]
    ).adjust_cell_length(width, style)


def without_frame(text: list[Segment], style: Style, *, active: bool) -> Strip:
    """Return the row of the text where there is no room for a frame."""
    return Strip([Segment("┃ " if active else "│ ", style), *text, Segment("  ", style)])


def window(cells: list[Segment], start: int, width: int, style: Style) -> Strip:
    """Return `width` cells of a line, from `start` on."""
    return Strip(cells).crop(start, start + width).adjust_cell_length(width, style)
