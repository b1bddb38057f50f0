"""What all pages of the desk have in common: the frame, and the keys that go from part to part."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType

from kiosk.desk.widgets.notice import Notice
from kiosk.i18n import say
from kiosk.platform.textual.dismissal import DismissedOnce
from kiosk.platform.textual.focus_painting import FocusPaintsItself
from kiosk.platform.textual.leaving import DeafOnceAnswered
from kiosk.platform.textual.leaving_workers import EndsItsWorkFirst
from kiosk.platform.textual.painting import SparinglyPainted
from kiosk.platform.textual.screen_size import SizedScreen
from kiosk.widgets.ground.too_small import COLUMNS, ROWS

Answer = TypeVar("Answer")

WIDE = 100
"""Columns of a window from which the list and what it shows stand side by side."""


class DeskScreen(
    DismissedOnce[Answer],
    DeafOnceAnswered[Answer],
    EndsItsWorkFirst[Answer],
    SizedScreen[Answer],
    SparinglyPainted[Answer],
    FocusPaintsItself[Answer],
    inherit_bindings=False,
):
    """A page that is used by function keys, arrows, Enter, Tab and Esc: a letter may be half a syllable."""

    # Whole: forms stand in a folder of their own, and Textual resolves it beside the file of the page itself.
    CSS_PATH = Path(__file__).with_name("desk.tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (COLUMNS, "-narrow"), (WIDE, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (ROWS, "-low"), (30, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [
        # At once: what is typed behind a tab belongs to the next part.
        Binding("tab", "app.focus_next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
    ]

    def warn(self, seconds: int | None) -> None:
        """Say in how many seconds the desk locks; None for not soon. A page that comes or goes has no line for it."""
        message = None if seconds is None else say("desk-locks-in", seconds=seconds)
        for notice in self.query("#notice").results(Notice):
            notice.warn(message)

    def scanned(self, text: str, *, entered: bool, begun: bool) -> None:
        """Take what was scanned or pasted with a line end; `begun` says that its first character came as a key."""
