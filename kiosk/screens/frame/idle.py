"""The visitor seems to have left: a warning that any key or touch answers, and how long it takes to come."""

from __future__ import annotations

import asyncio

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget

from kiosk.clock import Clock, Deadline
from kiosk.i18n import say
from kiosk.platform.machine.paths import assets
from kiosk.platform.machine.sound import play
from kiosk.widgets.ground.too_small import COLUMNS, ROWS
from kiosk.widgets.ground.words import Words, texts_of

LIMIT = 60.0
"""Seconds without a key, a touch or a paste after which a visit ends."""

WARNING = 20.0
"""Seconds of them with the warning on the screen: WCAG 2.2.1 asks for at least twenty."""


class Idleness:
    """How long one page has not been touched."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._deadline: Deadline | None = None
        self._limit: float | None = None
        self._page: object = None

    def watch(self, page: object, limit: float | None) -> None:
        """Go on counting for `page`, or anew if it was not the one before; never for a page without a limit."""
        if page is not self._page or limit != self._limit:
            self._page, self._limit = page, limit
            self.touched()

    def touched(self) -> None:
        """Start counting anew: somebody is here."""
        self._deadline = None if self._limit is None else Deadline.after(self._clock, self._limit)

    @property
    def warns(self) -> Deadline | None:
        """When the visit ends, once that is near enough for the warning."""
        deadline = self._deadline
        return deadline if deadline is not None and deadline.remaining() <= WARNING else None

    @property
    def over(self) -> bool:
        return self._deadline is not None and self._deadline.passed


class IdleWarning(ModalScreen[None], inherit_bindings=False):
    """Says what will be lost and counts down. The app takes it away: when anything is touched, or when time is up."""

    CSS_PATH = "idle.tcss"
    AUTO_FOCUS = None
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (COLUMNS, "-whole")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (ROWS, "-whole")]

    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        self._until = deadline

    def compose(self) -> ComposeResult:
        with Vertical(id="idle"):
            yield Words("idle-title", id="idle-title")
            yield Words("idle-lost", id="idle-lost")
            yield _Remaining(self._until)
            yield Words("idle-stay", id="idle-stay")

    def on_mount(self) -> None:
        # The second sense of the two that a warning has to reach.
        self.run_worker(self._ring())

    async def _ring(self) -> None:
        """Play the sound of the warning; where nothing plays sounds, the terminal may have a bell."""
        sound = await asyncio.to_thread((assets() / "sounds" / "idle.wav").read_bytes)
        if not await play(sound):
            self.app.bell()


class _Remaining(Widget):
    """The seconds that are left, repainted once a second."""

    DEFAULT_CSS = "_Remaining { width: 100%; height: 1; text-align: center; }"

    def __init__(self, deadline: Deadline) -> None:
        super().__init__(id="idle-remaining")
        self._until = deadline

    def on_mount(self) -> None:
        self.set_interval(1.0, self.refresh)

    def render(self) -> Content:
        seconds = round(self._until.remaining())
        return Content(texts_of(self)(say("idle-remaining", seconds=seconds)))


def is_touch(event: events.Event) -> bool:
    """Say whether an event means that somebody is here; a mouse that lies still on a shaking table does not."""
    if isinstance(event, events.MouseMove):
        return bool(event.delta_x or event.delta_y)
    return isinstance(event, (events.Key, events.Paste, events.MouseEvent))
