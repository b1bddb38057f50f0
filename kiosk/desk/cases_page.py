"""F3: the pieces of work that are open here, and the office's cases that are not closed."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from kiosk.api_client.desk import DeskClient
from kiosk.contract.desk.approvals import Approval, ApprovalList, ApprovalState
from kiosk.contract.desk.cases import Case, CaseList, CaseListWish, CaseOutcome
from kiosk.contract.desk.session import DeskStanding, Permission
from kiosk.desk.asking import AskingPage
from kiosk.desk.forms.approval_form import ApprovalForm, operation
from kiosk.desk.queries import close_case, may
from kiosk.desk.seen.facts import case_number
from kiosk.desk.speaks import desk_of
from kiosk.desk.widgets.key_line import KeyWord
from kiosk.desk.widgets.lines import Cell, Line, Prose, Row, Style
from kiosk.desk.widgets.pane import Pane
from kiosk.desk.words import known, moment
from kiosk.desk.workspace import Work, Workspace
from kiosk.i18n import Message, say

_NEW, _KEEP = "new", "keep"
_OPEN, _OFFICE, _WAITS = "open:", "office:", "waits:"


class CasesPage(AskingPage[bool]):
    """Answers whether another piece of work is to be shown."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f8", "close_case", show=False)]

    def __init__(self, client: DeskClient, standing: DeskStanding, work: Work) -> None:
        super().__init__()
        self._client, self._standing, self._work = client, standing, work
        self._office: CaseList | None = None
        self._waiting: ApprovalList | None = None
        self._ending: Case | None = None

    def title_words(self) -> Message:
        return say("desk-cases-title")

    def key_words(self) -> list[KeyWord]:
        return [KeyWord("F8", desk_of(self).texts("desk-key-close"), works=may(self._standing, Permission.CASE))]

    def on_mount(self) -> None:
        self._show_list()
        if may(self._standing, Permission.CASE):
            self.ask(self._load)

    async def _load(self) -> None:
        self._office = await self._client.cases(CaseListWish(whole_office=True))
        self._waiting = await self._client.approvals()
        if self._ending is None:
            self._show_list(anew=False)

    def _show_list(self, *, anew: bool = True) -> None:
        texts = desk_of(self).texts
        lines: list[Line] = [
            Row((Cell(texts("desk-cases-new")),), key=_NEW),
            Prose(texts("desk-cases-here"), Style.MUTED),
        ]
        for number, space in enumerate(self._work.spaces):
            here = texts("desk-cases-now") if number == self._work.at else ""
            named = case_number(space.case.number) if space.case else texts("desk-cases-none")
            words = (Cell(named, 14), Cell(space.text or texts("desk-cases-empty")), Cell(here, 12, Style.STRONG))
            lines.append(Row(words, key=f"{_OPEN}{number}"))
        if self._waiting is not None and self._waiting.approvals:
            lines.append(Prose(texts("desk-approvals"), Style.MUTED))
            lines += [self._waiting_row(one) for one in self._waiting.approvals]
            if self._waiting.more:
                lines.append(Prose(texts("desk-more"), Style.MUTED))
        if self._office is not None:
            lines.append(Prose(texts("desk-cases-office"), Style.MUTED))
            lines += [self._office_row(case) for case in self._office.cases if not self._is_here(case)]
            if self._office.more:
                lines.append(Prose(texts("desk-more"), Style.MUTED))
        self.pane.show(lines, anew=anew)

    def _office_row(self, case: Case) -> Row:
        desk = desk_of(self)
        opened = moment(desk.texts, case.opened_at, desk.clock.now())
        topic = desk.texts(f"desk-topic-{case.topic.value}")
        state = desk.texts(f"desk-case-{case.state.value}")
        words = (Cell(case_number(case.number), 14), Cell(topic), Cell(case.opened_by, 10), Cell(opened, 14))
        return Row((*words, Cell(state, 12)), key=f"{_OFFICE}{case.number}")

    def _waiting_row(self, one: Approval) -> Row:
        desk = desk_of(self)
        asked = moment(desk.texts, one.asked_at, desk.clock.now())
        waits_for_others = one.own and one.state is ApprovalState.ASKED
        state = known(desk.texts, "approval", "own" if waits_for_others else one.state.value)
        words = (Cell(case_number(one.case), 14), Cell(operation(desk.texts, one)), Cell(one.asked_by, 10))
        return Row((*words, Cell(asked, 14), Cell(state, 12, Style.DOUBTFUL)), key=f"{_WAITS}{one.id}")

    def _is_here(self, case: Case) -> bool:
        return any(space.case is not None and space.case.number == case.number for space in self._work.spaces)

    @on(Pane.Opened)
    def _opened(self, event: Pane.Opened) -> None:
        if self._ending is not None:
            self._choose_outcome(self._ending, event.key)
        elif event.key.startswith(_WAITS):
            self._decide(event.key.removeprefix(_WAITS))
        elif event.key == _NEW:
            self._go_on(Workspace())
        elif event.key.startswith(_OPEN):
            self._work.at = int(event.key.removeprefix(_OPEN))
            self.dismiss(True)
        elif (case := self._case_of(event.key)) is not None:
            self._go_on(Workspace(case=case))

    def _decide(self, id: str) -> None:
        """Show a request of two people; list what still waits when it is left."""
        waiting = () if self._waiting is None else self._waiting.approvals
        one = next((one for one in waiting if one.id == id), None)
        if one is None:
            return

        def decided(what: Message | None) -> None:
            if what is not None:
                self.ask(lambda: self._after(what))

        self.app.push_screen(ApprovalForm(self._client, one, office=self._standing.office), decided)

    async def _after(self, what: Message) -> None:
        await self._load()
        self.notice(what)

    def _go_on(self, space: Workspace) -> None:
        if self._work.open(space):
            self.dismiss(True)
        else:
            self.notice("desk-cases-full")

    def _case_of(self, key: str | None) -> Case | None:
        """Return the case of a row; None for one without."""
        if key is not None and key.startswith(_OPEN):
            return self._work.spaces[int(key.removeprefix(_OPEN))].case
        cases = () if self._office is None else self._office.cases
        return next((case for case in cases if key == f"{_OFFICE}{case.number}"), None)

    # Closing

    def action_close_case(self) -> None:
        """Ask how the chosen case ended; the answer that changes nothing stands first."""
        case = self._case_of(self.pane.chosen)
        if self._ending is not None:
            return
        if not may(self._standing, Permission.CASE):
            self.notice("desk-trouble-not-permitted")
        elif case is None:
            self.notice("desk-cases-none-chosen")
        else:
            texts, self._ending = desk_of(self).texts, case
            lines: list[Line] = [Prose(texts(say("desk-close-which", number=case_number(case.number))), Style.STRONG)]
            lines.append(Row((Cell(texts("desk-close-keep")),), key=_KEEP))
            lines += [Row((Cell(texts(f"desk-outcome-{one.value}")),), key=one.value) for one in CaseOutcome]
            self.pane.show(lines)

    def _choose_outcome(self, case: Case, key: str) -> None:
        if key == _KEEP:
            self.action_back()
        else:
            self.ask(lambda: self._close(case, CaseOutcome(key)))

    async def _close(self, case: Case, outcome: CaseOutcome) -> None:
        await close_case(self._client, case.number, outcome)
        before = self._work.now
        self._work.close(case.number)
        self._ending = None
        self.notice(say("desk-closed", number=case_number(case.number)))
        if self._work.now is not before:
            self.dismiss(True)
        else:
            self._office = await self._client.cases(CaseListWish(whole_office=True))
            self._show_list()

    def action_back(self) -> None:
        if self._ending is not None:
            self._ending = None
            self._show_list()
        else:
            super().action_back()
