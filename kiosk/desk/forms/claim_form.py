"""F8 on a claim (認定): whose the vehicle is to be, decided alone or asked of somebody else."""

from __future__ import annotations

from enum import StrEnum

from textual import on

from kiosk.api_client.desk import DeskClient
from kiosk.api_client.errors import ProblemError
from kiosk.contract.desk.approvals import Reason
from kiosk.contract.desk.cases import Proof, ProofSeen
from kiosk.contract.desk.claims import ClaimAsking, ClaimSettling
from kiosk.contract.desk.problems import DeskProblem, desk_kind
from kiosk.contract.desk.session import DeskStanding, Permission
from kiosk.contract.desk.things import ClaimSeen
from kiosk.desk.asking import AskingPage
from kiosk.desk.looking import may, number_of
from kiosk.desk.speaks import desk_of
from kiosk.desk.widgets.lines import Cell, Line, Look, Prose, Row
from kiosk.desk.widgets.pane import Pane
from kiosk.desk.workspace import Workspace
from kiosk.i18n import Message, say

_BACK, _DO = "back", "do"
_GRANT, _LEAVE = "grant", "leave"


class _Step(StrEnum):
    OUTCOME = "outcome"
    PROOF = "proof"
    REASON = "reason"
    CHECK = "check"


def no_deciding(standing: DeskStanding, space: Workspace, seen: ClaimSeen) -> Message | None:
    """Return why nothing can be done about a claim from here; None if something can."""
    if not (may(standing, Permission.CLAIM) or may(standing, Permission.CLAIM_ASK)):
        return say("desk-trouble-not-permitted")
    if seen.claim.outcome is not None:
        return say("desk-trouble-claim-settled")
    return say("desk-trouble-case-needed") if space.case is None else None


class ClaimForm(AskingPage[Message]):
    """Answers with what was done. Esc goes back a step; nothing is done before the last one says what will happen."""

    def __init__(self, client: DeskClient, standing: DeskStanding, space: Workspace, seen: ClaimSeen) -> None:
        super().__init__()
        self._client, self._standing, self._space, self._seen = client, standing, space, seen
        self._step = _Step.OUTCOME
        self._grant = False
        self._asks = not may(standing, Permission.CLAIM)
        self._reason = Reason.PAPERS_SEEN

    def title_words(self) -> Message:
        return say("desk-claim-form", number=self._seen.claim.number, plate=self._seen.vehicle.plate)

    def on_mount(self) -> None:
        self._show(_Step.OUTCOME)

    def _show(self, step: _Step) -> None:
        self._step = step
        texts = desk_of(self).texts
        question: Message | str = f"desk-claim-which-{step.value}"
        look, choices = Look.MUTED, dict[str, str]()
        match step:
            case _Step.OUTCOME:
                choices = {_GRANT: texts("desk-claim-grant"), _LEAVE: texts("desk-claim-leave")}
            case _Step.PROOF:
                choices = {_BACK: texts("desk-proof-none")}
                choices |= {one.value: texts(f"desk-proof-{one.value}") for one in Proof}
            case _Step.REASON:
                choices = {one.value: texts(f"desk-asked-{one.value}") for one in Reason}
            case _Step.CHECK:
                question, look = self._what_happens(), Look.STRONG
                choices = {_BACK: texts("desk-form-keep"), _DO: texts(self._does())}
        lines: list[Line] = [
            Prose(texts(question), look),
            *(Row((Cell(words),), key=key) for key, words in choices.items()),
        ]
        self.pane.show(lines)

    def _what_happens(self) -> Message:
        """Return what will happen to whom."""
        what = "desk-claim-will-grant" if self._grant else "desk-claim-will-leave"
        return say(what, plate=self._seen.vehicle.plate)

    def _does(self) -> str:
        return "desk-form-ask" if self._asks else "desk-form-do"

    @on(Pane.Opened)
    def _opened(self, event: Pane.Opened) -> None:
        match self._step:
            case _Step.OUTCOME:
                self._grant = event.key == _GRANT
                self._go_on(_Step.OUTCOME)
            case _Step.PROOF | _Step.CHECK if event.key == _BACK:
                self.action_back()
            case _Step.PROOF:
                proof = Proof(event.key)
                self.ask(lambda: self._record(proof))
            case _Step.REASON:
                self._reason = Reason(event.key)
                self._show(_Step.CHECK)
            case _Step.CHECK:
                self.ask(self._do)

    def _go_on(self, after: _Step) -> None:
        """Ask what is still to be known: what proof was seen, where none was, and why, where somebody else decides."""
        case = self._space.case
        if after is _Step.OUTCOME and case is not None and not case.proofs:
            self._show(_Step.PROOF)
        else:
            self._show(_Step.REASON if self._asks else _Step.CHECK)

    async def _record(self, proof: Proof) -> None:
        number = number_of(self._space)
        if number is not None:
            self._space.case = await self._client.record_proof(ProofSeen(case=number, proof=proof))
            self.notice(None)
            self._go_on(_Step.PROOF)

    async def _do(self) -> None:
        case, number = number_of(self._space), self._seen.claim.number
        if case is None:
            return
        if self._asks:
            wish = ClaimAsking(case=case, number=number, grant=self._grant, reason=self._reason)
            await self._client.ask_about_claim(wish)
            self.dismiss(say("desk-claim-asked"))
            return
        try:
            await self._client.settle_claim(ClaimSettling(case=case, number=number, grant=self._grant))
        except ProblemError as error:
            if desk_kind(error.problem) is not DeskProblem.APPROVAL_NEEDED:
                raise
            # Bound for so long that it takes two: whoever may decide alone may ask as well.
            self._asks = True
            self._show(_Step.REASON)
            self.notice("desk-trouble-approval-needed")
        else:
            self.dismiss(say("desk-claim-done-granted" if self._grant else "desk-claim-done-left"))

    def action_back(self) -> None:
        if self._step is _Step.OUTCOME:
            super().action_back()
        else:
            self.notice(None)
            self._show(_Step.OUTCOME)
