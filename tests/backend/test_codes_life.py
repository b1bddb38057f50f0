"""Whatever happens to codes in whatever order: only the right one opens, once, and no limit is passed."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

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

from kiosk.backend.domain import code_policy as policy
from kiosk.backend.domain.code_policy import Limit
from kiosk.backend.services import codes
from kiosk.backend.services.codes import Flow
from kiosk.backend.services.problems import Refusal
from kiosk.backend.store.database import Database
from kiosk.backend.store.owner_tables import (
    code_failures,
    code_flows,
    code_numbers,
    code_sends,
    text_gateways,
    text_messages,
)
from kiosk.backend.store.owner_tables import codes as codes_table
from kiosk.backend.store.tables import devices, outbox
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
    devices,
)
NUMBERS = st.sampled_from(["0911111111", "0922222222"])
KIOSKS = st.sampled_from(["kiosk-1", "kiosk-2"])


@dataclass
class Sent:
    """A code as the model remembers it."""

    code: str
    mobile: str
    at: datetime
    void: bool = False


@dataclass
class Errand:
    """An errand as the model remembers it: everything that decides about it, and nothing of how it is kept."""

    answer: CodeSent
    device: str
    mobile: str
    sent: list[Sent] = field(default_factory=list)
    done: bool = False

    def live(self, now: datetime) -> list[str]:
        return [
            one.code
            for one in self.sent
            if one.mobile == self.mobile and not one.void and now < one.at + policy.LIFETIME
        ]


def within(times: Sequence[datetime], limit: Limit, now: datetime) -> int:
    return sum(moment > now - limit.within for moment in times)


class CodeLife(RuleBasedStateMachine):
    """Visitors, and somebody who guesses, at two kiosks with two numbers."""

    database: Database
    errands = Bundle("errands")

    @initialize(target=errands)
    def a_visitor_begins(self) -> Any:
        with self.database.write() as connection:
            for table in EMPTIED:
                connection.execute(delete(table))
        self.clock = ManualClock()
        self.stage: CodeStage = make_code_stage(self.database, self.clock)
        self.numbers = itertools.count(1)
        self.patched = codes.new_code
        codes.new_code = self.next_code
        self.wrong: dict[str, list[datetime]] = {}
        self.sends: dict[str, list[datetime]] = {}
        self.opened: list[str] = []
        return self.begin("0911111111", "kiosk-1")

    def next_code(self, purpose: CodePurpose) -> str:
        """Return codes that all differ, so that the model knows which is which."""
        self.newest = f"{next(self.numbers):0{purpose.digits}}"
        return self.newest

    def teardown(self) -> None:
        if hasattr(self, "patched"):
            codes.new_code = self.patched

    @rule(target=errands, mobile=NUMBERS, device=KIOSKS)
    def another_errand_begins(self, mobile: str, device: str) -> Any:
        return self.begin(mobile, device)

    def begin(self, mobile: str, device: str) -> Any:
        try:
            answer = self.stage.begin(mobile, device=device)
        except Refusal as refusal:
            self.check_refused_send(refusal, mobile)
            return multiple()
        errand = Errand(answer, device, mobile)
        self.note_send(errand)
        return errand

    @rule(errand=errands, mobile=st.one_of(st.none(), NUMBERS))
    def another_code_is_asked_for(self, errand: Errand, mobile: str | None) -> None:
        try:
            self.stage.again(errand.answer, mobile, device=errand.device)
        except Refusal as refusal:
            if refusal.kind is ProblemKind.FLOW_OVER:
                assert errand.done or errand.live(self.clock.now()) == []
                return
            self.check_refused_send(refusal, mobile or errand.mobile)
            return
        assert not errand.done
        if mobile is not None and mobile != errand.mobile:
            errand.mobile = mobile
            for one in errand.sent:
                one.void = True
        self.note_send(errand)

    def note_send(self, errand: Errand) -> None:
        now = self.clock.now()
        sends = self.sends.setdefault(errand.mobile, [])
        sends.append(now)
        for limit in policy.NUMBER_SENDS:
            assert within(sends, limit, now) <= limit.most
        errand.sent.append(Sent(self.newest, errand.mobile, now))
        live = [one for one in errand.sent if one.mobile == errand.mobile and not one.void]
        for one in live[: -policy.MOST_LIVE]:
            one.void = True

    def check_refused_send(self, refusal: Refusal, mobile: str) -> None:
        if refusal.kind is ProblemKind.SEND_LATER:
            assert refusal.wait
            assert any(self.sends.values())
        else:
            assert refusal.kind in (ProblemKind.CODE_PAUSED, ProblemKind.CODE_COUNTER)
            assert len(self.wrong.get(mobile, ())) >= policy.FEW_WRONG.most

    @rule(errand=errands, which=st.integers(0, 5), elsewhere=st.booleans())
    def a_code_is_typed(self, errand: Errand, which: int, elsewhere: bool) -> None:
        known = [one.code for one in errand.sent]
        self.type(errand, known[which % len(known)], elsewhere=elsewhere)

    @rule(errand=errands, times=st.integers(1, 6))
    def somebody_guesses(self, errand: Errand, times: int) -> None:
        for _ in range(times):
            self.type(errand, "99999", elsewhere=False)

    def type(self, errand: Errand, typed: str, *, elsewhere: bool) -> None:
        device = {"kiosk-1": "kiosk-2", "kiosk-2": "kiosk-1"}[errand.device] if elsewhere else errand.device
        now, before = self.clock.now(), self.failures()
        answer = self.stage.type(errand.answer, typed, device=device)
        if isinstance(answer, Flow):
            assert typed in errand.live(now)
            assert not elsewhere
            assert not errand.done
            assert answer.mobile == errand.mobile
            errand.done = True
            self.opened.append(typed)
        counted = self.failures() - before
        if counted:
            assert typed not in errand.live(now)
            self.wrong.setdefault(errand.mobile, []).append(now)
        if answer is ProblemKind.CODE_WRONG:
            assert counted == 1
        if answer in (ProblemKind.CODE_EXPIRED, ProblemKind.FLOW_OVER, ProblemKind.NOT_FOUND):
            assert counted == 0
            assert typed not in errand.live(now) or errand.done or elsewhere

    @rule(seconds=st.sampled_from([1, 59, 60, 120, 299, 300, 900, 1800, 3600, 43_200, 86_400]))
    def time_passes(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @rule()
    def worker_runs(self) -> None:
        self.stage.worker.run_due()

    @invariant()
    def no_limit_is_passed(self) -> None:
        for wrong in getattr(self, "wrong", {}).values():
            for limit in (policy.FEW_WRONG, policy.DAILY_WRONG, policy.MONTHLY_WRONG):
                assert within(wrong, limit, self.clock.now()) <= limit.most

    @invariant()
    def no_code_opens_twice(self) -> None:
        assert len(getattr(self, "opened", [])) == len(set(getattr(self, "opened", [])))

    def failures(self) -> int:
        with self.database.read() as connection:
            return int(connection.scalar(select(func.count()).select_from(code_failures)) or 0)


def test_only_the_right_code_opens_once_and_no_limit_is_passed(database: Database) -> None:
    life = type("CodeLifeOnADatabase", (CodeLife,), {"database": database})
    run_state_machine_as_test(
        life,
        settings=settings(
            max_examples=25 if database.is_sqlite else 10,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
