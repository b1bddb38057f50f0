"""What was paid for the owner's vehicles (已繳記錄), at whatever terminal."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from kiosk.contract.owners import OwnerReceipt, OwnerReceipts
from kiosk.domain.money import Money
from kiosk.i18n import Message, Named, money, say
from kiosk.screens.frame.listing import ListingPage
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.words import Words
from kiosk.widgets.lists.entry_list import Entry, EntryList
from kiosk.wording.date_words import at
from kiosk.wording.vehicle_words import listed


class PaidRecordsPage(ListingPage[OwnerReceipt]):
    """The newest first; a touch opens the receipt."""

    AUTO_FOCUS = "#receipts"
    CSS_PATH = "paid_records.tcss"

    def __init__(self, records: OwnerReceipts, *, cursor: int = 0) -> None:
        super().__init__()
        self._records, self._cursor = records, cursor

    def heading(self) -> Message:
        return say("records-title")

    def explanation(self) -> Message:
        return say("records-explanation")

    def compose_page(self) -> ComposeResult:
        if self._records.receipts:
            yield EntryList(
                [_entry(one) for one in self._records.receipts],
                opens="records-open",
                cursor=self._cursor,
                id="receipts",
            )
        else:
            yield Words("records-none", id="none-here")

    def primary_action(self) -> Action:
        return Action("records-back", "primary", id="back")

    @on(EntryList.Opened)
    def _opened(self, event: EntryList.Opened) -> None:
        self.dismiss(next(one for one in self._records.receipts if one.payment_id == event.name))

    @on(Action.Pressed)
    def _back(self) -> None:
        self.action_back()


def _entry(record: OwnerReceipt) -> Entry:
    provider = Named(record.provider_name, record.provider_name_en)
    if record.pass_name is None:
        more = say("records-more", provider=provider, count=record.bills, number=record.number)
    else:
        bought = Named(record.pass_name, record.pass_name_en)
        more = say("records-pass", provider=provider, name=bought, number=record.number)
    title = say("records-paid", when=at(record.paid_at), plates=listed(record.plates))
    return Entry(record.payment_id, title, more, money(Money(record.amount)))
