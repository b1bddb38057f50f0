"""Messages to the owner (車主訊息): what the office has to tell them."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding

from kiosk.contract.owners import Inbox, OwnerMessage
from kiosk.i18n import Message, say
from kiosk.screens.frame.listing import ListingPage
from kiosk.screens.frame.page import Page
from kiosk.screens.owner.message_words import body, title
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.words import Words
from kiosk.widgets.lists.entry_list import Entry, EntryList
from kiosk.wording.date_words import at, day_of


class MessagesPage(ListingPage[OwnerMessage]):
    """The newest first, those that were not read yet marked by a dot."""

    AUTO_FOCUS = "#messages"
    CSS_PATH = "messages.tcss"

    def __init__(self, inbox: Inbox, *, cursor: int = 0) -> None:
        super().__init__()
        self._inbox, self._cursor = inbox, cursor

    def heading(self) -> Message:
        return say("messages-title")

    def compose_page(self) -> ComposeResult:
        if self._inbox.messages:
            yield EntryList([_entry(one) for one in self._inbox.messages], cursor=self._cursor, id="messages")
        else:
            yield Words("messages-none", id="none-here")

    def primary_action(self) -> Action:
        return Action("messages-back", "primary", id="back")

    @on(EntryList.Opened)
    def _opened(self, event: EntryList.Opened) -> None:
        self.dismiss(next(one for one in self._inbox.messages if one.id == event.name))

    @on(Action.Pressed)
    def _back(self) -> None:
        self.action_back()


def _entry(message: OwnerMessage) -> Entry:
    return Entry(message.id, title(message), body(message), day_of(message.at), marked=not message.read)


class MessagePage(Page[None]):
    """One message, in full."""

    CSS_PATH = "messages.tcss"
    BINDINGS = [Binding("enter", "back", show=False)]

    def __init__(self, message: OwnerMessage) -> None:
        super().__init__()
        self._message = message

    def heading(self) -> Message:
        return title(self._message)

    def explanation(self) -> Message:
        return say("messages-at", at=at(self._message.at))

    def compose_page(self) -> ComposeResult:
        yield Words(body(self._message), id="body")

    def primary_action(self) -> Action:
        return Action("messages-read", "primary", id="read")

    def on_action_pressed(self) -> None:
        self.action_back()
