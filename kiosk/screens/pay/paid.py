"""Paid: what, when, by whom, and the way on."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from kiosk.clock import Deadline
from kiosk.contract.payments import Payment
from kiosk.domain.money import Money
from kiosk.i18n import Message, Named, money, say
from kiosk.screens.frame.page import Page
from kiosk.screens.frame.printing import PRINTS, Printing, offered
from kiosk.widgets.codes.qr_code import QrCode, prints_on
from kiosk.widgets.codes.qr_prints import LARGEST, largest
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.countdown import Countdown
from kiosk.widgets.ground.links import Links
from kiosk.widgets.ground.paid_panel import PaidPanel
from kiosk.widgets.ground.words import Words, app_of
from kiosk.widgets.lists.lines import Row, Rows
from kiosk.wording.date_words import at

_BESIDE, _BELOW = 44, 11
"""Columns that the facts take beside the receipt's code, and rows that they take above it."""
_TAKE = 3
"""Rows of the way to take everything along."""
_LOW, _ROWS = 8, {"-tall": 17, "-medium": 13}
"""Rows that the panel, the keys and the words below the code take, by the height of the window."""


class AfterPaying(Enum):
    """What the visitor wants now."""

    RECEIPT = auto()
    TAKE_ALONG = auto()
    """What was paid in this visit, and what is left."""
    MORE = auto()
    FINISH = auto()


class Still(NamedTuple):
    """What is still owed of what the visitor looked up, and can be paid here."""

    bills: int
    dollars: Money


class PaidPage(Page[AfterPaying]):
    """It ends by itself; any key or touch gives it its time again."""

    AUTO_FOCUS = "#finish"
    CSS_PATH = "paid.tcss"
    fills = True
    can_go_back = False
    idle_limit = None

    def __init__(
        self,
        payment: Payment,
        provider_name: Named,
        bought: Message,
        *,
        still: Still | None = None,
        receipt_link: str | None = None,
        printing: Printing | None = None,
        takes: bool = False,
    ) -> None:
        """Show what was paid; with `still`, what is left to pay, with `receipt_link`, the receipt for a phone.

        `printing` prints the receipt; None where there is no printer. With `takes`, the visitor is offered to take
        along what is left and all that was paid.
        """
        super().__init__()
        self._printing = printing
        # Known before the buttons are: the first picture is laid out with it.
        self.set_class(printing is not None, PRINTS)
        self.set_class(printing is not None and (still is None or bool(still.bills)), "-four")
        self._payment, self._provider_name, self._bought = payment, provider_name, bought
        self._still, self._receipt_link, self._takes = still, receipt_link, takes

    def compose_page(self) -> ComposeResult:
        payment = self._payment
        total = Money(payment.amount + payment.fee)
        yield PaidPanel(say("paid-title", amount=money(total)), total, id="panel")
        with Horizontal(id="below"):
            with Vertical(id="facts"):
                yield Rows(
                    [
                        Row("paid-when", at(payment.paid_at or payment.created_at, seconds=True)),
                        Row("paid-by", self._provider_name),
                        Row("paid-what", self._bought),
                        Row("paid-receipt", payment.receipt_number or "—", strong=True),
                    ],
                    airy=not self._takes,
                    id="paid-rows",
                )
                if self._still is not None and self._still.bills:
                    yield Words(
                        say("paid-still", count=self._still.bills, amount=money(self._still.dollars)), id="still"
                    )
                if self._takes:
                    yield Links({"take": "paid-take-list"}, at_left=True, id="take")
                yield Countdown(self._end(), "paid-ends", id="ends")
            if self._receipt_link is not None:
                with Vertical(id="take-along"):
                    yield QrCode(self._receipt_link, id="code")
                    yield Words("paid-take-along", id="take-along-says")

    def on_mount(self) -> None:
        self._fit()

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        """Draw the receipt's code as large as it can be beside the facts; a window without room for it has none."""
        for code in self.query(QrCode):
            columns, rows = self.room(beside=1)
            rows -= next((taken for name, taken in _ROWS.items() if self.has_class(name)), _LOW)
            # In upright windows it stands below the facts, else beside them.
            upright = self.has_class("-narrow") and self.has_class("-high")
            below = _BELOW + (_TAKE if self._takes else 0)
            space = (columns, rows - below) if upright else (columns - _BESIDE, rows)
            shape = largest(code.matrix, *space, prints_on(self), at_most=LARGEST)
            code.draw(shape)
            code.stand(within=columns if upright else 0)
            self.set_class(upright, "-upright")
            self.query_one("#take-along").display = shape is not None
            self.query_one("#take-along-says").styles.min_width = code.area.width  # in the middle below it

    def _end(self) -> Deadline:
        app = app_of(self)
        return Deadline.after(app.clock, app.paid_stays)

    def secondary_actions(self) -> list[Widget]:
        actions = [Action("paid-show-receipt", id="receipt"), *offered(self._printing, "print-receipt")]
        if self._still is None:
            return [*actions, Action("paid-more", id="more")]
        return [*actions, Action("paid-go-on", id="more")] if self._still.bills else actions

    def primary_action(self) -> Action:
        return Action("paid-finish", "primary", id="finish")

    def _stay(self) -> None:
        self.query_one(Countdown).restart(self._end())

    def on_screen_resume(self) -> None:
        self._stay()

    def on_key(self, event: events.Key) -> None:
        self._stay()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._stay()

    @on(Countdown.Over)
    def _over(self) -> None:
        # Not below help: its reader comes back to the whole time.
        if self.app.screen is self:
            self.dismiss(AfterPaying.FINISH)

    @on(Links.Chosen)
    def _take(self) -> None:
        self.dismiss(AfterPaying.TAKE_ALONG)

    @on(Action.Pressed)
    def _pressed(self, event: Action.Pressed) -> None:
        answers = {"receipt": AfterPaying.RECEIPT, "more": AfterPaying.MORE, "finish": AfterPaying.FINISH}
        self.dismiss(answers[event.action.id or "finish"])
