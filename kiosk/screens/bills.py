"""What is owed: four tabs of bills to choose from, and their total."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from kiosk.contract.bills import Bill, BillAnswer, Source
from kiosk.domain.dates import taipei_date
from kiosk.domain.ticket import Stage
from kiosk.i18n import Message, say
from kiosk.screens.bill_selection import Selection
from kiosk.screens.bill_words import Cards
from kiosk.screens.page import Page
from kiosk.widgets.action import Action
from kiosk.widgets.bill_list import BillList
from kiosk.widgets.tabs import Tab, Tabs
from kiosk.widgets.words import Words, texts_of


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


class PayElsewhere(NamedTuple):
    """Nothing is paid at this machine: show where else one can."""

    view: BillsView


@dataclass(frozen=True, slots=True)
class ShowBill:
    """Show one bill in full, and come back."""

    number: str
    view: BillsView


class _Total(Widget):
    """How many are ticked, and what they come to; or what to do where none is."""

    DEFAULT_CSS = """
    _Total { width: auto; min-width: 18; height: 3; content-align: right middle; text-align: right; margin-right: 2; }
    """

    def __init__(self, selection: Selection) -> None:
        super().__init__(id="total")
        self._selection = selection

    def _lines(self) -> tuple[str, str]:
        texts, chosen = texts_of(self), self._selection
        if not chosen.count:
            if not chosen.payable:
                return "", texts("bills-none-payable")
            return texts("bills-none-ticked"), texts("bills-tick-some")
        first = say("bills-most", count=chosen.count) if chosen.full else say("bills-ticked", count=chosen.count)
        return texts(first), texts(say("bills-total", amount=str(chosen.total)))

    def render(self) -> Content:
        first, second = self._lines()
        return Content.assemble((first, "dim" if not self._selection.count else ""), "\n", (second, "bold"))

    def refresh_total(self) -> None:
        self.refresh(layout=True)


class BillsPage(Page[PayBills | PayElsewhere | ShowBill]):
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
    ) -> None:
        """Show `answer` under `title`, which says whose bills they are; with a `view`, just as the visitor left it."""
        super().__init__()
        self._answer, self._title, self._step, self._pays = answer, title, step, pays
        self._by_stage = {stage: [bill for bill in answer.bills if bill.stage is stage] for stage in Stage}
        self._selection = Selection(answer.bills, None if view is None else view.selected)
        first = next((stage for stage, bills in self._by_stage.items() if bills), Stage.GENERAL)
        self._tab = first if view is None else view.tab
        self._cursor = 0 if view is None else view.cursor

    def heading(self) -> Message:
        return self._title

    def step(self) -> tuple[int, int]:
        return self._step

    def compose_page(self) -> ComposeResult:
        if not self._answer.complete:
            yield Words(say("bills-partly", missing=say(f"source-{self._answer.missing[0].value}")), id="partly")
        yield Tabs([self._labelled(stage) for stage in Stage], self._tab.value, id="stages")
        yield BillList(self._cards(), self._selection.ticked, cursor=self._cursor, id="bills")
        yield Words("bills-none-here", id="none-here")
        if not self._pays:
            yield Words("bills-pay-elsewhere", id="elsewhere-note")

    def _labelled(self, stage: Stage) -> Tab:
        # None found is not none there, where the register that would know has not answered.
        found = len(self._by_stage[stage])
        unknown = not found and source_of(stage) in self._answer.missing
        return Tab(stage.value, f"stage-{stage.value}", None if unknown else found)

    def secondary_actions(self) -> list[Action]:
        return [Action(self._all_or_none(), id="all"), Action("bills-show", id="show")]

    def primary_action(self) -> Widget:
        way_on = (
            Action("bills-pay", "primary", id="pay") if self._pays else Action("bills-where", "primary", id="where")
        )
        return Horizontal(_Total(self._selection), way_on, id="pay-box")

    def on_mount(self) -> None:
        self._shown()
        self._counted()

    def _cards(self) -> Cards:
        several = len({bill.vehicle.plate for bill in self._answer.bills}) > 1
        return Cards(self._by_stage[self._tab], taipei_date(self._answer.asked_at), with_plate=several)

    def _shown(self) -> None:
        empty = not self._by_stage[self._tab]
        source = source_of(self._tab)
        unknown = say("bills-unknown-here", missing=say(f"source-{source.value}"))
        none = self.query_one("#none-here", Words)
        none.say(unknown if source in self._answer.missing else "bills-none-here")
        none.display = empty
        self.query_one(BillList).display = not empty
        self.query_one("#show", Action).disabled = empty

    # The tabs.

    @on(Tabs.Turned)
    def _on_tab(self, event: Tabs.Turned) -> None:
        self._tab = Stage(event.tab)
        self.query_one(BillList).show(self._cards())
        self._shown()

    @on(BillList.Turned)
    def _turn(self, event: BillList.Turned) -> None:
        tabs = self.query_one(Tabs)
        tabs.step(event.by)
        if not self._by_stage[Stage(tabs.chosen)]:
            tabs.focus()  # an empty list cannot hold the cursor

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

    def _all_or_none(self) -> str:
        return "bills-none" if self._selection.everything and self._selection.count else "bills-all"

    def _counted(self) -> None:
        self.query_one(BillList).tick(self._selection.ticked)
        self.query_one(_Total).refresh_total()
        everything = self.query_one("#all", Action)
        everything.say(self._all_or_none())
        everything.disabled = not self._selection.payable
        if self._pays:
            self.query_one("#pay", Action).disabled = not self._selection.count

    # Away from here.

    @on(BillList.Opened)
    def _on_opened(self, event: BillList.Opened) -> None:
        self.dismiss(ShowBill(event.number, self._view()))

    @on(Action.Pressed, "#show")
    def _on_details(self) -> None:
        self.query_one(BillList).action_open()

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
        return BillsView(self._tab, self._selection.ticked, self.query_one(BillList).cursor)


def source_of(stage: Stage) -> Source:
    """Return the register that knows of the bills of a stage."""
    return Source.TICKETS if stage is Stage.GENERAL else Source.NOTICES


def by_number(answer: BillAnswer, number: str) -> Bill:
    """Return a bill of an answer; raise `KeyError`."""
    for bill in answer.bills:
        if bill.number == number:
            return bill
    raise KeyError(number)
