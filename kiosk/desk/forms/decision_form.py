"""What a decision takes, question by question: the proof that was seen, the reason, what will happen to whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from textual import on

from kiosk.api_client.desk import DeskClient
from kiosk.api_client.errors import ProblemError
from kiosk.contract.desk.approvals import Reason
from kiosk.contract.desk.cases import Proof, ProofSeen
from kiosk.contract.desk.problems import DeskProblem, desk_kind
from kiosk.desk.asking import AskingPage
from kiosk.desk.queries import number_of
from kiosk.desk.speaks import desk_of
from kiosk.desk.widgets.lines import Cell, Line, Prose, Row, Style
from kiosk.desk.widgets.pane import Pane
from kiosk.desk.workspace import Workspace
from kiosk.i18n import Message

BACK, DO = "back", "do"


class Step(StrEnum):
    """The questions that every decision has; the harmless answer has the focus."""

    PROOF = "proof"
    REASON = "reason"
    CHECK = "check"


class DecisionForm(AskingPage[Message]):
    """Answers with what was done. Esc goes back a step; nothing is done before the last one says what will happen."""

    def __init__(self, client: DeskClient, space: Workspace, *, asks: bool) -> None:
        """Decide, or with `asks` have somebody else decide."""
        super().__init__()
        self.client, self.space = client, space
        self.step: StrEnum = Step.CHECK
        self.asks = asks
        self._reason = Reason.PAPERS_SEEN
        self._way: list[Callable[[], None]] = []
        """What shows each question that led here; the last one stands on the page."""

    def what_happens(self) -> Message:
        """Return what will happen to whom."""
        raise NotImplementedError

    async def without_approval(self, case: str) -> Message:
        """Do it and return what was done; raise `ApiError`."""
        raise NotImplementedError

    async def ask_another(self, case: str, reason: Reason) -> Message:
        """Ask that somebody else decide and return what was asked; raise `ApiError`."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Ask the first question; a form with one of its own asks that."""
        self.go_on()

    def go_on(self) -> None:
        """Ask what is still to be known: what proof was seen, where none was, and why, where somebody else decides."""
        case = self.space.case
        if case is not None and not case.proofs:
            texts = desk_of(self).texts
            seen = {BACK: texts("desk-proof-none")}
            self.question(
                Step.PROOF,
                "desk-claim-which-proof",
                seen | {one.value: texts(f"desk-proof-{one.value}") for one in Proof},
            )
        else:
            self.why_or_check()

    def question(
        self, step: StrEnum, words: Message | str, choices: Mapping[str, str], style: Style = Style.MUTED
    ) -> None:
        """Go on to a question and what can be chosen, by key."""
        lines: list[Line] = [Prose(desk_of(self).texts(words), style)]
        lines += [Row((Cell(said),), key=key) for key, said in choices.items()]
        self.turn_to(lambda: self.show_question(step, lines))

    def turn_to(self, show: Callable[[], None]) -> None:
        """Go on to what `show` asks; Esc leads back from there to the question before."""
        self._way.append(show)
        show()

    def show_question(self, step: StrEnum, lines: list[Line]) -> None:
        """Show a question, for the first time or again."""
        self.step = step
        self.pane.show(lines)

    @property
    def at_first(self) -> bool:
        """Say whether Esc leaves the form from here."""
        return len(self._way) < 2

    def answered(self, key: str) -> None:
        """Take the answer to a question of the form's own."""

    @on(Pane.Opened)
    def _opened(self, event: Pane.Opened) -> None:
        match self.step:
            case Step.PROOF | Step.CHECK if event.key == BACK:
                self._not_now()
            case Step.PROOF:
                proof = Proof(event.key)
                self.ask(lambda: self._record(proof))
            case Step.REASON:
                self._reason = Reason(event.key)
                self.check()
            case Step.CHECK:
                self.ask(self._do)
            case _:
                self.answered(event.key)

    def why_or_check(self) -> None:
        """Ask why, where somebody else decides, and then the last question."""
        if not self.asks:
            self.check()
            return
        texts = desk_of(self).texts
        reasons = {one.value: texts(f"desk-asked-{one.value}") for one in Reason}
        self.question(Step.REASON, "desk-claim-which-reason", reasons)

    def check(self) -> None:
        """Ask the last question: whether what will happen is what is wanted."""
        texts = desk_of(self).texts
        does = texts("desk-form-ask" if self.asks else "desk-form-do")
        self.question(Step.CHECK, self.what_happens(), {BACK: texts("desk-form-keep"), DO: does}, Style.STRONG)

    async def _record(self, proof: Proof) -> None:
        number = number_of(self.space)
        if number is not None:
            self.space.case = await self.client.record_proof(ProofSeen(case=number, proof=proof))
            self.notice(None)
            self._way.pop()  # what is known by now is not asked again
            self.why_or_check()

    async def _do(self) -> None:
        case = number_of(self.space)
        if case is None:
            return
        if self.asks:
            self.dismiss(await self.ask_another(case, self._reason))
            return
        try:
            self.dismiss(await self.without_approval(case))
        except ProblemError as error:
            if desk_kind(error.problem) is not DeskProblem.APPROVAL_NEEDED:
                raise
            # It takes two: a clerk who may decide without a second person may ask as well.
            self.asks = True
            self._way.pop()
            self.why_or_check()
            self.notice("desk-trouble-approval-needed")

    def _not_now(self) -> None:
        """Go back to the first question, or leave where this is it."""
        del self._way[2:]
        self.action_back()

    def action_back(self) -> None:
        self.notice(None)
        if self.at_first:
            self.dismiss(None)
        else:
            self._way.pop()
            self._way[-1]()
