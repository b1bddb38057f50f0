"""Time that runs out, counted from a deadline and never from ticks: a late tick is not a late clock."""

from __future__ import annotations

from textual.content import Content
from textual.message import Message as Event
from textual.widget import Widget

from kiosk.clock import Deadline
from kiosk.i18n import say
from kiosk.widgets.ground.words import texts_of


class Countdown(Widget):
    """Minutes and seconds left, repainted once a second and nothing else with it."""

    DEFAULT_CSS = "Countdown { width: auto; min-width: 12; height: 1; }"

    class Over(Event):
        """The time has run out, by this terminal's clock."""

    def __init__(self, deadline: Deadline, message: str, *, id: str | None = None, classes: str | None = None) -> None:
        """Count down to `deadline`; `message` takes `time` (`4:32`) and `seconds`."""
        super().__init__(id=id, classes=classes)
        self._deadline = deadline
        self._message = message
        self._shown = -1
        self._reported = False

    def on_mount(self) -> None:
        # Four checks a second, one paint: the second changes on the screen when it does on the clock.
        self.set_interval(0.25, self.tick)

    def restart(self, deadline: Deadline) -> None:
        self._deadline, self._reported = deadline, False
        self.tick()

    @property
    def seconds(self) -> int:
        """Return whole seconds left, rounded up: nought means over."""
        return -int(-self._deadline.remaining() // 1)

    def tick(self) -> None:
        """Paint the second that it is now, if it is another one, and tell the end."""
        if self.seconds != self._shown:
            self._shown = self.seconds
            self.refresh()
        if self._deadline.passed and not self._reported:
            self._reported = True
            self.post_message(self.Over())

    def render(self) -> Content:
        minutes, seconds = divmod(self.seconds, 60)
        return Content(texts_of(self)(say(self._message, time=f"{minutes}:{seconds:02}", seconds=self.seconds)))
