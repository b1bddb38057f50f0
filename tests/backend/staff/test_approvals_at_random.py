"""Requests of several people in any order: each is done at most once, by two people, and only while it holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from kiosk.backend.ground.problems import DeskRefusal
from kiosk.backend.staff import approvals
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.approvals import HOLDS
from kiosk.backend.store.database import Database
from kiosk.contract.desk.approvals import Approval
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.session import StaffRole
from tests.backend.rows import empty
from tests.backend.staff.four_eyes import ACTS, REFUND, WANTED, Why, times_done
from tests.backend.staff_stage import make_staff_stage
from tests.clock import ManualClock

ROLES = (StaffRole.CLERK, StaffRole.SENIOR, StaffRole.FINANCE, StaffRole.VIEWER)
ASK = {StaffRole.CLERK, StaffRole.SENIOR, StaffRole.FINANCE}
DECIDE = {StaffRole.SENIOR, StaffRole.FINANCE}


@dataclass
class Kept:
    """A request as it should be."""

    asked_by: int
    expires_at: datetime
    state: str = "asked"
    decided_by: int | None = None


def refused(work: Callable[[], object]) -> tuple[DeskProblem, str | None] | None:
    """Return how something was refused, None if it was done."""
    try:
        work()
    except DeskRefusal as refusal:
        return refusal.kind, refusal.state
    return None


class Office(RuleBasedStateMachine):
    database: Database
    requests: Bundle[str] = Bundle("requests")
    people = st.integers(0, len(ROLES) - 1)

    def __init__(self) -> None:
        super().__init__()
        empty(self.database)
        self.office = make_staff_stage(self.database, ManualClock())
        self.staff = [self.office.at_work(role, name=f"p{n}.{role}") for n, role in enumerate(ROLES)]
        self.case = self.office.case(self.staff[0])
        self.kept: dict[str, Kept] = {}
        self.done = 0

    def acting(self, person: int) -> Acting:
        return replace(self.staff[person], factor_at=self.office.clock.now())

    def _over(self, kept: Kept) -> str | None:
        """Return in which state a request is over, None for one that waits."""
        if kept.state in ("asked", "approved"):
            return "expired" if kept.expires_at <= self.office.clock.now() else None
        return kept.state

    @rule(target=requests, person=people)
    def somebody_asks(self, person: int) -> str:
        made: list[Approval] = []

        def ask() -> None:
            acting = self.acting(person)
            made.append(approvals.ask(self.office.context, acting, REFUND, WANTED, case=self.case, reason=Why.TWICE))

        may = ROLES[person] in ASK
        assert refused(ask) == (None if may else (DeskProblem.NOT_PERMITTED, "refund-ask"))
        if not may:
            return ""
        self.kept[made[0].id] = Kept(person, self.office.clock.now() + HOLDS)
        return made[0].id

    @rule(request=requests, person=people, approve=st.booleans())
    def somebody_decides(self, request: str, person: int, approve: bool) -> None:
        if not request:
            return
        kept = self.kept[request]
        over = self._over(kept) or (None if kept.state == "asked" or not approve else kept.state)
        expected: tuple[DeskProblem, str | None] | None = None
        if ROLES[person] not in DECIDE:
            expected = DeskProblem.NOT_PERMITTED, "refund"
        elif person == kept.asked_by:
            expected = DeskProblem.OWN_REQUEST, None
        elif over is not None:
            expected = DeskProblem.APPROVAL_OVER, over
        acting = self.acting(person)
        decide = partial(approvals.decide, self.office.context, acting, ACTS, request, approve=approve)
        assert refused(decide) == expected
        if expected is not None:
            return
        kept.state, kept.decided_by = "approved" if approve else "refused", person

    @rule(request=requests, person=people)
    def somebody_has_it_done(self, request: str, person: int) -> None:
        if not request:
            return
        kept = self.kept[request]
        may = self._over(kept) is None and kept.state == "approved" and person in (kept.asked_by, kept.decided_by)
        found = refused(partial(approvals.execute, self.office.context, self.acting(person), ACTS, request))
        assert (found is None) == may
        if found is not None:
            assert found[0] in (DeskProblem.APPROVAL_NEEDED, DeskProblem.APPROVAL_OVER)
            return
        kept.state, self.done = "executed", self.done + 1

    @rule(hours=st.sampled_from([1, 11, 13, 24]))
    def time_passes(self, hours: int) -> None:
        self.office.clock.advance(timedelta(hours=hours).total_seconds())

    @rule()
    def the_day_ends(self) -> None:
        now = self.office.clock.now()
        expired = self.office.context.database.run(lambda connection: approvals.expire(connection, now))
        late = [one for one in self.kept.values() if one.state in ("asked", "approved") and one.expires_at <= now]
        assert expired == len(late)
        for one in late:
            one.state = "expired"

    @invariant()
    def so_much_was_done_and_no_more(self) -> None:
        assert times_done(self.office) == self.done


@pytest.mark.long
@pytest.mark.each_database
def test_whatever_people_do_in_any_order_each_request_is_done_once_by_two(database: Database) -> None:
    class Here(Office):
        pass

    Here.database = database
    run_state_machine_as_test(
        Here,
        settings=settings(max_examples=12, stateful_step_count=25, suppress_health_check=[HealthCheck.too_slow]),
    )
