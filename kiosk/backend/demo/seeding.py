"""Filling a database with the synthetic city, and keeping its vehicles to try fresh from day to day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from kiosk.backend.demo import owner as demo_owner
from kiosk.backend.demo import statements
from kiosk.backend.demo.city import OLDEST, City, TicketRow
from kiosk.backend.demo.vehicles import DemoVehicle, Stay, demo_vehicles
from kiosk.backend.domain.tariff import Rate
from kiosk.backend.ground import rules
from kiosk.backend.registers import dunning, register
from kiosk.backend.registers.statements import tickets
from kiosk.backend.store.database import Database
from kiosk.backend.store.locks import Lock, hold_lock
from kiosk.backend.vehicles import vehicle_services
from kiosk.clock import Clock
from kiosk.contract.service import TrialVehicle
from kiosk.domain.dates import taipei_date
from kiosk.domain.ticket import IssuedHow

TRIAL_VEHICLES: tuple[TrialVehicle, ...] = tuple(
    TrialVehicle(plate=str(vehicle.plate), type=vehicle.type, shows=vehicle.shows)
    for vehicle in demo_vehicles()
    if vehicle.shows is not None
)
"""Plates to try; `shows` ends a message id: `trial-three-tickets`."""


_INSERTED = 20
"""Per cent of the work that are done when all rows are there; the rest is night after night."""
_NIGHTS_A_STEP = 10

_NAMED = [(str(vehicle.plate), vehicle.type.value) for vehicle in demo_vehicles()]


class NotTheDemoError(Exception):
    """The database holds tickets that the demo did not make. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class SeedReport:
    """What the database holds after seeding, and whether anything had to be done."""

    vehicles: int
    tickets: int
    owed: int
    notices: int
    changed: bool


def seed(
    database: Database,
    clock: Clock,
    *,
    seed: int = 1,
    vehicles: int = 2000,
    renew: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> SeedReport:
    """Fill an empty database with a city of at least so many vehicles; the same seed and day give the same rows.

    A database that holds the demo already keeps what happened in it; only the named vehicles and the demo's owner are
    brought up to today, once a day or whenever `renew` asks for it, so that what they show stays true. Raise
    `NotTheDemoError` for a database with other tickets, and what `Database.run` raises. Whole or not at all; where
    several replicas begin together, one does it and the others wait. `progress` is given per cent of a new city.
    """
    now = clock.now()

    def work(connection: Connection) -> SeedReport:
        report = _seed(connection, taipei_date(now), str(seed), vehicles, renew=renew, progress=progress)
        register.mark_demo(connection, now)
        return report

    return database.run(work)


def _seed(
    connection: Connection, today: date, seed: str, vehicles: int, *, renew: bool, progress: Callable[[int], None]
) -> SeedReport:
    hold_lock(connection, Lock.DEMO, patient=True)
    if not statements.any_ticket(connection):
        progress(0)
        city = City(f"{seed} city", today, rules.tariff(), rules.ladder())
        tickets.add_stored(connection, TicketRow._fields, city.others(vehicles))
        tickets.add_stored(connection, TicketRow._fields, _named(connection, seed, today, 0))
        _live_through(connection, today, progress)
        demo_owner.renew(connection, today)
        return _report(connection, changed=True)
    if holds_others(connection):
        raise NotTheDemoError
    turn = 0
    while statements.has_ticket(connection, (rows := _named(connection, seed, today, turn))[0].number):
        if not renew:
            return _report(connection, changed=False)
        turn += 1
    tickets.withdraw_of(connection, _NAMED)
    tickets.add_stored(connection, TicketRow._fields, rows)
    _live_through(connection, today)
    demo_owner.renew(connection, today)
    return _report(connection, changed=True)


def holds_others(connection: Connection) -> bool:
    """Say whether a database holds tickets that are not the demo's: `seed` does not touch it.

    A vehicle's plate does not tell: a real one may be one of the demo's.
    """
    return statements.any_ticket(connection) and not register.of_the_demo(connection)


def _named(connection: Connection, seed: str, today: date, turn: int) -> list[TicketRow]:
    bound = statements.bound(connection, _NAMED)

    def issued(vehicle: DemoVehicle, stay: Stay, day: date, rate: Rate) -> IssuedHow:
        # As the file says, until somebody has the vehicle: then as they chose.
        if (str(vehicle.plate), vehicle.type.value) not in bound:
            return stay.issued
        return vehicle_services.issued_how(connection, str(vehicle.plate), vehicle.type, day, rate)

    return list(City(f"{seed} {today} {turn}", today, rules.tariff(), rules.ladder()).named(issued))


def _live_through(connection: Connection, today: date, progress: Callable[[int], None] = lambda _: None) -> None:
    # The same job as every night, night after night: notices come out as they would have.
    for days_ago in range(OLDEST, -1, -1):
        if days_ago % _NIGHTS_A_STEP == 0:
            progress(_INSERTED + (100 - _INSERTED) * (OLDEST - days_ago) // OLDEST)
        dunning.advance(connection, today - timedelta(days=days_ago))


def _report(connection: Connection, *, changed: bool) -> SeedReport:
    return SeedReport(*statements.count(connection), changed)
