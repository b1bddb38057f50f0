"""The registers in our own database."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.engine.interfaces import DBAPICursor

from kiosk.backend.domain.owed import OwedTicket
from kiosk.backend.services.ports import Asked, SourceUnavailableError
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
        self._filled = False
        """Whether anything was ever put into the register; once it was, it stays so."""

    def ask(self, vehicles: Sequence[Vehicle]) -> Asked:
        """Return every unpaid ticket of these vehicles.

        Raise `SourceUnavailableError` while nothing was ever put into the register: then nobody knows. Raise what
        `Database.look` raises.
        """
        wanted = list(dict.fromkeys((vehicle.plate, vehicle.type.value) for vehicle in vehicles))
        return Asked(self._database.look(lambda cursor: self._found(cursor, wanted)))

    def _found(self, cursor: DBAPICursor, wanted: Sequence[tuple[str, str]]) -> list[OwedTicket]:
        found = owed.of_vehicles(cursor, wanted, mark=self._mark)
        if not found and not self._filled:
            self._filled = owed.register_filled(cursor)
            if not self._filled:
                raise SourceUnavailableError
        return found
