"""Counting sends and wrong codes, while holding the row of the number: whatever is tried at once, the limits hold.

They are of the number, over every terminal and flow, and of the terminal. Wrong codes of five digits and of eight are
counted apart, and so are messages for a new password and all others. Nothing resets them but time, and for the wrong
codes of a number the office.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection, Row

from kiosk.backend.domain import code_policy as policy
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.proof.statements import counts
from kiosk.backend.terminals import statements as terminal_statements
from kiosk.contract.problems import ProblemKind
from kiosk.domain.dates import seconds_left
from kiosk.domain.one_time_code import CodePurpose

_MANY_WRONG = policy.Limit(10, timedelta(minutes=10))
"""So many wrong codes on one terminal are no slip of a finger: staff should go and see."""

_log = structlog.get_logger("kiosk.codes")


def hold_device(connection: Connection, terminal_id: str) -> None:
    """Let no other transaction count a terminal's sends before this transaction ends. Before any number is held."""
    terminal_statements.hold(connection, terminal_id)


def hold_number(connection: Connection, mobile: str) -> None:
    """Let no other transaction count what a number may do before this transaction ends."""
    counts.hold_number(connection, mobile)


def barred(connection: Connection, mobile: str, digits: int, now: datetime) -> Refusal | None:
    """Return why no code of so many digits for this number is looked at or sent now, None if they are.

    The caller holds the number.
    """
    if policy.counter_only(_wrong(connection, mobile, digits, now), now):
        return Refusal(ProblemKind.CODE_COUNTER)
    until = counts.paused_until(connection, mobile, digits)
    if until is not None and until > now:
        return Refusal(ProblemKind.CODE_PAUSED, wait=(until - now).total_seconds())
    return None


def guessed(connection: Connection, mobile: str, digits: int, now: datetime) -> bool:
    """Whether a wrong code of so many digits has been typed for this number lately. The caller holds the number."""
    return bool(_wrong(connection, mobile, digits, now))


def count_wrong(connection: Connection, mobile: str, digits: int, terminal_id: str, now: datetime) -> Refusal:
    """Write down a wrong code and return what it leads to. The caller holds the number and commits."""
    counts.add_wrong(connection, mobile, digits, terminal_id, now)
    wrong = _wrong(connection, mobile, digits, now)
    until = policy.paused_until(wrong)
    if until is not None:
        counts.pause(connection, mobile, digits, until)
    recent = counts.wrong_on_terminal(connection, terminal_id, now - _MANY_WRONG.within)
    if len(recent) == _MANY_WRONG.most:
        _log.warning("many-wrong-codes", device=terminal_id)
    # Of the number, known or not, over every terminal: what it tells, the pause that follows tells as well.
    return barred(connection, mobile, digits, now) or Refusal(
        ProblemKind.CODE_WRONG, tries=policy.tries_left(wrong, now)
    )


def resend_in(connection: Connection, mobile: str, purpose: CodePurpose, terminal_id: str, now: datetime) -> float:
    """Return in how many seconds this terminal may have another message for this purpose sent to this number."""
    day_ago = now - timedelta(days=1)
    allowed = policy.next_send(
        counts.sends_to_number(connection, mobile, purpose, day_ago),
        counts.sends_of_terminal(connection, terminal_id, day_ago),
    )
    return 0.0 if allowed is None else seconds_left(allowed, now)


def count_send(connection: Connection, flow: Row[Any], now: datetime) -> None:
    """Write down a send of a flow; raise `Refusal` (`SEND_LATER`) if it is too early.

    The caller holds device and number.
    """
    wait = resend_in(connection, flow.mobile, CodePurpose(flow.purpose), flow.terminal_id, now)
    if wait > 0:
        raise Refusal(ProblemKind.SEND_LATER, wait=wait)
    counts.add_send(connection, flow.mobile, flow.terminal_id, flow.id, now)


def forget_old(connection: Connection, now: datetime) -> int:
    """Forget wrong codes that count no more, and numbers of which nothing counts any more; return how many."""
    return counts.forget(connection, now, now - policy.MONTHLY_WRONG.within)


def _wrong(connection: Connection, mobile: str, digits: int, now: datetime) -> Sequence[datetime]:
    return counts.wrong_of_number(connection, mobile, digits, now - policy.MONTHLY_WRONG.within)
