"""A request of two people (覆核): the same figures as whoever asked has seen, and the decision on it."""

from __future__ import annotations

from textual import on

from kiosk.api_client.desk import DeskClient
from kiosk.contract.desk.approvals import Approval, ApprovalDecision, ApprovalState, ApprovalWish
from kiosk.desk.asking import AskingPage
from kiosk.desk.seen.facts import fact
from kiosk.desk.seen.things import case_number
from kiosk.desk.speaks import desk_of
from kiosk.desk.widgets.lines import Cell, Line, Look, Prose, Row, Rule
from kiosk.desk.widgets.pane import Pane
from kiosk.desk.words import known, moment
from kiosk.i18n import Message, Texts, say

_BACK, _APPROVE, _REFUSE, _EXECUTE = "back", "approve", "refuse", "execute"


def operation(texts: Texts, one: Approval) -> str:
    """Return what is asked for, in words."""
    return known(texts, "operation", one.operation.replace(".", "-"))


class ApprovalForm(AskingPage[Message]):
    """Answers with what was decided. Whoever has asked sees it and decides nothing."""

    def __init__(self, client: DeskClient, wanted: Approval) -> None:
        super().__init__()
        self._client, self._wanted = client, wanted

    def title_words(self) -> Message:
        return say("desk-approval-title")

    def on_mount(self) -> None:
        self._show()
        self.ask(self._load)

    async def _load(self) -> None:
        """Show it as it is now: somebody else may have decided meanwhile."""
        self._wanted = await self._client.approval(ApprovalWish(id=self._wanted.id))
        self._show()

    def _show(self) -> None:
        desk, one = desk_of(self), self._wanted
        texts, now = desk.texts, desk.clock.now()
        lines: list[Line] = [Prose(operation(texts, one), Look.STRONG)]
        lines += [fact(known(texts, "argument", name), str(value)) for name, value in one.arguments.items()]
        lines += [
            fact(texts("desk-approval-case"), case_number(one.case)),
            fact(texts("desk-approval-by"), f"{one.asked_by}  {one.office}"),
            fact(texts("desk-approval-why"), known(texts, "asked", one.reason)),
            fact(texts("desk-approval-at"), moment(texts, one.asked_at, now)),
            fact(texts("desk-approval-until"), moment(texts, one.expires_at, now)),
            fact(texts("desk-approval-state"), known(texts, "approval", one.state.value)),
            Rule(),
        ]
        choices = self._choices()
        if not choices:
            lines.append(Prose(texts("desk-trouble-own-request" if one.own else "desk-trouble-approval-over")))
        lines += [Row((Cell(texts(id)),), key=key) for key, id in choices.items()]
        self.pane.show(lines)

    def _choices(self) -> dict[str, str]:
        """Return what can be done, the harmless thing first."""
        match self._wanted.state:
            case ApprovalState.ASKED if not self._wanted.own:
                return {_BACK: "desk-form-keep", _APPROVE: "desk-approval-approve", _REFUSE: "desk-approval-refuse"}
            case ApprovalState.APPROVED:
                return {_BACK: "desk-form-keep", _EXECUTE: "desk-approval-execute"}
            case _:
                return {}

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
        await self._client.decide(ApprovalDecision(id=self._wanted.id, approve=approve))
        self.dismiss(say("desk-approval-approved" if approve else "desk-approval-refused"))

    async def _execute(self) -> None:
        await self._client.execute(ApprovalWish(id=self._wanted.id))
        self.dismiss(say("desk-approval-executed"))
