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
    stays: bool = False
    """Whether others give way before it in a window that is too narrow for all."""


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
        pieces = [Segment(" ", ground)]
        for word in fitting(self._keys, width):
            pieces.append(Segment(f"{word.key} ", key_style))
            pieces.append(Segment(word.does, does if word.works else faint))
            pieces.append(Segment("  ", ground))
        return Strip(pieces).adjust_cell_length(width, ground)


def fitting(keys: Sequence[KeyWord], width: int) -> list[KeyWord]:
    """Return the keys that one line of `width` cells has room for, in their order."""
    kept = list(keys)
    while _taken(kept) > width and any(not word.stays for word in kept):
        kept.remove(next(word for word in reversed(kept) if not word.stays))
    return kept


def _taken(keys: Sequence[KeyWord]) -> int:
    return sum(cell_len(word.key) + cell_len(word.does) + 3 for word in keys) - 1
