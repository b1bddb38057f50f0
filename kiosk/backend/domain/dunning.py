"""What becomes of a ticket that is not paid: three notices, each dearer than the one before (催繳)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from kiosk.backend.domain.validity import Entry, Period, TariffError, entries, on
from kiosk.domain.money import Money
from kiosk.domain.ticket import Stage

NOTICES = (Stage.ORDINARY, Stage.REGISTERED, Stage.RECOVERY)
"""The stages that have a notice, in the order in which a case climbs them."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Days:
    """A number of days that holds for a period."""

    days: int
    period: Period


@dataclass(frozen=True, slots=True)
class Step:
    """One stage: what its notice adds to the fees, and how long it waits. Days are calendar days."""

    stage: Stage
    surcharge: Money
    fine: Money
    pay_within: int
    next_after: int
    period: Period


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rules of dunning, past ones included."""

    due_rules: tuple[Days, ...]
    merging_rules: tuple[Days, ...]
    steps: tuple[Step, ...]

    @classmethod
    def of(cls, content: Mapping[str, object]) -> Ladder:
        """Make the ladder of the parsed `dunning.toml`; raise `TariffError`."""
        steps = tuple(_step(entry) for entry in entries(content, "stage"))
        missing = set(NOTICES) - {step.stage for step in steps}
        if missing:
            raise TariffError(f"no [[stage]] for {', '.join(sorted(missing))}")
        due = tuple(_days(entry) for entry in entries(content, "due"))
        return cls(due, tuple(_days(entry, least=1) for entry in entries(content, "merging")), steps)

    def due(self, parked: date) -> date:
        """Return the last day for paying a ticket without a notice; raise `TariffError`."""
        return parked + timedelta(days=on(parked, self.due_rules, "due date").days)

    def step(self, stage: Stage, issued: date) -> Step:
        """Return the rules of a notice of that stage and day; raise `TariffError`."""
        return on(issued, (step for step in self.steps if step.stage is stage), f"{stage} notice")

    def pay_by(self, stage: Stage, issued: date) -> date:
        """Return the last day for paying a notice; raise `TariffError`."""
        return issued + timedelta(days=self.step(stage, issued).pay_within)

    def climbs(self, stage: Stage, issued: date, pay_by: date, today: date) -> Stage | None:
        """Return the stage that an unpaid notice passes into today, None while it stays where it is."""
        if stage is NOTICES[-1] or today <= pay_by + timedelta(days=self.step(stage, issued).next_after):
            return None
        return NOTICES[NOTICES.index(stage) + 1]

    def ripe(self, dues: Sequence[tuple[date, Item]], today: date) -> list[list[Item]]:
        """Return the notices to be made today of one vehicle's tickets, each a list of what shares it.

        `dues` are the unpaid tickets without a notice and the days they were due, in any order. The first of them
        opens a span of some days (`[[merging]]`); whatever fell due within it shares the notice, which is made when
        the span is over and so no one is charged a surcharge for each.
        """
        ready: list[list[Item]] = []
        rest = sorted(dues, key=lambda item: item[0])
        while rest:
            first = rest[0][0]
            end = first + timedelta(days=on(first, self.merging_rules, "merging").days)
            if today < end:
                break
            ready.append([item for due, item in rest if due < end])
            rest = [(due, item) for due, item in rest if due >= end]
        return ready

    def latest_late(self, today: date) -> date:
        """Return the last day by which a notice that passes into the next stage today can have been payable."""
        return today - timedelta(days=min(step.next_after for step in self.steps if step.stage is not NOTICES[-1]) + 1)

    def latest_ripe(self, today: date) -> date:
        """Return the last day on which a ticket that gets a notice today can have been due."""
        return today - timedelta(days=min(rule.days for rule in self.merging_rules))


def _days(entry: Entry, least: int = 0) -> Days:
    days = Days(entry.whole("days", least=least, most=366), entry.period())
    entry.done()
    return days


def _step(entry: Entry) -> Step:
    name = entry.text("name")
    stage = next((stage for stage in NOTICES if stage == name), None)
    if stage is None:
        raise TariffError(f"{name!r} is not a stage with a notice")
    step = Step(
        stage,
        Money(entry.whole("surcharge")),
        Money(entry.whole("fine")),
        entry.whole("pay_within", least=1, most=366),
        entry.whole("next_after", 0, most=366),
        entry.period(),
    )
    entry.done()
    return step
