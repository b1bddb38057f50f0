"""Who carries the money: the providers that the backend lists."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult

from kiosk.contract.payments import Provider
from kiosk.domain.money import Money
from kiosk.i18n import Message, money, say
from kiosk.screens.frame.page import Page
from kiosk.widgets.ground.words import Words
from kiosk.widgets.lists.provider_grid import Offer, ProviderGrid
from kiosk.wording.names import named


def hindrance(provider: Provider, total: Money) -> Message | None:
    """Return why a provider cannot carry this total now; None if it can."""
    if not provider.available:
        return say("provider-unavailable")
    if provider.max_amount is not None and total.dollars + provider.fee > provider.max_amount:
        return say("provider-limit", amount=money(Money(provider.max_amount)))
    return None


class ProvidersPage(Page[Provider]):
    """One touch chooses. A provider that cannot be used says why, and stays where it always is."""

    AUTO_FOCUS = "#providers"
    CSS_PATH = "providers.tcss"

    def __init__(self, providers: Sequence[Provider], total: Money, *, step: tuple[int, int] = (3, 4)) -> None:
        super().__init__()
        self._step = step
        self._providers = {provider.code: provider for provider in providers}
        self._total = total

    def heading(self) -> Message:
        return say("providers-title", amount=money(self._total))

    def step(self) -> tuple[int, int]:
        return self._step

    def compose_page(self) -> ComposeResult:
        yield Words("providers-explanation", id="provider-note")
        yield ProviderGrid([self._offer(provider) for provider in self._providers.values()], id="providers")

    def _offer(self, provider: Provider) -> Offer:
        reason = hindrance(provider, self._total)
        fee = say("provider-fee", fee=money(Money(provider.fee))) if provider.fee else say("provider-no-fee")
        says = say(f"provider-{provider.kind.value}", fee=fee)
        return Offer(provider.code, named(provider), reason or says, usable=reason is None)

    @on(ProviderGrid.Chosen)
    def _chosen(self, event: ProviderGrid.Chosen) -> None:
        provider = self._providers[event.name]
        reason = hindrance(provider, self._total)
        if reason is None:
            self.dismiss(provider)
            return
        note = self.query_one("#provider-note", Words)
        note.say(say("provider-why-not", name=named(provider), reason=reason))
        note.add_class("-why")
