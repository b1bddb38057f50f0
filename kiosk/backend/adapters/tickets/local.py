"""The registers in our own database."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.backend.services.ports import Asked
from kiosk.backend.store import owed
from kiosk.backend.store.database import Database
from kiosk.contract.wire import Vehicle


class LocalBills:
    """Tickets and notices as the local database holds them.

    Both registers lie in one database and are read by one statement, so they answer together or not at all: what
    `Database.look` raises is a fault of the backend ("busy", "lost") and passes through as such.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._mark = "?" if database.is_sqlite else "%s"

    def ask(self, vehicles: Sequence[Vehicle]) -> Asked:
        """Return every unpaid ticket of these vehicles; raise what `Database.look` raises."""
        wanted = list(dict.fromkeys((vehicle.plate, vehicle.type.value) for vehicle in vehicles))
        return Asked(self._database.look(lambda cursor: owed.of_vehicles(cursor, wanted, mark=self._mark)))
