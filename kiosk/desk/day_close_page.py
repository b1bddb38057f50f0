"""F10: a day's close, read only; F6 and F7 go a day back and forth."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from textual.binding import Binding, BindingType

from kiosk.api_client.desk import DeskClient
from kiosk.contract.desk.day_close import DayCloseWish
from kiosk.desk.asking import AskingPage
from kiosk.desk.seen import day_close as words
from kiosk.desk.speaks import desk_of
from kiosk.desk.widgets.key_line import KeyWord
from kiosk.desk.words import day
from kiosk.domain.dates import midnight, taipei_date
from kiosk.i18n import Message, say
from kiosk.widgets.ground.words import Words


class DayClosePage(AskingPage[None]):
    """What cannot be added up stays as it was, with its day and time."""

    chooses = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "again", show=False),
        Binding("f6", "turn(-1)", show=False),
        Binding("f7", "turn(1)", show=False),
    ]

    def __init__(self, client: DeskClient) -> None:
        super().__init__()
        self._client = client
        self._day: date | None = None
        """The day that is shown; None before the first answer."""

    def title_words(self) -> Message:
        return say("desk-day-close-title", day="")

    def key_words(self) -> list[KeyWord]:
        texts = desk_of(self).texts
        keys = {"F5": "desk-key-again", "F6": "desk-key-day-before", "F7": "desk-key-day-after"}
        return [KeyWord(key, texts(said)) for key, said in keys.items()]

    def on_mount(self) -> None:
        self.notice("desk-searching")
        self.ask(lambda: self._load(self._today, None))

    @property
    def _today(self) -> date:
        return taipei_date(desk_of(self).clock.now())

    def action_again(self) -> None:
        self.ask(lambda: self._load(self._day or self._today, "desk-loaded-anew"))

    def action_turn(self, days: int) -> None:
        wanted = (self._day or self._today) + timedelta(days=days)
        if wanted > self._today:
            self.notice("desk-day-close-future")
        else:
            self.ask(lambda: self._load(wanted, None))

    async def _load(self, wanted: date, done: str | None) -> None:
        close = await self._client.day_close(DayCloseWish(day=wanted))
        desk = desk_of(self)
        self._day = close.day
        shown = day(desk.texts, midnight(close.day), desk.clock.now())
        self.query_one("#title", Words).say(say("desk-day-close-title", day=shown))
        self.pane.show(list(words.lines(desk.texts, close)))
        self.notice(done)
