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
from sqlalchemy import Column, ColumnElement, Connection, Row, Table, delete, exists, insert, or_, select, update

from kiosk.backend.domain import code_policy as policy
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.proof.tables import code_failures, code_flows, code_numbers, code_sends
from kiosk.backend.store.rows import hold
from kiosk.backend.terminals.tables import terminals
from kiosk.contract.problems import ProblemKind
from kiosk.domain.one_time_code import LONG, SHORT, CodePurpose

_MANY_WRONG = policy.Limit(10, timedelta(minutes=10))
"""So many wrong codes on one terminal are no slip of a finger: somebody should go and look."""

_log = structlog.get_logger("kiosk.codes")


def hold_device(connection: Connection, terminal_id: str) -> None:
    """Let nobody else count a terminal's sends before this transaction ends. Before any number is held."""
    # Not the key itself: rows that only point to the terminal need not wait.
    connection.execute(select(terminals.c.id).where(terminals.c.id == terminal_id).with_for_update(key_share=True))


def hold_number(connection: Connection, mobile: str) -> None:
    """Let nobody else count what a number may do before this transaction ends."""
    hold(connection, code_numbers, mobile=mobile)


def barred(connection: Connection, mobile: str, digits: int, now: datetime) -> Refusal | None:
    """Return why no code of so many digits for this number is looked at or sent now, None if they are.

    The caller holds the number.
    """
    if policy.counter_only(_wrong(connection, mobile, digits, now), now):
        return Refusal(ProblemKind.CODE_COUNTER)
    until = connection.scalar(select(_paused_until(digits)).where(code_numbers.c.mobile == mobile))
    if until is not None and until > now:
        return Refusal(ProblemKind.CODE_PAUSED, wait=(until - now).total_seconds())
    return None


def guessed(connection: Connection, mobile: str, digits: int, now: datetime) -> bool:
    """Whether a wrong code of so many digits has been typed for this number lately. The caller holds the number."""
    return bool(_wrong(connection, mobile, digits, now))


def count_wrong(connection: Connection, mobile: str, digits: int, terminal_id: str, now: datetime) -> Refusal:
    """Write down a wrong code and return what it leads to. The caller holds the number and commits."""
    connection.execute(insert(code_failures).values(mobile=mobile, digits=digits, terminal_id=terminal_id, at=now))
    wrong = _wrong(connection, mobile, digits, now)
    until = policy.paused_until(wrong)
    if until is not None:
        paused = {_paused_until(digits).name: until}
        connection.execute(update(code_numbers).where(code_numbers.c.mobile == mobile).values(paused))
    recent = _times(connection, code_failures, code_failures.c.terminal_id == terminal_id, now - _MANY_WRONG.within)
    if len(recent) == _MANY_WRONG.most:
        _log.warning("many-wrong-codes", device=terminal_id)
    # Of the number, known or not, over every terminal: what it tells, the pause that follows tells as well.
    return barred(connection, mobile, digits, now) or Refusal(
        ProblemKind.CODE_WRONG, tries=policy.tries_left(wrong, now)
    )


def resend_in(connection: Connection, mobile: str, purpose: CodePurpose, terminal_id: str, now: datetime) -> float:
    """Return in how many seconds this terminal may have another message for this purpose sent to this number."""
    day_ago = now - timedelta(days=1)
    resets = select(code_flows.c.id).where(code_flows.c.purpose == CodePurpose.RESET_PASSWORD.value)
    of_reset = code_sends.c.flow_id.in_(resets)
    same_budget = of_reset if purpose is CodePurpose.RESET_PASSWORD else ~of_reset
    allowed = policy.next_send(
        _times(connection, code_sends, (code_sends.c.mobile == mobile) & same_budget, day_ago),
        _times(connection, code_sends, code_sends.c.terminal_id == terminal_id, day_ago),
    )
    return 0.0 if allowed is None else max(0.0, (allowed - now).total_seconds())


def count_send(connection: Connection, flow: Row[Any], now: datetime) -> None:
    """Write down a send of an errand; raise `Refusal` (`SEND_LATER`) if it is too early.

    The caller holds device and number.
    """
    wait = resend_in(connection, flow.mobile, CodePurpose(flow.purpose), flow.terminal_id, now)
    if wait > 0:
        raise Refusal(ProblemKind.SEND_LATER, wait=wait)
    connection.execute(
        insert(code_sends).values(mobile=flow.mobile, terminal_id=flow.terminal_id, flow_id=flow.id, at=now)
    )


def forget_old(connection: Connection, now: datetime) -> None:
    """Forget wrong codes that count no more, and numbers of which nothing counts any more."""
    connection.execute(delete(code_failures).where(code_failures.c.at <= now - policy.MONTHLY_WRONG.within))
    connection.execute(
        delete(code_numbers).where(
            *(or_(until.is_(None), until <= now) for until in map(_paused_until, (SHORT, LONG))),
            ~exists().where(code_failures.c.mobile == code_numbers.c.mobile),
            ~exists().where(code_sends.c.mobile == code_numbers.c.mobile),
        )
    )


def _paused_until(digits: int) -> Column[datetime]:
    return code_numbers.c.long_paused_until if digits == LONG else code_numbers.c.paused_until


def _wrong(connection: Connection, mobile: str, digits: int, now: datetime) -> Sequence[datetime]:
    since = now - policy.MONTHLY_WRONG.within
    whose = (code_failures.c.mobile == mobile) & (code_failures.c.digits == digits)
    return _times(connection, code_failures, whose, since)


def _times(connection: Connection, table: Table, whose: ColumnElement[bool], since: datetime) -> Sequence[datetime]:
    return connection.scalars(select(table.c.at).where(whose, table.c.at > since).order_by(table.c.at)).all()
