"""The receipt on the screen."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll

from kiosk.contract.payments import Receipt, ReceiptPass
from kiosk.domain.dates import taipei
from kiosk.domain.money import Money
from kiosk.i18n import Message, say
from kiosk.screens import date_words
from kiosk.screens.page import Page
from kiosk.widgets.action import Action
from kiosk.widgets.lines import Row, Rows
from kiosk.widgets.words import Words


class ReceiptPage(Page[None]):
    """Number, payee, amounts; plates are masked, as they would be on paper."""

    BINDINGS = [Binding("enter", "back", show=False)]
    CSS_PATH = "receipt.tcss"

    def __init__(self, receipt: Receipt) -> None:
        super().__init__()
        self._receipt = receipt

    def heading(self) -> Message:
        return say("receipt-title")

    def explanation(self) -> Message:
        return say("receipt-explanation")

    def compose_page(self) -> ComposeResult:
        receipt = self._receipt
        facts = [
            Row("receipt-number", receipt.number, strong=True),
            Row("receipt-payee", receipt.payee),
            Row("receipt-when", f"{taipei(receipt.paid_at):%Y/%m/%d %H:%M:%S}"),
            Row("receipt-provider", receipt.provider_name),
            Row("receipt-reference", receipt.provider_reference),
            Row("receipt-order", receipt.payment_number),
        ]
        lines = [
            *(
                Row(say("receipt-line", plate=line.plate, number=line.bill), str(Money(line.dollars)))
                for line in receipt.lines
            ),
            *_pass(receipt.season_pass),
            Row("check-fee", str(Money(receipt.fee))),
            Row("receipt-total", str(Money(receipt.amount + receipt.fee)), strong=True),
        ]
        with VerticalScroll(id="receipt"):
            yield Rows(facts, id="receipt-facts")
            yield Rows(lines, money=True, id="receipt-lines")
            yield Words("receipt-note", id="receipt-note")

    def primary_action(self) -> Action:
        return Action("receipt-back", "primary", id="back")

    def on_action_pressed(self) -> None:
        self.action_back()


def _pass(season: ReceiptPass | None) -> list[Row]:
    if season is None:
        return []
    what = say("receipt-pass", name=season.name, month=date_words.month(season.month), plate=season.plate)
    return [Row(what, str(Money(season.dollars)))]
