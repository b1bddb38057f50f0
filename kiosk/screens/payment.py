"""The code for the phone, and what becomes of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kiosk.clock import Deadline
from kiosk.contract.payments import Payment
from kiosk.domain.money import Money
from kiosk.domain.payment import PaymentState
from kiosk.i18n import Message, say
from kiosk.screens.page import Page
from kiosk.widgets.action import Action
from kiosk.widgets.amount import Amount
from kiosk.widgets.countdown import Countdown
from kiosk.widgets.qr_code import QrCode
from kiosk.widgets.words import Words

BESIDE = 27
"""Columns that the facts beside the code need."""

ACTIONS = 3
"""Rows of the actions below it."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The payment has its answer."""

    payment: Payment


@dataclass(frozen=True, slots=True)
class AnotherWay:
    """The visitor wants another provider; the code is no longer wanted."""


class PaymentPage(Page[Settled | AnotherWay]):
    """Amount, payee, number and countdown beside the largest code that fits. It turns by itself.

    "Back" is the wish to give up this code: the journey cancels the payment, as far as that is still possible.
    """

    CSS_PATH = "payment.tcss"
    idle_limit = None  # whoever pays looks at a phone; the countdown ends the page
    can_go_home = False

    def __init__(
        self,
        payment: Payment,
        provider_name: str,
        watch: Callable[[], AsyncIterator[Payment]],
    ) -> None:
        super().__init__()
        self._payment, self._provider_name, self._watch = payment, provider_name, watch
        self._large = False
        self._deadline: Deadline | None = None

    def compose_page(self) -> ComposeResult:
        payment = self._payment
        self._deadline = Deadline.after(self.app.clock, payment.expires_in)  # type: ignore[attr-defined]
        with Horizontal(id="paying"):
            yield QrCode(payment.link, id="code")
            with Vertical(id="beside"):
                yield Words("payment-scan", id="scan")
                yield Amount(Money(payment.amount + payment.fee), id="pay-amount")
                yield Words(say("payment-what", provider=self._provider_name, count=len(payment.bills)), classes="fact")
                yield Words(say("payment-payee", payee=payment.payee), classes="fact")
                yield Words(say("payment-number", number=payment.number), classes="fact")
                yield Countdown(self._deadline, "payment-left", id="left")
                yield Words("payment-waiting", id="pay-state")
                yield Words(say("payment-link", link=payment.link), id="link")
        yield Words(say("payment-too-small", link=payment.link, number=payment.number), id="too-small")

    def secondary_actions(self) -> list[Action]:
        return [
            Action("payment-larger", id="larger"),
            Action("payment-show-link", id="show-link"),
            Action("payment-another-way", id="another"),
        ]

    def on_mount(self) -> None:
        self.query_one("#link").display = False
        self.call_after_refresh(self._fit)
        self.run_worker(self._follow(), group="watch")

    def on_resize(self) -> None:
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Give the code what room there is: all of the window when asked for, else what the facts leave."""
        code = self.query_one(QrCode)
        width, height = self.query_one("#page").content_size
        rows = height if self._large else height - ACTIONS
        code.give(width if self._large else width - BESIDE, rows)
        if not code.fits:
            code.give(width, rows)
        self.query_one("#beside").display = code.fits and not self._large and width - code.columns >= BESIDE
        self.query_one("#actions").display = not self._large
        self.query_one("#too-small").display = not code.fits

    async def _follow(self) -> None:
        async for payment in self._watch():
            self._payment = payment
            if payment.state.settled:
                self.dismiss(Settled(payment))
                return
            self.query_one("#pay-state", Words).say(_STATES[payment.state])
            if payment.state is not PaymentState.WAITING:
                # Confirmed on a phone: another scan would only confuse, and there is nothing left to give up.
                self.query_one("#left").visible = False
                self.query_one("#another").disabled = True
                self.query_one(QrCode).visible = False

    @property
    def _undecided(self) -> bool:
        return self._payment.state is PaymentState.WAITING

    @on(Countdown.Over)
    def _time_is_over(self) -> None:
        # The backend decides, not this clock: its word is on the way.
        if self._undecided:
            self.query_one("#pay-state", Words).say("payment-time-over")

    @on(Action.Pressed, "#larger")
    def action_larger(self) -> None:
        """Give the code the whole page, or take it back."""
        self._large = not self._large
        self._fit()

    def on_click(self) -> None:
        if self._large:
            self.action_larger()

    @on(Action.Pressed, "#show-link")
    def _show_link(self) -> None:
        self.query_one("#link").display = True

    @on(Action.Pressed, "#another")
    def _another(self) -> None:
        if self._undecided:
            self.dismiss(AnotherWay())

    def action_back(self) -> None:
        if self._large:
            self.action_larger()
        elif self._undecided:
            super().action_back()


_STATES: dict[PaymentState, Message] = {
    PaymentState.WAITING: say("payment-waiting"),
    PaymentState.PROCESSING: say("payment-processing"),
    PaymentState.UNKNOWN: say("payment-unknown"),
}
