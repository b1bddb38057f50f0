"""The code from a message (簡訊驗證碼): one page for registering, a forgotten password and another number."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from kiosk.clock import Clock, Deadline
from kiosk.contract.codes import CodeSent
from kiosk.i18n import Message, say
from kiosk.screens.frame.digits import DigitsPage
from kiosk.screens.frame.form import FORM_STYLES, Complaint
from kiosk.screens.frame.page import Page
from kiosk.screens.register.stepped import Stepped
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.countdown import Countdown
from kiosk.widgets.ground.words import Words
from kiosk.widgets.phone.phone_drawer import PhoneDrawer
from kiosk.widgets.typing.digits_input import DigitsInput
from kiosk.widgets.typing.digits_pad import DigitsPad
from kiosk.widgets.typing.resend import Resend

Made = TypeVar("Made")

DELAY_POLL_EVERY = 10.0
"""Seconds between two questions how far the message has come."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A code that was sent: to which number (masked), how long it is good for, and when another may be asked for."""

    mobile: str
    digits: int
    expires: Deadline
    resend: Deadline

    @classmethod
    def of(cls, sent: CodeSent, clock: Clock) -> Sent:
        """Return it with deadlines of this terminal's clock, counted from what the backend said was left."""
        return cls(
            sent.mobile, sent.digits, Deadline.after(clock, sent.expires_in), Deadline.after(clock, sent.resend_in)
        )


class OtherNumber:
    """The code went to a wrong number: the visitor wants to change it."""


class CodePage(Stepped, DigitsPage[Made | OtherNumber]):
    """Answers with what `enter` makes of the digits, as soon as the last one stands there.

    A `Complaint` keeps the visitor here; the next digit then begins anew. `again` sends another code. `delayed` is
    asked now and then whether the message is late; None means that it is unknown.
    """

    CSS_PATH = [FORM_STYLES, "one_time_code.tcss"]

    def __init__(
        self,
        sent: Sent,
        *,
        enter: Callable[[str], Awaitable[Made | Complaint]],
        again: Callable[[], Awaitable[Sent | Made | Complaint]],
        delayed: Callable[[], Awaitable[bool | None]],
        text: str = "",
        announced: bool = False,
        step: tuple[int, int] | None = None,
    ) -> None:
        """Begin with `text` in the boxes; say that the message was sent unless it has been `announced` before."""
        super().__init__()
        self._sent, self._enter, self._again, self._ask_delayed = sent, enter, again, delayed
        self._text, self._announced, self._step = text, announced, step
        self._asking = False

    def heading(self) -> Message:
        return say("code-title")

    def compose_page(self) -> ComposeResult:
        with Horizontal(id="beside"):
            with Vertical(id="entry"):
                yield Words(say("code-sent-to", mobile=self._sent.mobile), id="sent-to")
                yield DigitsInput(self._sent.digits, self._text, id="digits")
                yield Words("code-hint", id="note")
                yield Countdown(self._sent.expires, "code-left", id="left")
                yield Words("code-delayed", id="delayed")
            yield DigitsPad(id="pad")
        with Vertical(id="sent"):
            yield Words("code-on-its-way", id="sent-title")
            yield Words(say("code-on-its-way-where", mobile=self._sent.mobile), id="sent-where")
            yield Action("code-on-its-way-close", id="sent-close")

    def on_mount(self) -> None:
        self._wait_for(self._sent)
        self.set_class(not self._announced, "-sent")
        self.set_interval(DELAY_POLL_EVERY, self._poll_delay)

    def secondary_actions(self) -> list[Widget]:
        return [Resend(self._sent.resend, id="resend"), Action("code-other-number", id="other-number")]

    def primary_action(self) -> Action:
        return Action("code-done", "primary", id="done")

    def _wait_for(self, sent: Sent) -> None:
        # A visitor who waits for a message looks at a phone and touches nothing, for as long as the code is good.
        self.idle_limit = sent.expires.remaining() + (Page.idle_limit or 0.0)

    # Typing

    @on(PhoneDrawer.Picked)
    def _on_picked(self, event: PhoneDrawer.Picked) -> None:
        """Take the code out of a message of the demo's phone."""
        found = re.search(rf"(?<![0-9])[0-9]{{{self._sent.digits}}}(?![0-9])", event.text)
        if found is not None:
            self.digits.focus()
            self.digits.enter(found[0])

    @on(DigitsInput.Changed)
    def _on_changed(self) -> None:
        self._close_sent()
        self._say(say("code-hint"))

    # Handing in

    @on(DigitsInput.Submitted)
    @on(Action.Pressed, "#done")
    def _hand_in(self) -> None:
        if self._asking:
            return
        if self.has_class("-sent") and not self.digits.text:
            self._close_sent()
            return
        missing = self._sent.digits - len(self.digits.text)
        if missing:
            self.complain(say("code-short", digits=str(self._sent.digits), missing=missing))
            self.digits.focus()
            return
        self._ask(self._take, say("code-checking"))

    async def _take(self) -> None:
        code = self.digits.text
        answer = await self.waiting_for(self._enter(code), say("code-checking"))
        if isinstance(answer, Complaint):
            self.complain(answer.message)
            self.digits.focus()
        else:
            self.dismiss(answer)

    @on(Action.Pressed, "#resend")
    def _on_resend(self) -> None:
        if not self._asking:
            self._ask(self._send_again, say("code-sending"))

    async def _send_again(self) -> None:
        answer = await self.waiting_for(self._again(), say("code-sending"))
        match answer:
            case Sent():
                self._renew(answer)
            case Complaint(message=message):
                self.complain(message)
            case _:
                self.dismiss(answer)

    def _renew(self, sent: Sent) -> None:
        self._sent = sent
        self._wait_for(sent)
        self.query_one(Countdown).restart(sent.expires)
        self.query_one(Resend).restart(sent.resend)
        self.remove_class("-delayed")
        self._say(say("code-hint"))
        self.add_class("-sent")
        self.digits.focus()

    def _ask(self, work: Callable[[], Awaitable[None]], message: Message) -> None:
        self._asking = True
        self.working(message)

        async def asked() -> None:
            try:
                await work()
            finally:
                self._asking = False

        self.run_worker(asked(), group="asking")

    # What is said

    def complain(self, message: Message) -> None:
        self._close_sent()
        note = self.query_one("#note", Words)
        note.say(say("wrong", what=message))
        note.add_class("-wrong")

    def _say(self, message: Message) -> None:
        note = self.query_one("#note", Words)
        if note.message != message:
            note.say(message)
        note.remove_class("-wrong")

    def on_countdown_over(self) -> None:
        self.complain(say("code-expired"))

    async def _poll_delay(self) -> None:
        delayed = await self._ask_delayed()
        if delayed is not None and self.is_attached:
            self.set_class(delayed, "-delayed")

    @on(Action.Pressed, "#sent-close")
    def _close_sent(self) -> None:
        self.remove_class("-sent")
        if self.focused is None:
            self.digits.focus()

    @on(Action.Pressed, "#other-number")
    def _on_other_number(self) -> None:
        self.dismiss(OtherNumber())

    def action_back(self) -> None:
        """Close what lies over the page first."""
        if self.has_class("-sent"):
            self._close_sent()
        else:
            super().action_back()
