"""One bill in full: every line of its amount, and why."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from kiosk.contract.bills import Bill
from kiosk.domain.dates import taipei
from kiosk.domain.money import Money
from kiosk.domain.ticket import BillState, LineKind
from kiosk.i18n import Message, say
from kiosk.screens.bill_words import stay
from kiosk.screens.page import Page
from kiosk.widgets.action import Action
from kiosk.widgets.lines import Row, Rows
from kiosk.widgets.words import Words


class BillPage(Page[None]):
    """A ticket, or a notice with its tickets."""

    CSS_PATH = "bill.tcss"

    def __init__(self, bill: Bill) -> None:
        super().__init__()
        self._bill = bill

    def heading(self) -> Message:
        return say("bill-title", stage=say(f"stage-{self._bill.stage.value}"), number=self._bill.number)

    def compose_page(self) -> ComposeResult:
        bill = self._bill
        with VerticalScroll(id="bill"):
            yield Rows([self._line(line.kind, line.dollars) for line in bill.lines], id="lines")
            yield Rows([Row("bill-amount", str(Money(bill.amount)), strong=True)], id="sum")
            yield Rows(list(self._facts()), id="facts")
            if any(line.kind is LineKind.SURCHARGE for line in bill.lines):
                yield Words("bill-why-surcharge", classes="why")
            if any(line.kind is LineKind.FINE for line in bill.lines):
                yield Words("bill-why-fine", classes="why")
            if bill.state in (BillState.NOT_HERE, BillState.BEING_PAID):
                yield Words(f"bill-why-{bill.state.value}", classes="why")

    def _line(self, kind: LineKind, dollars: int) -> Row:
        return Row(f"line-{kind.value}", str(Money(dollars)), muted=kind is LineKind.FINE)

    def _facts(self) -> list[Row]:
        bill = self._bill
        rows = [Row("bill-pay-by", f"{bill.pay_by:%Y/%m/%d}")]
        if bill.issued_on is not None:
            rows.append(Row("bill-issued-on", f"{bill.issued_on:%Y/%m/%d}"))
        for ticket in bill.tickets:
            began = taipei(ticket.parked_at)
            rows.append(Row("bill-ticket", ticket.number))
            rows.append(Row("bill-parked", f"{began:%Y/%m/%d} {stay(ticket)}"))
            rows.append(Row("bill-rate", say(f"rate-{ticket.rate}")))
            rows.append(Row("bill-issued", say(f"issued-{ticket.issued.value}")))
            if len(bill.tickets) > 1:
                rows.append(Row("line-fee", str(Money(ticket.fee))))
        return rows

    def primary_action(self) -> Action:
        return Action("bill-back", "primary", id="back")

    def on_action_pressed(self) -> None:
        self.action_back()
