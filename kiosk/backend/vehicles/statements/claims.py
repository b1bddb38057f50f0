"""Statements about claims.

Making one locks the owner's row; settling one locks the claim (`lock`), then the rows of both owners.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from kiosk.backend.store.rows import ensure
from kiosk.backend.vehicles.tables import bindings, claims
from kiosk.contract.wire import Vehicle


def add(connection: Connection, number: str, owner_id: str, vehicle: Vehicle, now: datetime) -> bool:
    """Write a claim down; return whether its number was free."""
    return ensure(
        connection,
        claims,
        number=number,
        owner_id=owner_id,
        plate=vehicle.plate,
        vehicle_type=vehicle.type.value,
        made_at=now,
    )


def open_of(connection: Connection, owner_id: str, vehicle: Vehicle) -> Row[*tuple[Any, ...]] | None:
    """Return number and moment of an owner's open claim of a vehicle, None if there is none."""
    return connection.execute(
        select(claims.c.number, claims.c.made_at).where(
            claims.c.owner_id == owner_id,
            claims.c.settled_at.is_(None),
            claims.c.plate == vehicle.plate,
            claims.c.vehicle_type == vehicle.type.value,
        )
    ).one_or_none()


def count_open(connection: Connection, owner_id: str) -> int:
    """Return how many claims of an owner are open."""
    mine = (claims.c.owner_id == owner_id, claims.c.settled_at.is_(None))
    return connection.scalar(select(func.count()).select_from(claims).where(*mine)) or 0


def waiting(connection: Connection) -> Sequence[Row[Any]]:
    """Return every open claim, oldest first."""
    return connection.execute(
        select(claims).where(claims.c.settled_at.is_(None)).order_by(claims.c.made_at, claims.c.number)
    ).all()


def lock(connection: Connection, number: str) -> Row[Any] | None:
    """Return a claim with its row locked to the end of the transaction (`FOR UPDATE`), None if there is none."""
    return connection.execute(select(claims).where(claims.c.number == number).with_for_update()).one_or_none()


def settle(connection: Connection, number: str, outcome: str, now: datetime, **bound: str | None) -> None:
    """Write down what became of a claim, whose row the caller has locked, and what binding was made and ended by it."""
    connection.execute(update(claims).where(claims.c.number == number).values(settled_at=now, outcome=outcome, **bound))


def undo(connection: Connection, number: str, now: datetime) -> None:
    """Write down that a granted claim was undone, whose row the caller has locked."""
    connection.execute(update(claims).where(claims.c.number == number).values(undone_at=now))


def about(connection: Connection, owner_id: str) -> Sequence[str]:
    """Return the numbers of the claims that an owner has made, and of those by which a vehicle was taken from them."""
    made = select(claims.c.number).where(claims.c.owner_id == owner_id)
    lost = (
        select(claims.c.number)
        .join_from(claims, bindings, bindings.c.id == claims.c.former_binding_id)
        .where(bindings.c.owner_id == owner_id)
    )
    return connection.scalars(made.union(lost)).all()


def refuse_all(connection: Connection, owner_id: str, now: datetime) -> Sequence[Row[Any]]:
    """Refuse the open claims of an owner who leaves; return number, plate and type of vehicle of each."""
    return connection.execute(
        update(claims)
        .where(claims.c.owner_id == owner_id, claims.c.settled_at.is_(None))
        .values(settled_at=now, outcome="refused")
        .returning(claims.c.number, claims.c.plate, claims.c.vehicle_type)
    ).all()
