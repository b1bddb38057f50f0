"""Statements about taking tickets into the register. The caller of those that write holds `Lock.TICKETS`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, exists, insert, or_, select, update

from kiosk.backend.domain.owed import OUR_REGISTER
from kiosk.backend.domain.payment import RefundReason
from kiosk.backend.payments.tables import payment_tickets, refund_bills, refunds
from kiosk.backend.registers.statements.tickets import HELD_HERE, lock
from kiosk.backend.registers.statements.withdrawals import WITHDRAWN_HERE
from kiosk.backend.registers.tables import register_imports, tickets

_HELD = exists().where(HELD_HERE)
# A refund without bills of its own is of all that had not gone back before.
_ITS_BILL = and_(
    refund_bills.c.payment_id == refunds.c.payment_id,
    or_(refund_bills.c.bill_number == tickets.c.number, refund_bills.c.bill_number == tickets.c.notice_number),
)
_PAID_ELSEWHERE = exists().where(
    payment_tickets.c.ticket_number == tickets.c.number,
    payment_tickets.c.register == OUR_REGISTER,
    refunds.c.payment_id == payment_tickets.c.payment_id,
    refunds.c.reason == RefundReason.PAID_ELSEWHERE.value,
    or_(
        exists().where(_ITS_BILL, refund_bills.c.refund_id == refunds.c.id).correlate(tickets, refunds),
        and_(
            ~exists().where(refund_bills.c.refund_id == refunds.c.id),
            ~exists().where(_ITS_BILL).correlate(tickets, refunds),
        ),
    ),
)


def any_import(connection: Connection, source: str) -> bool:
    """Say whether anything was ever taken in from a source."""
    return bool(
        connection.scalar(select(exists(select(register_imports.c.id).where(register_imports.c.source == source))))
    )


def filled(connection: Connection) -> bool:
    """Say whether anything was ever taken in, even nothing, or there is a ticket."""
    return bool(connection.scalar(select(exists(select(register_imports.c.id)) | exists(select(tickets.c.number)))))


def remember(connection: Connection, source: str, now: datetime, **counted: Any) -> None:
    """Write down that tickets were taken in, and how many."""
    connection.execute(insert(register_imports).values(source=source, taken_at=now, **counted))


def there(connection: Connection, numbers: Sequence[str], *, hold: bool = False) -> dict[str, Row[Any]]:
    """Return by number those of some tickets that are there.

    Each is with `held`, whether a payment holds it, `paid_elsewhere`, whether the office has given its money back since
    it was paid elsewhere, and `withdrawn_here`, whether it was withdrawn at the desk. With `hold`, their rows are
    locked to the end of the transaction (`FOR UPDATE`).
    """
    wanted = tickets.c.number.in_(numbers)
    if hold:
        lock(connection, wanted)
    beside = _HELD.label("held"), _PAID_ELSEWHERE.label("paid_elsewhere"), WITHDRAWN_HERE.label("withdrawn_here")
    found = connection.execute(select(tickets, *beside).where(wanted))
    return {row.number: row for row in found}


def add(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write tickets down."""
    if rows:
        connection.execute(insert(tickets), rows)


def change(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Change tickets, whose rows the caller has locked: in each, `of` is the number, and the rest are columns."""
    if rows:
        connection.execute(update(tickets).where(tickets.c.number == bindparam("of")), rows)


def owed(connection: Connection) -> Sequence[str]:
    """Return the numbers of all tickets that are owed, in order."""
    return connection.scalars(
        select(tickets.c.number).where(tickets.c.status == "owed").order_by(tickets.c.number)
    ).all()


def withdraw(connection: Connection, numbers: Sequence[str]) -> int:
    """Withdraw those of some tickets that are owed; return how many."""
    lock(connection, tickets.c.number.in_(numbers))
    # Asked again by the statement itself: what was paid meanwhile is paid.
    gone = update(tickets).where(tickets.c.number.in_(numbers), tickets.c.status == "owed")
    return connection.execute(gone.values(status="withdrawn")).rowcount
