"""What was paid for an owner's vehicles (已繳記錄), here or by the phone, by whomever."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select

from kiosk.backend.services.till import Till
from kiosk.backend.store.owner_tables import bindings
from kiosk.backend.store.tables import payment_bills, payments, tickets
from kiosk.contract.owners import OwnerReceipt, OwnerReceipts
from kiosk.domain.payment import PaymentState

MOST_SHOWN = 100

_WHICH = (payments.c.id, payments.c.receipt_number, payments.c.paid_at, payments.c.provider)


def listed(connection: Connection, till: Till, owner_id: str) -> OwnerReceipts:
    """Return what was paid since each vehicle was bound, newest first.

    Of a payment for several people's vehicles only the owner's own part is told: the rest is nobody else's business.
    """
    rows = connection.execute(
        select(*_WHICH, func.sum(payment_bills.c.amount).label("amount"), func.count().label("bills"))
        .join_from(payments, payment_bills, payment_bills.c.payment_id == payments.c.id)
        .where(_own(owner_id))
        .group_by(*_WHICH)
        .order_by(payments.c.paid_at.desc(), payments.c.id)
        .limit(MOST_SHOWN)
    ).all()
    plates = _plates(connection, owner_id, [row.id for row in rows])
    return OwnerReceipts(receipts=tuple(_receipt(till, row, plates[row.id]) for row in rows))


def _own(owner_id: str) -> ColumnElement[bool]:
    """Return the condition that a paid bill is one of a vehicle which the owner had bound by then."""
    bound = and_(bindings.c.owner_id == owner_id, bindings.c.ended_at.is_(None))
    # A bill names its plate only. A car and a motorcycle may carry the same: its tickets know which of them it was.
    of_a_bound_one = (
        select(tickets.c.number)
        .join(bindings, and_(bindings.c.plate == tickets.c.plate, bindings.c.vehicle_type == tickets.c.vehicle_type))
        .where(
            bound,
            bindings.c.bound_at <= payments.c.paid_at,
            tickets.c.plate == payment_bills.c.plate,
            or_(
                tickets.c.number == payment_bills.c.bill_number, tickets.c.notice_number == payment_bills.c.bill_number
            ),
        )
    )
    return and_(
        payments.c.state == PaymentState.PAID.value,
        payment_bills.c.plate.in_(select(bindings.c.plate).where(bound)),
        of_a_bound_one.exists(),
    )


def _plates(connection: Connection, owner_id: str, payment_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    rows = connection.execute(
        select(payment_bills.c.payment_id, payment_bills.c.plate)
        .distinct()
        .join_from(payments, payment_bills, payment_bills.c.payment_id == payments.c.id)
        .where(payments.c.id.in_(payment_ids), _own(owner_id))
        .order_by(payment_bills.c.payment_id, payment_bills.c.plate)
    )
    found: dict[str, tuple[str, ...]] = dict.fromkeys(payment_ids, ())
    for row in rows:
        found[row.payment_id] += (row.plate,)
    return found


def _receipt(till: Till, row: Row[Any], plates: tuple[str, ...]) -> OwnerReceipt:
    return OwnerReceipt(
        payment_id=row.id,
        number=row.receipt_number,
        paid_at=row.paid_at,
        plates=plates,
        amount=row.amount,
        provider_name=till.terms.providers.name(row.provider),
        bills=row.bills,
    )
