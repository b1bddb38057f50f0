"""The line on top: service, office, time, and whether the backend answers."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from kiosk.domain.dates import taipei
from kiosk.i18n import Named, say
from kiosk.widgets.ground.words import Speaks, app_of


class KioskHeader(Widget):
    """Painted as one line, with air around it where the window is high.

    It watches nothing of the app and polls once a second instead: Textual's own header leaks through its watchers.
    """

    COMPONENT_CLASSES = {"header--name", "header--office"}
    DEFAULT_CSS = """
    KioskHeader {
        height: 1; background: $band; color: $on-band;
        & > .header--name { background: $band; color: $on-band; text-style: bold; }
        & > .header--office { background: $band; color: $muted-on-band; }
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
        """Return the service, the office, the time in Taipei, and the backend's state, in words."""
        app = app_of(self)
        return (
            app.texts("service-name"),
            "" if app.service is None else app.texts.said(Named(app.service.office, app.service.office_en)),
            taipei(app.clock.now()).strftime("%H:%M"),
            self._state(app),
        )

    def _state(self, app: Speaks) -> str:
        """Return how the backend stands, while it starts with its progress; or that this page serves no one."""
        if app.backend_state == "reachable" and self.screen.has_class("-closed"):
            return app.texts("backend-closed")
        progress = app.backend_progress
        if app.backend_state != "starting" or progress is None or progress.percent is None:
            return app.texts(f"backend-{app.backend_state}")
        # As text, which needs no number format and so no Fluent.
        return app.texts(say("backend-starting-share", percent=str(progress.percent)))

    def render_line(self, y: int) -> Strip:
        ground, width = self.rich_style, self.size.width
        if y != self.size.height // 2:
            return Strip.blank(width, ground)
        self._shown = name, office, clock, state = self._facts()
        bold, soft = self.get_component_rich_style("header--name"), self.get_component_rich_style("header--office")
        left, right = f"  {name}   ", f"  {clock}   {state}  "
        room = width - cell_len(left) - cell_len(right)
        middle = set_cell_size(office, room) if room >= cell_len(office) else " " * max(0, room)
        return Strip(
            [Segment(left, bold), Segment(middle, soft), Segment(f"  {clock}   ", bold), Segment(f"{state}  ", soft)]
        ).crop(0, width)
