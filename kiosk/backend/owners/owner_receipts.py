"""What was paid for an owner's vehicles (已繳記錄), here or by the phone, by whomever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, literal, null, or_, select

from kiosk.backend.context import Context
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.office.tables import pass_products
from kiosk.backend.passes import pass_records
from kiosk.backend.payments import payables, payment_records, receipts
from kiosk.backend.store.office_tables import passes
from kiosk.backend.store.tables import payment_bills, payments, tickets
from kiosk.backend.vehicles.tables import bindings
from kiosk.contract.owners import OwnerReceipt, OwnerReceipts
from kiosk.contract.payments import Receipt
from kiosk.contract.problems import ProblemKind
from kiosk.domain.payment import PaymentState

MOST_SHOWN = 100

_WHICH = (payments.c.id, payments.c.receipt_number, payments.c.paid_at, payments.c.provider)

_OF_BILLS = (
    func.sum(payment_bills.c.amount).label("amount"),
    func.count().label("bills"),
    null().label("season_pass"),
    null().label("translations"),
)


def listed(connection: Connection, context: Context, owner_id: str) -> OwnerReceipts:
    """Return what was paid since each vehicle was bound, newest first.

    Of a payment for several people's vehicles only the owner's own part is told: the rest is nobody else's business.
    """
    rows = connection.execute(
        select(*_WHICH, *_OF_BILLS)
        .join_from(payments, payment_bills, payment_bills.c.payment_id == payments.c.id)
        .where(_own(owner_id))
        .group_by(*_WHICH)
        .order_by(payments.c.paid_at.desc(), payments.c.id)
        .limit(MOST_SHOWN)
    ).all()
    plates = _plates(connection, owner_id, [row.id for row in rows])
    found = [_receipt(context, row, plates[row.id]) for row in rows]
    # A payment is for bills or for a pass, never for both.
    bought = connection.execute(_passes(owner_id).order_by(payments.c.paid_at.desc()).limit(MOST_SHOWN))
    found += [_receipt(context, row, (row.plate,)) for row in bought]
    found.sort(key=lambda receipt: receipt.paid_at, reverse=True)
    return OwnerReceipts(receipts=tuple(found[:MOST_SHOWN]))


def get(connection: Connection, context: Context, owner_id: str, payment_id: str) -> Receipt:
    """Return the receipt of what was paid for the owner's vehicles, at whatever terminal.

    Of a payment for others as well it has the owner's lines alone, and neither the fee nor the provider's number.
    Raise `Refusal` (`NOT_FOUND`) where nothing of it is the owner's.
    """
    own = connection.scalars(
        select(payment_bills.c.bill_number)
        .join_from(payments, payment_bills, payment_bills.c.payment_id == payments.c.id)
        .where(payments.c.id == payment_id, _own(owner_id))
    ).all()
    bought = connection.execute(_passes(owner_id).where(payments.c.id == payment_id)).first()
    record = payment_records.load(connection, id=payment_id) if own or bought is not None else None
    if record is None:
        raise Refusal(ProblemKind.NOT_FOUND)
    lines = payables.lines_of(connection, context, payment_id)
    part = [line for line in lines if line.bill is None or line.bill in own]
    if len(part) < len(lines):
        record = replace(record, amount=sum(line.amount for line in part), fee=0, provider_reference=None)
    return receipts.written(connection, context, record, part)


def _passes(owner_id: str) -> Select[Any]:
    """Select the passes that were paid for vehicles which the owner had bound by then."""
    return (
        select(
            *_WHICH,
            passes.c.price.label("amount"),
            literal(1).label("bills"),
            passes.c.plate,
            pass_products.c.name.label("season_pass"),
            pass_products.c.translations,
        )
        .join_from(payments, passes, passes.c.payment_id == payments.c.id)
        .join(pass_products, pass_products.c.code == passes.c.product)
        .join(bindings, and_(bindings.c.plate == passes.c.plate, bindings.c.vehicle_type == passes.c.vehicle_type))
        .where(
            bindings.c.owner_id == owner_id,
            bindings.c.ended_at.is_(None),
            bindings.c.bound_at <= payments.c.paid_at,
            payments.c.state == PaymentState.PAID.value,
        )
    )


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


def _receipt(context: Context, row: Row[Any], plates: tuple[str, ...]) -> OwnerReceipt:
    return OwnerReceipt(
        payment_id=row.id,
        number=row.receipt_number,
        paid_at=row.paid_at,
        plates=plates,
        amount=row.amount,
        provider_name=context.terms.providers.name(row.provider),
        provider_name_en=context.terms.providers.name_en(row.provider),
        bills=row.bills,
        season_pass=row.season_pass,
        season_pass_en=None if row.translations is None else pass_records.in_english(row.translations),
    )
