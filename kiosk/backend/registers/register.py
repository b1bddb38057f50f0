"""Whether there is a register of our own at all, and where it came from.

A database that nothing was ever put into knows nothing: "nothing is owed" would be a lie about every plate.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from kiosk.backend.registers.statements import imports


def known(connection: Connection) -> bool:
    """Return whether the register has ever been filled: by an import, even an empty one, or by tickets themselves."""
    return imports.filled(connection)


def of_the_demo(connection: Connection) -> bool:
    """Return whether what the register holds is the demo's synthetic city."""
    return imports.any_import(connection, "demo")


def mark_demo(connection: Connection, now: datetime) -> None:
    """Note that the register holds the synthetic city; once, however often it is said."""
    if not of_the_demo(connection):
        imports.remember(connection, "demo", now)
