"""What happened to the owner's data (歷程記錄): what, when, from where; never the values themselves."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding

from kiosk.contract.owners import History, OwnerEvent
from kiosk.i18n import Message, Named, say
from kiosk.screens.frame.date_words import at
from kiosk.screens.frame.listing import ListingPage
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.words import Words
from kiosk.widgets.lists.entry_list import Entry, EntryList


class HistoryPage(ListingPage[None]):
    """The newest first. There is nothing to choose: only to recognise, or to ask about at the counter."""

    AUTO_FOCUS = "#events"
    CSS_PATH = "history.tcss"
    BINDINGS = [Binding("enter", "back", show=False)]

    def __init__(self, history: History) -> None:
        super().__init__()
        self._history = history

    def heading(self) -> Message:
        return say("history-title")

    def explanation(self) -> Message:
        return say("history-explanation")

    def compose_page(self) -> ComposeResult:
        if self._history.events:
            yield EntryList([_entry(event) for event in self._history.events], opens="", id="events")
        else:
            yield Words("history-none", id="none-here")

    def primary_action(self) -> Action:
        return Action("history-back", "primary", id="back")

    def on_action_pressed(self) -> None:
        self.action_back()


def _entry(event: OwnerEvent) -> Entry:
    what = say(f"history-{event.kind.value}")
    title = (
        what if event.subject is None else say("history-of", what=what, subject=Named(event.subject, event.subject_en))
    )
    return Entry("", title, say("history-from", place=Named(event.place, event.place_en)), at(event.at))
