"""The arithmetic of the pauses after failures of signing in."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.backend.domain.sign_in_limits import Failure, paused_until
from tests.clock import START

HERE, EVERYWHERE, DEVICE = 5, 20, 20
MINUTE = timedelta(minutes=1)
QUARTER = 15 * MINUTE


def failures(
    count: int, *, after: timedelta = timedelta(0), account: bool = True, device: bool = True
) -> list[Failure]:
    return [Failure(START + after, same_account=account, same_terminal=device) for _ in range(count)]


@pytest.mark.parametrize(
    ("account", "device", "limit"), [(True, True, HERE), (True, False, EVERYWHERE), (False, True, DEVICE)]
)
def test_so_many_failures_pause_and_one_less_does_not(account: bool, device: bool, limit: int) -> None:
    assert paused_until(failures(limit - 1, account=account, device=device)) is None
    assert paused_until(failures(limit, account=account, device=device)) == START + QUARTER


def test_failures_count_together_within_a_quarter_of_an_hour_and_no_longer() -> None:
    assert paused_until(failures(4) + failures(1, after=QUARTER)) is None
    late = QUARTER - timedelta(seconds=1)
    assert paused_until(failures(4) + failures(1, after=late)) == START + late + QUARTER


def test_of_two_pauses_the_longer_one_counts() -> None:
    here = failures(HERE)
    others = failures(DEVICE, after=10 * MINUTE, account=False)
    assert paused_until(here) == START + QUARTER
    assert paused_until(here + others) == START + 10 * MINUTE + QUARTER


def test_what_an_account_fails_elsewhere_is_not_held_against_this_terminal() -> None:
    elsewhere = failures(EVERYWHERE - 5, device=False)
    others_here = failures(DEVICE - 5, account=False)
    assert paused_until(elsewhere + others_here) is None


@given(st.lists(st.integers(0, 3600), max_size=40))
def test_no_stretch_of_a_quarter_of_an_hour_holds_more_failures_than_the_limit(seconds: list[int]) -> None:
    taken: list[datetime] = []
    for second in sorted(seconds):
        now = START + timedelta(seconds=second)
        until = paused_until([Failure(at, same_account=True, same_terminal=True) for at in taken])
        if until is None or until <= now:
            taken.append(now)
    for first in taken:
        assert sum(first <= at < first + QUARTER for at in taken) <= HERE
