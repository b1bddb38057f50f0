"""Statements about refunds. The caller of those that write has locked the payment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, func, insert, select, update

from kiosk.backend.payments.tables import movements, payments, refund_bills, refunds

earlier = refunds.alias("earlier")

_ADD = insert(refunds)
_FIND = (
    select(
        refunds.c.id,
        payments.c.number,
        payments.c.provider,
        movements.c.reference,
        refunds.c.amount,
        refunds.c.given_before,
        refunds.c.payment_id,
        refunds.c.status,
        exists().where(
            earlier.c.charge == refunds.c.charge,
            earlier.c.given_before < refunds.c.given_before,
            earlier.c.status == "due",
        ),
    )
    .join_from(refunds, payments, payments.c.id == refunds.c.payment_id)
    .join(movements, movements.c.sequence == refunds.c.charge)
    .where(refunds.c.id == bindparam("refund"))
)
_ONE_DUE = select(refunds.c.id).where(refunds.c.payment_id == bindparam("payment"), refunds.c.status == "due").limit(1)
_AMOUNT_DUE = select(refunds.c.amount).where(
    refunds.c.id == bindparam("refund"), refunds.c.payment_id == bindparam("payment"), refunds.c.status == "due"
)
_DONE = (
    update(refunds)
    .where(refunds.c.id == bindparam("refund"), refunds.c.status == "due")
    .values(status="refunded", done_at=bindparam("now"))
)


def add(connection: Connection, **columns: Any) -> None:
    """Write down that a part of a charge goes back; `IntegrityError` if that goes back already, or is not there."""
    connection.execute(_ADD, columns)


def find(connection: Connection, refund_id: str) -> Row[*tuple[Any, ...]]:
    """Return a refund with the columns of a `Refund`, then payment, status, and whether a part waits before it."""
    return connection.execute(_FIND, {"refund": refund_id}).one()


def finish(connection: Connection, refund_id: str, now: datetime) -> bool:
    """Write down that a refund is done; return whether it was due until now."""
    return connection.execute(_DONE, {"refund": refund_id, "now": now}).rowcount != 0


def one_is_due(connection: Connection, payment_id: str) -> bool:
    """Say whether a refund of a payment is still due."""
    return connection.scalar(_ONE_DUE, {"payment": payment_id}) is not None


def amount_due(connection: Connection, refund_id: str, payment_id: str) -> int | None:
    """Return the dollars of a refund of a payment, None unless there is such a one that is due."""
    return connection.scalar(_AMOUNT_DUE, {"refund": refund_id, "payment": payment_id})


def add_bills(connection: Connection, refund_id: str, payment_id: str, bills: Mapping[str, int]) -> None:
    """Write down which bills of a payment go back, with their dollars; `IntegrityError` if one does already."""
    connection.execute(
        insert(refund_bills),
        [
            {"refund_id": refund_id, "payment_id": payment_id, "bill_number": bill, "amount": amount}
            for bill, amount in bills.items()
        ],
    )


def given(connection: Connection, payment_id: str) -> int:
    """Return the dollars of a payment's bills that went back while the rest stayed paid."""
    amounts = select(func.coalesce(func.sum(refund_bills.c.amount), 0)).where(refund_bills.c.payment_id == payment_id)
    return int(connection.scalar(amounts) or 0)


def ordered(connection: Connection, payment_id: str) -> int:
    """Return the dollars of a payment that the office has ordered to go back."""
    amounts = select(func.coalesce(func.sum(refunds.c.amount), 0)).where(
        refunds.c.payment_id == payment_id, refunds.c.ordered_by.is_not(None)
    )
    return int(connection.scalar(amounts) or 0)


def is_of_bills(connection: Connection, refund_id: str) -> bool:
    """Say whether a refund is about some of its payment's bills."""
    return connection.scalar(select(exists().where(refund_bills.c.refund_id == refund_id))) or False
