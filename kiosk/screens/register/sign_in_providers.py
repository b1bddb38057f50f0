"""Where somebody has the account that they want to sign in with."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult

from kiosk.contract.identity import IdentityProvider
from kiosk.i18n import Message, say
from kiosk.screens.frame.listing import ListingPage
from kiosk.widgets.ground.action import Action
from kiosk.widgets.lists.paged_rows import PagedRows
from kiosk.wording.names import named


class SignInProvidersPage(ListingPage[IdentityProvider]):
    """One button a provider."""

    CSS_PATH = "sign_in_providers.tcss"

    def __init__(self, providers: Sequence[IdentityProvider]) -> None:
        super().__init__()
        self._providers = {f"by-{provider.code}": provider for provider in providers}

    def heading(self) -> Message:
        return say("sign-in-by-title")

    def explanation(self) -> Message:
        return say("sign-in-by-explanation")

    def compose_page(self) -> ComposeResult:
        with PagedRows(id="providers"):
            for id, provider in self._providers.items():
                yield Action(say("sign-in-by-provider", provider=named(provider)), id=id)

    @on(Action.Pressed)
    def _pressed(self, event: Action.Pressed) -> None:
        self.dismiss(self._providers[event.action.id or ""])
