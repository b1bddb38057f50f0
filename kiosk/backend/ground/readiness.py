"""Whether the backend can do its work at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.engine.interfaces import DBAPICursor

from kiosk.backend.store.database import Database
from kiosk.backend.store.types import to_micros
from kiosk.clock import Clock

REFUND_OVERDUE = timedelta(hours=1)
"""A provider that answers has a refund done within seconds."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a query of the database found."""

    due: int
    """Pieces of work in the outbox whose time has come."""
    oldest: float
    """Seconds that the oldest of them has been due; nought if there is none."""
    refunds: int
    """Refunds that have been due for longer than `REFUND_OVERDUE`."""


def probe(database: Database) -> None:
    """Write to the database, to the disk; raise what `Database.write` raises.

    What is written changes nothing: the version of the tables, as it stands.
    """
    database.run(lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = version_num")))


def waiting(database: Database, clock: Clock) -> Readiness:
    """Count what waits in the outbox, and late refunds, the way look-ups go; raise what `Database.query` raises."""
    now, overdue = to_micros(clock.now()), to_micros(clock.now() - REFUND_OVERDUE)
    mark = "?" if database.is_sqlite else "%s"

    def work(cursor: DBAPICursor) -> tuple[int, int | None, int]:
        late = f"SELECT count(*) FROM refunds WHERE status = 'due' AND created_at <= {mark}"  # noqa: S608
        due = f"SELECT count(*), min(due_at), ({late}) FROM outbox WHERE done_at IS NULL AND due_at <= {mark}"  # noqa: S608
        cursor.execute(due, (overdue, now))
        return cursor.fetchone() or (0, None, 0)

    due, oldest, refunds = database.query(work)
    return Readiness(due, 0.0 if oldest is None else (now - oldest) / 1_000_000, refunds)
