"""A pane: lines that are painted by one widget, of which some can be chosen with the arrows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message as Event
from textual.strip import Strip
from textual.widget import Widget

from kiosk.desk.widgets.lines import Line, Painted, Style, laid_out

_MARK = "▸ "
_EDGE = 2
"""Cells on the left for the mark of what is chosen, and on the right for the marks that there is more."""


class Pane(Widget, can_focus=True):
    """Lines of which each is painted when it is looked at: a thousand cost no more than ten.

    Where rows can be chosen, the arrows go from one to the next; elsewhere they scroll.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"pane--chosen", "pane--more", *(f"pane--{style}" for style in Style)}
    DEFAULT_CSS = """
    Pane {
        width: 100%; height: 1fr; background: $background; color: $foreground;
        & > .pane--plain { color: $foreground; }
        & > .pane--muted { color: $muted; }
        & > .pane--strong { color: $foreground; text-style: bold; }
        & > .pane--good { color: $success; text-style: bold; }
        & > .pane--doubtful { color: $warning; text-style: bold; }
        & > .pane--bad { color: $error; text-style: bold; }
        & > .pane--more { color: $focus; text-style: bold; }
        & > .pane--chosen { background: $panel; }
    }
    Pane:focus > .pane--chosen { background: $primary; color: $on-primary; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("pageup", "leaf(-1)", show=False),
        Binding("pagedown", "leaf(1)", show=False),
        Binding("enter", "open", show=False),
    ]

    @dataclass
    class Moved(Event):
        """Another row is chosen."""

        pane: Pane
        key: str

        @property
        def control(self) -> Pane:
            return self.pane

    @dataclass
    class Opened(Event):
        """Enter was pressed on the row that is chosen."""

        pane: Pane
        key: str

        @property
        def control(self) -> Pane:
            return self.pane

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: tuple[Line, ...] = ()
        self._painted: list[Painted] = []
        self._top = 0
        self._chosen: str | None = None

    @property
    def chosen(self) -> str | None:
        """Return the key of the row that is chosen; None where there is none to choose."""
        return self._chosen

    @property
    def lines(self) -> tuple[Line, ...]:
        return self._lines

    def show(self, lines: Sequence[Line], *, anew: bool = True) -> None:
        """Show other lines, from the top if `anew`; what was chosen stays so where it is still there."""
        self._lines = tuple(lines)
        self._lay_out()
        keys = self._keys()
        if anew or self._chosen not in keys:
            self._chosen = keys[0] if keys else None
        if anew:
            self._top = 0
        self._keep_in_sight()
        self.refresh()

    def choose(self, key: str) -> None:
        """Choose a row without a word of it."""
        if key in self._keys():
            self._chosen = key
            self._keep_in_sight()
            self.refresh()

    def on_resize(self) -> None:
        self._lay_out()
        self._keep_in_sight()
        self.refresh()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    # Keys

    def action_step(self, by: int) -> None:
        keys = self._keys()
        if not keys:
            self._scroll(by)
        elif self._chosen is not None:
            self._move_to(keys[min(max(0, keys.index(self._chosen) + by), len(keys) - 1)])

    def action_leaf(self, by: int) -> None:
        keys, rows = self._keys(), max(1, self.size.height - 1)
        if not keys or self._chosen is None:
            self._scroll(by * rows)
        else:
            self._move_to(keys[min(max(0, keys.index(self._chosen) + by * rows), len(keys) - 1)])

    def action_open(self) -> None:
        if self._chosen is not None:
            self.post_message(self.Opened(self, self._chosen))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        row = self._top + event.y
        key = self._painted[row].key if row < len(self._painted) else None
        if key is not None:
            self._move_to(key)

    def _move_to(self, key: str) -> None:
        if key == self._chosen:
            return
        self._chosen = key
        self._keep_in_sight()
        self.refresh()
        self.post_message(self.Moved(self, key))

    def _scroll(self, by: int) -> None:
        most = max(0, len(self._painted) - self.size.height)
        self._top = min(max(0, self._top + by), most)
        self.refresh()

    def _keys(self) -> list[str]:
        """Return what can be chosen, from the top."""
        return list(dict.fromkeys(painted.key for painted in self._painted if painted.key is not None))

    def _lay_out(self) -> None:
        self._painted = laid_out(self._lines, self.size.width - 2 * _EDGE)

    def _keep_in_sight(self) -> None:
        """Have the chosen row on the screen, with the heading above the first one."""
        height = max(1, self.size.height)
        self._top = min(self._top, max(0, len(self._painted) - height))
        if self._chosen is None:
            return
        rows = [y for y, painted in enumerate(self._painted) if painted.key == self._chosen]
        if not rows:
            return
        first = 0 if self._chosen == self._keys()[0] else rows[0]
        if first < self._top or (first == 0 and rows[0] < height):
            self._top = first
        elif rows[-1] >= self._top + height:
            self._top = rows[-1] - height + 1

    # Painting

    def render_line(self, y: int) -> Strip:
        width, ground = self.size.width, self.rich_style
        row = self._top + y
        if row >= len(self._painted):
            return Strip.blank(width, ground)
        line = self._painted[row]
        chosen = line.key is not None and line.key == self._chosen
        first = chosen and (row == 0 or self._painted[row - 1].key != line.key)
        pieces = [Segment(_MARK if first else " " * _EDGE, self._style(Style.STRONG, chosen=chosen))]
        pieces += [Segment(piece.text, self._style(piece.style, chosen=chosen)) for piece in line.pieces]
        used = sum(cell_len(piece.text) for piece in pieces)
        rest = self._style(Style.PLAIN, chosen=chosen)
        pieces.append(Segment(" " * max(0, width - used - _EDGE), rest))
        pieces.append(Segment(self._more(row, y), ground + self.get_component_rich_style("pane--more", partial=True)))
        return Strip(pieces).adjust_cell_length(width, ground)

    def _more(self, row: int, y: int) -> str:
        """Return the mark at the edge that lines are out of sight above or below."""
        if y == 0 and self._top > 0:
            return " ▲"
        if y == self.size.height - 1 and row < len(self._painted) - 1:
            return " ▼"
        return " " * _EDGE

    def _style(self, style: Style, *, chosen: bool) -> RichStyle:
        own = self.rich_style + self.get_component_rich_style(f"pane--{style}", partial=True)
        if not chosen:
            return own
        over = self.get_component_rich_style("pane--chosen", partial=True)
        return own + over if not self.has_focus else own + RichStyle(color=over.color, bgcolor=over.bgcolor)
