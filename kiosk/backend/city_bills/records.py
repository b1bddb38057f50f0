"""Bills of other cities as they are kept: what a payment holds of them, and what their city has said of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from kiosk.backend.city_bills.port import CityOrder
from kiosk.backend.city_bills.tables import city_bills, city_orders
from kiosk.backend.domain.city_settlement import CityState, CityWay
from kiosk.backend.domain.payment import TIMED
from kiosk.backend.payments.tables import payments
from kiosk.backend.store.prepared import Prepared
from kiosk.contract.wire import Vehicle
from kiosk.domain.payment import PaymentState
from kiosk.domain.plate import VehicleType

_ORDER = Prepared(
    select(
        payments.c.number,
        city_orders.c.city,
        city_orders.c.plate,
        city_orders.c.vehicle_type,
        city_orders.c.way,
        city_orders.c.state,
        city_orders.c.due_since,
    )
    .join(payments, payments.c.id == city_orders.c.payment_id)
    .where(city_orders.c.payment_id == bindparam("payment"))
)
_BILLS = (
    select(city_bills.c.bill_number, city_bills.c.pay_by, city_bills.c.amount)
    .where(city_bills.c.payment_id == bindparam("payment"))
    .order_by(city_bills.c.position)
)
_ALL_BILLS = Prepared(_BILLS)
_RELEASE = Prepared(update(city_bills).where(city_bills.c.payment_id == bindparam("payment")).values(holds=0))


@dataclass(frozen=True, slots=True)
class HeldBill:
    """One bill as its city listed it when the payment was made."""

    number: str
    pay_by: date
    amount: int


@dataclass(frozen=True, slots=True)
class KeptOrder:
    """Where a payment stands with its city."""

    number: str
    """Of the payment's order."""
    city: str
    vehicle: Vehicle
    way: CityWay
    state: CityState
    due_since: datetime | None

    def order(self, bills: Iterable[HeldBill]) -> CityOrder:
        """Return the order that the city gets; raise `ValueError` while its money is not here."""
        if self.due_since is None:
            raise ValueError(self.state)
        numbered = tuple((bill.number, bill.amount) for bill in bills)
        return CityOrder(self.number, self.city, self.vehicle, numbered, self.due_since)


def hold(
    connection: Connection, payment_id: str, city: str, vehicle: Vehicle, way: CityWay, bills: Sequence[HeldBill]
) -> None:
    """Keep what a payment is for that was just made, and its hold.

    Raise `IntegrityError` if another payment holds one of the bills.
    """
    connection.execute(
        insert(city_orders).values(
            payment_id=payment_id,
            city=city,
            plate=vehicle.plate,
            vehicle_type=vehicle.type.value,
            way=way.value,
            state=CityState.HELD.value,
        )
    )
    connection.execute(
        insert(city_bills),
        [
            {
                "payment_id": payment_id,
                "position": position,
                "city": city,
                "bill_number": bill.number,
                "pay_by": bill.pay_by,
                "amount": bill.amount,
                "holds": 1,
            }
            for position, bill in enumerate(bills)
        ],
    )


def order(connection: Connection, payment_id: str) -> KeptOrder | None:
    """Return where a payment stands with its city, None if it is for something else."""
    row = _ORDER.first(connection, payment=payment_id)
    if row is None:
        return None
    number, city, plate, type, way, state, since = row
    vehicle = Vehicle(plate=plate, type=VehicleType(type))
    return KeptOrder(number, city, vehicle, CityWay(way), CityState(state), since)


def bills(connection: Connection, payment_id: str) -> list[HeldBill]:
    """Return a payment's bills in the order in which they were chosen."""
    return [HeldBill(*row) for row in _ALL_BILLS.all(connection, payment=payment_id)]


def holds_all(connection: Connection, payment_id: str) -> bool:
    """Say whether a payment holds its bills."""
    held = connection.scalars(select(city_bills.c.holds).where(city_bills.c.payment_id == payment_id)).all()
    return bool(held) and all(held)


def move(connection: Connection, payment_id: str, come_from: Collection[CityState], to: CityState) -> bool:
    """Let a payment stand otherwise with its city; return False, with nothing done, if it stood in no such state."""
    return _moved(connection, payment_id, come_from, {"state": to.value})


def money_is_here(connection: Connection, payment_id: str, now: datetime) -> bool:
    """Note that the city is to know of a payment now; return False if it does not hold its bills any more."""
    if not holds_all(connection, payment_id):
        return False
    return _moved(connection, payment_id, {CityState.HELD}, {"state": CityState.DUE.value, "due_since": now})


def _moved(
    connection: Connection, payment_id: str, come_from: Collection[CityState], values: dict[str, object]
) -> bool:
    done = connection.execute(
        update(city_orders)
        .where(
            city_orders.c.payment_id == payment_id,
            city_orders.c.state.in_([state.value for state in sorted(come_from)]),
        )
        .values(values)
    )
    return done.rowcount == 1


def release(connection: Connection, payment_id: str) -> None:
    """Let go what a payment holds that has ended; nothing happens if it is for something else."""
    _RELEASE.run(connection, payment=payment_id)


def held(connection: Connection, city: str, numbers: Collection[str]) -> dict[str, bool]:
    """Return which of a city's bills a payment holds, and whether that one is paid, by the bills' numbers."""
    rows = connection.execute(
        select(city_bills.c.bill_number, payments.c.state)
        .join(payments, payments.c.id == city_bills.c.payment_id)
        .where(city_bills.c.city == city, city_bills.c.bill_number.in_(numbers), city_bills.c.holds == 1)
    )
    return {number: state == PaymentState.PAID.value for number, state in rows}


def overdue_holders(connection: Connection, city: str, numbers: Collection[str], now: datetime) -> Sequence[str]:
    """Return the payments that hold one of these bills though their time is over, in the order of their ids."""
    return connection.scalars(
        select(payments.c.id)
        .distinct()
        .join(city_bills, city_bills.c.payment_id == payments.c.id)
        .where(
            city_bills.c.city == city,
            city_bills.c.bill_number.in_(numbers),
            city_bills.c.holds == 1,
            payments.c.state.in_([state.value for state in sorted(TIMED)]),
            payments.c.expires_at <= now,
        )
        .order_by(payments.c.id)
    ).all()
