"""Statements of the one box: each finds by an index what has exactly one value, and no more rows than are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, literal, or_, select, union_all

from kiosk.backend.city_bills.tables import city_bills, city_orders
from kiosk.backend.passes.tables import passes
from kiosk.backend.payments.tables import movements, payments
from kiosk.backend.registers.tables import notices, tickets
from kiosk.backend.staff.tables import cases
from kiosk.backend.support.tables import failures
from kiosk.backend.vehicles.tables import bindings, claims

Rows = Sequence[Row[*tuple[Any, ...]]]

_PAYMENT = (
    payments.c.id,
    payments.c.number,
    payments.c.state,
    payments.c.amount,
    payments.c.fee,
    payments.c.created_at,
)


def vehicle_types(connection: Connection, plate: str) -> Sequence[str]:
    """Return the types of vehicle that our register, an owner, a pass or another city's bill has this plate as."""
    asked = union_all(
        select(literal("car")).where(_known(plate, "car")),
        select(literal("motorcycle")).where(_known(plate, "motorcycle")),
    )
    return connection.scalars(asked).all()


def _known(plate: str, kind: str) -> Any:
    bound = _of_vehicle(bindings, plate, kind).where(bindings.c.ended_at.is_(None))
    there = [_of_vehicle(table, plate, kind) for table in (tickets, passes, city_orders)]
    return or_(*(one.exists() for one in (*there, bound)))


def _of_vehicle(table: Table, plate: str, kind: str) -> Select[Any]:
    return select(table.c.plate).where(table.c.plate == plate, table.c.vehicle_type == kind)


def ticket(connection: Connection, number: str) -> Rows:
    """Return the ticket with a number."""
    asked = select(
        tickets.c.number, tickets.c.plate, tickets.c.vehicle_type, tickets.c.status, tickets.c.fee, tickets.c.parked_at
    )
    return connection.execute(asked.where(tickets.c.number == number)).all()


def notice(connection: Connection, number: str) -> Rows:
    """Return the notice with a number."""
    asked = select(notices.c.number, notices.c.plate, notices.c.vehicle_type, notices.c.stage)
    return connection.execute(asked.where(notices.c.number == number)).all()


def by_order(connection: Connection, number: str) -> Rows:
    """Return the payment with an order number."""
    return connection.execute(select(*_PAYMENT).where(payments.c.number == number)).all()


def by_receipt(connection: Connection, number: str) -> Rows:
    """Return the payment with a receipt number."""
    return connection.execute(select(*_PAYMENT).where(payments.c.receipt_number == number)).all()


def by_transaction(connection: Connection, reference: str, most: int) -> Rows:
    """Return the payments that a provider's own number belongs to, of whatever provider."""
    return connection.execute(_of_transaction(reference).limit(most)).all()


def _of_transaction(reference: str) -> Select[Any]:
    moved = select(movements.c.payment_id.label("id")).where(movements.c.reference == reference)
    named = select(payments.c.id).where(payments.c.provider_reference == reference)
    return select(*_PAYMENT).where(payments.c.id.in_(moved.union(named)))


def by_city_bill(connection: Connection, number: str, most: int) -> Rows:
    """Return the payments for a bill of another city, of whatever city: the newest first."""
    same = select(city_bills.c.payment_id).where(city_bills.c.bill_number == number)
    asked = select(*_PAYMENT).where(payments.c.id.in_(same)).order_by(payments.c.created_at.desc())
    return connection.execute(asked.limit(most)).all()


def failure(connection: Connection, code: str) -> Rows:
    """Return the failure that a support code stands for."""
    return connection.execute(select(failures.c.code, failures.c.at).where(failures.c.code == code)).all()


def claim(connection: Connection, number: str) -> Rows:
    """Return the claim with a number."""
    columns = (claims.c.number, claims.c.plate, claims.c.vehicle_type, claims.c.outcome)
    asked = select(*columns, claims.c.made_at, claims.c.undone_at)
    return connection.execute(asked.where(claims.c.number == number)).all()


def case(connection: Connection, number: str, office: str) -> Rows:
    """Return the case of an office with a number."""
    asked = select(cases.c.number, cases.c.state, cases.c.opened_at)
    return connection.execute(asked.where(cases.c.number == number, cases.c.office == office)).all()
