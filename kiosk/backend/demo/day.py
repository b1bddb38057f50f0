"""The demo from day to day: vehicles that visitors have bound park, so that services have something to do."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.demo import statements, trial
from kiosk.backend.demo.vehicles import demo_vehicles
from kiosk.backend.store.locks import Lock, hold_lock
from kiosk.backend.vehicles import issuing
from kiosk.contract.wire import Vehicle
from kiosk.domain.dates import TAIPEI, midnight, taipei
from kiosk.domain.plate import VehicleType

PARKED_AT = time(9, 0)
"""When they park in a space charged by the visit, every day."""

_RATES = {VehicleType.CAR: "car-visit-50", VehicleType.MOTORCYCLE: "motorcycle-visit-20"}


def go_on(context: Context) -> int:
    """Issue today's ticket for each vehicle bound before today, the city's own ones left out; return how many.

    Once a day, however often it is called.
    """
    now = taipei(context.clock.now())
    parked_at = datetime.combine(now.date(), PARKED_AT, TAIPEI)
    if now < parked_at:
        return 0
    with context.database.read() as connection:
        if not _parking(connection, parked_at):
            return 0

    def work(connection: Connection) -> int:
        hold_lock(connection, Lock.DEMO)
        parking = _parking(connection, parked_at)
        for plate, type in parking:
            vehicle = Vehicle(plate=plate, type=VehicleType(type))
            issuing.issue(connection, context, vehicle, _RATES[vehicle.type], parked_at, None)
        return len(parking)

    return context.database.run(work)


def _parking(connection: Connection, parked_at: datetime) -> list[tuple[str, str]]:
    """Return the vehicles that have no ticket of today yet, the city's own ones left out."""
    named = [(str(vehicle.plate), vehicle.type.value) for vehicle in demo_vehicles()]
    every = (*trial.situations(), *trial.troubles())
    named += [(one.car, VehicleType.CAR.value) for one in every if one.car is not None]
    return statements.parking(connection, midnight(parked_at.date()), but=named)
