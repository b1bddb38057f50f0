"""`kiosk device add`, `list`, `revoke`: the terminals that may use a backend."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kiosk.commands.exits import Exit
from kiosk.commands.output import print_json, print_line
from kiosk.commands.store import with_database

if TYPE_CHECKING:
    from kiosk.backend.store.database import Database

_LONGEST_NAME = 60


def add(name: str, url: str) -> int:
    """Enrol a terminal and print its token, the only time it is seen; return the exit code."""
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        sys.stderr.write(f"A terminal's name has 1 to {_LONGEST_NAME} printable characters.\n")
        return Exit.USAGE

    def work(database: Database) -> None:
        from kiosk.backend.services import devices
        from kiosk.backend.store.migrate import upgrade
        from kiosk.clock import SystemClock

        upgrade(database)
        id, token = database.run(lambda connection: devices.add(connection, name, SystemClock().now()))
        sys.stderr.write(
            f"Terminal {id} may use this backend now. Its token follows on standard output, once; on the terminal, "
            "give it to: kiosk device store --backend URL\n"
        )
        sys.stdout.write(token + "\n")

    return with_database(url, work)


def show(url: str, *, as_json: bool) -> int:
    """List the terminals; return the exit code."""

    def work(database: Database) -> None:
        from kiosk.backend.services import devices

        with database.read() as connection:
            records = devices.listed(connection)
        if as_json:
            listed = [
                {
                    "id": record.id,
                    "name": record.name,
                    "created_at": record.created_at.isoformat(),
                    "revoked_at": record.revoked_at and record.revoked_at.isoformat(),
                }
                for record in records
            ]
            print_json({"schema": "kiosk.devices/1", "devices": listed})
            return
        for record in records:
            state = f"revoked {record.revoked_at:%Y-%m-%d}" if record.revoked_at else "allowed"
            print_line(record.id, f"{record.created_at:%Y-%m-%d}", f"{state:<18}", record.name)

    return with_database(url, work)


def revoke(id: str, url: str) -> int:
    """Shut a terminal out; return the exit code, 1 where there is none of that name."""
    found = False

    def work(database: Database) -> None:
        nonlocal found
        from kiosk.backend.services import devices
        from kiosk.clock import SystemClock

        found = database.run(lambda connection: devices.revoke(connection, id, SystemClock().now()))

    code = with_database(url, work)
    if code != Exit.DONE:
        return code
    if not found:
        sys.stderr.write("No terminal of that id may use this backend; see: kiosk device list\n")
        return Exit.FAILED
    from kiosk.backend.services.devices import REMEMBERED

    sys.stderr.write(f"It is shut out; a backend that runs may still answer it for {REMEMBERED:.0f} seconds.\n")
    return Exit.DONE
