"""The picture code: for a client without a device token. Enrolled terminals never show it (WCAG 2.2, 3.3.8)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kiosk.contract.guests import DIGITS, PictureCode
from kiosk.i18n import Message, say
from kiosk.screens.frame.digits import DigitsPage
from kiosk.screens.frame.form import FORM_STYLES, Complaint
from kiosk.widgets.codes.cell_picture import CellPicture
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.words import Words
from kiosk.widgets.typing.digits_input import DigitsInput
from kiosk.widgets.typing.digits_pad import DigitsPad

Made = TypeVar("Made")

_ROWS = 18
"""Rows between header and footer for the title, the picture, keys below it and the row of the actions."""


@dataclass(frozen=True, slots=True)
class OtherPicture:
    """Another picture in place of the one on the page, and why."""

    picture: PictureCode
    why: Message


class PictureCodePage(DigitsPage[Made]):
    """Answers with what `enter` makes of the digits, as soon as the fifth stands there.

    A `Complaint` keeps the visitor here, an `OtherPicture` too. `other` draws another one; `play` lets the digits be
    heard and tells whether this machine can.
    """

    CSS_PATH = [FORM_STYLES, "picture_code.tcss"]

    def __init__(
        self,
        picture: PictureCode,
        *,
        enter: Callable[[PictureCode, str], Awaitable[Made | Complaint | OtherPicture]],
        other: Callable[[], Awaitable[Made | OtherPicture]],
        play: Callable[[PictureCode], Awaitable[bool]],
    ) -> None:
        super().__init__()
        self._picture, self._enter, self._other, self._play = picture, enter, other, play

    def heading(self) -> Message:
        return say("picture-title")

    def compose_page(self) -> ComposeResult:
        yield Words("picture-why", id="note")
        with Horizontal(id="beside"):
            with Vertical(id="seen"):
                yield CellPicture(self._picture.rows, id="picture")
                # Only one of the two pads is shown: this one where there is no room beside the picture.
                yield DigitsPad(id="pad-below")
                yield DigitsInput(DIGITS, id="digits")
            yield DigitsPad(id="pad")

    def secondary_actions(self) -> list[Action]:
        return [Action("picture-listen", id="listen"), Action("picture-other", id="other")]

    def primary_action(self) -> Action:
        return Action("picture-done", "primary", id="done")

    def on_resize(self) -> None:
        # The picture is as high as it is: keys of less than two rows below it would be no keys for a finger.
        self.set_class(self.room().height < _ROWS, "-keyless")

    # Typing

    @on(DigitsInput.Changed)
    def _on_changed(self, event: DigitsInput.Changed) -> None:
        # Boxes that a new picture has emptied leave standing why there is one.
        if event.input.text:
            self._say(say("picture-why"))

    # Handing in

    @on(DigitsInput.Submitted)
    @on(Action.Pressed, "#done")
    def _hand_in(self) -> None:
        if self.has_class("-working"):
            return
        missing = DIGITS - len(self.digits.text)
        if missing:
            self.complain(say("picture-short", missing=missing))
            self.digits.focus()
            return
        self.working(say("picture-checking"))
        self.run_worker(
            self._take(self._enter(self._picture, self.digits.text), say("picture-checking")), group="asking"
        )

    @on(Action.Pressed, "#other")
    def _on_other(self) -> None:
        self.working(say("picture-drawing"))
        self.run_worker(self._take(self._other(), say("picture-drawing")), group="asking")

    async def _take(self, ask: Awaitable[Made | Complaint | OtherPicture], message: Message) -> None:
        match await self.waiting_for(ask, message):
            case Complaint(message=complaint):
                self.complain(complaint)
                self.digits.focus()
            case OtherPicture(picture=picture, why=why):
                self._show(picture, why)
            case answer:
                self.dismiss(answer)

    def _show(self, picture: PictureCode, why: Message) -> None:
        self.workers.cancel_group(self, "sound")
        self._picture = picture
        self.query_one(CellPicture).show(picture.rows)
        self.digits.clear()
        self._say(why)
        self.digits.focus()

    # Hearing

    @on(Action.Pressed, "#listen")
    def _on_listen(self) -> None:
        self.digits.focus()
        self._say(say("picture-playing"))
        self.run_worker(self._let_hear(), group="sound", exclusive=True)

    async def _let_hear(self) -> None:
        if not await self._play(self._picture) and self.is_attached:
            self.complain(say("picture-silent"))

    # What is said

    def complain(self, message: Message) -> None:
        self._say(say("wrong", what=message), wrong=True)

    def _say(self, message: Message, *, wrong: bool = False) -> None:
        note = self.query_one("#note", Words)
        if note.message != message:
            note.say(message)
        note.set_class(wrong, "-wrong")
        # Where there is room for one line, it is the question until there is something else to say.
        self.set_class(message != say("picture-why"), "-noted")
