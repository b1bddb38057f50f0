"""Pages with something to type: where keys go, what Enter does, and where a complaint takes the visitor."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, TypeVar

from textual import events, on
from textual.actions import SkipAction
from textual.binding import Binding, BindingType

from kiosk.i18n import Message, say
from kiosk.platform.terminal.keys import rubs_out, typed
from kiosk.screens.frame.navigation import Away
from kiosk.screens.frame.page import Page
from kiosk.widgets.ground.action import Action
from kiosk.widgets.typing.field import Field
from kiosk.widgets.typing.pad import CLEAR, Pad

Answer = TypeVar("Answer")

FORM_STYLES = Path(__file__).with_suffix(".tcss")
"""Named by the pages of other rooms, which would look for it beside themselves."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What was handed in and not taken: the page stays, says so in place, and keeps all that was typed."""

    message: Message


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What stood in a page's field when the visitor went back, so that it can stand there again."""

    text: str = field(repr=False)


ByPhone = Callable[[], Awaitable[str | Message | Away]]
"""Has a field filled in on the visitor's phone: returns what was typed there, what is wrong, or where to go."""


class FormPage(Page[Answer]):
    """A page of fields. Its primary action has the id `next`.

    Enter goes to the next field, and from the last one on. Keys, the clipboard and the pad reach the field that was
    last used wherever the focus is. The page goes on only when no field complains. Its `CSS_PATH` names `form.tcss`.
    """

    AUTO_FOCUS: ClassVar[str | None] = "Field"
    # At once, as the page's tab: what is typed behind it belongs into the next field.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "enter", show=False, priority=True)]
    _last: Field | None = None
    by_phone: ByPhone | None = None
    """How the first field is filled in on a phone, where the page offers that."""

    @abstractmethod
    def complete(self) -> None:
        """Go on: every field holds what it should."""

    def hand_in(self, ask: Callable[[], Awaitable[Answer | Complaint]], to: Field, message: Message) -> None:
        """Answer with what `ask` brings, showing `message` while that takes; or let the field `to` complain."""

        async def taken() -> None:
            answer = await self.waiting_for(ask(), message)
            if isinstance(answer, Complaint):
                to.complain(answer.message)
                to.focus()
            else:
                self.dismiss(answer)

        self.working(message)
        self.run_worker(taken(), group="handing in")

    # On the visitor's phone

    def by_phone_action(self) -> list[Action]:
        """Return the action that has the first field filled in on a phone, where there is a way to."""
        return [] if self.by_phone is None else [Action("by-phone", id="by-phone")]

    @on(Action.Pressed, "#by-phone")
    def _on_by_phone(self) -> None:
        if not self.has_class("-working"):
            self.run_worker(self._fill_in(), group="by phone", exclusive=True)

    async def _fill_in(self) -> None:
        if self.by_phone is None:
            return
        match await self.waiting_for(self.by_phone(), say("form-working")):
            case Message() as wrong:
                self.fields[0].complain(wrong)
            case Away.HOME | Away.IDLE as away:
                self.dismiss(away)
            case str() as text:
                self.filled_in(text)

    def filled_in(self, text: str) -> None:
        """Put what was typed on the phone in place of what stands in the first field."""
        self._fill(self.fields[0], text)

    def _fill(self, field: Field, text: str) -> None:
        field.clear()
        field.enter(text)
        field.focus()

    @property
    def fields(self) -> Sequence[Field]:
        """Return the fields that can be seen, in reading order."""
        return [field for field in self.query(Field) if field.display]

    @property
    def current(self) -> Field | None:
        """Return the field that is typed into."""
        fields = self.fields
        for widget in (self.focused, self._last):
            if isinstance(widget, Field) and widget in fields:
                return widget
        return fields[0] if fields else None

    def text_box(self) -> Field | None:
        return self.current

    def action_enter(self) -> None:
        """Go to the next field; where there is none, or something else has the focus, Enter is that one's own."""
        fields, field = self.fields, self.focused
        if not isinstance(field, Field) or field not in fields[:-1] or self.has_class("-working"):
            raise SkipAction
        self.set_focus(fields[fields.index(field) + 1])
        # It may have keys before it that have not been typed yet: it is looked at after them.
        field.action_submit()

    @on(Field.Submitted)
    def _on_submitted(self, event: Field.Submitted) -> None:
        if not event.field.checked():
            event.field.focus()
        elif event.field is self.fields[-1]:
            self.go_on()

    @on(Action.Pressed, "#next")
    def go_on(self) -> None:
        """Go on if every field may; else go to the first that complains."""
        if self.has_class("-working"):
            return
        wrong = [field for field in self.fields if not field.checked()]
        if wrong:
            wrong[0].focus()
        else:
            self.complete()

    # Where keys go

    @on(events.DescendantFocus)
    def _note_focus(self, event: events.DescendantFocus) -> None:
        if isinstance(event.widget, Field):
            self._last = event.widget

    def on_key(self, event: events.Key) -> None:
        """Let the keyboard type into the field also when the focus is elsewhere."""
        field = self.current
        if field is None or field is self.focused:
            return
        if rubs_out(event):
            event.stop()
            field.action_rub_out()
        elif character := typed(event):
            event.stop()
            field.focus()
            field.enter(character)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if self.current is not None:
            self.current.enter(event.text)

    @on(Pad.Typed)
    def _on_pad(self, event: Pad.Typed) -> None:
        if self.current is not None:
            self.current.enter(event.character)

    @on(Pad.Tool)
    def _on_tool(self, event: Pad.Tool) -> None:
        if self.current is not None:
            if event.name == CLEAR:
                self.current.clear()
            else:
                self.current.action_rub_out()
