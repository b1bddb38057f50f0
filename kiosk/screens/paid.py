"""Paid: what, when, by whom, and the way on."""

from __future__ import annotations

from enum import Enum, auto

from textual import events, on
from textual.app import ComposeResult

from kiosk.clock import Deadline
from kiosk.contract.payments import Payment
from kiosk.domain.dates import taipei
from kiosk.domain.money import Money
from kiosk.i18n import Message, say
from kiosk.screens.page import Page
from kiosk.widgets.action import Action
from kiosk.widgets.amount import Amount
from kiosk.widgets.countdown import Countdown
from kiosk.widgets.lines import Row, Rows

STAYS = 30.0
"""Seconds until the page ends by itself: a minute was too long for those who wait behind."""


class AfterPaying(Enum):
    """What the visitor wants now."""

    RECEIPT = auto()
    MORE = auto()
    FINISH = auto()


class PaidPage(Page[AfterPaying]):
    """It ends by itself; any key or touch gives it its time again."""

    AUTO_FOCUS = "#finish"
    CSS_PATH = "paid.tcss"
    can_go_back = False
    idle_limit = None

    def __init__(self, payment: Payment, provider_name: str, bought: Message) -> None:
        super().__init__()
        self._payment, self._provider_name, self._bought = payment, provider_name, bought

    def heading(self) -> Message:
        return say("paid-title", amount=str(Money(self._payment.amount + self._payment.fee)))

    def compose_page(self) -> ComposeResult:
        payment = self._payment
        yield Amount(Money(payment.amount + payment.fee), id="paid-amount")
        yield Rows(
            [
                Row("paid-when", f"{taipei(payment.paid_at or payment.created_at):%Y/%m/%d %H:%M:%S}"),
                Row("paid-by", self._provider_name),
                Row("paid-what", self._bought),
                Row("paid-receipt", payment.receipt_number or "—", strong=True),
            ],
            airy=True,
            id="paid-rows",
        )
        yield Countdown(self._end(), "paid-ends", id="ends")

    def _end(self) -> Deadline:
        return Deadline.after(self.app.clock, STAYS)  # type: ignore[attr-defined]

    def secondary_actions(self) -> list[Action]:
        return [Action("paid-show-receipt", id="receipt"), Action("paid-more", id="more")]

    def primary_action(self) -> Action:
        return Action("paid-finish", "primary", id="finish")

    def _stay(self) -> None:
        self.query_one(Countdown).restart(self._end())

    def on_key(self, event: events.Key) -> None:
        self._stay()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._stay()

    @on(Countdown.Over)
    def _over(self) -> None:
        self.dismiss(AfterPaying.FINISH)

    @on(Action.Pressed)
    def _pressed(self, event: Action.Pressed) -> None:
        answers = {"receipt": AfterPaying.RECEIPT, "more": AfterPaying.MORE, "finish": AfterPaying.FINISH}
        self.dismiss(answers[event.action.id or "finish"])
