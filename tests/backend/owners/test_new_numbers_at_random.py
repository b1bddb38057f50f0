"""New numbers in any order of events: none takes effect without two people, a confirmed phone and the whole wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from kiosk.backend.ground.problems import Refused
from kiosk.backend.owners import new_number_acts, new_numbers
from kiosk.backend.owners.new_numbers import PROVED_WITHIN, UNDECIDED
from kiosk.backend.staff.approvals import HOLDS
from kiosk.backend.store.database import Database
from kiosk.contract.desk.approvals import Approval
from kiosk.contract.desk.new_number_wishes import NewNumberStopping
from tests.backend.owners.number_stage import OLD, NumberStage, make_number_stage
from tests.backend.rows import empty

WAIT = timedelta(hours=72)
NUMBERS = ("0987654321", "0955000123", "0955000124", "0955000125")


@dataclass
class Kept:
    """A request as it should be."""

    asked: Approval
    mobile: str
    link: str
    made_at: datetime
    state: str = "begun"
    stop: str = ""
    effect_at: datetime | None = None


class Office(RuleBasedStateMachine):
    database: Database

    def __init__(self) -> None:
        super().__init__()
        empty(self.database)
        self.at: NumberStage = make_number_stage(self.database)
        self.now: list[Kept] = []
        """The requests, oldest first: at most the last one goes on."""
        self.number = OLD

    @property
    def last(self) -> Kept | None:
        return self.now[-1] if self.now else None

    @rule(mobile=st.sampled_from(NUMBERS))
    def somebody_asks(self, mobile: str) -> None:
        self.at.later(0.01)
        last = self.last
        try:
            asked = self.at.asks(mobile)
        except Refused as refused:
            self._refused_for(mobile, refused)
            return
        assert last is None or last.state != "waiting"
        assert mobile != self.number
        if last is not None and last.state in ("begun", "proved"):
            last.state = "replaced"
        self.now.append(Kept(asked, mobile, self.at.link(mobile), self.at.clock.now()))

    def _refused_for(self, mobile: str, refused: Refused) -> None:
        waits = self.last is not None and self.last.state == "waiting"
        assert (refused.state == "waits") is (waits and mobile != self.number), refused.kind

    @precondition(lambda self: bool(self.now))
    @rule(data=st.data())
    def a_link_to_a_new_number_is_pressed(self, data: st.DataObject) -> None:
        kept = data.draw(st.sampled_from(self.now))
        new_numbers.press(self.at.context, kept.link)
        if kept.state == "begun" and self.at.clock.now() - kept.made_at < PROVED_WITHIN:
            kept.state = "proved"

    @precondition(lambda self: bool(self.now))
    @rule(data=st.data(), papers=st.booleans())
    def the_senior_decides(self, data: st.DataObject, papers: bool) -> None:
        kept, now = data.draw(st.sampled_from(self.now)), self.at.clock.now()
        self.at.later(0)
        if papers:
            self.at.sees(self.at.senior, kept.asked.case)
        try:
            self.at.approves(kept.asked)
        except Refused:
            assert not papers or kept.state != "proved" or now - kept.made_at >= HOLDS
            return
        assert kept.state == "proved"
        kept.state, kept.effect_at = "waiting", now + WAIT
        kept.stop = self.at.link(self.number)

    @precondition(lambda self: any(kept.stop for kept in self.now))
    @rule(data=st.data())
    def a_link_that_stops_is_pressed(self, data: st.DataObject) -> None:
        kept = data.draw(st.sampled_from([one for one in self.now if one.stop]))
        new_numbers.press(self.at.context, kept.stop)
        if kept.state == "waiting":
            kept.state = "stopped"

    @precondition(lambda self: self.last is not None)
    @rule()
    def somebody_stops_the_last_one_at_the_desk(self) -> None:
        assert self.last is not None
        wish = NewNumberStopping(case=self.at.case(), id=str(self.last.asked.arguments["request"]))
        try:
            new_number_acts.stop(self.at.context, self.at.clerk, wish)
        except Refused:
            assert self.last.state not in ("begun", "proved", "waiting")
            return
        self.last.state = "stopped"

    @rule(hours=st.sampled_from([1, 23, 25, 71, 72]))
    def time_goes_by(self, hours: int) -> None:
        self.at.later(hours)

    @rule()
    def the_worker_comes_round(self) -> None:
        self.at.round()
        now, last = self.at.clock.now(), self.last
        if last is None:
            return
        if last.state == "waiting" and last.effect_at is not None and last.effect_at <= now:
            last.state, self.number = "done", last.mobile
        elif last.state in ("begun", "proved") and now - last.made_at >= UNDECIDED:
            last.state = "late"

    @invariant()
    def it_is_as_it_should_be(self) -> None:
        assert self.at.number() == self.number
        words = {"replaced": ("ended", "replaced"), "late": ("ended", "late")}
        found = [state if state != "stopped" else how for state, how in self.at.states()]
        for kept, (state, how) in zip(self.now, self.at.states(), strict=True):
            assert words.get(kept.state, (kept.state, how)) == (state, how), found


@pytest.mark.long
@pytest.mark.each_database
def test_no_order_of_events_gives_an_account_a_number_before_its_time(database: Database) -> None:
    class OnThisDatabase(Office):
        pass

    OnThisDatabase.database = database
    run_state_machine_as_test(
        OnThisDatabase,
        settings=settings(
            max_examples=12,
            stateful_step_count=18,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
        ),
    )
