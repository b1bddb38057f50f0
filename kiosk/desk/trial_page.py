"""The demo's sign-in page: somebody of a made-up office is chosen, and nothing is typed."""

from __future__ import annotations

import asyncio
from math import ceil
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
from kiosk.desk.trial import Trial, TrialPerson
from kiosk.desk.troubles import error_message
from kiosk.desk.widgets.header import DeskHeader
from kiosk.desk.widgets.key_line import KeyLine, KeyWord
from kiosk.desk.widgets.lines import Cell, Row, Style
from kiosk.desk.widgets.notice import Notice
from kiosk.desk.widgets.pane import Pane
from kiosk.desk.words import known
from kiosk.i18n import Message, say
from kiosk.widgets.ground.too_small import TooSmall
from kiosk.widgets.ground.words import Words


class TrialPage(DeskScreen[DeskStanding]):
    """Answers with who is signed in, as the page for real accounts does."""

    AUTO_FOCUS = "Pane"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q,ctrl+c", "app.quit", show=False)]

    def __init__(
        self, client: DeskClient, trial: Trial, *, counter: str = "", locked: str = "", why: Message | None = None
    ) -> None:
        """Ask who it is to be; `locked` is the name of the clerk who left work open, `why` what ended their session."""
        super().__init__()
        self._client, self._trial, self._counter, self._locked, self._why = client, trial, counter, locked, why
        self._busy = False

    def compose(self) -> ComposeResult:
        texts = desk_of(self).texts
        yield DeskHeader()
        with Vertical(id="asked"):
            yield Words("desk-locked-title" if self._locked else "desk-trial-title", id="title")
            yield Words("desk-locked-body" if self._locked else "desk-trial-body", id="body")
            yield Pane(id="choices")
        yield Notice(id="notice")
        yield KeyLine(
            [
                KeyWord("↑ ↓", texts("desk-key-choose")),
                KeyWord("Enter", texts("desk-key-sign-in")),
                KeyWord("Ctrl+Q", texts("desk-key-quit")),
            ]
        )
        yield TooSmall()

    def on_mount(self) -> None:
        self.query_one(Pane).show([self._row(one) for one in self._trial.people])
        self.query_one(Pane).choose(self._locked)
        self.tell(self._why or desk_of(self).starts)

    def tell(self, message: Message | str | None) -> None:
        """Say what happened, or how far the backend has come, in the line above the keys."""
        self.query_one("#notice", Notice).tell(message)

    def _row(self, one: TrialPerson) -> Row:
        texts = desk_of(self).texts
        roles = texts("desk-comma").join(known(texts, "role", role) for role in one.roles)
        return Row(
            (Cell(one.display_name, 12, Style.STRONG), Cell(roles), Cell(one.name, 14, Style.MUTED)),
            key=one.name,
        )

    @on(Pane.Opened)
    def _chosen(self, event: Pane.Opened) -> None:
        if not self._busy:
            self._busy = True
            self.run_worker(self._sign_in(event.key), group="signing in")

    async def _sign_in(self, name: str) -> None:
        # Only then are there digits to draw: those of before would be too old for a backend that takes long to start.
        await self._client.until_reachable()
        code, wait = self._trial.digits(name)
        self.tell(say("desk-trial-waits", seconds=ceil(wait)) if wait else "desk-signing-in")
        await asyncio.sleep(wait)
        request = DeskSignIn(name=name, password=SecretStr(self._trial.password), code=code, counter=self._counter)
        try:
            standing = await self._client.sign_in(request)
        except ApiError as error:
            self.tell(error_message(error))
        else:
            self.dismiss(standing)
        finally:
            self._busy = False
