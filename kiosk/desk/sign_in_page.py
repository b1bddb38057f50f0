"""Signing in: name, password, six digits. The same page stands there while the desk is locked."""

from __future__ import annotations

import re
import unicodedata
from typing import ClassVar

from pydantic import SecretStr
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from kiosk.api_client.desk import DeskClient
from kiosk.api_client.errors import ApiError
from kiosk.contract.desk.session import DeskSignIn, DeskStanding
from kiosk.desk.screen import DeskScreen
from kiosk.desk.speaks import desk_of
from kiosk.desk.troubles import error_message
from kiosk.desk.widgets.header import DeskHeader
from kiosk.desk.widgets.key_line import KeyLine, KeyWord
from kiosk.desk.widgets.notice import Notice
from kiosk.i18n import Message, say
from kiosk.widgets.ground.too_small import TooSmall
from kiosk.widgets.ground.words import Words
from kiosk.widgets.typing.field import Field
from kiosk.widgets.typing.password_field import PasswordField

_DIGITS = 6
_NAME = re.compile(r"[a-z][a-z0-9.-]{1,31}\Z")
"""As the contract has it (`kiosk.contract.desk.session.StaffName`)."""


def wrong_name(text: str) -> Message | None:
    """Return why a text cannot be a name; None if it could be one."""
    return None if _NAME.match(text) else say("desk-name-wrong")


def wrong_password(text: str) -> Message | None:
    return None if text else say("desk-password-empty")


def wrong_code(text: str) -> Message | None:
    """Return why a text is not six digits: most often, the input method is still on."""
    whole = len(text) == _DIGITS and text.isascii() and text.isdigit()
    return None if whole else say("desk-code-wrong")


class CodeField(Field):
    """Six digits; those of an input method in its wide letters are digits too."""

    def tidied(self, text: str) -> str:
        return "".join(unicodedata.normalize("NFKC", text).split())


class SignInPage(DeskScreen[DeskStanding]):
    """Answers with who is signed in. What was typed stays where it was refused, but for the digits: they count once."""

    AUTO_FOCUS = "#name"
    BINDINGS: ClassVar[list[BindingType]] = [
        # At once, as the tab: a password that is typed behind it belongs into the next field, not into the name's.
        Binding("enter", "enter", show=False, priority=True),
        Binding("escape", "back", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("ctrl+q,ctrl+c", "app.quit", show=False),
    ]

    def __init__(self, client: DeskClient, *, counter: str = "", locked: str = "", why: Message | None = None) -> None:
        """Ask who is there; `locked` is the name of the clerk who left work open, `why` what ended their session."""
        super().__init__()
        self._client, self._counter, self._locked, self._why = client, counter, locked, why
        self._warned = False
        self._busy = False

    def compose(self) -> ComposeResult:
        yield DeskHeader()
        with Vertical(id="sign-in"):
            yield Words("desk-locked-title" if self._locked else "desk-sign-in-title", id="title")
            yield Words("desk-locked-body" if self._locked else "desk-sign-in-body", id="body")
            yield Field("desk-sign-in-name", text=self._locked, most=32, check=wrong_name, id="name")
            yield PasswordField("desk-sign-in-password", check=wrong_password, id="password")
            yield CodeField("desk-sign-in-code", "desk-sign-in-code-from", most=12, check=wrong_code, id="code")
        yield Notice(id="notice")
        texts = desk_of(self).texts
        yield KeyLine(
            [
                KeyWord("Enter", texts("desk-key-next")),
                KeyWord("Tab", texts("desk-key-tab")),
                KeyWord("Esc", texts("desk-key-clear")),
                KeyWord("Ctrl+Q", texts("desk-key-quit")),
            ]
        )
        yield TooSmall()

    def on_mount(self) -> None:
        self._notice(self._why)
        if self._locked:
            self.query_one("#password").focus()

    def _notice(self, message: Message | str | None) -> None:
        self.query_one("#notice", Notice).tell(message)

    def _field(self, id: str) -> Field:
        return self.query_one(f"#{id}", Field)

    @on(Field.Changed)
    def _typed(self) -> None:
        self._warned = False

    def action_enter(self) -> None:
        """Go to the next field; from the last one on, once what was typed into it has arrived there."""
        code = self._field("code")
        if self.focused is code:
            code.call_later(self._complete)
        else:
            self.focus_next()

    def _complete(self) -> None:
        for id in ("name", "password", "code"):
            if not self._field(id).checked():
                self._field(id).focus()
                return
        if not self._busy:
            self._busy = True
            self.run_worker(self._sign_in(), group="signing in")

    async def _sign_in(self) -> None:
        self._notice("desk-signing-in")
        request = DeskSignIn(
            name=self._field("name").text,
            password=SecretStr(self._field("password").text),
            code=self._field("code").text,
            counter=self._counter,
        )
        try:
            standing = await self._client.sign_in(request)
        except ApiError as error:
            self._refused(error)
        else:
            self.dismiss(standing)
        finally:
            self._busy = False

    def _refused(self, error: ApiError) -> None:
        """Say why; the digits are typed anew in any case, since they may have been counted."""
        self._field("code").clear()
        self._notice(error_message(error))
        self._field("code").focus()

    def scanned(self, text: str, *, entered: bool, begun: bool) -> None:
        """Type what came as fast as a scanner types, as from a password manager; its first character is on its way."""
        if isinstance(self.focused, Field):
            self.focused.call_later(self.focused.enter, text[1:] if begun else text)
            if entered:
                self.action_enter()

    def action_back(self) -> None:
        """Clear what was typed, at the second Esc."""
        typed = [field for field in self.query(Field) if field.text and field.text != self._locked]
        if not typed:
            return
        if not self._warned:
            self._warned = True
            self._notice("desk-typed-cleared")
            return
        for field in typed:
            field.clear()
        self._warned = False
        self._notice(None)
        self._field("password" if self._locked else "name").focus()
