"""The daily job that turns overdue tickets into notices, and unpaid notices into the next ones.

It may run any number of times a day, on any number of replicas, and after days of standing still: a notice bears the
day on which it is made, so no one's time to pay is shortened. What a live payment holds is left out until the
payment has ended: no one's bill grows while the code stands on the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby

from sqlalchemy import Connection, Row

from kiosk.backend.domain.dunning import NOTICES, Ladder
from kiosk.backend.ground import rules
from kiosk.backend.registers.statements import dunning as statements
from kiosk.backend.store.database import Database
from kiosk.backend.store.locks import Lock, hold_lock
from kiosk.clock import Clock
from kiosk.domain.dates import taipei_date
from kiosk.domain.ticket import Stage

BATCH = 500
"""Vehicles or notices in one unit of work: payments wait for a fraction of a second at most."""

_FIRST_NUMBER = 100_000_001


@dataclass(frozen=True, slots=True)
class DunningReport:
    """What one run did, in numbers; for the log."""

    made: int = 0
    """Ordinary notices for tickets that had none."""
    registered: int = 0
    reported: int = 0
    """Notices that passed into recovery."""

    def __add__(self, other: DunningReport) -> DunningReport:
        return DunningReport(self.made + other.made, self.registered + other.registered, self.reported + other.reported)


def run(database: Database, clock: Clock, *, ladder: Ladder | None = None) -> DunningReport:
    """Do the day's dunning in short units of work; raise what `Database.run` raises, with some of them done."""
    return _walk(database.run, taipei_date(clock.now()), ladder or rules.ladder())


def advance(connection: Connection, today: date, *, ladder: Ladder | None = None) -> DunningReport:
    """Do a day's dunning inside a write transaction that the caller holds."""
    return _walk(lambda work: work(connection), today, ladder or rules.ladder())


_Place = tuple[str, ...]
"""Where a batch ended, and the next one begins."""
_Done = tuple[DunningReport, _Place | None]


def _walk(unit: Callable[[Callable[[Connection], _Done]], _Done], today: date, ladder: Ladder) -> DunningReport:
    report = DunningReport()
    walks: tuple[tuple[Callable[[date, Ladder, _Place, Connection], _Done], _Place], ...] = (
        (_climb, ("",)),
        (_make, ("", "")),
    )
    for batch, start in walks:
        place: _Place | None = start
        while place is not None:
            done, place = unit(partial(batch, today, ladder, place))
            report += done
    return report


def _climb(today: date, ladder: Ladder, after: _Place, connection: Connection) -> _Done:
    """Move a batch of late notices on; return where to go on, None at the end."""
    hold_lock(connection, Lock.DUNNING)
    late = statements.late_notices(connection, NOTICES[:-1], ladder.latest_late(today), after[0], BATCH)
    if not late:
        return DunningReport(), None
    numbers = [notice.number for notice in late]
    held = statements.lock_notices(connection, numbers)
    changes = [
        change for notice in late if notice.number not in held and (change := _next(notice, today, ladder)) is not None
    ]
    statements.change_notices(connection, changes)
    reached = [change["stage"] for change in changes]
    report = DunningReport(
        registered=reached.count(Stage.REGISTERED.value), reported=reached.count(Stage.RECOVERY.value)
    )
    return report, (numbers[-1],) if len(numbers) == BATCH else None


def _next(notice: Row[str, str, date, date], today: date, ladder: Ladder) -> dict[str, object] | None:
    was = Stage(notice.stage)
    stage = ladder.climbs(was, notice.issued_on, notice.pay_by, today)
    if stage is None:
        return None
    return {"of": notice.number, "was": was.value, **_notice(stage, today, ladder)}


def _notice(stage: Stage, today: date, ladder: Ladder) -> dict[str, object]:
    step = ladder.step(stage, today)
    return {
        "stage": stage.value,
        "issued_on": today,
        "pay_by": ladder.pay_by(stage, today),
        "surcharge": step.surcharge.dollars,
        "fine": step.fine.dollars,
    }


def _make(today: date, ladder: Ladder, after: _Place, connection: Connection) -> _Done:
    """Make the ordinary notices of a batch of vehicles; return where to go on, None at the end."""
    hold_lock(connection, Lock.DUNNING)
    vehicles = statements.vehicles_with_overdue(connection, ladder.latest_ripe(today), after, BATCH)
    if not vehicles:
        return DunningReport(), None
    overdue = statements.lock_overdue(connection, vehicles, before=today)
    made: list[dict[str, object]] = []
    joined: list[dict[str, str]] = []
    number = _first_free(connection)
    for plate, vehicle_type, members in _ripe(overdue, today, ladder):
        own = str(number + len(made))
        made.append(
            {"number": own, "plate": plate, "vehicle_type": vehicle_type, **_notice(Stage.ORDINARY, today, ladder)}
        )
        joined += [{"of": member, "notice": own} for member in members]
    statements.add_notices(connection, made, joined)
    return DunningReport(made=len(made)), vehicles[-1] if len(vehicles) == BATCH else None


def _ripe(
    overdue: Sequence[Row[str, str, date, str, bool]], today: date, ladder: Ladder
) -> Iterator[tuple[str, str, list[str]]]:
    """Yield plate, type and ticket numbers of each notice to be made."""
    for (plate, vehicle_type), rows in groupby(overdue, key=lambda row: (row.plate, row.vehicle_type)):
        for members in ladder.ripe([(row.due_on, row) for row in rows], today):
            # A held ticket keeps its whole notice back: it could not join later without a second surcharge.
            if not any(member.held for member in members):
                yield plate, vehicle_type, [member.number for member in members]


def _first_free(connection: Connection) -> int:
    last = statements.last_notice(connection)
    return _FIRST_NUMBER if last is None else int(last) + 1
