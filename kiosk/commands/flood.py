"""`kiosk flood announce`: until when an area's riverside car parks must be cleared."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.commands.exits import Exit
from kiosk.commands.output import print_json
from kiosk.commands.store import with_database

if TYPE_CHECKING:
    from kiosk.backend.store.database import Database


def announce(area: str, clear_by: str, url: str, *, as_json: bool) -> int:
    """Announce it once; the backend tells the owners. Return the exit code, 1 for a moment that has passed."""
    from kiosk.domain.service import FloodArea

    known = next((one for one in FloodArea if one.value == area), None)
    if known is None:
        sys.stderr.write(f"Areas: {', '.join(FloodArea)}.\n")
        return Exit.USAGE
    passed = False

    def work(database: Database) -> None:
        nonlocal passed
        from kiosk.backend.store.migrate import upgrade
        from kiosk.backend.vehicles import flood
        from kiosk.clock import SystemClock

        upgrade(database)
        moment, now = datetime.fromisoformat(clear_by), SystemClock().now()
        passed = moment <= now
        if passed:
            return
        said = database.run(lambda connection: flood.announce(connection, known, moment, now))
        if said.again:
            sys.stderr.write("This was announced before: nobody is told twice.\n")
        else:
            sys.stderr.write(f"Announced. The backend tells {said.owners} owners, as soon as it runs.\n")
        if as_json:
            told = {"area": known.value, "clear_by": moment.isoformat(), "again": said.again, "owners": said.owners}
            print_json({"schema": "kiosk.flood/1", **told})

    code = with_database(url, work)
    if passed:
        sys.stderr.write("That moment has passed: nothing was announced.\n")
        return Exit.FAILED
    return code
