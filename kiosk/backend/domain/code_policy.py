"""How often codes are sent and how often a wrong one may be typed. Times only; who counts holds the number's row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

LIFETIME = timedelta(seconds=300)
"""A code opens something from its sending until this much later, and no longer."""
FLOW_LIFETIME = timedelta(minutes=30)
MOST_LIVE = 2
"""Codes of one flow that are good at a time; an older one is void once another is sent."""
MOST_LIVE_GUESSED = 1
"""The same once a wrong code has been typed for the number within `MONTHLY_WRONG`: only the newest is good."""


class Limit(NamedTuple):
    """At most so many in any stretch of this length."""

    most: int
    within: timedelta


RESEND_WAITS = (timedelta(seconds=60), timedelta(seconds=120), timedelta(seconds=300))
"""After the first message of the day to a number out of the same budget, after the second, after each further one."""

NUMBER_SENDS = (Limit(3, timedelta(hours=1)), Limit(5, timedelta(days=1)))
"""To one number for new passwords, and as many for everything else: ten a day in all. Anybody can have codes to
register sent to any number, and must not keep its owner from a new password by that."""
TERMINAL_SENDS = (Limit(10, timedelta(hours=1)), Limit(40, timedelta(days=1)))

FEW_WRONG = Limit(5, timedelta(minutes=15))
PAUSE = timedelta(minutes=15)
DAILY_WRONG = Limit(10, timedelta(days=1))
MONTHLY_WRONG = Limit(30, timedelta(days=30))
"""Of the codes of five digits for one number, the first guess meets two that are good, each further one a single one:
ten wrong ones a day find a code with a chance of 1.1e-4, thirty a month with 3.1e-4. Long codes have limits of their
own, of the same size: guesses at a registration's code must not keep the number's owner from a new password."""


def next_send(to_number: Sequence[datetime], from_terminal: Sequence[datetime]) -> datetime | None:
    """Return from when another message may go, None if none was sent; both are the last day's sends, oldest first."""
    allowed = [*_full_until(to_number, NUMBER_SENDS), *_full_until(from_terminal, TERMINAL_SENDS)]
    if to_number:
        allowed.append(to_number[-1] + RESEND_WAITS[min(len(to_number), len(RESEND_WAITS)) - 1])
    return max(allowed, default=None)


def _full_until(times: Sequence[datetime], limits: Sequence[Limit]) -> list[datetime]:
    return [times[-limit.most] + limit.within for limit in limits if len(times) >= limit.most]


def paused_until(wrong: Sequence[datetime]) -> datetime | None:
    """Return until when no code is looked at after the last of these wrong ones, oldest first; None for no pause."""
    now = wrong[-1]
    until = []
    if _reached(wrong, FEW_WRONG):
        until.append(now + PAUSE)
    if _reached(wrong, DAILY_WRONG):
        until.append(wrong[-DAILY_WRONG.most] + DAILY_WRONG.within)
    return max(until, default=None)


def counter_only(wrong: Sequence[datetime], now: datetime) -> bool:
    """Whether so many wrong ones were typed in a month that only the counter goes on."""
    return sum(moment > now - MONTHLY_WRONG.within for moment in wrong) >= MONTHLY_WRONG.most


def tries_left(wrong: Sequence[datetime], now: datetime) -> int:
    """Return how many more wrong ones, typed now, it takes until no code is looked at; 0 where none is already."""
    limits = (FEW_WRONG, DAILY_WRONG, MONTHLY_WRONG)
    return max(0, min(limit.most - sum(at > now - limit.within for at in wrong) for limit in limits))


def _reached(wrong: Sequence[datetime], limit: Limit) -> bool:
    return len(wrong) >= limit.most and wrong[-limit.most] > wrong[-1] - limit.within
