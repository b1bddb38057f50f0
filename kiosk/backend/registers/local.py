"""The registers in our own database."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import DBAPICursor

from kiosk.backend.domain.owed import OwedTicket
from kiosk.backend.registers.port import Asked, Numbered, SourceUnavailableError, WithdrawalRefusedError
from kiosk.backend.registers.statements import owed, tickets
from kiosk.backend.store.database import Database
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType


class LocalBills:
    """Tickets and notices as the local database holds them.

    Both registers lie in one database and are read by one statement, so they answer together or not at all: what
    `Database.query` raises is a fault of the backend ("busy", "lost") and passes through as such.
    """

    party = None

    def __init__(self, database: Database) -> None:
        self._database = database
        self._mark = "?" if database.is_sqlite else "%s"
        self._filled = False
        """Whether anything was ever put into the register; once it was, it stays so."""

    def ask(self, vehicles: Sequence[Vehicle]) -> Asked:
        """Return every unpaid ticket of these vehicles.

        Raise `SourceUnavailableError` while nothing was ever put into the register: then it is unknown. Raise what
        `Database.query` raises.
        """
        wanted = list(dict.fromkeys((vehicle.plate, vehicle.type.value) for vehicle in vehicles))
        return Asked(self._database.query(lambda cursor: self._found(cursor, wanted)))

    def find(self, number: str) -> Numbered | None:
        """Return where a number stands; raise as `ask` does."""
        with self._database.read() as connection:
            rows = owed.by_number(connection, (number,), lock=False)
        known = [(ticket, status == "paid") for ticket, status in rows if status in {"owed", "paid"}]
        if not known:
            self._database.query(self._check_filled)
            return None
        # A notice of which one ticket is paid is still owed for the others.
        ticket, paid = min(known, key=itemgetter(1))
        vehicle = Vehicle(plate=ticket.plate, type=VehicleType(ticket.vehicle_type))
        return Numbered(ticket.notice or ticket.number, vehicle, paid)

    def withdraw(self, connection: Connection, vehicle: Vehicle, number: str) -> None:
        """Withdraw a ticket; raise `WithdrawalRefusedError` for one that is not owed by this vehicle."""
        if not tickets.withdraw(connection, vehicle.plate, vehicle.type.value, number):
            raise WithdrawalRefusedError

    def _found(self, cursor: DBAPICursor, wanted: Sequence[tuple[str, str]]) -> list[OwedTicket]:
        found = owed.of_vehicles(cursor, wanted, mark=self._mark)
        if not found:
            self._check_filled(cursor)
        return found

    def _check_filled(self, cursor: DBAPICursor) -> None:
        if not self._filled:
            self._filled = owed.register_filled(cursor)
            if not self._filled:
                raise SourceUnavailableError
