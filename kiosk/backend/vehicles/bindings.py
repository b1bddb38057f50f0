"""Bound vehicles (綁定車輛): one owner a vehicle, whatever two terminals try at once.

Every change of an owner's vehicles locks the owner's row, so that their number is counted one at a time.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, RowMapping
from sqlalchemy.exc import IntegrityError

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.messages import owner_log
from kiosk.backend.passes import records as passes
from kiosk.backend.vehicles import vehicle_services
from kiosk.backend.vehicles.statements import bindings, owner_locks
from kiosk.contract.owners import OwnerEventKind
from kiosk.contract.problems import ProblemKind
from kiosk.contract.vehicles import MOST_VEHICLES, BoundVehicle, ServiceChoice, VehicleList
from kiosk.contract.wire import Vehicle
from kiosk.domain.dates import taipei_date
from kiosk.domain.plate import VehicleType


def bind(
    connection: Connection,
    owner_id: str,
    vehicle: Vehicle,
    services: Iterable[ServiceChoice],
    *,
    terminal_id: str | None,
    now: datetime,
) -> BoundVehicle:
    """Bind a vehicle to an owner, in a write transaction; a vehicle that came with a registration has no services yet.

    Raise `Refusal`: `VEHICLE_TAKEN`, `VEHICLE_BOUND`, `VEHICLES_FULL`. The transaction can go on after it.
    """
    hold_owner(connection, owner_id)
    if count(connection, owner_id) >= MOST_VEHICLES:
        raise Refusal(ProblemKind.VEHICLES_FULL)
    binding_id = secrets.token_hex(16)
    try:
        # Inside the caller's transaction: that the plate is taken must not undo the registration it came with.
        with connection.begin_nested():
            bindings.add(connection, binding_id, owner_id, vehicle, now)
    except IntegrityError:
        own = holder(connection, vehicle) == owner_id
        raise Refusal(ProblemKind.VEHICLE_BOUND if own else ProblemKind.VEHICLE_TAKEN) from None
    vehicle_services.choose(connection, binding_id, services, now)
    owner_log.note(
        connection, owner_id, OwnerEventKind.VEHICLE_BOUND, now, terminal_id=terminal_id, subject=vehicle.plate
    )
    return _one(connection, owner_id, binding_id, now)


def listed(connection: Connection, owner_id: str, now: datetime) -> VehicleList:
    """Return an owner's vehicles in the order in which they were bound."""
    rows = bindings.of_owner(connection, owner_id)
    return VehicleList(vehicles=_shown(connection, rows, taipei_date(now)))


def change_services(
    connection: Connection,
    owner_id: str,
    binding_id: str,
    services: Iterable[ServiceChoice],
    *,
    terminal_id: str,
    now: datetime,
) -> BoundVehicle:
    """Choose a vehicle's services anew, in a write transaction; raise `Refusal` (`NOT_FOUND`)."""
    hold_owner(connection, owner_id)
    before = _one(connection, owner_id, binding_id, now)
    vehicle_services.choose(connection, binding_id, services, now)
    after = _one(connection, owner_id, binding_id, now)
    if after.services != before.services:
        owner_log.note(
            connection,
            owner_id,
            OwnerEventKind.SERVICES_CHANGED,
            now,
            terminal_id=terminal_id,
            subject=after.vehicle.plate,
        )
    return after


def unbind(connection: Connection, owner_id: str, binding_id: str, *, terminal_id: str | None, now: datetime) -> None:
    """Let go of a vehicle, in a write transaction: its services end at once. Raise `Refusal` (`NOT_FOUND`)."""
    hold_owner(connection, owner_id)
    plate = _one(connection, owner_id, binding_id, now).vehicle.plate
    bindings.end(connection, binding_id, now)
    vehicle_services.end(connection, [binding_id], now)
    owner_log.note(connection, owner_id, OwnerEventKind.VEHICLE_UNBOUND, now, terminal_id=terminal_id, subject=plate)


def resume(connection: Connection, binding_id: str, now: datetime) -> None:
    """Take a binding up again that had ended, with the services that were on, in a write transaction.

    It is bound since when it was, as though it had not ended. The caller holds its owner's row. Raise `Refusal`:
    `VEHICLE_TAKEN`, `VEHICLES_FULL`. The transaction can go on after it.
    """
    row = bindings.by_id(connection, binding_id)
    if row is None or row.ended_at is None:
        raise Refusal(ProblemKind.NOT_FOUND)
    if count(connection, row.owner_id) >= MOST_VEHICLES:
        raise Refusal(ProblemKind.VEHICLES_FULL)
    try:
        with connection.begin_nested():
            bindings.resume(connection, binding_id)
    except IntegrityError:
        raise Refusal(ProblemKind.VEHICLE_TAKEN) from None
    vehicle_services.resume(connection, binding_id, row.ended_at)
    plate = _one(connection, row.owner_id, binding_id, now).vehicle.plate
    owner_log.note(connection, row.owner_id, OwnerEventKind.VEHICLE_BOUND, now, subject=plate)


def unbind_all(connection: Connection, owner_id: str, now: datetime) -> None:
    """Let go of every vehicle of an owner who closes the account and whose row the caller holds."""
    vehicle_services.end(connection, bindings.end_all(connection, owner_id, now), now)


def holder(connection: Connection, vehicle: Vehicle) -> str | None:
    """Return the id of the owner who has bound a vehicle, None if there is none."""
    return bindings.holder(connection, vehicle)


def hold_owner(connection: Connection, owner_id: str) -> None:
    """Hold an owner's row to the end of the write transaction; raise `Refusal` (`SESSION_OVER`) if they have left."""
    if owner_locks.lock_open(connection, owner_id) is None:
        raise Refusal(ProblemKind.SESSION_OVER)


def count(connection: Connection, owner_id: str) -> int:
    """Return how many vehicles an owner has bound."""
    return bindings.count(connection, owner_id)


def _one(connection: Connection, owner_id: str, binding_id: str, now: datetime) -> BoundVehicle:
    rows = bindings.one(connection, owner_id, binding_id)
    if not rows:
        raise Refusal(ProblemKind.NOT_FOUND)
    return _shown(connection, rows, taipei_date(now))[0]


def _shown(connection: Connection, rows: Sequence[RowMapping], today: date) -> tuple[BoundVehicle, ...]:
    services = vehicle_services.chosen(connection, [row["id"] for row in rows])
    lots = passes.lots(connection, [(row["plate"], row["vehicle_type"]) for row in rows], today)
    return tuple(
        BoundVehicle(
            id=row["id"],
            vehicle=Vehicle(plate=row["plate"], type=VehicleType(row["vehicle_type"])),
            bound_at=row["bound_at"],
            services=services[row["id"]],
            member=bool(row["member"]),
            pass_lot=lot[0],
            pass_lot_en=lot[1],
            third_party=row["third_party"],
        )
        for row in rows
        for lot in [lots.get((row["plate"], row["vehicle_type"]), (None, None))]
    )
