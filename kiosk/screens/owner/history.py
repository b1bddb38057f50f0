"""What happened to the owner's data (歷程記錄): what, when, from where; never the values themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widget import Widget

from kiosk.contract.desk.approvals import Reason
from kiosk.contract.desk.masked import RevealReason
from kiosk.contract.owners import History, OwnerEvent, StaffDeed, StaffDeedKind
from kiosk.i18n import Message, Named, say
from kiosk.screens.frame.listing import ListingPage
from kiosk.screens.frame.printing import PRINTS, Printing, offered
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.words import Words
from kiosk.widgets.lists.entry_list import Entry, EntryList
from kiosk.wording.date_words import at
from kiosk.wording.owner_visit import what

_KINDS = frozenset(StaffDeedKind)
_REASONS = frozenset(RevealReason) | frozenset(Reason)
"""What there are words for; a newer backend may know more."""


class TakeVisit:
    """The owner wants what was done in this visit on their phone."""


class HistoryPage(ListingPage[TakeVisit]):
    """The newest first. There is nothing to choose: only to recognise, or to ask about at the counter."""

    AUTO_FOCUS = "#events"
    CSS_PATH = "history.tcss"
    BINDINGS = [Binding("enter", "back", show=False)]

    def __init__(self, history: History, printing: Printing | None = None, *, can_take: bool = False) -> None:
        """Show a history; with `printing`, offer what was done in this visit on paper, with `can_take` on a phone."""
        super().__init__()
        self._history, self._printing, self._can_take = history, printing, can_take
        # Known before the buttons are: the first picture is laid out with it.
        self.set_class(printing is not None, PRINTS)
        if printing is not None or can_take:
            self.words_from = 98 if printing is not None and can_take else 78

    def heading(self) -> Message:
        return say("history-title")

    def explanation(self) -> Message:
        return say("history-explanation")

    def compose_page(self) -> ComposeResult:
        lines = [*map(_entry, self._history.events), *map(_by_staff, self._history.by_staff)]
        if lines:
            lines.sort(key=lambda line: line[0], reverse=True)
            yield EntryList([entry for _, entry in lines], opens="", id="events")
        else:
            yield Words("history-none", id="none-here")

    def primary_action(self) -> Action:
        return Action("history-back", "primary", id="back")

    def secondary_actions(self) -> Iterable[Widget]:
        take: list[Widget] = [Action("history-take", id="take")] if self._can_take else []
        return [*take, *offered(self._printing, "print-visit"), *super().secondary_actions()]

    @on(Action.Pressed)
    def _pressed(self, event: Action.Pressed) -> None:
        if event.action.id == "take":
            self.dismiss(TakeVisit())
        else:
            self.action_back()


def _entry(event: OwnerEvent) -> tuple[datetime, Entry]:
    place = say("history-from", place=Named(event.place, event.place_en))
    return event.at, Entry("", what(event), place, at(event.at))


def _by_staff(deed: StaffDeed) -> tuple[datetime, Entry]:
    place = Named(deed.place, deed.place_en)
    kind = deed.kind if deed.kind in _KINDS else "other"
    where = say("history-from", place=place)
    if deed.reason in _REASONS:
        where = say("history-from-why", place=place, why=say(f"history-why-{deed.reason}"))
    return deed.at, Entry("", say(f"history-staff-{kind}"), where, at(deed.at))
