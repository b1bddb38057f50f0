"""One difference between ledgers: looking after it, closing it, or on to its payment to give money back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum

from textual import on

from kiosk.api_client.desk import DeskClient
from kiosk.api_client.errors import ProblemError
from kiosk.contract.desk.differences import (
    ClosingOutcome,
    DifferenceClosing,
    DifferenceSeen,
    DifferenceState,
    DifferenceTaking,
    DifferenceWish,
)
from kiosk.contract.desk.problems import DeskProblem, desk_kind
from kiosk.contract.desk.session import DeskStanding, Permission
from kiosk.desk.forms.noted_form import NotedForm
from kiosk.desk.queries import may
from kiosk.desk.seen import differences as words
from kiosk.desk.speaks import desk_of
from kiosk.desk.troubles import error_message
from kiosk.desk.widgets.lines import Cell, Line, Prose, Row, Style
from kiosk.desk.widgets.pane import Pane
from kiosk.domain.payment import PaymentState
from kiosk.i18n import Message, say


class _Choice(StrEnum):
    """What can be chosen, beside the outcomes."""

    PAYMENT = "payment"
    TAKE = "take"
    BACK = "back"
    DO = "do"


class Leads(StrEnum):
    """What comes after the page of one difference."""

    LIST = "list"
    """Back to the list, which is another one by now."""
    PAYMENT = "payment"
    """To the payment, in a case of its own."""


class DifferenceForm(NotedForm[Leads]):
    """Answers what comes after it; None for back. Nothing is done before the last question says what will happen."""

    NOTE_LABEL = "desk-remark"
    NOTE_HINT = "desk-remark-body"

    def __init__(self, client: DeskClient, standing: DeskStanding, difference: DifferenceSeen) -> None:
        super().__init__()
        self._client, self._standing, self._difference = client, standing, difference
        self._outcome: ClosingOutcome | None = None
        """With what it is to be closed, once that was chosen."""
        self._ending: DifferenceClosing | None = None
        self._changed = False

    def title_words(self) -> Message:
        return say("desk-difference-title", number=str(self._difference.number))

    def on_mount(self) -> None:
        self._show()

    def _show(self) -> None:
        """Show the difference, and below it what can be done."""
        self._ending = self._outcome = None
        self.put_note_by()
        desk = desk_of(self)
        lines: list[Line] = list(words.lines(desk.texts, self._difference, desk.clock.now()))
        lines += [Row((Cell(said),), key=key) for key, said in self._choices().items()]
        self.pane.show(lines)

    def _choices(self) -> dict[str, str]:
        texts, one = desk_of(self).texts, self._difference
        choices = dict[str, str]()
        if one.payment is not None and may(self._standing, Permission.SEARCH):
            asks = one.payment_state is PaymentState.PAID and one.state is not DifferenceState.CLOSED
            choices[_Choice.PAYMENT] = texts("desk-difference-to-refund" if asks else "desk-difference-to-payment")
        if one.state is not DifferenceState.CLOSED and may(self._standing, Permission.RECONCILE):
            if one.owner != self._standing.name:
                who = one.owner_shown or one.owner
                choices[_Choice.TAKE] = texts(
                    say("desk-difference-take-from", name=who) if who else "desk-difference-take"
                )
            choices |= {outcome.value: texts(f"desk-difference-close-{outcome.value}") for outcome in self._outcomes()}
        return choices | {_Choice.BACK: texts("desk-difference-back")}

    def _outcomes(self) -> list[ClosingOutcome]:
        """Return with what it can be closed now."""
        back = self._difference.state is DifferenceState.GOES_BACK
        return [one for one in ClosingOutcome if back or one is not ClosingOutcome.REFUNDED]

    @on(Pane.Opened)
    def _opened(self, event: Pane.Opened) -> None:
        self.notice(None)
        closing = self._ending
        match event.key:
            case _Choice.BACK if closing is not None:
                self._show()
            case _Choice.BACK:
                self.action_back()
            case _Choice.PAYMENT:
                self.dismiss(Leads.PAYMENT)
            case _Choice.TAKE:
                self.ask(self._take)
            case _Choice.DO if closing is not None:
                self.ask(lambda: self._close(closing))
            case outcome:
                self._outcome = ClosingOutcome(outcome)
                self.ask_for_note()

    async def _take(self) -> None:
        one = self._difference
        wish = DifferenceTaking(number=one.number, seen=one.owner)
        await self._doing(lambda: self._client.take_difference(wish), say("desk-difference-taken"))

    def noted(self) -> None:
        if self._outcome is not None:
            one, note = self._difference, self.note or None
            self._check(DifferenceClosing(number=one.number, outcome=self._outcome, note=note, seen=one.owner))

    def leaves(self) -> bool:
        return self._outcome is None

    def _check(self, closing: DifferenceClosing) -> None:
        """Ask the last question; the harmless answer stands first."""
        self._ending = closing
        self.put_note_by()
        texts = desk_of(self).texts
        reason = texts(f"desk-difference-outcome-{closing.outcome.value}")
        lines: list[Line] = [
            Prose(texts(say("desk-difference-will", number=str(closing.number), reason=reason)), Style.STRONG)
        ]
        if closing.note:
            lines.append(Prose(texts(say("desk-remark-is", note=closing.note))))
        choices = {_Choice.BACK: texts("desk-form-keep"), _Choice.DO: texts("desk-difference-do")}
        lines += [Row((Cell(said),), key=key) for key, said in choices.items()]
        self.pane.show(lines)

    async def _close(self, closing: DifferenceClosing) -> None:
        await self._doing(lambda: self._client.close_difference(closing), say("desk-difference-done"))

    async def _doing(self, work: Callable[[], Awaitable[DifferenceSeen]], done: Message) -> None:
        """Do something and show what became of the difference; also where somebody else was quicker."""
        try:
            self._difference = await work()
        except ProblemError as error:
            if desk_kind(error.problem) is not DeskProblem.DIFFERENCE_CHANGED:
                raise
            self._difference = await self._client.difference(DifferenceWish(number=self._difference.number))
            done = error_message(error)
        self._changed = True
        self.field.clear()
        self._show()
        self.notice(done)

    def action_back(self) -> None:
        if self._ending is not None:
            self.notice(None)
            self._ending = None
            self.ask_for_note()
        elif self._outcome is not None:
            self.notice(None)
            self._show()
        elif self.may_go():
            self.dismiss(Leads.LIST if self._changed else None)
