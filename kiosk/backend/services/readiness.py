"""Whether the backend can do its work at this moment."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select, text

from kiosk.backend.store.database import Database
from kiosk.backend.store.tables import outbox
from kiosk.clock import Clock


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a look at the database found."""

    due: int
    """Pieces of work in the outbox whose time has come."""
    oldest: float
    """Seconds that the oldest of them has been due; nought if there is none."""


def probe(database: Database, clock: Clock) -> Readiness:
    """Write to the database, to the disk, and count what waits in the outbox; raise what `Database.write` raises.

    What is written changes nothing: the version of the tables, as it stands.
    """
    now = clock.now()

    def work(connection: Connection) -> Readiness:
        connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
        waiting = select(func.count(), func.min(outbox.c.due_at))
        due, oldest = connection.execute(waiting.where(outbox.c.done_at.is_(None), outbox.c.due_at <= now)).one()
        return Readiness(due, 0.0 if oldest is None else (now - oldest).total_seconds())

    return database.run(work)
