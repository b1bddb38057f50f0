"""What happened to the owner's data (歷程記錄): what, when, from where; never the values themselves."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widget import Widget

from kiosk.contract.owners import History, OwnerEvent
from kiosk.i18n import Message, Named, say
from kiosk.screens.frame.date_words import at
from kiosk.screens.frame.listing import ListingPage
from kiosk.screens.frame.printing import Printing, offered
from kiosk.screens.owner.documents import what
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.words import Words
from kiosk.widgets.lists.entry_list import Entry, EntryList


class HistoryPage(ListingPage[None]):
    """The newest first. There is nothing to choose: only to recognise, or to ask about at the counter."""

    AUTO_FOCUS = "#events"
    CSS_PATH = "history.tcss"
    BINDINGS = [Binding("enter", "back", show=False)]

    def __init__(self, history: History, printing: Printing | None = None) -> None:
        """Show a history; with `printing`, offer what was done in this visit on paper."""
        super().__init__()
        self._history, self._printing = history, printing
        if printing is not None:
            self.words_from = 78

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

    def secondary_actions(self) -> Iterable[Widget]:
        return [*offered(self._printing, "print-visit"), *super().secondary_actions()]

    def on_action_pressed(self) -> None:
        self.action_back()


def _entry(event: OwnerEvent) -> Entry:
    return Entry("", what(event), say("history-from", place=Named(event.place, event.place_en)), at(event.at))
