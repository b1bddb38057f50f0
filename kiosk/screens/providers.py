"""Who carries the money: the providers that the backend lists."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import ItemGrid, VerticalScroll

from kiosk.contract.payments import Provider
from kiosk.domain.money import Money
from kiosk.i18n import Message, say
from kiosk.screens.page import Page
from kiosk.widgets.tile import Tile
from kiosk.widgets.words import Words


class _ProviderTile(Tile):
    """A provider; one that cannot be used says why."""

    def __init__(self, provider: Provider, total: Money) -> None:
        self.provider = provider
        self.reason: Message | None = None
        if not provider.available:
            self.reason = say("provider-unavailable")
        elif provider.max_amount is not None and total.dollars + provider.fee > provider.max_amount:
            self.reason = say("provider-limit", amount=str(Money(provider.max_amount)))
        more = self.reason or say("provider-fee", fee=str(Money(provider.fee)))
        super().__init__(say("provider-name", name=provider.name), more)
        if self.reason is not None:
            self.add_class("-unavailable")


class ProvidersPage(Page[Provider]):
    """One touch chooses."""

    CSS_PATH = "providers.tcss"
    BINDINGS = [Binding("down", "row(1)", show=False), Binding("up", "row(-1)", show=False)]

    def __init__(self, providers: Sequence[Provider], total: Money) -> None:
        super().__init__()
        self._providers, self._total = tuple(providers), total

    def heading(self) -> Message:
        return say("providers-title", amount=str(self._total))

    def explanation(self) -> Message:
        return say("providers-explanation")

    def step(self) -> tuple[int, int]:
        return 3, 4

    def compose_page(self) -> ComposeResult:
        yield Words("providers-explanation", id="provider-note")
        with VerticalScroll(id="provider-scroll", can_focus=False), ItemGrid(min_column_width=18, id="provider-grid"):
            for provider in self._providers:
                yield _ProviderTile(provider, self._total)

    def on_mount(self) -> None:
        self.query_one("#provider-note").display = False
        self.query(_ProviderTile).first().focus()

    def action_row(self, by: int) -> None:
        """Go to the tile above or below; past the last row, on to the footer."""
        tiles = list(self.query(_ProviderTile))
        if self.focused not in tiles:
            self.focus_next() if by > 0 else self.focus_previous()
            return
        at = tiles.index(self.focused)
        here = self.focused.region
        beside = [
            tile
            for tile in (tiles[at + 1 :] if by > 0 else reversed(tiles[:at]))
            if tile.region.x == here.x and tile.region.y != here.y
        ]
        if beside:
            beside[0].focus()
        elif by > 0:
            tiles[-1].focus()
            self.focus_next()

    @on(Tile.Pressed)
    def _chosen(self, event: Tile.Pressed) -> None:
        tile = event.tile
        assert isinstance(tile, _ProviderTile)  # noqa: S101  there are no other tiles here
        if tile.reason is None:
            self.dismiss(tile.provider)
            return
        note = self.query_one("#provider-note", Words)
        note.say(say("provider-why-not", name=tile.provider.name, reason=tile.reason))
        note.display = True
