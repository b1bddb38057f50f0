"""The line on top of the desk: where it stands, who is signed in, the time, and whether the backend answers."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from kiosk.desk.speaks import desk_of
from kiosk.desk.widgets.lines import cut
from kiosk.domain.dates import taipei


class DeskHeader(Widget):
    """One painted line. It checks once a second whether anything of it has changed."""

    COMPONENT_CLASSES = {"header--name", "header--who"}
    DEFAULT_CSS = """
    DeskHeader {
        height: 1; background: $band; color: $on-band;
        & > .header--name { background: $band; color: $on-band; text-style: bold; }
        & > .header--who { background: $band; color: $muted-on-band; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[str, ...] = ()

    def on_mount(self) -> None:
        self.set_interval(1.0, self._check)

    def _check(self) -> None:
        if self._facts() != self._shown:
            self.refresh()

    def _facts(self) -> tuple[str, str, str, str]:
        desk = desk_of(self)
        return (
            desk.texts("desk-name"),
            desk.who,
            taipei(desk.clock.now()).strftime("%H:%M"),
            desk.texts(f"desk-line-{desk.line}"),
        )

    def render_line(self, y: int) -> Strip:
        self._shown = name, who, clock, line = self._facts()
        width = self.size.width
        bold, soft = self.get_component_rich_style("header--name"), self.get_component_rich_style("header--who")
        left, right = f"  {name}   ", f"  {clock}   {line}  "
        room = max(0, width - cell_len(left) - cell_len(right))
        return Strip(
            [Segment(left, bold), Segment(set_cell_size(cut(who, room), room), soft), Segment(right, bold)]
        ).adjust_cell_length(width, self.rich_style)
