"""The limits as arithmetic: whatever the moments, no stretch of time holds more than it may."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.backend.domain import code_policy as policy
from kiosk.backend.domain.code_policy import Limit
from tests.clock import START

MINUTE = 60.0
PAUSES = st.lists(
    st.one_of(st.floats(0, 30), st.floats(0, 20 * MINUTE), st.floats(0, 26 * 60 * MINUTE)), min_size=1, max_size=80
)
"""Seconds between one try and the next: of somebody in a hurry, of a patient one, of a very patient one."""


def moments(pauses: Sequence[float]) -> list[datetime]:
    found, now = [], START
    for pause in pauses:
        now += timedelta(seconds=pause)
        found.append(now)
    return found


def most_within(times: Sequence[datetime], within: timedelta) -> int:
    return max((sum(start <= other < start + within for other in times) for start in times), default=0)


@given(PAUSES)
@settings(max_examples=60, deadline=None)
def test_no_more_wrong_codes_are_looked_at_than_the_limits_say(pauses: Sequence[float]) -> None:
    tried: list[datetime] = []
    until = START
    for now in moments(pauses):
        if now < until or policy.counter_only(tried, now):
            continue
        tried.append(now)
        until = max(until, policy.paused_until(tried[-policy.MONTHLY_WRONG.most :]) or until)
    for limit in (policy.FEW_WRONG, policy.DAILY_WRONG, policy.MONTHLY_WRONG):
        assert most_within(tried, limit.within) <= limit.most


@given(PAUSES)
@settings(max_examples=60, deadline=None)
def test_so_many_tries_as_are_reported_as_left_are_left_and_not_one_more(pauses: Sequence[float]) -> None:
    wrong: list[datetime] = []
    until = START
    for now in moments(pauses):
        if now < until or policy.counter_only(wrong, now):
            continue
        wrong.append(now)
        left = policy.tries_left(wrong, now)
        further = [[*wrong, *[now] * more] for more in range(policy.FEW_WRONG.most)]
        barred = [policy.paused_until(times) is not None or policy.counter_only(times, now) for times in further]
        assert barred.index(True) == left
        until = max(until, policy.paused_until(wrong) or until)


@given(PAUSES)
@settings(max_examples=60, deadline=None)
def test_no_more_is_sent_to_a_number_than_the_limits_say(pauses: Sequence[float]) -> None:
    sent: list[datetime] = []
    for now in moments(pauses):
        lately = [moment for moment in sent if moment > now - timedelta(days=1)]
        allowed = policy.next_send(lately, ())
        if allowed is None or now >= allowed:
            sent.append(now)
    for limit in policy.NUMBER_SENDS:
        assert most_within(sent, limit.within) <= limit.most
    assert all(after - before >= policy.RESEND_WAITS[0] for before, after in pairwise(sent))


def test_waits_grow_from_one_message_of_a_day_to_the_next() -> None:
    sent = [START]
    waits = []
    for _ in range(3):
        allowed = policy.next_send(sent, ())
        assert allowed is not None
        waits.append((allowed - sent[-1]).total_seconds())
        # Spread, so that the limit of an hour does not come first.
        sent.append(sent[-1] + timedelta(hours=2))
    assert waits == [60, 120, 300]


def test_a_device_sends_to_ten_numbers_an_hour_and_forty_a_day() -> None:
    def full_after(sends: Sequence[datetime]) -> datetime | None:
        return policy.next_send((), sends)

    ten = moments([0.0] + [MINUTE] * 9)
    assert full_after(ten[:9]) is None
    assert full_after(ten) == START + timedelta(hours=1)
    forty = moments([0.0] + [20 * MINUTE] * 39)
    assert full_after(forty) == START + timedelta(days=1)


def test_five_wrong_ones_pause_a_quarter_of_an_hour_and_the_tenth_of_a_day_the_rest_of_it() -> None:
    assert policy.paused_until(moments([0.0] * 4)) is None
    assert policy.paused_until(moments([0.0] * 5)) == START + timedelta(minutes=15)
    # A quarter of an hour is over at its last moment.
    assert policy.paused_until(moments([0.0, 0.0, 0.0, 0.0, 15 * MINUTE])) is None
    assert policy.paused_until(moments([0.0, 0.0, 0.0, 0.0, 15 * MINUTE - 1])) is not None
    slowly = moments([0.0] + [60 * MINUTE] * 9)
    assert policy.paused_until(slowly[:9]) is None
    assert policy.paused_until(slowly) == START + timedelta(days=1)


def test_thirty_wrong_ones_in_a_month_leave_the_counter_until_the_month_is_over() -> None:
    wrong = moments([0.0] + [13 * 60 * MINUTE] * 29)
    assert not policy.counter_only(wrong[:29], wrong[-1])
    assert policy.counter_only(wrong, wrong[-1])
    end = START + timedelta(days=30)
    assert policy.counter_only(wrong, end - timedelta(seconds=1))
    assert not policy.counter_only(wrong, end)


def test_the_chance_of_finding_a_code_stays_below_eleven_in_a_hundred_thousand_a_day_and_number() -> None:
    def chance(wrong: Limit, digits: int) -> float:
        # The first guess meets as many codes as may be good; from then on only the newest is.
        met = policy.MOST_LIVE + (wrong.most - 1) * policy.MOST_LIVE_GUESSED
        return met / float(10**digits)

    assert chance(policy.DAILY_WRONG, 5) <= 1.1e-4
    assert chance(policy.MONTHLY_WRONG, 5) <= 3.1e-4
    assert chance(policy.DAILY_WRONG, 8) <= 1.1e-7
    # A hostile terminal, over all numbers: each message buys five guesses before the number is paused.
    assert policy.TERMINAL_SENDS[-1].most * policy.FEW_WRONG.most / 10**5 <= 2e-3
