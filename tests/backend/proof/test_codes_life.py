"""Whatever happens to codes in whatever order: each answer is the one that the rules, written once more here, give."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, func, select

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.ground.tables import outbox
from kiosk.backend.messages.tables import text_gateways, text_messages
from kiosk.backend.proof import codes
from kiosk.backend.proof.codes import Flow
from kiosk.backend.proof.tables import code_failures, code_flows, code_numbers, code_sends
from kiosk.backend.proof.tables import codes as codes_table
from kiosk.backend.store.database import Database
from kiosk.backend.terminals.tables import terminals
from kiosk.contract.codes import CodeSent
from kiosk.contract.problems import ProblemKind
from kiosk.domain.one_time_code import CodePurpose
from tests.backend.code_stage import CodeStage, make_code_stage
from tests.clock import ManualClock

EMPTIED = (
    outbox,
    text_messages,
    text_gateways,
    codes_table,
    code_sends,
    code_failures,
    code_numbers,
    code_flows,
    terminals,
)
NUMBERS = st.sampled_from(["0911111111", "0922222222"])
KIOSKS = st.sampled_from(["kiosk-1", "kiosk-2"])
GUESS = "99999"
WRITTEN = select(func.count()).select_from(code_failures)
MINUTES, HOURS, DAYS = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass
class Sent:
    """A code as the model remembers it."""

    code: str
    mobile: str
    at: datetime
    void: bool = False


@dataclass
class ModelFlow:
    """A flow as the model remembers it: everything that decides about it, and nothing of how it is kept."""

    answer: CodeSent
    device: str
    mobile: str
    over_at: datetime
    sent: list[Sent] = field(default_factory=list)
    done: bool = False

    def over(self, now: datetime) -> bool:
        return self.done or now >= self.over_at

    def live(self, now: datetime) -> list[str]:
        mine = [one for one in self.sent if one.mobile == self.mobile]
        return [one.code for one in mine if not one.void and now < one.at + 5 * MINUTES]

    def known(self) -> list[str]:
        return [one.code for one in self.sent if one.mobile == self.mobile]


@dataclass
class Number:
    """What counts for a number: over every flow, device and purpose."""

    sends: list[datetime] = field(default_factory=list)
    wrong: list[datetime] = field(default_factory=list)
    paused_until: datetime | None = None

    def barred(self, now: datetime) -> ProblemKind | None:
        if within(self.wrong, 30 * DAYS, now) >= 30:
            return ProblemKind.CODE_COUNTER
        if self.paused_until is not None and now < self.paused_until:
            return ProblemKind.CODE_PAUSED
        return None

    def type_wrong(self, now: datetime) -> ProblemKind:
        self.wrong.append(now)
        ends = []
        if within(self.wrong, 15 * MINUTES, now) >= 5:
            ends.append(now + 15 * MINUTES)
        if within(self.wrong, DAYS, now) >= 10:
            ends.append(self.wrong[-10] + DAYS)
        if ends:
            self.paused_until = max(ends)
        return self.barred(now) or ProblemKind.CODE_WRONG

    def may_send(self, now: datetime) -> bool:
        today = within(self.sends, DAYS, now)
        waits = {0: 0, 1: 60, 2: 120}
        rested = not self.sends or now >= self.sends[-1] + timedelta(seconds=waits.get(today, 300))
        return rested and within(self.sends, HOURS, now) < 3 and today < 5


def within(times: list[datetime], stretch: timedelta, now: datetime) -> int:
    return sum(moment > now - stretch for moment in times)


class CodeLife(RuleBasedStateMachine):
    """Visitors, and somebody who guesses, at two kiosks with two numbers."""

    database: Database
    flows = Bundle("flows")

    @initialize(target=flows)
    def a_visitor_begins(self) -> Any:
        with self.database.write() as connection:
            for table in EMPTIED:
                connection.execute(delete(table))
        self.clock = ManualClock()
        self.stage: CodeStage = make_code_stage(self.database, self.clock)
        self.serial = itertools.count(1)
        self.new_code, codes.new_code = codes.new_code, self.next_code
        self.numbers = {"0911111111": Number(), "0922222222": Number()}
        self.from_terminal: dict[str, list[datetime]] = {"kiosk-1": [], "kiosk-2": []}
        self.opened: list[str] = []
        self.begun: list[ModelFlow] = []
        return self.another_flow_begins("0911111111", "kiosk-1")

    def next_code(self, purpose: CodePurpose) -> str:
        """Return codes that all differ, so that the model knows which is which."""
        self.newest = f"{next(self.serial):0{purpose.digits}}"
        return self.newest

    def teardown(self) -> None:
        if hasattr(self, "new_code"):
            codes.new_code = self.new_code

    @rule(target=flows, mobile=NUMBERS, device=KIOSKS)
    def another_flow_begins(self, mobile: str, device: str) -> Any:
        now, expected = self.clock.now(), self.sending(mobile, device)
        try:
            answer = self.stage.begin(mobile, device=device)
        except Refusal as refusal:
            self.same(refusal.kind, expected)
            return multiple()
        self.same(None, expected)
        flow = ModelFlow(answer, device, mobile, now + 30 * MINUTES)
        self.begun.append(flow)
        self.note_send(flow)
        return flow

    @rule(flow=flows, mobile=st.one_of(st.none(), NUMBERS), patiently=st.booleans())
    def another_code_is_asked_for(self, flow: ModelFlow, mobile: str | None, *, patiently: bool) -> None:
        if patiently:
            self.clock.advance(120)
        now = self.clock.now()
        expected = ProblemKind.FLOW_OVER if flow.over(now) else self.sending(mobile or flow.mobile, flow.device)
        try:
            self.stage.again(flow.answer, mobile, device=flow.device)
        except Refusal as refusal:
            self.same(refusal.kind, expected)
            return
        self.same(None, expected)
        if mobile is not None and mobile != flow.mobile:
            flow.mobile = mobile
            for one in flow.sent:
                one.void = True
        self.note_send(flow)

    def sending(self, mobile: str, device: str) -> ProblemKind | None:
        """Return why no message may go now, None if one may."""
        now, sends = self.clock.now(), self.from_terminal[device]
        barred = self.numbers[mobile].barred(now)
        if barred is not None:
            return barred
        room = within(sends, HOURS, now) < 10 and within(sends, DAYS, now) < 40
        return None if room and self.numbers[mobile].may_send(now) else ProblemKind.SEND_LATER

    def note_send(self, flow: ModelFlow) -> None:
        now = self.clock.now()
        self.numbers[flow.mobile].sends.append(now)
        self.from_terminal[flow.device].append(now)
        flow.over_at = max(flow.over_at, now + 5 * MINUTES)
        flow.sent.append(Sent(self.newest, flow.mobile, now))
        # Once somebody has guessed, only the newest is good.
        self.void_older(flow, 1 if within(self.numbers[flow.mobile].wrong, 30 * DAYS, now) else 2)

    def void_older(self, flow: ModelFlow, kept: int) -> None:
        live = flow.live(self.clock.now())
        for one in flow.sent:
            one.void = one.void or (one.code in live[:-kept])

    @rule(flow=flows, which=st.integers(0, 2), elsewhere=st.sampled_from([False, False, False, True]))
    def a_code_is_typed(self, flow: ModelFlow, which: int, elsewhere: bool) -> None:
        """Type the newest code, the one before it, or the one before that; once in a while at the other kiosk."""
        sent = [one.code for one in flow.sent][::-1]
        self.type(flow, sent[min(which, len(sent) - 1)], elsewhere=elsewhere)

    @rule(mobile=NUMBERS, by_way_of=st.one_of(st.none(), NUMBERS), device=KIOSKS)
    def somebody_asks_again_and_again_and_types_what_came_first(
        self, mobile: str, by_way_of: str | None, device: str
    ) -> None:
        # Of these only the rules can tell: the third code of one number, and going to another number and back.
        flow = self.another_flow_begins(mobile, device)
        if isinstance(flow, ModelFlow):
            self.another_code_is_asked_for(flow, by_way_of, patiently=True)
            self.another_code_is_asked_for(flow, mobile, patiently=True)
            self.type(flow, flow.sent[0].code, elsewhere=False)

    @rule(flow=flows, times=st.integers(1, 6))
    def somebody_guesses(self, flow: ModelFlow, times: int) -> None:
        for _ in range(times):
            self.type(flow, GUESS, elsewhere=False)

    def type(self, flow: ModelFlow, typed: str, *, elsewhere: bool) -> None:
        device = {"kiosk-1": "kiosk-2", "kiosk-2": "kiosk-1"}[flow.device] if elsewhere else flow.device
        expected = self.typing(flow, typed, elsewhere=elsewhere)
        answer = self.stage.type(flow.answer, typed, device=device)
        if isinstance(answer, Flow):
            self.same(None, expected)
            assert answer.mobile == flow.mobile
            flow.done = True
            self.opened.append(typed)
        else:
            self.same(answer, expected)

    def typing(self, flow: ModelFlow, typed: str, *, elsewhere: bool) -> ProblemKind | None:
        """Return what has to be answered to a code, None if it opens; note it if it counts as wrong."""
        now, number = self.clock.now(), self.numbers[flow.mobile]
        if elsewhere:
            return ProblemKind.NOT_FOUND
        if flow.over(now):
            return ProblemKind.FLOW_OVER
        barred = number.barred(now)
        if barred is not None:
            return barred
        live = flow.live(now)
        if typed in live:
            return None
        if typed in flow.known() or not live:
            return ProblemKind.CODE_EXPIRED
        for other in self.begun:
            if other.mobile == flow.mobile:
                self.void_older(other, 1)
        return number.type_wrong(now)

    @rule(seconds=st.sampled_from([1, 59, 60, 120, 180, 240, 300, 900]))
    def a_little_time_passes(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @rule(seconds=st.sampled_from([1800, 3600, 43_200, 86_400]))
    def much_time_passes(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @invariant()
    def what_counts_is_written_down_and_no_code_opens_twice(self) -> None:
        if not hasattr(self, "opened"):
            return
        assert len(self.opened) == len(set(self.opened))
        with self.database.read() as connection:
            written = connection.scalar(WRITTEN)
        assert written == sum(len(number.wrong) for number in self.numbers.values())

    def same(self, answer: ProblemKind | None, expected: ProblemKind | None) -> None:
        assert answer is expected


@pytest.mark.long
def test_every_answer_is_the_one_that_the_rules_give(database: Database) -> None:
    life = type("CodeLifeOnADatabase", (CodeLife,), {"database": database})
    run_state_machine_as_test(
        life,
        settings=settings(
            max_examples=50 if database.is_sqlite else 15,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
