"""Pages with the boxes of a code: whatever way the digits come, and wherever the focus is, they get there."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, TypeVar

from textual import events, on

from kiosk.i18n import Message, say
from kiosk.platform.terminal.keys import rubs_out, typed
from kiosk.screens.frame.page import Page
from kiosk.widgets.typing.digits_input import DigitsInput
from kiosk.widgets.typing.pad import CLEAR, Pad

Answer = TypeVar("Answer")


class DigitsPage(Page[Answer]):
    """A page with one `DigitsInput`, and a pad beside it."""

    AUTO_FOCUS: ClassVar[str | None] = "DigitsInput"

    @abstractmethod
    def complain(self, message: Message) -> None:
        """Say what is wrong with what was typed."""

    @property
    def digits(self) -> DigitsInput:
        return self.query_one(DigitsInput)

    def text_box(self) -> DigitsInput | None:
        # A key may come before the page has its boxes.
        return next(iter(self.query(DigitsInput)), None)

    def on_key(self, event: events.Key) -> None:
        if rubs_out(event):
            event.stop()
            self.digits.rub_out()
        elif character := typed(event):
            event.stop()
            self.digits.focus()
            self.digits.enter(character)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.digits.enter(event.text)

    @on(Pad.Typed)
    def _on_pad(self, event: Pad.Typed) -> None:
        self.digits.enter(event.character)

    @on(Pad.Tool)
    def _on_tool(self, event: Pad.Tool) -> None:
        if event.name == CLEAR:
            self.digits.clear()
        else:
            self.digits.rub_out()

    @on(DigitsInput.Refused)
    def _on_refused(self, event: DigitsInput.Refused) -> None:
        self.complain(say(f"digits-fault-{event.fault.value}"))
