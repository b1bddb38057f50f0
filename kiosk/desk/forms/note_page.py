"""A few words that somebody types freely: none are needed, and none that name a person are taken."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from kiosk.desk.questions import AskingScreen
from kiosk.desk.speaks import desk_of
from kiosk.desk.widgets.header import DeskHeader
from kiosk.desk.widgets.key_line import KeyLine, KeyWord
from kiosk.desk.widgets.notice import Notice
from kiosk.domain import free_note
from kiosk.i18n import Message, say
from kiosk.widgets.ground.too_small import TooSmall
from kiosk.widgets.ground.words import Words
from kiosk.widgets.typing.field import Field


def wrong_with(text: str, most: int = free_note.LONGEST) -> Message | None:
    """Return why a note of at most so many characters is not kept; None if it is."""
    fault = free_note.fault_of(free_note.tidied(text), most)
    if fault is None:
        return None
    return say("field-too-long", most=str(most)) if fault is free_note.NoteFault.LONG else say(f"desk-note-{fault}")


class NotePage(AskingScreen[str]):
    """Answers with the note, empty for none. Esc goes back; what was typed is lost with a second Esc only."""

    AUTO_FOCUS = "#note"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", show=False)]

    def __init__(self, title: Message) -> None:
        super().__init__()
        self._title = title
        self._warned = False

    def compose(self) -> ComposeResult:
        yield DeskHeader()
        with Vertical(id="asked"):
            yield Words(self._title, id="title")
            yield Words("desk-remark-body", id="body")
            yield Field("desk-remark", most=free_note.LONGEST, check=wrong_with, id="note")
        yield Notice(id="notice")
        texts = desk_of(self).texts
        yield KeyLine(
            [
                KeyWord("Enter", texts("desk-key-next")),
                KeyWord("Esc", texts("desk-key-back")),
                KeyWord("F12", texts("desk-key-lock")),
            ]
        )
        yield TooSmall()

    @property
    def _field(self) -> Field:
        return self.query_one(Field)

    @on(Field.Changed)
    def _typed(self) -> None:
        self._warned = False
        self.notice(None)

    @on(Field.Submitted)
    def _submitted(self) -> None:
        if self._field.checked():
            self.dismiss(free_note.tidied(self._field.text))

    def scanned(self, text: str, *, entered: bool, begun: bool) -> None:
        """Type what came as fast as a scanner types, as what a slow line held back; its first character is there."""
        self._field.call_later(self._field.enter, text[1:] if begun else text)
        if entered:
            self._field.call_later(self._submitted)

    def action_back(self) -> None:
        if self._field.text and not self._warned:
            self._warned = True
            self.notice("desk-remark-lost")
        else:
            self.dismiss(None)
