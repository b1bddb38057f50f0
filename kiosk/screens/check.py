"""Check before paying: what, with whom, how much."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from textual import on
from textual.app import ComposeResult

from kiosk.contract.bills import Bill
from kiosk.contract.payments import Provider
from kiosk.contract.wire import Vehicle
from kiosk.domain.money import Money
from kiosk.domain.ticket import LineKind
from kiosk.i18n import Message, say
from kiosk.screens.page import Page
from kiosk.widgets.action import Action
from kiosk.widgets.amount import Amount
from kiosk.widgets.lines import Row, Rows
from kiosk.widgets.words import Words

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class ChangeBills:
    """Choose other bills."""


@dataclass(frozen=True, slots=True)
class ChangeProvider:
    """Choose another provider."""


class CheckPage(Page[Made | ChangeBills | ChangeProvider]):
    """The last page before the code. It answers with what `make` made of the visitor's yes."""

    CSS_PATH = "check.tcss"

    def __init__(
        self,
        bills: Sequence[Bill],
        provider: Provider,
        vehicle: Vehicle,
        make: Callable[[], Awaitable[Made]],
    ) -> None:
        super().__init__()
        self._bills, self._provider, self._vehicle, self._make = tuple(bills), provider, vehicle, make
        self._making = False

    def heading(self) -> Message:
        return say("check-title")

    def step(self) -> tuple[int, int]:
        return 4, 4

    def compose_page(self) -> ComposeResult:
        yield Amount(Money(sum(bill.amount for bill in self._bills) + self._provider.fee), id="check-amount")
        yield Rows(self._rows(), id="check-rows")
        yield Words("check-making", id="making")

    def _rows(self) -> list[Row]:
        rows = [
            Row("check-plate", self._vehicle.plate),
            Row("check-bills", say("check-count", count=len(self._bills))),
        ]
        for kind in (LineKind.FEE, LineKind.PAPERLESS_DISCOUNT, LineKind.SMART_PAYMENT_DISCOUNT, LineKind.SURCHARGE):
            dollars = sum(line.dollars for bill in self._bills for line in bill.lines if line.kind is kind)
            if dollars:
                rows.append(Row(f"line-{kind.value}", str(Money(dollars))))
        rows.append(Row("check-provider", self._provider.name))
        rows.append(Row("check-fee", str(Money(self._provider.fee))))
        return rows

    def secondary_actions(self) -> list[Action]:
        return [Action("check-change-bills", id="change-bills"), Action("check-change-provider", id="change-provider")]

    def primary_action(self) -> Action:
        return Action("check-confirm", "primary", id="confirm")

    def on_mount(self) -> None:
        self.query_one("#making").visible = False
        self.query_one("#confirm").focus()

    @on(Action.Pressed, "#change-bills")
    def _change_bills(self) -> None:
        if not self._making:
            self.dismiss(ChangeBills())

    @on(Action.Pressed, "#change-provider")
    def _change_provider(self) -> None:
        if not self._making:
            self.dismiss(ChangeProvider())

    @on(Action.Pressed, "#confirm")
    def _confirm(self) -> None:
        # One wish, one payment: not a second one while the first is being made.
        if not self._making:
            self._making = True
            self.query_one("#making").visible = True
            self.run_worker(self._answer_with_payment(), group="making")

    async def _answer_with_payment(self) -> None:
        self.dismiss(await self._make())

    def action_back(self) -> None:
        if not self._making:
            super().action_back()

    def action_home(self) -> None:
        if not self._making:
            super().action_home()
