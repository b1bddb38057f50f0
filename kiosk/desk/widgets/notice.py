"""One line that says what happened, or what is about to: in place, so that nothing moves for it."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from kiosk.desk.speaks import desk_of
from kiosk.desk.widgets.lines import cut
from kiosk.i18n import Message, say


class Notice(Widget):
    """What was last said, with the case at its right edge; a warning stands before everything else."""

    COMPONENT_CLASSES = {"notice--said", "notice--warning", "notice--case"}
    DEFAULT_CSS = """
    Notice {
        height: 1; background: $background; color: $foreground;
        & > .notice--said { color: $foreground; text-style: bold; }
        & > .notice--case { color: $muted; }
        & > .notice--warning { background: $error; color: $background; text-style: bold; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._said: Message | None = None
        self._warning: Message | None = None
        self._case = ""

    @property
    def said(self) -> Message | None:
        return self._said

    def tell(self, message: Message | str | None, *, case: str = "") -> None:
        self._said = say(message) if isinstance(message, str) else message
        self._case = case
        self.refresh()

    def warn(self, message: Message | None) -> None:
        """Say something before everything else, until None takes it back."""
        if message != self._warning:
            self._warning = message
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width, texts, ground = self.size.width, desk_of(self).texts, self.rich_style
        if self._warning is not None:
            style = self.get_component_rich_style("notice--warning")
            return Strip([Segment(f"  ! {texts(self._warning)}", style)]).adjust_cell_length(width, style)
        case = f"  {self._case}  " if self._case else "  "
        room = max(0, width - cell_len(case) - 2)
        words = cut("" if self._said is None else texts(self._said), room)
        said, soft = self.get_component_rich_style("notice--said"), self.get_component_rich_style("notice--case")
        gap = " " * max(0, room - cell_len(words))
        return Strip(
            [
                Segment(f"  {words}", said),
                Segment(gap, ground),
                Segment(case, soft),
            ]
        ).adjust_cell_length(width, ground)
