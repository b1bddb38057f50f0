"""F8 on a terminal's hour: telling the fleet of the terminal, in the same case."""

from __future__ import annotations

from textual import on

from kiosk.api_client.desk import DeskClient
from kiosk.contract.desk.session import DeskStanding, Permission
from kiosk.contract.desk.terminals import HourReason, HourSeen, TerminalReporting
from kiosk.desk.asking import AskingPage
from kiosk.desk.queries import may
from kiosk.desk.seen.facts import case_number
from kiosk.desk.speaks import desk_of
from kiosk.desk.widgets.lines import Cell, Line, Prose, Row, Style
from kiosk.desk.widgets.pane import Pane
from kiosk.desk.workspace import Workspace
from kiosk.i18n import Message, say
from kiosk.wording.terminal_names import terminal_name

_KEEP, _DO = "keep", "do"


def no_report(standing: DeskStanding, space: Workspace, seen: HourSeen) -> Message | None:
    """Return why nothing can be reported to the fleet from here; None if it can."""
    if not may(standing, Permission.TERMINAL_HOUR):
        return say("desk-trouble-not-permitted")
    if space.case is None:
        return say("desk-trouble-case-needed")
    reported = any(one.case == space.case.number for one in seen.complaints)
    return say("desk-report-told") if reported else None


class ReportForm(AskingPage[Message]):
    """Answers with what was done; the answer that changes nothing stands first."""

    def __init__(self, client: DeskClient, case: str, seen: HourSeen, reason: HourReason) -> None:
        super().__init__()
        self._client, self._seen = client, seen
        self._report = TerminalReporting(terminal=seen.terminal.id, reason=reason, case=case)

    def title_words(self) -> Message:
        return say("desk-report-form", terminal=self._named())

    def _named(self) -> str:
        return terminal_name(desk_of(self).texts, self._seen.terminal.name)

    def on_mount(self) -> None:
        texts = desk_of(self).texts
        reason = texts(f"desk-hour-reason-{self._report.reason.value}")
        number = case_number(self._report.case)
        will = say("desk-report-will", terminal=self._named(), reason=reason, case=number)
        lines: list[Line] = [Prose(texts(will), Style.STRONG)]
        choices = {_KEEP: "desk-form-keep", _DO: "desk-report-do"}
        lines += [Row((Cell(texts(said)),), key=key) for key, said in choices.items()]
        self.pane.show(lines)

    @on(Pane.Opened)
    def _opened(self, event: Pane.Opened) -> None:
        if event.key == _KEEP:
            self.action_back()
        else:
            self.ask(self._tell)

    async def _tell(self) -> None:
        await self._client.report_terminal(self._report)
        self.dismiss(say("desk-report-done", terminal=self._named()))
