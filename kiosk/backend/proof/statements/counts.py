"""Statements about what is counted of codes: sends and wrong ones, of numbers and of terminals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, Connection, delete, exists, insert, or_, select, update

from kiosk.backend.proof.tables import code_failures, code_flows, code_numbers, code_sends
from kiosk.backend.store.rows import delete_some, hold
from kiosk.domain.one_time_code import LONG, SHORT, CodePurpose


def hold_number(connection: Connection, mobile: str) -> None:
    """Lock a number's row to the end of the transaction, and make it if need be."""
    hold(connection, code_numbers, mobile=mobile)


def paused_until(connection: Connection, mobile: str, digits: int) -> datetime | None:
    """Return until when codes of so many digits are paused for a number; None if they never were."""
    return connection.scalar(select(_paused_until(digits)).where(code_numbers.c.mobile == mobile))


def pause(connection: Connection, mobile: str, digits: int, until: datetime) -> None:
    """Pause the codes of so many digits for a number, whose row the caller has locked."""
    paused = {_paused_until(digits).name: until}
    connection.execute(update(code_numbers).where(code_numbers.c.mobile == mobile).values(paused))


def end_pauses(connection: Connection, mobile: str) -> None:
    """End the pauses of a number, whose row the caller has locked."""
    connection.execute(
        update(code_numbers).where(code_numbers.c.mobile == mobile).values(paused_until=None, long_paused_until=None)
    )


def add_wrong(connection: Connection, mobile: str, digits: int, terminal_id: str, now: datetime) -> None:
    """Write down a wrong code."""
    connection.execute(insert(code_failures).values(mobile=mobile, digits=digits, terminal_id=terminal_id, at=now))


def wrong_of_number(connection: Connection, mobile: str, digits: int, since: datetime) -> Sequence[datetime]:
    """Return when wrong codes of so many digits were typed for a number after a moment, in order."""
    return connection.scalars(
        select(code_failures.c.at)
        .where(code_failures.c.mobile == mobile, code_failures.c.digits == digits, code_failures.c.at > since)
        .order_by(code_failures.c.at)
    ).all()


def wrong_on_terminal(connection: Connection, terminal_id: str, since: datetime) -> Sequence[datetime]:
    """Return when wrong codes were typed on a terminal after a moment, in order."""
    return connection.scalars(
        select(code_failures.c.at)
        .where(code_failures.c.terminal_id == terminal_id, code_failures.c.at > since)
        .order_by(code_failures.c.at)
    ).all()


def forget_wrong(connection: Connection, mobile: str) -> int:
    """Forget the wrong codes of a number, whose row the caller has locked; return how many."""
    return connection.execute(delete(code_failures).where(code_failures.c.mobile == mobile)).rowcount


def add_send(connection: Connection, mobile: str, terminal_id: str, flow_id: str, now: datetime) -> None:
    """Write down that a code was sent."""
    connection.execute(insert(code_sends).values(mobile=mobile, terminal_id=terminal_id, flow_id=flow_id, at=now))


def sends_to_number(connection: Connection, mobile: str, purpose: CodePurpose, since: datetime) -> Sequence[datetime]:
    """Return when codes were sent to a number after a moment, in order: for new passwords, or for all that is not."""
    resets = select(code_flows.c.id).where(code_flows.c.purpose == CodePurpose.RESET_PASSWORD.value)
    of_reset = code_sends.c.flow_id.in_(resets)
    same_budget = of_reset if purpose is CodePurpose.RESET_PASSWORD else ~of_reset
    return connection.scalars(
        select(code_sends.c.at)
        .where(code_sends.c.mobile == mobile, same_budget, code_sends.c.at > since)
        .order_by(code_sends.c.at)
    ).all()


def sends_of_terminal(connection: Connection, terminal_id: str, since: datetime) -> Sequence[datetime]:
    """Return when a terminal had codes sent after a moment, in order."""
    return connection.scalars(
        select(code_sends.c.at)
        .where(code_sends.c.terminal_id == terminal_id, code_sends.c.at > since)
        .order_by(code_sends.c.at)
    ).all()


def forget(connection: Connection, now: datetime, wrong_before: datetime) -> int:
    """Forget wrong codes up to a moment, and numbers of which nothing is counted and no pause goes on.

    Return how many rows.
    """
    return delete_some(connection, code_failures, code_failures.c.at <= wrong_before) + delete_some(
        connection,
        code_numbers,
        *(or_(until.is_(None), until <= now) for until in map(_paused_until, (SHORT, LONG))),
        ~exists().where(code_failures.c.mobile == code_numbers.c.mobile),
        ~exists().where(code_sends.c.mobile == code_numbers.c.mobile),
    )


def _paused_until(digits: int) -> Column[datetime]:
    return code_numbers.c.long_paused_until if digits == LONG else code_numbers.c.paused_until
