"""A decision with a note, or a number, that is typed on the way: Esc goes back over it and keeps what was typed."""

from __future__ import annotations

from enum import StrEnum

from kiosk.desk.forms.decision_form import DecisionForm
from kiosk.desk.forms.noted_form import NotedForm
from kiosk.desk.widgets.lines import Line
from kiosk.i18n import Message


class _Step(StrEnum):
    NOTE = "note"


class NotedDecision(NotedForm[Message], DecisionForm):
    """One of its questions is answered by typing."""

    def have_typed(self) -> None:
        """Go on to the question that is answered by typing."""
        self.turn_to(self._show_note)

    def _show_note(self) -> None:
        self.step = _Step.NOTE
        self.ask_for_note()

    def show_question(self, step: StrEnum, lines: list[Line]) -> None:
        self.put_note_by()
        super().show_question(step, lines)

    def noted(self) -> None:
        self.notice(None)
        self.check()

    def leaves(self) -> bool:
        return self.at_first
