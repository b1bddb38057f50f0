"""Whether a try is followed by another, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.api_client._exchange import BadReply, NoReply, Outcome, Reply
from kiosk.api_client._policy import ASK_AGAIN, MOST_ASKED, MOST_TRIES, back_off, next_try, retry_after
from kiosk.api_client.errors import Fault, Unreached
from tests.clock import START

jitters = st.floats(0, 1, exclude_max=True)
replies = st.builds(
    Reply,
    st.integers(200, 599),
    st.dictionaries(st.just("retry-after"), st.integers(0, 100).map(str) | st.text()),
    st.just(b""),
)
outcomes: st.SearchStrategy[Outcome] = (
    replies
    | st.builds(NoReply, st.none() | st.sampled_from(Unreached), st.booleans())
    | st.builds(BadReply, st.integers(200, 599), st.sampled_from(Fault))
)


@given(outcomes, st.booleans(), st.integers(1, 10), st.floats(0, 100), jitters)
def test_a_next_try_is_always_allowed_in_time_and_counted(
    outcome: Outcome, replayable: bool, tries: int, remaining: float, jitter: float
) -> None:
    pause = next_try(outcome, replayable=replayable, tries=tries, remaining=remaining, now=START, jitter=jitter)
    if pause is None:
        return
    assert 0 < pause < remaining
    assert tries < MOST_TRIES
    match outcome:
        case Reply(status=status):
            assert replayable
            assert status in ASK_AGAIN
            assert tries < MOST_ASKED
        case NoReply(sent=sent):
            assert replayable or not sent
        case BadReply():
            raise AssertionError("what is not ours is not asked again")


@given(outcomes, st.integers(1, MOST_TRIES - 1), jitters)
def test_what_may_have_arrived_and_may_not_be_repeated_is_never_sent_twice(
    outcome: Outcome, tries: int, jitter: float
) -> None:
    pause = next_try(outcome, replayable=False, tries=tries, remaining=100, now=START, jitter=jitter)
    never_left = isinstance(outcome, NoReply) and not outcome.sent
    assert (pause is not None) == never_left


@given(st.integers(0, 60), jitters, st.integers(1, MOST_ASKED - 1))
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


def test_seconds_are_plain_digits() -> None:
    assert retry_after(" 7 ", START) == 7.0
    assert retry_after(None, START) is None
    for odd in ("", "7.5", "+7", "soon", "7 s"):
        assert retry_after(odd, START) is None
