"""An account elsewhere, proved on the phone: the code for it, the same code in letters, and what becomes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import ClassVar

from textual.widget import Widget

from kiosk.clock import Deadline
from kiosk.contract.identity import IdentityProvider, Linking, LinkState
from kiosk.i18n import Message, Named, say
from kiosk.screens.frame.scan import TERSE, ScanPage, pause_before
from kiosk.screens.frame.trouble_kinds import Step, TroubleKind
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.big_figure import BigFigure
from kiosk.widgets.ground.big_letters import ROWS
from kiosk.widgets.ground.countdown import Countdown
from kiosk.widgets.ground.words import Words, app_of
from kiosk.wording.names import named

OTHER_LINES = 10
"""Rows that the words beside the code in letters take at least."""


class LinkPage(ScanPage[LinkState]):
    """To link it; the page for signing in with it is the same.

    It turns by itself, as the payment's page does. That a code ran out is known from the backend, or by the clock.
    """

    terse = TERSE + ROWS
    give_up_words: ClassVar[str] = "link-give-up"

    def __init__(self, linking: Linking, provider_name: Named, ask: Callable[[], Awaitable[Linking | None]]) -> None:
        """Show `linking`, and ask how far it has come; None means that it is unknown just now."""
        super().__init__()
        self._linking, self._provider_name, self._ask = linking, provider_name, ask

    @property
    def link(self) -> str:
        return self._linking.link

    def title_words(self) -> Message:
        """Return what is to be done on the phone."""
        return say("link-title", provider=self._provider_name)

    def facts(self) -> Iterable[Widget]:
        linking = self._linking
        yield Words(self.title_words(), id="title")
        yield Words("link-scan", id="scan")
        yield Words("link-or", classes="soft", id="or")
        yield Words(say("link-address", address=linking.short_link), id="address")
        yield Words("link-type", classes="soft")
        yield BigFigure(linking.user_code, beside=OTHER_LINES, folds=True, id="user-code")
        yield Countdown(Deadline.after(app_of(self).clock, linking.expires_in), "link-left", id="left")
        yield Words("link-waiting", id="state")
        yield Action(self.give_up_words, id="give-up")

    def on_mount(self) -> None:
        self.run_worker(self._follow(), group="watch")

    async def _follow(self) -> None:
        pause = self._linking.poll_in
        while True:
            await asyncio.sleep(pause_before(pause))
            linking = await self._ask()
            self.query_one("#state", Words).say(_state(linking))
            if linking is None:
                continue
            pause = linking.poll_in
            if linking.state is not LinkState.WAITING:
                self.dismiss(linking.state)
                return

    def on_countdown_over(self) -> None:
        self.dismiss(LinkState.EXPIRED)


def _state(linking: Linking | None) -> Message:
    return say("link-lost" if linking is None else "link-waiting")


def provider_down(provider: IdentityProvider) -> TroubleKind:
    """Return what is said when a provider of accounts does not answer somebody who links one."""
    return TroubleKind("identity-down", (Step.AGAIN, Step.BACK), {"provider": named(provider)})
