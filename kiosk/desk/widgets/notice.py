"""What happened, or is about to, in a line above the keys; in two where it does not fit in one."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from kiosk.desk.speaks import desk_of
from kiosk.desk.widgets.lines import cut
from kiosk.i18n import Message, say
from kiosk.widgets.ground.wrapping import wrapped


class Notice(Widget):
    """What was last said, with the case at its right edge; a warning stands before everything else."""

    COMPONENT_CLASSES = {"notice--said", "notice--warning", "notice--case"}
    DEFAULT_CSS = """
    Notice {
        height: auto; background: $background; color: $foreground;
        & > .notice--said { color: $foreground; text-style: bold; }
        & > .notice--case { color: $muted; }
        & > .notice--warning { background: $error; color: $background; text-style: bold; }
    }
    """

    def __init__(self, *, id: str | None = None, most: int = 2) -> None:
        """Take at most so many lines; what needs more is cut."""
        super().__init__(id=id)
        self._most = most
        self._said: Message | None = None
        self._warning: Message | None = None
        self._case = ""

    @property
    def said(self) -> Message | None:
        return self._said

    def tell(self, message: Message | str | None, *, case: str = "") -> None:
        self._said = say(message) if isinstance(message, str) else message
        self._case = case
        self._show_anew()

    def warn(self, message: Message | None) -> None:
        """Say something before everything else, until None takes it back."""
        if message != self._warning:
            self._warning = message
            self._show_anew()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def _show_anew(self) -> None:
        # Laid out anew only where it takes another number of lines: all else stays where it is.
        self.refresh(layout=self.is_mounted and len(self._lines(self.size.width)) != self.size.height)

    def _lines(self, width: int) -> list[str]:
        """Return what stands there, line by line, in a window so wide."""
        texts = desk_of(self).texts
        if self._warning is not None:
            said, begins = texts(self._warning), "  ! "
        else:
            said, begins = "" if self._said is None else texts(self._said), "  "
        room = max(1, width - cell_len(begins) - (0 if self._warning else cell_len(self._case_words())))
        lines = wrapped(said, room)
        if len(lines) > self._most:
            lines = [*lines[: self._most - 1], cut(" ".join(lines[self._most - 1 :]), room)]
        return [begins + lines[0], *(" " * len(begins) + line for line in lines[1:])]

    def _case_words(self) -> str:
        return f"  {self._case}  " if self._case else "  "

    def render_line(self, y: int) -> Strip:
        width, ground = self.size.width, self.rich_style
        lines = self._lines(width)
        line = lines[y] if y < len(lines) else ""
        if self._warning is not None:
            style = self.get_component_rich_style("notice--warning")
            return Strip([Segment(line, style)]).adjust_cell_length(width, style)
        case = self._case_words() if y == 0 else ""
        said, soft = self.get_component_rich_style("notice--said"), self.get_component_rich_style("notice--case")
        gap = " " * max(0, width - cell_len(line) - cell_len(case))
        return Strip([Segment(line, said), Segment(gap, ground), Segment(case, soft)]).adjust_cell_length(width, ground)
