"""What a password must have, said before it is typed and ticked as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from kiosk.domain.password import PasswordRule, kept
from kiosk.widgets.ground.words import texts_of

_GAP = 3


class RuleList(Widget):
    """The parts of the rule side by side, on as many lines as they need; a kept one has a tick and another colour."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"rules--open", "rules--kept"}
    DEFAULT_CSS = """
    RuleList {
        width: 100%; height: auto; background: $background;
        & > .rules--open { background: $background; color: $foreground; }
        & > .rules--kept { background: $background; color: $success; text-style: bold; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._kept = dict(kept(""))

    def check(self, password: str) -> None:
        """Tick what `password` keeps."""
        now = dict(kept(password))
        if now != self._kept:
            self._kept = now
            self.refresh()

    def _lines(self, width: int) -> Iterator[list[PasswordRule]]:
        line: list[PasswordRule] = []
        taken = 0
        for rule in PasswordRule:
            cells = cell_len(self._words(rule)) + _GAP
            if line and taken + cells - _GAP > width:
                yield line
                line, taken = [], 0
            line.append(rule)
            taken += cells
        yield line

    def _words(self, rule: PasswordRule) -> str:
        return f"{'✓' if self._kept[rule] else '○'} {texts_of(self)(f'password-rule-{rule.value}')}"

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return sum(1 for _ in self._lines(width)) if width else 1

    def render_line(self, y: int) -> Strip:
        lines = list(self._lines(self.size.width))
        segments = []
        for rule in lines[y] if y < len(lines) else ():
            style = self.get_component_rich_style("rules--kept" if self._kept[rule] else "rules--open")
            segments += [Segment(self._words(rule), style), Segment(" " * _GAP, self.rich_style)]
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)
