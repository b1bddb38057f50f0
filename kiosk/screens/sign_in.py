"""Signing in (車主登入): a number and a password, or the ways for those who have none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from kiosk.domain.mobile import Mobile
from kiosk.i18n import Message, say
from kiosk.screens.complaints import about_mobile, about_password
from kiosk.screens.form import Complaint, FormPage
from kiosk.widgets.action import Action
from kiosk.widgets.field import Field
from kiosk.widgets.letters_pad import LettersPad
from kiosk.widgets.links import Links
from kiosk.widgets.password_field import PasswordField, Reveal
from kiosk.widgets.targets import Targets
from kiosk.widgets.words import Words

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Credentials:
    """What stood in the fields."""

    mobile: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The visitor does not know the password; `typed` is what stood in the fields."""

    typed: Credentials


@dataclass(frozen=True, slots=True)
class WithPhone:
    """The visitor signs in with an account elsewhere; `typed` is what stood in the fields."""

    typed: Credentials


class SignInPage(FormPage[Made | Forgotten | WithPhone]):
    """Answers with what `take` makes of a number and a password; a `Complaint` keeps the visitor here.

    Once `phone` says that it can be done with the phone too, there is an action for it.
    """

    CSS_PATH = ["form.tcss", "sign_in.tcss"]

    def __init__(
        self,
        take: Callable[[Mobile, Credentials], Awaitable[Made | Complaint]],
        *,
        typed: Credentials | None = None,
        phone: Callable[[], Awaitable[bool]] | None = None,
    ) -> None:
        super().__init__()
        self._phone = phone
        self.set_class(phone is not None, "-by-phone")
        self._take, self._typed = take, typed or Credentials()

    def heading(self) -> Message:
        return say("sign-in-title")

    def compose_page(self) -> ComposeResult:
        with Horizontal(id="fields"):
            yield Field(
                "mobile-label", "mobile-hint", text=self._typed.mobile, most=40, check=about_mobile, id="mobile"
            )
            yield PasswordField(
                "password-label",
                text=self._typed.password,
                check=about_password,
                shown=self._typed.shown,
                id="password",
            )
        yield Words("sign-in-note", id="note")
        if self._phone is not None:
            links = Links({"with-phone": "sign-in-with-phone"}, id="phone")
            # Its place is kept until it is known whether it can be done: nothing moves when it appears.
            links.visible = False
            yield links
        yield LettersPad(id="pad")

    def on_mount(self) -> None:
        if self._typed.mobile:
            self.query_one("#password").focus()
        if self._phone is not None:
            self.run_worker(self._offer(self._phone), group="phone")

    async def _offer(self, phone: Callable[[], Awaitable[bool]]) -> None:
        possible = await phone()
        for links in self.query(Links):
            links.visible = possible

    def secondary_actions(self) -> list[Action]:
        return [Reveal(shown=self._typed.shown), Action("sign-in-forgotten", id="forgotten")]

    def primary_action(self) -> Action:
        return Action("sign-in-do", "primary", id="next")

    @property
    def typed(self) -> Credentials:
        return Credentials(
            self.query_one("#mobile", Field).text,
            self.query_one("#password", Field).text,
            self.query_one(Reveal).shown,
        )

    def complete(self) -> None:
        typed = self.typed
        mobile = Mobile.parse(typed.mobile)
        self.hand_in(lambda: self._take(mobile, typed), self.query_one("#password", Field), say("sign-in-working"))

    @on(Action.Pressed, "#forgotten")
    def _on_forgotten(self) -> None:
        self.dismiss(Forgotten(self.typed))

    @on(Targets.Chosen, "#phone")
    def _on_with_phone(self) -> None:
        self.dismiss(WithPhone(self.typed))
