"""A new password: its rule before it is typed, its strength as it is, and a second field against slips."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kiosk.i18n import Message, say
from kiosk.screens.frame.complaints import about_new_password
from kiosk.screens.frame.form import FORM_STYLES, ByPhone, Complaint, FormPage
from kiosk.screens.register.stepped import Stepped
from kiosk.widgets.ground.action import Action
from kiosk.widgets.lists.rule_list import RuleList
from kiosk.widgets.typing.field import Field
from kiosk.widgets.typing.letters_pad import LettersPad
from kiosk.widgets.typing.password_field import PasswordField, Reveal
from kiosk.widgets.typing.strength_bar import StrengthBar

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class PasswordTyped:
    """What stood in the fields when the visitor went on or back."""

    text: str = field(default="", repr=False)
    again: str = field(default="", repr=False)
    shown: bool = False


class NewPasswordPage(Stepped, FormPage[Made | PasswordTyped]):
    """Answers with what `take` makes of the password, or with `PasswordTyped` for "back".

    Who chooses to see the password is spared the second field: its place stays empty, so that nothing moves.
    """

    CSS_PATH = [FORM_STYLES, "new_password.tcss"]

    def __init__(
        self,
        take: Callable[[PasswordTyped], Awaitable[Made | Complaint]],
        *,
        way_on: str,
        own: Sequence[str] = (),
        typed: PasswordTyped | None = None,
        complaint: Message | None = None,
        step: tuple[int, int] | None = None,
        by_phone: ByPhone | None = None,
    ) -> None:
        """Judge the password of somebody whose data is `own`; begin with what was `typed` before, and a `complaint`."""
        super().__init__()
        self._take, self._way_on, self._own, self._step = take, way_on, tuple(own), step
        self.by_phone = by_phone
        self._typed, self._complaint = typed or PasswordTyped(), complaint
        self.left = self._typed
        """What stood in the fields when the visitor last went on."""

    def heading(self) -> Message:
        return say("password-title")

    def compose_page(self) -> ComposeResult:
        shown = self._typed.shown
        yield RuleList(id="rule")
        with Horizontal(id="fields"):
            with Vertical(id="once", classes="password"):
                yield PasswordField(
                    "password-label", text=self._typed.text, check=about_new_password, shown=shown, id="password"
                )
                yield StrengthBar(self._own, id="strength")
            with Vertical(id="twice", classes="password"):
                yield PasswordField(
                    "password-again-label",
                    "password-again-hint",
                    text=self._typed.again,
                    check=self._about_second,
                    shown=shown,
                    id="again",
                )
                yield StrengthBar(self._own, id="strength-again")
        yield LettersPad(id="pad")

    def on_mount(self) -> None:
        self._spare(self._typed.shown)
        self._judge()
        if self._complaint is not None:
            self.query_one("#password", PasswordField).complain(self._complaint)

    def secondary_actions(self) -> list[Action]:
        return [Reveal(shown=self._typed.shown), *self.by_phone_action()]

    def primary_action(self) -> Action:
        return Action(self._way_on, "primary", id="next")

    def filled_in(self, text: str) -> None:
        """Fill in both fields: a phone keeps what it chooses, and slips on its keys can be seen here with one touch."""
        self._fill(self.query_one("#again", PasswordField), text)
        self._fill(self.query_one("#password", PasswordField), text)

    @property
    def typed(self) -> PasswordTyped:
        """Return what stands in the fields."""
        return PasswordTyped(
            self.query_one("#password", PasswordField).text,
            self.query_one("#again", PasswordField).text,
            self.query_one(Reveal).shown,
        )

    def _about_second(self, text: str) -> Message | None:
        return None if text == self.query_one("#password", PasswordField).text else say("password-differs")

    @on(Field.Changed)
    def _on_changed(self) -> None:
        self._judge()

    def _judge(self) -> None:
        typed = self.typed
        self.query_one(RuleList).check(typed.text)
        self.query_one("#strength", StrengthBar).judge(typed.text)
        self.query_one("#strength-again", StrengthBar).judge(typed.again)

    @on(Action.Pressed, "#reveal")
    def _on_reveal(self) -> None:
        self._spare(self.query_one(Reveal).shown)

    def _spare(self, shown: bool) -> None:
        twice = self.query_one("#twice")
        if shown and twice.has_focus_within:
            self.query_one("#password").focus()
        twice.visible = not shown
        self.query_one("#again").display = not shown

    def complete(self) -> None:
        self.left = typed = self.typed
        self.hand_in(lambda: self._take(typed), self.query_one("#password", PasswordField), say("form-working"))

    def action_back(self) -> None:
        self.dismiss(self.typed)
