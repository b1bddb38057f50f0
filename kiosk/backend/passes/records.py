"""Monthly passes (月票) as they are kept: each is what one payment is for, and takes a place while that is live."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, func, insert, select, tuple_, update

from kiosk.backend.domain.pass_sale import month_after, month_of
from kiosk.backend.domain.payment import TIMED
from kiosk.backend.office.tables import pass_products
from kiosk.backend.passes.tables import passes
from kiosk.backend.payments.tables import payments
from kiosk.backend.store.prepared import Prepared
from kiosk.backend.vehicles.tables import bindings
from kiosk.contract.wire import Vehicle
from kiosk.domain.payment import PaymentState

_OF_PAYMENT = Prepared(
    select(
        pass_products.c.name,
        pass_products.c.translations,
        passes.c.month,
        passes.c.plate,
        passes.c.price,
        passes.c.holds,
    )
    .join(pass_products, pass_products.c.code == passes.c.product)
    .where(passes.c.payment_id == bindparam("payment"))
)
_RELEASE = Prepared(update(passes).where(passes.c.payment_id == bindparam("payment")).values(holds=0))


@dataclass(frozen=True, slots=True)
class PaidPass:
    """What a payment for a pass is for, as it stood when the payment was made."""

    name: str
    """Of the product, in Chinese."""
    name_en: str | None
    month: str
    plate: str
    price: int
    holds: bool
    """Whether its place is still kept for this payment."""


def hold(
    connection: Connection, id: str, payment_id: str, product: str, month: str, vehicle: Vehicle, price: int
) -> None:
    """Keep a place for a payment that was just made; the caller holds the product's row and has counted.

    Raise `IntegrityError` if the vehicle has such a pass or another payment for one.
    """
    connection.execute(
        insert(passes).values(
            id=id,
            product=product,
            month=month,
            plate=vehicle.plate,
            vehicle_type=vehicle.type.value,
            payment_id=payment_id,
            price=price,
            holds=1,
        )
    )


def release(connection: Connection, payment_id: str) -> None:
    """Give the place back that a payment held which has ended; nothing happens if it was for something else."""
    _RELEASE.run(connection, payment=payment_id)


def settle(connection: Connection, payment_id: str, now: datetime) -> bool:
    """Let the pass of a payment be paid; return False if its place is not held any more."""
    done = connection.execute(
        update(passes)
        .where(passes.c.payment_id == payment_id, passes.c.holds == 1, passes.c.paid_at.is_(None))
        .values(paid_at=now)
    )
    return done.rowcount == 1


def of_payment(connection: Connection, payment_id: str) -> PaidPass | None:
    """Return the pass that a payment is for, None if it is for bills."""
    row = _OF_PAYMENT.first(connection, payment=payment_id)
    if row is None:
        return None
    name, translations, month, plate, price, holds = row
    return PaidPass(name, in_english(translations), month, plate, price, bool(holds))


def of_vehicle(connection: Connection, product: str, month: str, vehicle: Vehicle) -> Row[datetime | None] | None:
    """Return when the pass was paid that a vehicle has for a month, or is paying; None if it has none."""
    return connection.execute(
        select(passes.c.paid_at).where(
            passes.c.product == product,
            passes.c.month == month,
            passes.c.plate == vehicle.plate,
            passes.c.vehicle_type == vehicle.type.value,
            passes.c.holds == 1,
        )
    ).one_or_none()


def overdue_holders(connection: Connection, product: str, month: str, now: datetime) -> Sequence[str]:
    """Return the payments that keep a place though their time is over, in the order of their ids."""
    return connection.scalars(
        select(payments.c.id)
        .join(passes, passes.c.payment_id == payments.c.id)
        .where(
            passes.c.product == product,
            passes.c.month == month,
            passes.c.holds == 1,
            payments.c.state.in_([state.value for state in sorted(TIMED)]),
            payments.c.expires_at <= now,
        )
        .order_by(payments.c.id)
    ).all()


def taken(connection: Connection, month: str) -> Mapping[str, int]:
    """Return how many places of each product are taken for a month; products without any are left out."""
    rows = connection.execute(
        select(passes.c.product, func.count().label("places"))
        .where(passes.c.month == month, passes.c.holds == 1)
        .group_by(passes.c.product)
    )
    return {row.product: row.places for row in rows}


def in_english(translations: str) -> str | None:
    """Return a pass's name in English from what is kept of its translations, None where there is none."""
    name = json.loads(translations).get("en")
    return name if isinstance(name, str) else None


def lots(
    connection: Connection, vehicles: Sequence[tuple[str, str]], today: date
) -> Mapping[tuple[str, str], tuple[str, str | None]]:
    """Return where vehicles, given as plate and type, have a paid pass of this or the next month (月票場所).

    The second is the same place in English, None where it has no such name.
    """
    rows = connection.execute(
        select(passes.c.plate, passes.c.vehicle_type, pass_products.c.name, pass_products.c.translations)
        .join(pass_products, pass_products.c.code == passes.c.product)
        .where(
            tuple_(passes.c.plate, passes.c.vehicle_type).in_(vehicles),
            passes.c.month.in_((month_of(today), month_after(today))),
            passes.c.paid_at.is_not(None),
            passes.c.holds == 1,
        )
        # The one that holds now last: it is the one that stays.
        .order_by(passes.c.month.desc(), passes.c.paid_at.desc())
    )
    return {(row.plate, row.vehicle_type): (row.name, in_english(row.translations)) for row in rows}


def paid_for_owner(connection: Connection, owner_id: str, at_most: int) -> Sequence[Row[Any]]:
    """Return the passes that were paid for an owner's vehicles, each with its payment and its product, newest first."""
    return connection.execute(_paid(owner_id).order_by(payments.c.paid_at.desc()).limit(at_most)).all()


def is_for_owner(connection: Connection, owner_id: str, payment_id: str) -> bool:
    """Say whether a payment is one for a pass of an owner's vehicle, and paid."""
    return connection.execute(_paid(owner_id).where(payments.c.id == payment_id)).first() is not None


def _paid(owner_id: str) -> Select[Any]:
    """Select the passes that were paid for vehicles which the owner had bound by then."""
    return (
        select(
            payments.c.id,
            payments.c.receipt_number,
            payments.c.paid_at,
            payments.c.provider,
            passes.c.price,
            passes.c.plate,
            pass_products.c.name,
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
