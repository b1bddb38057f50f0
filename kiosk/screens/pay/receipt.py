"""The receipt on the screen."""

from __future__ import annotations

from typing import cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widget import Widget

from kiosk.contract.payments import Receipt
from kiosk.domain.document import Entry
from kiosk.i18n import Message, say
from kiosk.screens.frame.page import Page
from kiosk.screens.frame.printing import Printing, offered
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.scrolled import Scrolled
from kiosk.widgets.ground.words import Words
from kiosk.widgets.lists.lines import Row, Rows
from kiosk.wording.documents import Text, of_receipt


class TakeReceipt:
    """The visitor wants it on their phone."""


class ReceiptPage(Page[TakeReceipt]):
    """What was paid, for which vehicle and which days. It is the payer's own paper: nothing of theirs is masked."""

    BINDINGS = [Binding("enter", "back", show=False)]
    CSS_PATH = "receipt.tcss"

    def __init__(self, receipt: Receipt, *, can_take: bool = True, printing: Printing | None = None) -> None:
        """Show `receipt`; without `can_take`, there is no link to it, without `printing`, no printer."""
        super().__init__()
        self._receipt, self._can_take, self._printing = receipt, can_take, printing

    def heading(self) -> Message:
        return say("receipt-title")

    def explanation(self) -> Message:
        return say("receipt-explanation")

    def compose_page(self) -> ComposeResult:
        # What proves most stands first, and needs no scrolling.
        document = of_receipt(self._receipt)
        lines = [*document.lines, *filter(None, [document.total])]
        with Scrolled(id="receipt"):
            yield Rows([_row(entry) for entry in document.facts], id="receipt-facts")
            yield Rows([_row(entry) for entry in lines], money=True, id="receipt-lines")
            yield Words("receipt-note", id="receipt-note")

    def primary_action(self) -> Action:
        return Action("receipt-back", "primary", id="back")

    def secondary_actions(self) -> list[Widget]:
        take: list[Widget] = [Action("receipt-take", id="take")] if self._can_take else []
        return [*take, *offered(self._printing, "print-receipt")]

    @on(Action.Pressed)
    def _pressed(self, event: Action.Pressed) -> None:
        if event.action.id == "take":
            self.dismiss(TakeReceipt())
        else:
            self.action_back()


def _row(entry: Entry[Text]) -> Row:
    # Names are messages; of data there are only values.
    return Row(cast("Message", entry.name), entry.value, entry.strong)
