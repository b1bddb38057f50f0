"""A decision with a note that is typed on the way: it stays when Esc goes back, and goes only at the second Esc."""

from __future__ import annotations

from enum import StrEnum

from textual import on
from textual.app import ComposeResult

from kiosk.desk.forms.decision_form import DecisionForm
from kiosk.desk.forms.note_page import wrong_with
from kiosk.desk.speaks import desk_of
from kiosk.desk.widgets.lines import Look, Prose
from kiosk.domain import free_note
from kiosk.i18n import Message, say
from kiosk.widgets.typing.field import Field


class NoteStep(StrEnum):
    """The step at which the field has the focus."""

    NOTE = "note"


class NotedForm(DecisionForm):
    """Has a field that is seen at its own step alone."""

    NOTE_LABEL = "desk-note-words"
    NOTE_MOST = free_note.LONGEST
    NOTE_NEEDED = False

    _warned = False

    def above(self) -> ComposeResult:
        yield Field(self.NOTE_LABEL, most=self.NOTE_MOST, check=self._wrong, id="note")

    def on_mount(self) -> None:
        self.field.display = False
        super().on_mount()

    @property
    def field(self) -> Field:
        return self.query_one("#note", Field)

    @property
    def note(self) -> str:
        """Return what was typed, as it is kept."""
        return free_note.tidied(self.field.text)

    def noted(self) -> None:
        """Go on with what was typed."""
        raise NotImplementedError

    def ask_for_note(self) -> None:
        """Have the note typed; Enter goes on."""
        self.step, self._warned = NoteStep.NOTE, False
        self.field.display = True
        self.pane.show([Prose(desk_of(self).texts("desk-note-hint"), Look.MUTED)])
        self.field.focus()

    def question(self, *asked: object, **more: object) -> None:
        self._warned = False
        self.field.display = False
        self.pane.focus()
        super().question(*asked, **more)  # type: ignore[arg-type]  # as they came

    def _wrong(self, text: str) -> Message | None:
        if self.NOTE_NEEDED and not text:
            return say("desk-note-empty")
        return wrong_with(text, self.NOTE_MOST)

    @on(Field.Changed)
    def _typed(self) -> None:
        self._warned = False

    @on(Field.Submitted)
    def _submitted(self) -> None:
        if self.step is NoteStep.NOTE and self.field.checked():
            self.noted()

    def leaves(self) -> bool:
        """Say whether Esc leaves the form at this step."""
        return False

    def action_back(self) -> None:
        if self.leaves() and self.field.text and not self._warned:
            self._warned = True
            self.notice("desk-typed-cleared")
            return
        super().action_back()
