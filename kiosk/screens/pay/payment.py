"""The code for the phone, and what becomes of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Literal

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical

from kiosk.api_client.errors import ApiError
from kiosk.clock import Deadline
from kiosk.contract.payments import Payment
from kiosk.domain.money import Money
from kiosk.domain.payment import PaymentState
from kiosk.i18n import Message, Named, money, say
from kiosk.platform.terminal.kind import TerminalKind
from kiosk.screens.frame.navigation import Away
from kiosk.screens.frame.page import Page
from kiosk.screens.pay.payment_panels import HelpPanel, LeavePanel, Panel, Question
from kiosk.screens.pay.payment_words import (
    COVER_TIME_OVER,
    cover_of,
    state_of,
    whether_to_cancel,
    whether_to_leave,
)
from kiosk.widgets.codes.qr_code import QrCode, prints_on
from kiosk.widgets.codes.qr_prints import HALF_BLOCKS, Place, largest, largest_with_a_line, place
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.amount import Amount
from kiosk.widgets.ground.countdown import Countdown
from kiosk.widgets.ground.words import Words, app_of

BESIDE, BELOW = 42, 18
"""Columns that the words take beside the code, and rows below it."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The payment has its answer."""

    payment: Payment


@dataclass(frozen=True, slots=True)
class AnotherWay:
    """The visitor wants another provider; the code is no longer wanted."""


class PaymentPage(Page[Settled | AnotherWay]):
    """The largest code that fits, and beside it what is paid, to whom, and the time left. It turns by itself.

    "Back" asks first, then answers `Away.BACK`: the journey cancels the payment. Once a phone has confirmed, there is
    nothing to cancel any more: who leaves then answers `Away.HOME`, and the payment goes on without them.
    """

    AUTO_FOCUS = ""  # there is nothing to press here for most visitors
    CSS_PATH = "payment.tcss"
    fills = True
    idle_limit = None  # a visitor who pays looks at a phone; the payment's own end is the page's, while one can come
    can_go_home = False

    def __init__(
        self, payment: Payment, provider_name: Named, bought: Message, watch: Callable[[], AsyncIterator[Payment]]
    ) -> None:
        """Show `payment` for what was `bought`, and follow what `watch` yields of it until it is settled."""
        super().__init__()
        self._payment, self._provider_name, self._bought, self._watch = payment, provider_name, bought, watch
        self._large = False
        self._can_be_larger = False
        self._reading = False
        """Whether the words stand in place of the code, where a window holds one of the two."""
        self._no_word = False
        """Whether this terminal will not hear how it ends."""

    def compose_page(self) -> ComposeResult:
        payment = self._payment
        self._ends = self._awaited = Deadline.after(app_of(self).clock, payment.expires_in)
        with Container(id="paying"):
            yield QrCode(payment.link, id="code")
            yield Words(say("payment-alone", amount=money(self._total)), id="code-only-hint")
            with Vertical(id="panels"), Vertical(id="facts", classes="panel -shown"):
                yield Words("payment-scan", id="scan")
                yield Words("payment-open", id="open")
                yield Words(say("payment-link", link=payment.link), id="open-link")
                yield Words("payment-due", id="due")
                yield Amount(self._total, id="pay-amount")
                yield Words(say("payment-what", provider=self._provider_name, what=self._bought), classes="fact")
                yield Words(
                    say("payment-payee", payee=Named(payment.payee, payment.payee_en)), classes="fact", id="payee"
                )
                yield Words(say("payment-number", number=payment.number), classes="fact")
                yield Countdown(self._ends, "payment-left", id="left")
                yield Words("payment-waiting", id="pay-state")
                with Horizontal(classes="row"):
                    yield Action("payment-show-code", id="show-code")
                    yield Action("payment-cannot-scan", id="cannot-scan")
                    yield Action("payment-another-way", id="another")

    @property
    def _total(self) -> Money:
        return Money(self._payment.amount + self._payment.fee)

    def on_mount(self) -> None:
        self.set_interval(0.5, self.tell)
        self.run_worker(self._follow(), group="watch")
        self._fit()

    # The code and its words: how large, and where. Before the page is laid out, so that it never stands there without.

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        code, prints = self.query_one(QrCode), prints_on(self)
        window = largest(code.matrix, *self.app.size, prints)
        width, height = self.room(beside=1)
        where = self._place(width, height)
        code_only = where.shape is None and window is not None and not self._reading
        hinted = [largest_with_a_line(code.matrix, *space, prints) for space in (self.app.size, (width, height))]
        framed = hinted[1] if code_only else None
        filling = framed is None or (hinted[0] is not None and hinted[0].print.size > framed.print.size)
        # In a window that has shrunk, white without a code would not help.
        self._large = self._large and window is not None
        self.set_class(self._large or (code_only and filling), "-large")
        self.set_class(code_only and not self._large, "-code-only")
        self.set_class(self._reading and where.shape is None, "-reading")
        self.set_class(where.below, "-below")
        self.set_class(where.shape is None and not code_only, "-no-code")
        whole = window if self._large else hinted[0]
        shown = whole if self.has_class("-large") else framed if code_only else where.shape
        code.draw(shown)
        # A line of air above. It also puts half-block codes where every terminal we name shows them best (measured).
        taken = code.area.height + (BELOW if where.below else 0)
        air = int(not self.has_class("-large") and taken < height)
        free = self.app.size.height if self.has_class("-large") else height
        self.query_one("#code-only-hint").display = code_only and not self._large and code.area.height < free
        if self.has_class("-large"):
            code.stand(within=self.app.size.width if code_only and not self._large else 0)
        else:
            code.stand(within=width if where.below or code_only else 0, below=0 if code_only else air)
        self._can_be_larger = window is not None and (where.shape is None or window.print.size > where.shape.print.size)
        for panel in self.query(HelpPanel):
            panel.offer_larger(self._can_be_larger)
        self.query_one("#cannot-scan").display = where.shape is not None
        self.query_one("#show-code").display = where.shape is None and window is not None

    def _place(self, width: int, height: int) -> Place:
        """Return where the code stands with its words, whole cells first where blocks would leave gaps."""
        matrix, prints = self.query_one(QrCode).matrix, prints_on(self)
        if HALF_BLOCKS in prints and app_of(self).terminal_kind is TerminalKind.GAPS:
            where = place(matrix, width, height, (), beside=BESIDE, below=BELOW)
            if where.shape is not None:
                return where
        where = place(matrix, width, height, prints, beside=BESIDE, below=BELOW)
        self.set_class(where.shape is None, "-tight")
        return where if where.shape else place(matrix, width, height, prints, beside=BESIDE - 1, below=BELOW)

    @on(Action.Pressed, "#larger")
    def _enlarge(self) -> None:
        self._large = True
        self._open("facts")
        self._fit()

    def _reduce(self) -> None:
        self._large = False
        self._fit()

    @property
    def _code_only(self) -> bool:
        return self.has_class("-code-only")

    def _read(self, reading: bool) -> None:
        """Show the words in place of the code, in a window that holds one of the two, or the code again."""
        self._reading = reading
        self._open("facts")
        self._fit()

    @on(Action.Pressed, "#show-code")
    def _show_code(self) -> None:
        self._read(False)

    def on_click(self, event: events.Click) -> None:
        if self._large:
            event.stop()
            self._reduce()
        elif self._code_only and self.query_one("#page").region.contains(event.screen_x, event.screen_y):
            event.stop()
            self._read(True)

    def on_key(self, event: events.Key) -> None:
        if self._large or (self._code_only and (event.is_printable or event.key in {"enter", "down", "up"})):
            event.stop()
            event.prevent_default()
            self._reduce() if self._large else self._read(True)

    # What becomes of the payment.

    async def _follow(self) -> None:
        try:
            async for payment in self._watch():
                self._payment = payment
                # At a wallet there is more time than the code had.
                self._awaited = Deadline.after(app_of(self).clock, payment.expires_in)
                if payment.state.settled:
                    self.dismiss(Settled(payment))
                    return
                self.tell()
        except ApiError:
            # The backend will not tell this terminal, so it is unknown here: the payment may well go through.
            self._no_word = True
            self.tell()

    def tell(self) -> None:
        """Say where the payment stands. Looked at twice a second, since the connection may come and go meanwhile."""
        if self._payment.state.settled:
            return  # the page has answered, and is on its way out
        # Nothing may end it any more: what the visitor owes is not to stand here for the next one.
        self.idle_limit = Page.idle_limit if self._no_word or self._awaited.passed else None
        self.query_one("#pay-state", Words).say(self._state())
        over = self.query_one("#left", Countdown).seconds == 0
        waiting = self._payment.state is PaymentState.WAITING and not self._no_word
        self.query_one("#left").visible = waiting and not over
        self.query_one("#scan", Words).say("payment-scanned" if not waiting or over else "payment-scan")
        self.query_one("#cannot-scan", Action).disabled = not waiting or over
        self.query_one("#another", Action).disabled = not self._can_be_cancelled
        covers = cover_of(self._payment, no_word=self._no_word) if not waiting else COVER_TIME_OVER if over else ()
        self.query_one(QrCode).cover(covers)
        for panel in self.query(LeavePanel):
            panel.ask(self._question())

    def _state(self) -> Message:
        return state_of(
            self._payment,
            no_word=self._no_word,
            cut_off=app_of(self).backend_state == "unreachable",
            over=self.query_one("#left", Countdown).seconds == 0,
        )

    @property
    def _can_be_cancelled(self) -> bool:
        # At the wallet too: no money moves before the backend confirms, and what is cancelled it never does.
        return (self._payment.state is PaymentState.WAITING or self._payment.at_wallet) and not self._no_word

    # The panels beside the code.

    def _open(self, name: Literal["facts", "help", "give-up"]) -> None:
        if not self.query(f"#{name}"):
            link = say("payment-link", link=self._payment.link)
            shape = self.query_one(QrCode).shape
            gaps = app_of(self).terminal_kind is TerminalKind.GAPS and shape is not None and shape.print == HALF_BLOCKS
            wanted = (
                HelpPanel(link, money(self._total), self._ends, larger=self._can_be_larger, gaps=gaps)
                if name == "help"
                else LeavePanel(self._question())
            )
            self.query_one("#panels").mount(wanted)
        self.set_focus(None)
        for panel in self.query(".panel"):
            panel.set_class(panel.id == name, "-shown")
            if panel.id == name and isinstance(panel, Panel):
                panel.take_focus()

    @on(Action.Pressed, "#cannot-scan")
    def _help(self) -> None:
        self._open("help")

    @on(Action.Pressed, ".close")
    def _close(self) -> None:
        self._open("facts")

    @on(Action.Pressed, "#another")
    def _another(self) -> None:
        if self._can_be_cancelled:
            self.dismiss(AnotherWay())

    @on(Action.Pressed, "#leave")
    def _leave(self) -> None:
        self.dismiss(Away.BACK if self._can_be_cancelled else Away.HOME)

    def action_back(self) -> None:
        """Ask before giving up: the code would be worthless, and a payer who is about to pay would be lost."""
        if self._large:
            self._reduce()
        elif self._code_only:
            self._read(True)
            self._open("give-up")
        else:
            self._open("give-up" if self.query_one("#facts").has_class("-shown") else "facts")

    def _question(self) -> Question:
        if self._can_be_cancelled:
            return whether_to_cancel(self._bought, self._total)
        return whether_to_leave(self._payment)
