"""A request of two people (覆核): the same figures as the clerk who asked has seen, and the decision on it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from textual import on

from kiosk.api_client.desk import DeskClient
from kiosk.api_client.errors import ProblemError
from kiosk.contract.desk.approvals import Approval, ApprovalDecision, ApprovalState, ApprovalWish
from kiosk.contract.desk.cases import Proof, ProofSeen
from kiosk.contract.desk.problems import DeskProblem, desk_kind
from kiosk.contract.desk.story import PaymentWish, Story
from kiosk.contract.desk.things import ClaimSeen, ClaimWish, TicketSeen, TicketWish
from kiosk.desk.asking import AskingPage
from kiosk.desk.seen import claims, new_number, objections, refund
from kiosk.desk.seen.facts import case_number, fact
from kiosk.desk.speaks import desk_of
from kiosk.desk.troubles import ends_session, error_message
from kiosk.desk.widgets.lines import Cell, Line, Prose, Row, Rule, Style
from kiosk.desk.widgets.pane import Pane
from kiosk.desk.words import known, moment
from kiosk.i18n import Message, Named, Texts, say

Answer = TypeVar("Answer")

_BACK, _APPROVE, _REFUSE, _EXECUTE = "back", "approve", "refuse", "execute"


def operation(texts: Texts, one: Approval) -> str:
    """Return what is asked for, in words."""
    return known(texts, "operation", one.operation.replace(".", "-"))


def _why(texts: Texts, one: Approval) -> str:
    """Return why it is asked for; of money, the reason is the ground on which it goes back."""
    return known(texts, "refund" if one.operation == refund.OPERATION else "asked", one.reason)


class ApprovalForm(AskingPage[Message]):
    """Answers with what was decided. The clerk who has asked sees it and decides nothing."""

    def __init__(self, client: DeskClient, wanted: Approval, *, office: str) -> None:
        """Show a request to somebody of an office."""
        super().__init__()
        self._client, self._wanted, self._office = client, wanted, office
        self._refund = refund.arguments_of(wanted.arguments) if wanted.operation == refund.OPERATION else None
        self._story: Story | None = None
        """Of the payment that is asked back; None until it is seen, and for everything else."""
        of_objection = wanted.operation in objections.OPERATIONS
        self._objection = objections.arguments_of(wanted.arguments) if of_objection else None
        self._number = new_number.arguments_of(wanted.arguments) if wanted.operation == new_number.OPERATION else None
        self._ticket: TicketSeen | None = None
        """That somebody objects to; None until it is seen, and for everything else."""
        self._claim = claims.arguments_of(wanted.arguments) if wanted.operation in claims.OPERATIONS else None
        self._claimed: ClaimSeen | None = None
        """The claim that is to be decided on; None until it is seen, and for everything else."""

    def title_words(self) -> Message:
        return say("desk-approval-title")

    def on_mount(self) -> None:
        self._show()
        # Beside what is decided: that is not dropped because the request is still on its way.
        self.ask_in("loading", self._load)

    async def _load(self) -> None:
        """Show it as it is now: somebody else may have decided meanwhile."""
        self._wanted = await self._client.approval(ApprovalWish(id=self._wanted.id))
        self._show(anew=False)
        if self._refund is not None:
            payment = self._refund.payment
            self._story = await self._in_its_case(lambda case: self._client.payment(PaymentWish(id=payment, case=case)))
            self._show(anew=False)
        if self._objection is not None:
            number = self._objection.ticket
            self._ticket = await self._in_its_case(
                lambda case: self._client.ticket(TicketWish(number=number, case=case))
            )
            self._show(anew=False)
        if self._claim is not None:
            claim = self._claim.number
            self._claimed = await self._in_its_case(lambda case: self._client.claim(ClaimWish(number=claim, case=case)))
            self._show(anew=False)

    async def _in_its_case(self, see: Callable[[str | None], Awaitable[Answer]]) -> Answer:
        """Look at what is decided on in the request's own case, where that is this office's and still open."""
        if self._wanted.office == self._office:
            try:
                return await see(self._wanted.case)
            except ProblemError as error:
                if desk_kind(error.problem) is not DeskProblem.CASE_NEEDED:
                    raise
        return await see(None)

    def _show(self, *, anew: bool = True) -> None:
        """Show the request; what somebody has chosen meanwhile stays chosen."""
        desk, one = desk_of(self), self._wanted
        texts, now = desk.texts, desk.clock.now()
        office = Named(one.office, one.office_en).said_in(texts.language)
        lines: list[Line] = [Prose(operation(texts, one), Style.STRONG)]
        lines += self._arguments(texts)
        lines += [
            fact(texts("desk-approval-case"), case_number(one.case)),
            fact(texts("desk-approval-by"), f"{one.asked_by}  {office}"),
            fact(texts("desk-approval-why"), _why(texts, one)),
            fact(texts("desk-approval-at"), moment(texts, one.asked_at, now)),
            fact(texts("desk-approval-until"), moment(texts, one.expires_at, now)),
        ]
        choices = self._choices()
        if _APPROVE not in choices:
            # What can be decided on waits; all that is to be seen and done then has to fit into a window of 24 rows.
            lines.append(fact(texts("desk-approval-state"), known(texts, "approval", one.state.value)))
        lines.append(Rule())
        if not choices:
            lines.append(Prose(texts("desk-trouble-own-request" if one.own else "desk-trouble-approval-over")))
        lines += [Row((Cell(texts(id)),), key=key) for key, id in choices.items()]
        self.pane.show(lines, anew=anew)

    def _arguments(self, texts: Texts) -> list[Line]:
        """Return what exactly is asked for: money with the payment that it came with, all else as it was sent."""
        if self._wanted.operation in objections.OPERATIONS:
            if self._objection is None or self._ticket is None:
                return [Prose(texts("desk-objection-not-seen"), Style.DOUBTFUL)]
            return list(objections.requested(texts, self._objection, self._ticket, desk_of(self).clock.now()))
        if self._wanted.operation in claims.OPERATIONS:
            if self._claim is None or self._claimed is None:
                return [Prose(texts("desk-claim-not-seen"), Style.DOUBTFUL)]
            return list(claims.requested(texts, self._claim, self._claimed, desk_of(self).clock.now()))
        if self._number is not None:
            return list(new_number.requested(texts, self._number))
        if self._wanted.operation != refund.OPERATION:
            return [fact(known(texts, "argument", name), str(value)) for name, value in self._wanted.arguments.items()]
        if self._refund is None or self._story is None:
            return [Prose(texts("desk-refund-not-seen"), Style.DOUBTFUL)]
        return list(refund.requested(texts, self._refund, self._story))

    def _choices(self) -> dict[str, str]:
        """Return what can be done, the harmless thing first."""
        match self._wanted.state:
            case ApprovalState.ASKED | ApprovalState.APPROVED if self._unseen and not self._wanted.own:
                return {_BACK: "desk-form-keep"}
            case ApprovalState.ASKED if not self._wanted.own:
                approve = "desk-approval-approve" if self._number is None else "desk-new-number-approve"
                return {_BACK: "desk-form-keep", _APPROVE: approve, _REFUSE: "desk-approval-refuse"}
            case ApprovalState.APPROVED if self._wanted.own:
                return {_BACK: "desk-form-keep", _EXECUTE: "desk-approval-execute"}
            case ApprovalState.APPROVED:
                return {_BACK: "desk-form-keep", _EXECUTE: "desk-approval-execute", _REFUSE: "desk-approval-refuse"}
            case _:
                return {}

    @property
    def _unseen(self) -> bool:
        """Say whether what it is about is not on the screen: no one decides on what they do not see."""
        operation = self._wanted.operation
        return (
            (operation in objections.OPERATIONS and self._ticket is None)
            or (operation in claims.OPERATIONS and self._claimed is None)
            or (operation == refund.OPERATION and self._story is None)
        )

    @on(Pane.Opened)
    def _opened(self, event: Pane.Opened) -> None:
        match event.key:
            case "approve" | "refuse":
                approve = event.key == _APPROVE
                self.ask(lambda: self._decide(approve=approve))
            case "execute":
                self.ask(self._execute)
            case _:
                self.action_back()

    async def _decide(self, *, approve: bool) -> None:
        if approve and self._number is not None:
            # What the clerk who asked has seen is no proof for the one who decides.
            await self._client.record_proof(ProofSeen(case=self._wanted.case, proof=Proof.ID_AND_LICENCE))
        wish = ApprovalDecision(id=self._wanted.id, approve=approve)
        done = say("desk-approval-approved" if approve else "desk-approval-refused")
        await self._leave_once_done(self._client.decide(wish), done)

    async def _execute(self) -> None:
        await self._leave_once_done(
            self._client.execute(ApprovalWish(id=self._wanted.id)), say("desk-approval-executed")
        )

    async def _leave_once_done(self, asking: Awaitable[Approval], done: Message) -> None:
        """Leave once it is done; otherwise show the request as it stands now, with what came in the way.

        Approved it may be, and not done: it can be done once nothing is in the way, or be turned down after all.
        """
        try:
            await asking
        except ProblemError as error:
            if ends_session(error):
                raise
            await self._load()
            too_much = self._refund is not None and desk_kind(error.problem) is DeskProblem.NOT_PERMITTED
            self.notice("desk-refund-finance" if too_much else error_message(error))
        else:
            self.dismiss(done)
