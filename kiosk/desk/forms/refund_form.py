"""F8 on a payment's story: asking that money be given back (退費), which somebody else decides."""

from __future__ import annotations

from enum import StrEnum

from textual import on

from kiosk.api_client.desk import DeskClient
from kiosk.api_client.errors import ProblemError
from kiosk.contract.desk.refunds import CITY_WAITING, RefundAsking, RefundGround
from kiosk.contract.desk.session import DeskStanding, Permission
from kiosk.contract.desk.story import PaymentWish, Story
from kiosk.contract.problems import ProblemKind
from kiosk.desk.asking import AskingPage
from kiosk.desk.queries import may, number_of
from kiosk.desk.seen.refund import bill_words, going_back, kept
from kiosk.desk.speaks import desk_of
from kiosk.desk.widgets.lines import Cell, Line, Prose, Row, Style
from kiosk.desk.widgets.pane import Pane
from kiosk.desk.words import dollars, provider
from kiosk.desk.workspace import Workspace
from kiosk.domain.payment import PaymentState
from kiosk.i18n import Message, say

_BACK, _DO, _ON = "back", "do", "on"


class _Step(StrEnum):
    BILLS = "bills"
    GROUND = "ground"
    CHECK = "check"


def can_go_back(story: Story) -> bool:
    """Say whether there is money of this payment that could be given back."""
    return story.payment.state is PaymentState.PAID and story.refundable > 0


def no_refund(standing: DeskStanding, space: Workspace, story: Story) -> Message | None:
    """Return why no refund can be asked for from here; None if one can."""
    if not can_go_back(story):
        return say("desk-refund-nothing")
    if not may(standing, Permission.REFUND_ASK):
        return say("desk-trouble-not-permitted")
    return say("desk-trouble-case-needed") if space.case is None else None


class RefundForm(AskingPage[Message]):
    """Answers with what was asked for. Esc goes back a step, and keeps what was chosen; only the last one asks."""

    takes_factor = True

    def __init__(self, client: DeskClient, space: Workspace, story: Story) -> None:
        super().__init__()
        self._client, self._space, self._story = client, space, story
        self._left_out: set[str] = set()
        """The bills that stay paid."""
        self._ground = RefundGround.PAID_ELSEWHERE
        self._step = self._first

    @property
    def _first(self) -> _Step:
        """Return the first question: a pass, or a single bill that was not taken out, goes back as a whole."""
        return _Step.BILLS if len(kept(self._story)) > 1 or self._left_out else _Step.GROUND

    @property
    def _bills(self) -> tuple[str, ...]:
        """Return which bills are asked back as they are sent: none for all that is left, the fee with it."""
        left = kept(self._story)
        chosen = tuple(bill.number for bill in left if bill.number not in self._left_out)
        return () if len(chosen) == len(left) else chosen

    @property
    def _amount(self) -> str:
        return dollars(desk_of(self).texts, going_back(self._story, self._bills))

    def title_words(self) -> Message:
        return say("desk-refund-form", number=self._story.payment.number)

    def on_mount(self) -> None:
        self._show(self._first)

    def _show(self, step: _Step, *, anew: bool = True) -> None:
        self._step = step
        texts = desk_of(self).texts
        lines: list[Line] = []
        choices = dict[str, str]()
        match step:
            case _Step.BILLS:
                lines.append(Prose(texts("desk-refund-which-bills"), Style.MUTED))
                choices = self._bill_choices()
            case _Step.GROUND:
                lines.append(Prose(texts("desk-refund-which-ground"), Style.MUTED))
                choices = {one.value: texts(f"desk-refund-{one.value}") for one in self._grounds()}
            case _Step.CHECK:
                lines.append(Prose(texts(self._what_happens()), Style.STRONG))
                lines.append(Prose(texts(f"desk-refund-then-{self._ground.value}"), Style.STRONG))
                choices = {_BACK: texts("desk-form-keep"), _DO: texts("desk-form-ask")}
        lines += [Row((Cell(words),), key=key) for key, words in choices.items()]
        self.pane.show(lines, anew=anew)

    def _bill_choices(self) -> dict[str, str]:
        texts = desk_of(self).texts
        left = kept(self._story)
        if len(self._left_out) == len(left):
            choices = {_ON: texts("desk-refund-none-chosen")}
        else:
            choices = {_ON: texts(say("desk-refund-on", amount=self._amount))}
        for bill in left:
            mark = "desk-refund-bill-stays" if bill.number in self._left_out else "desk-refund-bill-goes"
            choices[bill.number] = texts(say(mark, bill=bill_words(texts, bill)))
        return choices

    def _grounds(self) -> list[RefundGround]:
        """Return the reasons that go with what was paid; what another city asks for can only stay paid."""
        if self._story.other_city is not None:
            return [RefundGround.PAID_ELSEWHERE]
        of_pass = self._story.pass_name is not None
        return [one for one in RefundGround if (one is RefundGround.PASS_NOT_USED) == of_pass]

    def _what_happens(self) -> Message:
        """Return how much goes back, and where to, once somebody else has decided."""
        named, fee = provider(desk_of(self).texts, self._story.payment), self._story.fee
        if self._bills and fee:
            return say("desk-refund-will-part", amount=self._amount, provider=named)
        return say("desk-refund-will", amount=self._amount, provider=named)

    @on(Pane.Opened)
    def _opened(self, event: Pane.Opened) -> None:
        self.notice(None)
        match self._step:
            case _Step.BILLS if event.key != _ON:
                self._left_out ^= {event.key}
                self._show(_Step.BILLS, anew=False)
            case _Step.BILLS if len(self._left_out) == len(kept(self._story)):
                self.notice("desk-refund-none-chosen")
            case _Step.BILLS:
                self._show(_Step.GROUND)
            case _Step.GROUND:
                self._ground = RefundGround(event.key)
                self._show(_Step.CHECK)
            case _Step.CHECK if event.key == _BACK:
                self.action_back()
            case _Step.CHECK:
                self.ask(self._ask)

    async def _ask(self) -> None:
        case, story = number_of(self._space), self._story
        if case is None:
            return
        wish = RefundAsking(
            payment=story.payment.id, ground=self._ground, seen=story.refundable, bills=self._bills, case=case
        )
        try:
            await self._client.ask_for_refund(wish)
        except ProblemError as error:
            moved = error.kind in {ProblemKind.AMOUNT_CHANGED, ProblemKind.PAYMENT_STATE}
            if not moved or error.problem.state == CITY_WAITING:
                raise
            await self._changed(case)
        else:
            self.dismiss(say("desk-refund-asked", amount=self._amount))

    async def _changed(self, case: str) -> None:
        """Show what can be given back by now, where it is another amount than was seen; nothing was asked for."""
        story = await self._client.payment(PaymentWish(id=self._story.payment.id, case=case))
        if not can_go_back(story):
            self.dismiss(say("desk-refund-nothing"))
            return
        self._story = story
        self._left_out &= {bill.number for bill in kept(story)}
        self._show(self._first)
        self.notice(say("desk-refund-changed", amount=dollars(desk_of(self).texts, story.refundable)))

    def action_back(self) -> None:
        self.notice(None)
        if self._step is self._first:
            super().action_back()
        else:
            self._show(_Step.GROUND if self._step is _Step.CHECK else self._first)
