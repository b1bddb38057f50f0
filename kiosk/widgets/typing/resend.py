"""Sending a code again: a button that says how long it has to wait, and waits."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size

from kiosk.clock import Deadline
from kiosk.i18n import Message, say
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.words import texts_of


class Resend(Action):
    """It cannot be pressed before its deadline. It keeps its width, and repaints itself once a second and no more.

    It is not `disabled` meanwhile: Textual draws what is so faint that the seconds could not be read.
    """

    DEFAULT_CSS = """
    Resend.-waiting { color: $muted; border: dashed $line; text-style: none; }
    Resend.-waiting:focus { color: $muted; background: $background; border: heavy $focus; text-style: none; }
    """

    def __init__(self, deadline: Deadline, *, id: str | None = None) -> None:
        super().__init__("code-resend", id=id)
        self._deadline = deadline
        self._shown = -1
        self.set_class(self.waiting, "-waiting")

    def on_mount(self) -> None:
        self.set_interval(0.25, self.tick)

    def restart(self, deadline: Deadline) -> None:
        self._deadline = deadline
        self.tick()

    @property
    def waiting(self) -> bool:
        """Whether it is too early for another code."""
        return self.seconds > 0

    @property
    def seconds(self) -> int:
        """Return whole seconds left, rounded up."""
        return -int(-self._deadline.remaining() // 1)

    def tick(self) -> None:
        """Paint the second that it is now, if it is another one."""
        if self.seconds != self._shown:
            self._shown = self.seconds
            self.set_class(self.waiting, "-waiting")
            self.refresh()

    def action_press(self) -> None:
        if not self.waiting:
            super().action_press()

    def _words(self) -> Message:
        return say("code-resend-in", seconds=str(self.seconds)) if self.seconds else say("code-resend")

    def render(self) -> Content:
        return Content(texts_of(self)(self._words()))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        # The widest that it will say, so that nothing moves when the seconds have one digit less.
        texts = texts_of(self)
        return max(cell_len(texts(say("code-resend-in", seconds="000"))), cell_len(texts("code-resend")))
