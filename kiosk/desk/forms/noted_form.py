"""A form with a note that is typed on the way: it stays when Esc goes back, and goes only at the second Esc."""

from __future__ import annotations

from typing import TypeVar

from textual import on
from textual.app import ComposeResult

from kiosk.desk.asking import AskingPage
from kiosk.desk.speaks import desk_of
from kiosk.desk.widgets.lines import Prose, Style
from kiosk.domain import free_note
from kiosk.i18n import Message, say
from kiosk.widgets.typing.field import Field

Answer = TypeVar("Answer")


def wrong_with(text: str, most: int = free_note.LONGEST) -> Message | None:
    """Return why a note of at most so many characters is not kept; None if it is."""
    fault = free_note.fault_of(free_note.tidied(text), most)
    if fault is None:
        return None
    return say("field-too-long", most=str(most)) if fault is free_note.NoteFault.LONG else say(f"desk-note-{fault}")


class NotedForm(AskingPage[Answer]):
    """Has a field that is seen while the note is asked for, and not at its other questions."""

    NOTE_LABEL = "desk-note-words"
    NOTE_HINT = "desk-note-hint"
    NOTE_MOST = free_note.LONGEST
    NOTE_NEEDED = False

    _warned = False
    _noting = False

    def above(self) -> ComposeResult:
        field = Field(self.NOTE_LABEL, most=self.NOTE_MOST, check=self.wrong, id="note")
        field.display = False
        yield field

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

    def leaves(self) -> bool:
        """Say whether Esc leaves the form at this question."""
        raise NotImplementedError

    def ask_for_note(self) -> None:
        """Have the note typed; Enter goes on."""
        self._noting, self._warned = True, False
        self.field.display = True
        self.pane.show([Prose(desk_of(self).texts(self.NOTE_HINT), Style.MUTED)])
        self.field.focus()

    def put_note_by(self) -> None:
        """Show another question: what was typed is kept, and not seen."""
        self._noting = self._warned = False
        self.field.display = False
        self.pane.focus()

    def wrong(self, text: str) -> Message | None:
        """Return why what was typed cannot be gone on with; None if it can."""
        if self.NOTE_NEEDED and not text:
            return say("desk-note-empty")
        return wrong_with(text, self.NOTE_MOST)

    @on(Field.Changed)
    def _typed(self) -> None:
        self._warned = False

    @on(Field.Submitted)
    def _submitted(self) -> None:
        if self._noting and self.field.checked():
            self.noted()

    def scanned(self, text: str, *, entered: bool, begun: bool) -> None:
        """Type what came as fast as a scanner types, as what a slow line held back; its first character is there."""
        if self._noting:
            self.field.call_later(self.field.enter, text[1:] if begun else text)
            if entered:
                self.field.call_later(self._submitted)

    def may_go(self) -> bool:
        """Say whether Esc goes back now; where a note would be lost, that is said first."""
        if self.leaves() and self.field.text and not self._warned:
            self._warned = True
            self.notice("desk-typed-cleared")
            return False
        return True

    def action_back(self) -> None:
        if self.may_go():
            super().action_back()
