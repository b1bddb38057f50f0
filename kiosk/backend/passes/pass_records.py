"""Monthly passes (月票) as they are kept: each is what one payment is for, and takes a place while that is live."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, insert, select, tuple_, update

from kiosk.backend.domain.pass_sale import month_after, month_of
from kiosk.backend.office.tables import pass_products
from kiosk.backend.store.office_tables import passes
from kiosk.backend.store.prepared import Prepared
from kiosk.contract.wire import Vehicle

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
