"""Pages with a list that may be longer than its room: ▲ and ▼ stand beside the actions where it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from textual import on
from textual.widget import Widget

from kiosk.screens.frame.page import Page
from kiosk.widgets.ground.pager import Paged, Pager
from kiosk.widgets.lists.card_list import CardList
from kiosk.widgets.lists.paged_rows import PagedRows

Answer = TypeVar("Answer")


class ListingPage(Page[Answer]):
    """Has one `CardList` or `PagedRows`. Its pager keeps the page where it is at both ends of the list."""

    words_from = 64
    """Columns of a window from which the keys of the pager have their words; more beside other buttons."""

    def secondary_actions(self) -> Iterable[Widget]:
        pager = Pager(signs_only=self._narrow, id="pager")
        pager.display = False
        return [pager]

    @property
    def _narrow(self) -> bool:
        return self.app.size.width < self.words_from

    def on_resize(self) -> None:
        self.query_one(Pager).abridge(signs_only=self._narrow)

    @on(Paged)
    def _on_paged(self, event: Paged) -> None:
        pager = self.query_one(Pager)
        pager.stand(there=event.pages > 1)
        pager.show(event.page, event.pages)

    @on(Pager.Chosen, "#pager")
    def _on_page(self, event: Pager.Chosen) -> None:
        by = -1 if event.name == "before" else 1
        for cards in self.query(CardList):  # type: ignore[type-abstract]
            cards.turn_page(by)
        for rows in self.query(PagedRows):
            rows.turn_page(by)
