"""The circuit breaker as a state machine."""

from __future__ import annotations

from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kiosk.api_client._breaker import THRESHOLD, Breaker, Reachability, State
from kiosk.api_client.timing import Timing

TIMING = Timing()


class BreakerMachine(RuleBasedStateMachine):
    """Any order of calls, probes and giving up."""

    def __init__(self) -> None:
        super().__init__()
        self.breaker = Breaker(TIMING)
        self.in_a_row = 0
        self.ever_answered = False

    @rule()
    def answer(self) -> None:
        self.breaker.succeeded()
        self.in_a_row = 0
        self.ever_answered = True
        assert self.breaker.state is State.CLOSED

    @rule()
    def failure(self) -> None:
        was = self.breaker.state
        self.breaker.failed()
        if was is State.CLOSED:
            self.in_a_row += 1
            assert (self.breaker.state is State.OPEN) == (self.in_a_row >= THRESHOLD)
        else:
            assert self.breaker.state is was

    @rule()
    def probe_that_fails(self) -> None:
        was, pause = self.breaker.state, self.breaker.probe_in
        self.breaker.probing()
        if was is State.OPEN:
            assert self.breaker.state is State.HALF_OPEN
        self.breaker.probe_failed()
        if was is State.CLOSED:
            self.in_a_row += 1
        if was in {State.OPEN, State.HALF_OPEN}:
            assert self.breaker.state is State.OPEN
            assert self.breaker.probe_in == min(TIMING.probe_most, 2 * pause)

    @rule()
    def probe_that_is_answered(self) -> None:
        self.breaker.probing()
        self.breaker.succeeded()
        self.in_a_row = 0
        self.ever_answered = True

    @rule()
    def probe_that_is_cut_off(self) -> None:
        self.breaker.probing()

    @precondition(lambda self: self.breaker.state is State.STARTING)
    @rule()
    def time_for_starting_over(self) -> None:
        self.breaker.give_up()
        assert self.breaker.state is State.OPEN
        assert self.breaker.probe_in == TIMING.probe_first

    @invariant()
    def starting_only_before_the_first_answer(self) -> None:
        if self.breaker.reachability is Reachability.STARTING:
            assert not self.ever_answered

    @invariant()
    def gone_only_after_enough_failures_or_a_start_that_failed(self) -> None:
        if self.ever_answered and self.breaker.reachability is Reachability.UNREACHABLE and self.in_a_row:
            assert self.in_a_row >= THRESHOLD

    @invariant()
    def its_return_is_noticed_in_time(self) -> None:
        if self.breaker.reachability is Reachability.UNREACHABLE:
            assert 0 < self.breaker.probe_in <= TIMING.probe_most


def test_a_night_without_a_backend_is_probed_to_its_end() -> None:
    breaker = Breaker(TIMING)
    breaker.give_up()
    for _ in range(8 * 3600 // 5):
        breaker.probing()
        breaker.probe_failed()
        assert 0 < breaker.probe_in <= 5
    breaker.probing()
    breaker.succeeded()
    assert breaker.reachability is Reachability.REACHABLE


TestBreaker = BreakerMachine.TestCase
TestBreaker.settings = settings(max_examples=30, stateful_step_count=30)
