"""F10 where there is more than one page beside the cases: which of them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from textual import on

from kiosk.contract.desk.session import DeskStanding, Permission
from kiosk.desk.asking import AskingPage
from kiosk.desk.queries import may
from kiosk.desk.speaks import desk_of
from kiosk.desk.widgets.lines import Cell, Row
from kiosk.desk.widgets.pane import Pane
from kiosk.i18n import Message, say


class More(StrEnum):
    """The pages beside the cases, in the order in which they are offered."""

    FIGURES = "figures"
    DIFFERENCES = "differences"
    TERMINAL_HOUR = "terminal-hour"
    DAY_CLOSE = "day-close"


_PERMISSIONS = {
    More.FIGURES: Permission.FIGURES,
    More.DIFFERENCES: Permission.DIFFERENCES,
    More.TERMINAL_HOUR: Permission.TERMINAL_HOUR,
    More.DAY_CLOSE: Permission.DAY_CLOSE,
}


def pages(standing: DeskStanding) -> list[More]:
    """Return the pages that somebody may see."""
    return [one for one in More if may(standing, _PERMISSIONS[one])]


class MorePage(AskingPage[More]):
    """Answers which page is to be shown."""

    def __init__(self, offered: Sequence[More]) -> None:
        super().__init__()
        self._offered = offered

    def title_words(self) -> Message:
        return say("desk-more-title")

    def on_mount(self) -> None:
        texts = desk_of(self).texts
        self.pane.show([Row((Cell(texts(f"desk-more-{one.value}")),), key=one.value) for one in self._offered])

    @on(Pane.Opened)
    def _opened(self, event: Pane.Opened) -> None:
        self.dismiss(More(event.key))
