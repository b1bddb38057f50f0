"""① — ②: which step of registering this is, as the website marks it."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from kiosk.i18n import say
from kiosk.widgets.ground.words import texts_of

_BETWEEN = "──"
_STAGES = 2
"""The website's: the vehicle, and the person, who takes several pages here."""


class StepMark(Widget):
    """The website's two stages, one behind ticked, the present one filled; and in words which page of how many."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"steps--here", "steps--other", "steps--line"}
    DEFAULT_CSS = """
    StepMark {
        width: auto; height: 1; background: $background; color: $muted;
        & > .steps--here { background: $primary; color: $on-primary; text-style: bold; }
        & > .steps--other { background: $panel; color: $foreground; }
        & > .steps--line { background: $background; color: $line; }
    }
    """

    def __init__(self, number: int, of: int, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._number, self._of = number, of

    @property
    def _words(self) -> str:
        return texts_of(self)(say("step", number=str(self._number), of=str(self._of)))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return 3 * _STAGES + len(_BETWEEN) * (_STAGES - 1) + 2 + cell_len(self._words)

    def render_line(self, y: int) -> Strip:
        segments: list[Segment] = []
        here = min(self._number, _STAGES)
        for number in range(1, _STAGES + 1):
            if segments:
                segments.append(Segment(_BETWEEN, self.get_component_rich_style("steps--line")))
            name = "here" if number == here else "other"
            sign = "✓" if number < here else str(number)
            segments.append(Segment(f" {sign} ", self.get_component_rich_style(f"steps--{name}")))
        segments.append(Segment(f"  {self._words}", self.rich_style))
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)
