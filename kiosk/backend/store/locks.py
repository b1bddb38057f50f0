"""One at a time, over all replicas: what no row can be held for, because it is not there yet."""

from __future__ import annotations

from enum import IntEnum

from sqlalchemy import Connection, text

from kiosk.backend.store.bounded import patiently
from kiosk.backend.store.database import LOCK_TIMEOUT


class Lock(IntEnum):
    """What is done by one at a time. The numbers are PostgreSQL's keys: four letters each, never used for two."""

    CONTENT = 0x636F6E74
    DUNNING = 0x64756E6E
    REMINDERS = 0x72656D69
    FLOOD = 0x666C6F6F
    DEMO = 0x64656D6F
    RETENTION = 0x666F7267
    TICKETS = 0x7469636B
    AUDIT = 0x61756469
    TURNS = 0x7475726E
    ASKING = 0x61736B73


def hold_lock(connection: Connection, lock: Lock, *, patient: bool = False) -> None:
    """Hold a lock to the end of the write transaction: another that asks for it waits, and sees what was committed.

    `patient`: however long the other takes, as at a start; else no longer than any unit of work waits.
    """
    # SQLite has one write transaction at a time.
    if connection.dialect.name == "sqlite":
        return
    take = text("SELECT pg_advisory_xact_lock(:key)").bindparams(key=lock.value)
    if not patient:
        connection.execute(take)
        return
    with patiently(connection):
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(take)
        connection.execute(text(f"SET LOCAL lock_timeout = {LOCK_TIMEOUT}"))
