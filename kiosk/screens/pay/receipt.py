"""The receipt on the screen."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding

from kiosk.contract.payments import Receipt, ReceiptLine, ReceiptPass
from kiosk.domain.money import Money
from kiosk.i18n import Message, Named, money, say
from kiosk.screens.frame import date_words
from kiosk.screens.frame.names import named
from kiosk.screens.frame.page import Page
from kiosk.screens.frame.vehicle_words import listed
from kiosk.screens.pay.bill_words import stay
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.scrolled import Scrolled
from kiosk.widgets.ground.words import Words
from kiosk.widgets.lists.lines import Row, Rows


class TakeReceipt:
    """The visitor wants it on their phone."""


class ReceiptPage(Page[TakeReceipt]):
    """What was paid, for which vehicle and which days. It is the payer's own paper: nothing of theirs is masked."""

    BINDINGS = [Binding("enter", "back", show=False)]
    CSS_PATH = "receipt.tcss"

    def __init__(self, receipt: Receipt, *, can_take: bool = True) -> None:
        """Show `receipt`; without `can_take`, there is no link to it."""
        super().__init__()
        self._receipt, self._can_take = receipt, can_take

    def heading(self) -> Message:
        return say("receipt-title")

    def explanation(self) -> Message:
        return say("receipt-explanation")

    def compose_page(self) -> ComposeResult:
        receipt, total = self._receipt, Money(self._receipt.amount + self._receipt.fee)
        # What proves most stands first, and needs no scrolling: which receipt, for which vehicle, how much, when.
        facts = [
            Row("receipt-number", receipt.number, strong=True),
            Row("receipt-plates", listed(_plates(receipt)), strong=True),
            Row("receipt-paid", money(total), strong=True),
            Row("receipt-when", date_words.at(receipt.paid_at, seconds=True)),
            Row("receipt-provider", Named(receipt.provider_name, receipt.provider_name_en)),
            Row("receipt-payee", Named(receipt.payee, receipt.payee_en)),
            Row("receipt-reference", receipt.provider_reference),
            Row("receipt-order", receipt.payment_number),
        ]
        lines = [
            *(row for line in receipt.lines for row in _line(line)),
            *_pass(receipt.season_pass),
            Row("check-fee", money(Money(receipt.fee))),
            Row("receipt-total", money(total), strong=True),
        ]
        with Scrolled(id="receipt"):
            yield Rows(facts, id="receipt-facts")
            yield Rows(lines, money=True, id="receipt-lines")
            yield Words("receipt-note", id="receipt-note")

    def primary_action(self) -> Action:
        return Action("receipt-back", "primary", id="back")

    def secondary_actions(self) -> list[Action]:
        return [Action("receipt-take", id="take")] if self._can_take else []

    @on(Action.Pressed)
    def _pressed(self, event: Action.Pressed) -> None:
        if event.action.id == "take":
            self.dismiss(TakeReceipt())
        else:
            self.action_back()


def _plates(receipt: Receipt) -> list[str]:
    """Return the vehicles that a receipt is for, each once."""
    season = receipt.season_pass
    return list(dict.fromkeys(line.plate for line in receipt.lines)) + ([] if season is None else [season.plate])


def _line(line: ReceiptLine) -> list[Row]:
    """Return what was paid for one bill, and below it when that vehicle was parked."""
    what = say("receipt-line", plate=line.plate, number=line.bill)
    days = [say("receipt-stay", day=date_words.day_of(one.parked_at), stay=stay(one)) for one in line.stays]
    return [Row(what, money(Money(line.dollars))), *(Row(day, "") for day in days)]


def _pass(season: ReceiptPass | None) -> list[Row]:
    if season is None:
        return []
    what = say("receipt-pass", name=named(season), month=date_words.month(season.month), plate=season.plate)
    return [Row(what, money(Money(season.dollars)))]
