"""Whether there is a register of our own at all, and where it came from.

A database that nobody has put anything into knows nothing: "nothing is owed" would be a lie about every plate.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, exists, insert, select

from kiosk.backend.store.register_tables import register_imports
from kiosk.backend.store.tables import tickets


def known(connection: Connection) -> bool:
    """Return whether the register has ever been filled: by an import, even an empty one, or by tickets themselves."""
    filled = exists(select(register_imports.c.id)) | exists(select(tickets.c.number))
    return bool(connection.scalar(select(filled)))


def of_the_demo(connection: Connection) -> bool:
    """Return whether what the register holds is the demo's synthetic city."""
    made = exists(select(register_imports.c.id).where(register_imports.c.source == "demo"))
    return bool(connection.scalar(select(made)))


def mark_demo(connection: Connection, now: datetime) -> None:
    """Note that the register holds the synthetic city; once, however often it is said."""
    if not of_the_demo(connection):
        connection.execute(insert(register_imports).values(source="demo", taken_at=now))
