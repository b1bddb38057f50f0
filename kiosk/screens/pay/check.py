"""Check before paying: what, with whom, how much."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from textual import on
from textual.app import ComposeResult

from kiosk.contract.bills import Bill
from kiosk.contract.payments import Provider
from kiosk.contract.wire import Vehicle
from kiosk.domain.money import Money
from kiosk.domain.ticket import LineKind, Stage
from kiosk.i18n import Message, money, say
from kiosk.screens.frame.page import Page
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.amount import Amount
from kiosk.widgets.ground.scrolled import Scrolled
from kiosk.widgets.ground.words import Words
from kiosk.widgets.lists.lines import Row, Rows
from kiosk.wording.names import named
from kiosk.wording.vehicle_words import listed
from kiosk.wording.vehicle_words import named as vehicle

Made = TypeVar("Made")

_NAMED = 2
"""Plates that are named where the bills are of several vehicles."""


@dataclass(frozen=True, slots=True)
class ChangeWhat:
    """Choose other bills, or another pass."""


@dataclass(frozen=True, slots=True)
class ChangeProvider:
    """Choose another provider."""


class CheckPage(Page[Made | ChangeWhat | ChangeProvider]):
    """The last page before the code. It answers with what `make` made of the visitor's yes."""

    AUTO_FOCUS = "#confirm"
    CSS_PATH = "check.tcss"

    def __init__(
        self,
        total: Money,
        rows: Sequence[Row],
        provider: Provider,
        make: Callable[[], Awaitable[Made]],
        *,
        change: str = "check-change-bills",
        note: str | Message | None = None,
        step: tuple[int, int] = (3, 4),
    ) -> None:
        """Show what comes to `total`, line by line; `change` is the words of the way back to choosing it.

        `note`: the words of what somebody should know who is about to pay.
        """
        super().__init__()
        self._total, self._rows, self._provider, self._make = total, tuple(rows), provider, make
        self._change, self._step, self._note = change, step, note
        self._making = False

    def heading(self) -> Message:
        return say("check-title")

    def step(self) -> tuple[int, int]:
        return self._step

    def compose_page(self) -> ComposeResult:
        paying = [
            Row("check-provider", named(self._provider), strong=True),
            Row("check-fee", money(Money(self._provider.fee))),
        ]
        yield Words("check-total", id="check-total")
        yield Amount(Money(self._total.dollars + self._provider.fee), id="check-amount")
        with Scrolled(id="check-what"):
            yield Rows([*self._rows, *paying], airy=True, id="check-rows")
            if self._note is not None:
                yield Words(self._note, id="check-note")

    def secondary_actions(self) -> list[Action]:
        return [Action(self._change, id="change-what"), Action("check-change-provider", id="change-provider")]

    def primary_action(self) -> Action:
        return Action("check-confirm", "primary", id="confirm")

    @on(Action.Pressed, "#change-what")
    def _change_what(self) -> None:
        self.dismiss(ChangeWhat())

    @on(Action.Pressed, "#change-provider")
    def _change_provider(self) -> None:
        self.dismiss(ChangeProvider())

    @on(Action.Pressed, "#confirm")
    def _confirm(self) -> None:
        # One wish, one payment: not a second one while the first is being made.
        if not self._making:
            self._making = True
            self.idle_limit = None
            self.run_worker(self._answer_with_payment(), group="making")

    async def _answer_with_payment(self) -> None:
        self.dismiss(await self.waiting_for(self._make(), say("check-making")))

    # What is being made has no owner if the visitor leaves now, or is taken for gone: a payment that no page shows and
    # no one cancels.

    def action_back(self) -> None:
        if not self._making:
            super().action_back()

    def action_home(self) -> None:
        if not self._making:
            super().action_home()


def rows_of_bills(bills: Sequence[Bill]) -> list[Row]:
    """Return whose bills they are, and what they come to by stage."""
    rows = [Row("check-plate", _vehicles({bill.vehicle.plate: bill.vehicle for bill in bills}))]
    for stage in Stage:
        here = [bill.amount for bill in bills if bill.stage is stage]
        if here:
            rows.append(Row(f"stage-{stage.value}", say("check-of", count=len(here), amount=money(Money(sum(here))))))
    surcharge = sum(line.dollars for bill in bills for line in bill.lines if line.kind is LineKind.SURCHARGE)
    if surcharge:
        rows.append(Row("line-surcharge", say("check-included", amount=money(Money(surcharge)))))
    return rows


def _vehicles(by_plate: Mapping[str, Vehicle]) -> Message:
    if len(by_plate) == 1:
        return vehicle(next(iter(by_plate.values())))
    return say("check-vehicles", count=len(by_plate), plates=listed(list(by_plate)[:_NAMED]))
