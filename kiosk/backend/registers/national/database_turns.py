"""One call a second and host, from all workers and replicas of an installation together."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from kiosk.backend.ground.turns import take_turn
from kiosk.backend.registers.national.host_turns import PAUSE
from kiosk.backend.store.database import Database, DatabaseBusyError, DatabaseLostError, StorageFullError
from kiosk.clock import Clock


class DatabaseTurns:
    """Turns noted in the database. The clocks of several machines may differ by a part of a second, and turns too."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def turn(self, host: str) -> float:
        """Return in how many seconds it is the caller's turn, and take it; raise `OSError`."""

        def work(connection: Connection) -> datetime:
            # The time once the lock is had: a process that waited for it calls later than it asked, the next one after.
            return take_turn(connection, f"city {host}", timedelta(seconds=PAUSE), self._clock.now())

        try:
            mine = self._database.run(work)
        except (DatabaseBusyError, DatabaseLostError, StorageFullError) as error:
            raise OSError("the turn could not be noted") from error
        return max(0.0, (mine - self._clock.now()).total_seconds())
