"""The line on top: service, office, time, and whether the backend answers."""

from __future__ import annotations

from rich.cells import cell_len
from textual.strip import Strip
from rich.segment import Segment
from textual.widget import Widget

from kiosk.domain.dates import taipei
from kiosk.widgets.words import texts_of


class KioskHeader(Widget):
    """One line, painted as one strip. It watches nothing of the app: Textual's own header leaks that way."""

    DEFAULT_CSS = "KioskHeader { height: 1; background: $primary; color: $on-primary; }"

    def on_mount(self) -> None:
        self.set_interval(1.0, self._tick)

    def _tick(self) -> None:
        # The minute changes once in sixty ticks; the state when it changes repaints by itself.
        self.refresh()

    def render_line(self, y: int) -> Strip:
        texts, style = texts_of(self), self.rich_style
        left = f" {texts('service-name')}"
        clock = taipei(self.app.clock.now()).strftime("%H:%M")  # type: ignore[attr-defined]
        right = f"{clock}  {texts('backend-' + self.app.backend_state)} "  # type: ignore[attr-defined]
        gap = max(1, self.size.width - cell_len(left) - cell_len(right))
        return Strip([Segment(left + " " * gap + right, style)])
