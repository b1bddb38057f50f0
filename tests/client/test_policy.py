"""Whether a try is followed by another, and when."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.api_client._exchange import BadReply, NoReply, Outcome, Reply
from kiosk.api_client._policy import back_off, from_backend, next_try, retry_after
from kiosk.api_client.errors import Fault, Unreached
from kiosk.domain.dates import TAIPEI
from tests.clock import START

jitters = st.floats(0, 1, exclude_max=True)
AGAIN = (429, 502, 503, 504)
"""Statuses that ask for another try: too many at once, and what stands for a backend that is not there just now."""

replies = st.builds(
    Reply,
    st.sampled_from(AGAIN) | st.integers(200, 599),
    st.dictionaries(st.just("retry-after"), st.integers(0, 30).map(str) | st.text()),
    st.just(b""),
)
silences = st.builds(NoReply, st.none() | st.sampled_from(Unreached), st.booleans())
strangers = st.builds(BadReply, st.integers(200, 599), st.sampled_from(Fault))
outcomes = st.tuples(replies, silences, strangers)


def test_a_next_try_is_always_allowed_in_time_and_counted() -> None:
    seen: Counter[tuple[str, bool]] = Counter()

    @given(outcomes, st.booleans(), st.integers(1, 5), st.floats(0, 60), jitters)
    def holds(given_: tuple[Outcome, ...], replayable: bool, tries: int, remaining: float, jitter: float) -> None:
        for outcome in given_:
            pause = next_try(outcome, replayable=replayable, tries=tries, remaining=remaining, now=START, jitter=jitter)
            seen[type(outcome).__name__, pause is not None] += 1
            if pause is None:
                continue
            assert 0 < pause < remaining
            match outcome:
                case Reply(status=status):
                    assert replayable
                    assert status in AGAIN
                    assert tries < 3
                case NoReply(sent=sent):
                    assert replayable or not sent
                    assert tries < 4
                case BadReply():
                    raise AssertionError("what is not ours is not asked again")

    holds()
    assert set(seen) == {("Reply", True), ("Reply", False), ("NoReply", True), ("NoReply", False), ("BadReply", False)}


@pytest.mark.parametrize("replayable", [True, False])
def test_what_never_left_is_sent_four_times_and_no_more(replayable: bool) -> None:
    again = [tried(NoReply(Unreached.CONNECT, sent=False), replayable=replayable, tries=tries) for tries in range(1, 6)]
    assert again == [True, True, True, False, False]


@pytest.mark.parametrize("status", AGAIN)
def test_what_answers_that_it_cannot_is_asked_three_times_if_asking_again_does_no_harm(status: int) -> None:
    reply = Reply(status, {}, b"")
    assert [tried(reply, replayable=True, tries=tries) for tries in range(1, 5)] == [True, True, False, False]
    assert not tried(reply, replayable=False, tries=1)


def tried(outcome: Outcome, *, replayable: bool, tries: int, remaining: float = 60) -> bool:
    """Return whether another try follows."""
    pause = next_try(outcome, replayable=replayable, tries=tries, remaining=remaining, now=START, jitter=0.5)
    return pause is not None


@given(outcomes, st.integers(1, 3), jitters)
def test_what_may_have_arrived_and_may_not_be_repeated_is_never_sent_twice(
    given_: tuple[Outcome, ...], tries: int, jitter: float
) -> None:
    for outcome in given_:
        pause = next_try(outcome, replayable=False, tries=tries, remaining=100, now=START, jitter=jitter)
        never_left = isinstance(outcome, NoReply) and not outcome.sent
        assert (pause is not None) == never_left


@example(30, 0.0, 1)
@given(st.integers(0, 60), jitters, st.integers(1, 2))
def test_the_servers_wish_is_never_undercut(seconds: int, jitter: float, tries: int) -> None:
    reply = Reply(503, {"retry-after": str(seconds)}, b"")
    pause = next_try(reply, replayable=True, tries=tries, remaining=30, now=START, jitter=jitter)
    assert pause is None if seconds >= 30 else pause is not None and pause >= seconds


@given(st.integers(1, 10_000), jitters)
def test_pauses_grow_to_a_limit_and_keep_half_to_chance(tries: int, jitter: float) -> None:
    full = min(2.0, 0.1 * 3.0 ** min(tries - 1, 20))
    assert full / 2 <= back_off(tries, jitter) <= full


@given(st.text())
@example("1" * 400)
@example("-1")
@example("１２")
@example("Mon, 99 Nov 2026 99:99:99 GMT")
@example("Mon, 23 Nov 99999 00:00:00 GMT")
@example("Mon, 23 Nov 2026 00:00:00 +9999999999")
def test_any_header_gives_a_pause_or_nothing(value: str) -> None:
    pause = retry_after(value, START)
    assert pause is None or pause >= 0


@given(st.integers(-100_000, 100_000), st.integers(-720, 720))
def test_a_date_is_counted_from_now_whatever_its_zone(seconds: int, minutes: int) -> None:
    moment = (START + timedelta(seconds=seconds)).astimezone(tz=None).astimezone(UTC)
    for text in (format_datetime(moment, usegmt=True), format_datetime(_in_zone(moment, minutes))):
        assert retry_after(text, START) == max(0, seconds)


def _in_zone(moment: datetime, minutes: int) -> datetime:
    from datetime import timezone

    return moment.astimezone(timezone(timedelta(minutes=minutes)))


def test_a_date_without_a_zone_is_greenwichs_wherever_the_terminal_stands() -> None:
    assert (
        retry_after("Mon, 23 Nov 2026 02:29:00 -0000", START.astimezone(TAIPEI))
        == (datetime(2026, 11, 23, 2, 29, tzinfo=UTC) - START).total_seconds()
    )


@pytest.mark.parametrize(
    ("media_type", "ours"),
    [
        ("application/json", True),
        ("application/problem+json; charset=utf-8", True),
        ("text/event-stream", True),
        ("text/html", False),
        ("", False),
    ],
)
def test_a_backend_is_known_by_how_it_speaks(media_type: str, ours: bool) -> None:
    assert from_backend(Reply(200, {"content-type": media_type}, b"")) is ours
    assert from_backend(Reply(204, {"content-type": media_type}, b""))
    assert not from_backend(NoReply(None, sent=True))
    assert not from_backend(BadReply(200, Fault.TOO_LARGE))


def test_seconds_are_plain_digits() -> None:
    assert retry_after(" 7 ", START) == 7.0
    assert retry_after(None, START) is None
    for odd in ("", "7.5", "+7", "soon", "7 s"):
        assert retry_after(odd, START) is None
