"""Statements about bound vehicles.

Every change of an owner's vehicles locks the owner's row first (`owner_locks`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, RowMapping, func, insert, select, update

from kiosk.backend.owners.tables import owners
from kiosk.backend.vehicles.tables import bindings, claims
from kiosk.contract.wire import Vehicle


def add(connection: Connection, binding_id: str, owner_id: str, vehicle: Vehicle, now: datetime) -> None:
    """Write a binding down; `IntegrityError` where the vehicle is bound."""
    connection.execute(
        insert(bindings).values(
            id=binding_id, owner_id=owner_id, plate=vehicle.plate, vehicle_type=vehicle.type.value, bound_at=now
        )
    )


def of_owner(connection: Connection, owner_id: str) -> Sequence[RowMapping]:
    """Return an owner's vehicles in the order in which they were bound."""
    return (
        connection.execute(
            select(bindings)
            .where(bindings.c.owner_id == owner_id, bindings.c.ended_at.is_(None))
            .order_by(bindings.c.bound_at, bindings.c.id)
        )
        .mappings()
        .all()
    )


@dataclass(frozen=True, slots=True)
class Held:
    """A vehicle that an owner has or had bound, and from when to when; `until` is None where it still is."""

    plate: str
    vehicle_type: str
    since: datetime
    until: datetime | None


def ever_of(connection: Connection, owner_id: str) -> list[Held]:
    """Return every stretch in which a vehicle was an owner's.

    A binding that was taken up again when a claim was undone is two: in between the vehicle was the claimant's.
    """
    elsewhere = (
        select(claims.c.former_binding_id, claims.c.settled_at, claims.c.undone_at)
        .join(bindings, bindings.c.id == claims.c.former_binding_id)
        .where(bindings.c.owner_id == owner_id, claims.c.undone_at.is_not(None))
        .order_by(claims.c.settled_at)
    )
    gaps: dict[str, list[tuple[datetime, datetime]]] = {}
    for binding_id, granted, undone in connection.execute(elsewhere):
        gaps.setdefault(binding_id, []).append((granted, undone))
    found: list[Held] = []
    for row in connection.execute(select(bindings).where(bindings.c.owner_id == owner_id)):
        since = row.bound_at
        for granted, undone in gaps.get(row.id, ()):
            found.append(Held(row.plate, row.vehicle_type, since, granted))
            since = undone
        found.append(Held(row.plate, row.vehicle_type, since, row.ended_at))
    return found


def one(connection: Connection, owner_id: str, binding_id: str) -> Sequence[RowMapping]:
    """Return one vehicle of an owner, in a list that is empty where it is not theirs."""
    return (
        connection.execute(
            select(bindings).where(
                bindings.c.id == binding_id, bindings.c.owner_id == owner_id, bindings.c.ended_at.is_(None)
            )
        )
        .mappings()
        .all()
    )


def plates_of(connection: Connection, owner_id: str) -> Sequence[str]:
    """Return the plates of an owner's vehicles."""
    return connection.scalars(
        select(bindings.c.plate).where(bindings.c.owner_id == owner_id, bindings.c.ended_at.is_(None))
    ).all()


def count(connection: Connection, owner_id: str) -> int:
    """Return how many vehicles an owner has bound."""
    number = connection.scalar(
        select(func.count()).select_from(bindings).where(bindings.c.owner_id == owner_id, bindings.c.ended_at.is_(None))
    )
    return number or 0


def holder(connection: Connection, vehicle: Vehicle) -> str | None:
    """Return the id of the owner who has bound a vehicle, None if there is none."""
    return connection.scalar(
        select(bindings.c.owner_id).where(
            bindings.c.plate == vehicle.plate,
            bindings.c.vehicle_type == vehicle.type.value,
            bindings.c.ended_at.is_(None),
        )
    )


def of_vehicle(connection: Connection, vehicle: Vehicle) -> Row[*tuple[Any, ...]] | None:
    """Return id and owner of a vehicle's binding, and since when it is there; None if it has none."""
    return connection.execute(
        select(bindings.c.id, bindings.c.owner_id, bindings.c.bound_at).where(
            bindings.c.plate == vehicle.plate,
            bindings.c.vehicle_type == vehicle.type.value,
            bindings.c.ended_at.is_(None),
        )
    ).one_or_none()


def owner_of(connection: Connection, vehicle: Vehicle) -> Row[*tuple[Any, ...]]:
    """Return id, number and language of the owner who has bound a vehicle, which is bound."""
    return connection.execute(
        select(owners.c.id, owners.c.mobile, owners.c.language)
        .join(bindings, bindings.c.owner_id == owners.c.id)
        .where(
            bindings.c.plate == vehicle.plate,
            bindings.c.vehicle_type == vehicle.type.value,
            bindings.c.ended_at.is_(None),
        )
    ).one()


def end(connection: Connection, binding_id: str, now: datetime) -> None:
    """End a binding, whose owner's row the caller has locked."""
    connection.execute(update(bindings).where(bindings.c.id == binding_id).values(ended_at=now))


def by_id(connection: Connection, binding_id: str) -> Row[*tuple[Any, ...]] | None:
    """Return owner, beginning and end of a binding, whosever it is and whether or not it has ended."""
    return connection.execute(
        select(bindings.c.owner_id, bindings.c.bound_at, bindings.c.ended_at).where(bindings.c.id == binding_id)
    ).one_or_none()


def resume(connection: Connection, binding_id: str) -> None:
    """Take up a binding that had ended; `IntegrityError` where the vehicle is bound."""
    connection.execute(update(bindings).where(bindings.c.id == binding_id).values(ended_at=None))


def end_all(connection: Connection, owner_id: str, now: datetime) -> Sequence[str]:
    """End every binding of an owner, whose row the caller has locked; return their ids."""
    return connection.scalars(
        update(bindings)
        .where(bindings.c.owner_id == owner_id, bindings.c.ended_at.is_(None))
        .values(ended_at=now)
        .returning(bindings.c.id)
    ).all()
