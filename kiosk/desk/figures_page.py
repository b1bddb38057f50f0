"""F10: the day in figures, counted anew every minute for as long as the page is open."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kiosk.api_client.desk import DeskClient
from kiosk.contract.desk.figures import Figures
from kiosk.desk.asking import AskingPage
from kiosk.desk.seen import figures as words
from kiosk.desk.speaks import desk_of
from kiosk.desk.widgets.bars import Hour, HourBars
from kiosk.desk.widgets.key_line import KeyWord
from kiosk.i18n import Message, say

EVERY = 60.0
"""Seconds between two counts. Each is a row of the audit; without a key the desk locks itself after five minutes."""


class FiguresPage(AskingPage[None]):
    """Read only. What cannot be counted anew stays as it was, with its time."""

    chooses = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f5", "again", show=False)]

    def __init__(self, client: DeskClient) -> None:
        super().__init__()
        self._client = client
        self._figures: Figures | None = None

    def title_words(self) -> Message:
        return say("desk-figures-title")

    def key_words(self) -> list[KeyWord]:
        return [KeyWord("F5", desk_of(self).texts("desk-key-again"))]

    def above(self) -> ComposeResult:
        yield HourBars()

    def on_mount(self) -> None:
        self.notice("desk-figures-asking")
        self.ask(lambda: self._count(None))
        self.set_interval(EVERY, lambda: self.ask(lambda: self._count(None)))

    def action_again(self) -> None:
        self.ask(lambda: self._count("desk-figures-loaded"))

    async def _count(self, done: str | None) -> None:
        figures = await self._client.figures()
        first, self._figures = self._figures is None, figures
        self.query_one(HourBars).show({one.hour: Hour(one.begun, one.paid) for one in figures.hours})
        self.pane.show(words.lines(desk_of(self).texts, figures), anew=first)
        self.notice(done)
