"""Monthly passes (月票申購): which one, for the month that is on sale."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from kiosk.contract.passes import PassOffer, PassProduct
from kiosk.domain.dates import taipei_date
from kiosk.domain.money import Money
from kiosk.i18n import Message, money, say
from kiosk.screens.frame.listing import ListingPage
from kiosk.screens.frame.written_page import OtherLanguage, WrittenPage
from kiosk.widgets.ground.words import Words, app_of
from kiosk.widgets.lists.entry_list import Entry, EntryList
from kiosk.wording.date_words import day, month


class PassesPage(ListingPage[PassProduct | OtherLanguage], WrittenPage[PassProduct]):
    """A touch chooses. Before the sale begins, the same list says from when it can be bought."""

    AUTO_FOCUS = "#products"
    CSS_PATH = "passes.tcss"

    def __init__(self, offer: PassOffer) -> None:
        super().__init__()
        self._offer = offer

    def heading(self) -> Message:
        if self._offer.month is None:
            return say("passes-not-yet-title")
        return say("passes-title", month=month(self._offer.month))

    def step(self) -> tuple[int, int] | None:
        return None if self._offer.month is None else (1, 4)

    def compose_page(self) -> ComposeResult:
        today = taipei_date(app_of(self).clock.now())
        if self._offer.month is None:
            yield Words(say("passes-not-yet", day=day(self._offer.on_sale_from, today)), id="sale")
        else:
            yield Words("passes-on-sale", id="sale")
        if self._offer.products:
            entries = [self._entry(product) for product in self._offer.products]
            yield EntryList(entries, opens="" if self._offer.month is None else "passes-choose", id="products")
        else:
            yield Words("passes-none", id="none-here")

    def _entry(self, product: PassProduct) -> Entry:
        vehicle = say(f"vehicle-{product.vehicle_type.value}-short")
        left = say("passes-unlimited") if product.left is None else say("passes-left", count=product.left)
        sold_out = product.left == 0
        more = say("passes-product", vehicle=vehicle, left=say("passes-sold-out") if sold_out else left)
        return Entry(product.code, product.name, more, money(Money(product.price)), closed=sold_out)

    @on(EntryList.Opened)
    def _opened(self, event: EntryList.Opened) -> None:
        product = next(product for product in self._offer.products if product.code == event.name)
        if product.left == 0:
            note = self.query_one("#sale", Words)
            note.say(say("wrong", what=say("passes-choose-another", name=product.name)))
            note.add_class("-wrong")
        else:
            self.dismiss(product)
