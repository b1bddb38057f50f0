"""F8 on a case that was found: how it ended."""

from __future__ import annotations

from textual import on

from kiosk.api_client.desk import DeskClient
from kiosk.contract.desk.cases import CaseOutcome, CaseSeen, CaseState
from kiosk.contract.desk.session import DeskStanding, Permission
from kiosk.desk.asking import AskingPage
from kiosk.desk.queries import close_case, may
from kiosk.desk.seen.facts import case_number
from kiosk.desk.speaks import desk_of
from kiosk.desk.widgets.lines import Cell, Line, Prose, Row, Style
from kiosk.desk.widgets.pane import Pane
from kiosk.i18n import Message, say

_KEEP = "keep"


def no_closing(standing: DeskStanding, seen: CaseSeen) -> Message | None:
    """Return why a case cannot be closed from here; None if it can."""
    if seen.case.state is CaseState.CLOSED:
        return say("desk-case-is-closed")
    return None if may(standing, Permission.CASE) else say("desk-trouble-not-permitted")


class CaseForm(AskingPage[Message]):
    """Answers with what was done; the answer that changes nothing stands first."""

    def __init__(self, client: DeskClient, seen: CaseSeen) -> None:
        super().__init__()
        self._client, self._number = client, seen.case.number

    def title_words(self) -> Message:
        return say("desk-in-case", number=case_number(self._number))

    def on_mount(self) -> None:
        texts = desk_of(self).texts
        which = say("desk-close-which", number=case_number(self._number))
        lines: list[Line] = [Prose(texts(which), Style.STRONG), Row((Cell(texts("desk-close-keep")),), key=_KEEP)]
        lines += [Row((Cell(texts(f"desk-outcome-{one.value}")),), key=one.value) for one in CaseOutcome]
        self.pane.show(lines)

    @on(Pane.Opened)
    def _opened(self, event: Pane.Opened) -> None:
        if event.key == _KEEP:
            self.action_back()
        else:
            self.ask(lambda: self._close(CaseOutcome(event.key)))

    async def _close(self, outcome: CaseOutcome) -> None:
        await close_case(self._client, self._number, outcome)
        self.dismiss(say("desk-closed", number=case_number(self._number)))
