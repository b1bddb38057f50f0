"""How many failures of signing in are looked at, and how long no other one is looked at after them.

Five failures in a quarter of an hour stop an account on one terminal (資通系統防護基準: for 15 minutes at least);
twenty stop it on every terminal, and twenty of whatever accounts stop one terminal. So somebody who tries at one
kiosk slows down that kiosk, not the owner at another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
PAUSE = timedelta(minutes=15)
REACH = WINDOW + PAUSE
"""How far back a failure can still matter."""

HERE, EVERYWHERE, DEVICE = 5, 20, 20
"""Failures in a window: of an account on one terminal, of an account on all, of all accounts on one terminal."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One failure that concerns either the account or the terminal of which the question is."""

    at: datetime
    same_account: bool
    same_terminal: bool


def paused_until(failures: Sequence[Failure]) -> datetime | None:
    """Return until when no try is looked at; None if nothing paused it within `REACH`. The moment may have passed."""
    account = [failure for failure in failures if failure.same_account]
    ends = (
        _end([failure.at for failure in account if failure.same_terminal], HERE),
        _end([failure.at for failure in account], EVERYWHERE),
        _end([failure.at for failure in failures if failure.same_terminal], DEVICE),
    )
    return max((end for end in ends if end is not None), default=None)


def _end(times: Sequence[datetime], limit: int) -> datetime | None:
    """Return the end of the pause that the last `limit` failures within one window began."""
    ordered = sorted(times)
    full = [last for first, last in zip(ordered, ordered[limit - 1 :], strict=False) if last - first < WINDOW]
    return full[-1] + PAUSE if full else None
