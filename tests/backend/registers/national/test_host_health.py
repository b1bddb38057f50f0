from __future__ import annotations

from contextlib import ExitStack

import pytest

from kiosk.backend.registers.national.host_health import AT_ONCE, FAILURES, REST, HostHealth
from kiosk.backend.registers.national.questions import NotAnsweredError
from kiosk.contract.cities import CityReason
from tests.clock import ManualClock


def answered(reason: CityReason | None) -> None:
    if reason is not None:
        raise NotAnsweredError(reason)


def ask(health: HostHealth, reason: CityReason | None) -> CityReason | None:
    """Put a question that ends so; return what came of it."""
    try:
        with health.asking():
            answered(reason)
    except NotAnsweredError as error:
        return error.reason
    return None


def test_a_host_that_fails_again_and_again_rests_and_one_question_tries_it_again() -> None:
    clock = ManualClock()
    health = HostHealth(clock)
    assert [ask(health, CityReason.SILENT) for _ in range(FAILURES)] == [CityReason.SILENT] * FAILURES
    assert ask(health, None) is CityReason.RESTING
    clock.advance(REST)
    with health.asking():
        assert ask(health, None) is CityReason.RESTING
    assert ask(health, CityReason.SILENT) is CityReason.SILENT


def test_a_host_that_is_still_dead_rests_again() -> None:
    clock = ManualClock()
    health = HostHealth(clock)
    for _ in range(FAILURES):
        ask(health, CityReason.SILENT)
    clock.advance(REST)
    assert ask(health, CityReason.SILENT) is CityReason.SILENT
    assert ask(health, None) is CityReason.RESTING


def test_an_answer_makes_up_for_failures_before_it() -> None:
    health = HostHealth(ManualClock())
    for reason in (CityReason.SILENT, None) * FAILURES:
        assert ask(health, reason) is reason


def test_a_plate_that_a_city_refuses_says_nothing_against_the_city() -> None:
    health = HostHealth(ManualClock())
    for _ in range(FAILURES):
        ask(health, CityReason.BAD_PLATE)
    assert ask(health, None) is None


def test_no_more_than_a_few_questions_wait_for_one_host() -> None:
    health = HostHealth(ManualClock())
    with ExitStack() as under_way:
        for _ in range(AT_ONCE):
            under_way.enter_context(health.asking())
        assert ask(health, None) is CityReason.BUSY
    assert ask(health, None) is None


def test_what_no_one_expected_counts_as_a_failure_and_frees_the_place() -> None:
    health = HostHealth(ManualClock())
    for _ in range(FAILURES):
        with pytest.raises(KeyError), health.asking():
            raise KeyError
    assert ask(health, None) is CityReason.RESTING
