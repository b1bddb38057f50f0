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
from kiosk.domain.ticket import LineKind, Stage
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

    AUTO_FOCUS = "#confirm"
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
        yield Words("check-total", id="check-total")
        yield Amount(Money(sum(bill.amount for bill in self._bills) + self._provider.fee), id="check-amount")
        yield Rows(self._rows(), airy=True, id="check-rows")

    def _rows(self) -> list[Row]:
        vehicle = self._vehicle
        rows = [
            Row(
                "check-plate",
                say("check-vehicle", plate=vehicle.plate, type=say(f"vehicle-{vehicle.type.value}-short")),
            )
        ]
        for stage in Stage:
            here = [bill.amount for bill in self._bills if bill.stage is stage]
            if here:
                rows.append(Row(f"stage-{stage.value}", say("check-of", count=len(here), amount=str(Money(sum(here))))))
        surcharge = sum(line.dollars for bill in self._bills for line in bill.lines if line.kind is LineKind.SURCHARGE)
        if surcharge:
            rows.append(Row("line-surcharge", say("check-included", amount=str(Money(surcharge)))))
        rows.append(Row("check-provider", self._provider.name, strong=True))
        rows.append(Row("check-fee", str(Money(self._provider.fee))))
        return rows

    def secondary_actions(self) -> list[Action]:
        return [Action("check-change-bills", id="change-bills"), Action("check-change-provider", id="change-provider")]

    def primary_action(self) -> Action:
        return Action("check-confirm", "primary", id="confirm")

    @on(Action.Pressed, "#change-bills")
    def _change_bills(self) -> None:
        self.dismiss(ChangeBills())

    @on(Action.Pressed, "#change-provider")
    def _change_provider(self) -> None:
        self.dismiss(ChangeProvider())

    @on(Action.Pressed, "#confirm")
    def _confirm(self) -> None:
        # One wish, one payment: not a second one while the first is being made.
        if not self._making:
            self._making = True
            self.run_worker(self._answer_with_payment(), group="making")

    async def _answer_with_payment(self) -> None:
        self.dismiss(await self.waiting_for(self._make(), say("check-making")))

    # What is being made is nobody's if the visitor leaves now: a payment that no page shows and no one cancels.

    def action_back(self) -> None:
        if not self._making:
            super().action_back()

    def action_home(self) -> None:
        if not self._making:
            super().action_home()
