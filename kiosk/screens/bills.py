"""What is owed: four tabs of bills to choose from, and their total."""

from __future__ import annotations

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from kiosk.contract.bills import Bill, BillAnswer
from kiosk.contract.wire import Vehicle
from kiosk.domain.money import Money, total
from kiosk.domain.ticket import Stage
from kiosk.i18n import Message, say
from kiosk.screens.bill_words import PAYABLE, card
from kiosk.screens.page import Page
from kiosk.widgets.action import Action
from kiosk.widgets.bill_list import BillList
from kiosk.widgets.tabs import Tab, Tabs
from kiosk.widgets.words import Words


@dataclass(frozen=True, slots=True)
class BillsView:
    """Where the visitor was: the tab, the card, and what is ticked."""

    tab: Stage
    selected: frozenset[str]
    cursor: int = 0


@dataclass(frozen=True, slots=True)
class PayBills:
    """Pay these bills."""

    numbers: tuple[str, ...]
    view: BillsView


@dataclass(frozen=True, slots=True)
class ShowBill:
    """Show one bill in full, and come back."""

    number: str
    view: BillsView


class BillsPage(Page[PayBills | ShowBill]):
    """Everything that can be paid is ticked at first: most visitors want to be rid of all of it."""

    CSS_PATH = "bills.tcss"

    def __init__(self, answer: BillAnswer, vehicle: Vehicle, view: BillsView | None = None) -> None:
        super().__init__()
        self._answer, self._vehicle = answer, vehicle
        self._by_stage = {stage: [bill for bill in answer.bills if bill.stage is stage] for stage in Stage}
        self._payable = {bill.number: Money(bill.amount) for bill in answer.bills if bill.state in PAYABLE}
        first = next((stage for stage, bills in self._by_stage.items() if bills), Stage.GENERAL)
        self._view = view or BillsView(first, frozenset(self._payable))

    def heading(self) -> Message:
        return say("bills-title", plate=self._vehicle.plate, vehicle=say(f"vehicle-{self._vehicle.type.value}-short"))

    def step(self) -> tuple[int, int]:
        return 2, 4

    def compose_page(self) -> ComposeResult:
        if not self._answer.complete:
            yield Words(say("bills-partly", missing=say(f"source-{self._answer.missing[0].value}")), id="partly")
        tabs = [Tab(stage.value, f"stage-{stage.value}", len(bills)) for stage, bills in self._by_stage.items()]
        yield Tabs(tabs, self._view.tab.value, id="stages")
        bills = [card(bill) for bill in self._by_stage[self._view.tab]]
        yield BillList(bills, self._view.selected & self._payable.keys(), cursor=self._view.cursor, id="bills")
        yield Words("bills-none-here", id="none-here")
        yield Words(self._total(set(self._view.selected)), id="total")

    def secondary_actions(self) -> list[Action]:
        return [Action("bills-all", id="all"), Action("bills-none", id="none")]

    def primary_action(self) -> Horizontal:
        return Horizontal(Action("bills-pay", "primary", id="pay"), id="pay-box")

    def on_mount(self) -> None:
        self.query_one(BillList).focus()
        self._shown(self._view.tab)
        self._selected()

    @on(Tabs.Chosen)
    def _on_tab(self, event: Tabs.Chosen) -> None:
        stage = Stage(event.tab)
        self.query_one(BillList).show([card(bill) for bill in self._by_stage[stage]])
        self._shown(stage)

    def _shown(self, stage: Stage) -> None:
        empty = not self._by_stage[stage]
        self.query_one("#none-here").display = empty
        self.query_one(BillList).display = not empty

    @on(BillList.Ticked)
    def _selected(self) -> None:
        selected = self.query_one(BillList).selected
        self.query_one("#total", Words).say(self._total(selected))
        self.query_one("#pay", Action).disabled = not selected

    def _total(self, selected: set[str]) -> Message:
        chosen = [self._payable[number] for number in selected if number in self._payable]
        return say("bills-total", count=len(chosen), amount=str(total(chosen)))

    @on(BillList.Opened)
    def _on_opened(self, event: BillList.Opened) -> None:
        self.dismiss(ShowBill(event.number, self._now()))

    @on(Action.Pressed, "#all")
    def _all(self) -> None:
        self.query_one(BillList).select(self._payable)

    @on(Action.Pressed, "#none")
    def _none(self) -> None:
        self.query_one(BillList).select(())

    @on(Action.Pressed, "#pay")
    def _pay(self) -> None:
        view = self._now()
        numbers = tuple(bill.number for bill in self._answer.bills if bill.number in view.selected)
        if numbers:
            self.dismiss(PayBills(numbers, view))

    def _now(self) -> BillsView:
        bills = self.query_one(BillList)
        return BillsView(Stage(self.query_one(Tabs).chosen), frozenset(bills.selected), bills.cursor)


def by_number(answer: BillAnswer, number: str) -> Bill:
    """Return a bill of an answer; raise `KeyError`."""
    for bill in answer.bills:
        if bill.number == number:
            return bill
    raise KeyError(number)
