"""Accounts elsewhere (第三方帳號綁定): which are linked, and the ways to link and unlink."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kiosk.contract.identity import IdentityProvider
from kiosk.i18n import Message, say
from kiosk.screens.frame.listing import ListingPage
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.words import Words
from kiosk.widgets.lists.paged_rows import PagedRows
from kiosk.wording.date_words import day_of
from kiosk.wording.names import named


@dataclass(frozen=True, slots=True)
class Link:
    """Link an account there."""

    provider: IdentityProvider


@dataclass(frozen=True, slots=True)
class Unlink:
    """End the link there."""

    provider: IdentityProvider


class IdentitiesPage(ListingPage[Link | Unlink]):
    """One row a provider: its name, since when it is linked, and one button."""

    AUTO_FOCUS = "#back"  # never first on what ends a link
    CSS_PATH = "identities.tcss"

    def __init__(self, providers: Sequence[IdentityProvider]) -> None:
        super().__init__()
        self._providers = {provider.code: provider for provider in providers}

    def heading(self) -> Message:
        return say("identities-title")

    def explanation(self) -> Message:
        return say("identities-explanation")

    def compose_page(self) -> ComposeResult:
        with PagedRows(id="providers"):
            for provider in self._providers.values():
                with Horizontal(classes="provider"):
                    with Vertical(classes="facts"):
                        yield Words(say("identities-name", name=named(provider)), classes="name")
                        yield Words(_linked(provider), classes="linked")
                    if provider.linked_at is None:
                        yield Action("identities-link", id=f"link-{provider.code}")
                    else:
                        yield Action("identities-unlink", "destructive", id=f"unlink-{provider.code}")

    def primary_action(self) -> Action:
        return Action("identities-back", "primary", id="back")

    @on(Action.Pressed)
    def _pressed(self, event: Action.Pressed) -> None:
        what, _, code = (event.action.id or "").partition("-")
        match what:
            case "link":
                self.dismiss(Link(self._providers[code]))
            case "unlink":
                self.dismiss(Unlink(self._providers[code]))
            case _:
                self.action_back()


def _linked(provider: IdentityProvider) -> Message:
    if provider.linked_at is None:
        return say("identities-not-linked")
    return say("identities-linked", day=day_of(provider.linked_at))
