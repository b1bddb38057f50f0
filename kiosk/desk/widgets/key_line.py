"""The keys, always on the screen: what each does now, and faint where it does nothing at present."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget


class KeyWord(NamedTuple):
    """A key and what it does, in words."""

    key: str
    does: str
    works: bool = True


class KeyLine(Widget):
    """One line of keys. In a narrow window the last ones give way; the first is always the help, which names all."""

    COMPONENT_CLASSES = {"keys--key", "keys--does", "keys--faint"}
    DEFAULT_CSS = """
    KeyLine {
        height: 1; background: $panel; color: $foreground;
        & > .keys--key { background: $panel; color: $primary; text-style: bold; }
        & > .keys--does { background: $panel; color: $foreground; }
        & > .keys--faint { background: $panel; color: $muted; text-style: strike; }
    }
    """

    def __init__(self, keys: Sequence[KeyWord] = (), *, id: str | None = "keys") -> None:
        super().__init__(id=id)
        self._keys = tuple(keys)

    @property
    def keys(self) -> tuple[KeyWord, ...]:
        return self._keys

    def show(self, keys: Sequence[KeyWord]) -> None:
        if tuple(keys) != self._keys:
            self._keys = tuple(keys)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width, ground = self.size.width, self.rich_style
        key_style, does, faint = (self.get_component_rich_style(f"keys--{part}") for part in ("key", "does", "faint"))
        pieces, used = [Segment(" ", ground)], 1
        for word in self._keys:
            taken = cell_len(word.key) + cell_len(word.does) + 3
            if used + taken - 2 > width:
                break
            used += taken
            pieces.append(Segment(f"{word.key} ", key_style))
            pieces.append(Segment(word.does, does if word.works else faint))
            pieces.append(Segment("  ", ground))
        return Strip(pieces).adjust_cell_length(width, ground)
