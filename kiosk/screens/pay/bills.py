"""What is owed: bills in groups to choose from, and what is chosen of them."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from kiosk.contract.bills import Bill, BillAnswer
from kiosk.contract.payments import MOST_BILLS
from kiosk.domain.dates import taipei, taipei_date
from kiosk.domain.scanned import bill_number
from kiosk.domain.ticket import Stage
from kiosk.i18n import Message, money, say
from kiosk.screens.frame.page import TALL, Page
from kiosk.screens.pay.bill_selection import Selection
from kiosk.screens.pay.bill_words import group, groups, payable
from kiosk.screens.pay.bills_answers import BillsView, LookUpElsewhere, PayBills, PayElsewhere, ShowBill, TakeAlong
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.links import Links
from kiosk.widgets.ground.pager import Paged, Pager
from kiosk.widgets.ground.tabs import Tab, Tabs
from kiosk.widgets.ground.too_small import FULL_COLUMNS
from kiosk.widgets.ground.words import Words
from kiosk.widgets.lists.bill_list import BillList, Group

BESIDE, APART = 78, 22
"""Columns of a window from which the pager stands beside the actions in full; rows from which it may stand above."""


MOST_IN_ONE_LIST = 8
"""Bills of one kind beyond which each kind is a list of its own, behind a tab."""


class BillsPage(Page[PayBills | PayElsewhere | LookUpElsewhere | ShowBill | TakeAlong]):
    """Everything that can be paid is ticked at first: most visitors want to be rid of all of it.

    Where the office has no payment platform (`pays` is False), it adds up what is owed and says where to pay.
    """

    AUTO_FOCUS = "#bills"
    CSS_PATH = "bills.tcss"

    def __init__(
        self,
        answer: BillAnswer,
        title: Message,
        view: BillsView | None = None,
        *,
        step: tuple[int, int] = (2, 4),
        pays: bool = True,
        at_city: bool = False,
        takes: bool = True,
        elsewhere: bool = False,
    ) -> None:
        """Show `answer` under `title`, which says whose bills they are; with a `view`, just as the visitor left it.

        `at_city`: what is chosen is paid at a city's own page, by phone, and there is nothing to take along.
        Without `takes` there is neither a phone that could take the list along nor a printer. With `elsewhere`, other
        cities can be asked.
        """
        super().__init__()
        self._answer, self._title, self._step, self._pays = answer, title, step, pays or at_city
        self._at_city = at_city
        self._takes, self._elsewhere = takes and not at_city, elsewhere
        self._today = taipei_date(answer.asked_at)
        self._kinds = dict(groups(answer.bills, self._today))
        in_order = [bill for bills in self._kinds.values() for bill in bills]
        self._selection = Selection(payable(in_order), None if view is None else view.selected)
        self._all = Selection(payable(in_order))
        several = len(self._kinds) > 1 and any(len(bills) > MOST_IN_ONE_LIST for bills in self._kinds.values())
        self._tab = next(iter(self._kinds)) if several else None
        self._cursor = 0
        if view is not None and (view.tab is None or view.tab in self._kinds) and (view.tab is None) is not several:
            self._tab, self._cursor = view.tab, view.cursor
        self._pager_apart = False

    def heading(self) -> Message:
        return self._title

    def step(self) -> tuple[int, int]:
        return self._step

    def compose_page(self) -> ComposeResult:
        # What is ticked in all, wherever it stands: on another page of the list, behind another tab.
        with Horizontal(id="sum"):
            yield Words(self._ticked(), id="total")
            if self._at_city:
                # What a city said is given again for some seconds, and stands here until somebody asks anew.
                yield Words(say("bills-as-of", time=f"{taipei(self._answer.asked_at):%H:%M:%S}"), id="as-of")
            elif self._kinds and (links := self._links()):
                ways = Links(links, id=next(iter(links)))
                ways.set_class(len(links) > 1, "-two")
                yield ways
        if not self._answer.complete:
            yield Words(say("bills-partly", missing=say(f"source-{self._answer.missing[0].value}")), id="partly")
        if self._tab is not None:
            yield Tabs(self._tabs(), self._tab.value, id="stages")
        if self._kinds:
            yield BillList(self._groups(), self._selection.ticked, cursor=self._cursor, id="bills")
        else:
            yield Words(self._nothing(), id="none-here")
        if self._at_city:
            yield Words("bills-pay-at-city", id="elsewhere-note")
        elif not self._pays:
            yield Words("bills-pay-elsewhere", id="elsewhere-note")
        # Upright windows have room for a row of its own, which it keeps.
        self._pager_apart = self._narrow and self.app.size.height >= APART
        if self._pager_apart:
            yield Pager(id="pager")

    def _links(self) -> dict[str, str]:
        links = {"take-along": "bill-take-along"} if self._takes else {}
        columns, rows = self.app.size
        if self._elsewhere and (not links or columns >= FULL_COLUMNS or rows >= TALL):
            # In a window that is both slim and low, the sum needs the room.
            links["elsewhere"] = "bills-elsewhere"
        return links

    def _nothing(self) -> Message:
        # None found is not none there, where the register that would know has not answered.
        if not self._answer.missing:
            return say("bills-none-here")
        return say("bills-unknown-here", missing=say(f"source-{self._answer.missing[0].value}"))

    def _tabs(self) -> list[Tab]:
        def ticked(bills: list[Bill]) -> Message | None:
            count = self._selection.count_of(bill.number for bill in bills)
            return say("bills-tab-ticked", count=count) if count else None

        return [
            Tab(stage.value, f"stage-{stage.value}", len(bills), ticked(bills)) for stage, bills in self._kinds.items()
        ]

    def _groups(self) -> list[Group]:
        several = len({bill.vehicle.plate for bill in self._answer.bills}) > 1
        return [
            group(stage, bills, self._today, with_plate=several)
            for stage, bills in self._kinds.items()
            if self._tab in (None, stage)
        ]

    def secondary_actions(self) -> list[Widget]:
        everything = Action(self._all_or_none(), id="all")
        return [everything] if self._pager_apart else [Pager(signs_only=self._narrow, id="pager"), everything]

    @property
    def _narrow(self) -> bool:
        return self.app.size.width < BESIDE

    def primary_action(self) -> Widget:
        return Action("bills-pay", "primary", id="pay") if self._pays else Action("bills-where", "primary", id="where")

    def on_mount(self) -> None:
        self.query_one(Pager).display = self._tab is not None
        self._counted()

    def on_resize(self) -> None:
        self.query_one("#all", Action).say(self._all_or_none())
        self.query_one(Pager).abridge(signs_only=self._narrow and not self._pager_apart)

    # Tabs and pages.

    @on(Tabs.Turned)
    def _on_tab(self, event: Tabs.Turned) -> None:
        self._tab = Stage(event.tab)
        self.query_one(BillList).show(self._groups())

    @on(Paged)
    def _on_paged(self, event: Paged) -> None:
        pager = self.query_one(Pager)
        # With tabs, its place is kept: what stands beside it does not move as one turns them.
        pager.stand(there=event.pages > 1 or self._tab is not None)
        pager.show(event.page, event.pages)

    @on(Pager.Chosen, "#pager")
    def _on_page(self, event: Pager.Chosen) -> None:
        for bills in self.query(BillList):
            bills.turn_page(-1 if event.name == "before" else 1)

    # What is ticked.

    @on(BillList.Ticked)
    def _on_ticked(self, event: BillList.Ticked) -> None:
        if not self._selection.toggle(event.number):
            self.app.bell()
        self._counted()

    @on(Action.Pressed, "#all")
    def _on_all(self) -> None:
        if self._selection.everything:
            self._selection.none()
        else:
            self._selection.all()
        self._counted()

    def _all_or_none(self) -> Message:
        if self._selection.everything and self._selection.count:
            return say("bills-none")
        if self._narrow or not self._all.count:
            return say("bills-all")
        return say("bills-all-sum", count=self._all.count, amount=money(self._all.total))

    def _ticked(self) -> Message:
        chosen = self._selection
        if not chosen.count:
            return say("bills-none-ticked" if chosen.payable else "bills-none-payable")
        return say("bills-most" if chosen.full else "bills-total", count=chosen.count, amount=money(chosen.total))

    def _counted(self) -> None:
        self.query_one("#total", Words).say(self._ticked())
        for bills in self.query(BillList):
            bills.tick(self._selection.ticked)
        for tabs in self.query(Tabs):
            tabs.show(self._tabs())
        everything = self.query_one("#all", Action)
        everything.say(self._all_or_none())
        everything.disabled = not self._selection.payable
        if self._pays:
            pay, total = self.query_one("#pay", Action), self._selection.total
            pay.disabled = not self._selection.count
            if self._at_city:
                # Without a sum: what it comes to is said at the city's page, after its discounts.
                pay.say("bills-by-phone")
                return
            pay.say(say("bills-pay-sum", amount=money(total)) if self._selection.count else say("bills-pay"))

    def scanned(self, text: str, *, entered: bool) -> bool:
        """Show the bill whose number was scanned, or the notice that holds its ticket."""
        number = bill_number(text)
        for bill in self._answer.bills if number is not None else ():
            if number == bill.number or any(number == ticket.number for ticket in bill.tickets):
                self.dismiss(ShowBill(bill.number, self._view()))
                return True
        return False

    # Away from here.

    @on(BillList.Opened)
    def _on_opened(self, event: BillList.Opened) -> None:
        self.dismiss(ShowBill(event.number, self._view()))

    @on(Links.Chosen, "#take-along, #elsewhere")
    def _on_link(self, event: Links.Chosen) -> None:
        view = self._view()
        if event.name == "elsewhere":
            self.dismiss(LookUpElsewhere(view))
            return
        bills = [bill.number for bill in self._answer.bills]
        # What is chosen, or all of it where nothing is.
        numbers = [number for number in bills if number in view.selected] or bills
        self.dismiss(TakeAlong(tuple(numbers[:MOST_BILLS]), view))

    @on(Action.Pressed, "#where")
    def _on_where(self) -> None:
        self.dismiss(PayElsewhere(self._view()))

    @on(Action.Pressed, "#pay")
    def _on_pay(self) -> None:
        view = self._view()
        numbers = tuple(bill.number for bill in self._answer.bills if bill.number in view.selected)
        if numbers:
            self.dismiss(PayBills(numbers, view))

    def _view(self) -> BillsView:
        cursor = next((bills.cursor for bills in self.query(BillList)), 0)
        return BillsView(self._tab, self._selection.ticked, cursor)


def by_number(answer: BillAnswer, number: str) -> Bill:
    """Return a bill of an answer; raise `KeyError`."""
    for bill in answer.bills:
        if bill.number == number:
            return bill
    raise KeyError(number)
