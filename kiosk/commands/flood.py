"""`kiosk flood announce`: until when an area's riverside car parks must be cleared."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.commands.acting import shell
from kiosk.commands.exits import Exit
from kiosk.commands.output import counted, print_json
from kiosk.commands.store import with_books

if TYPE_CHECKING:
    from kiosk.backend.staff.perform import Books


def announce(area: str, clear_by: str, url: str, *, as_json: bool) -> int:
    """Announce it once; the backend tells the owners. Return the exit code, 1 for a moment that has passed."""
    from kiosk.domain.service import FloodArea

    known = next((one for one in FloodArea if one.value == area), None)
    if known is None:
        sys.stderr.write(f"That is none of the areas, which are {', '.join(FloodArea)}. Nothing was announced.\n")
        return Exit.USAGE
    passed = False

    def work(books: Books) -> None:
        nonlocal passed
        from kiosk.backend.vehicles import flood

        moment = datetime.fromisoformat(clear_by)
        try:
            said = flood.announce(books, shell(), known, moment)
        except flood.MomentPassedError:
            passed = True
            return
        if said.again:
            sys.stderr.write("This was announced before: no one is informed twice.\n")
        else:
            sys.stderr.write(f"Announced. The backend tells {counted(said.owners, 'owner')}, as soon as it runs.\n")
        if as_json:
            answer = {"area": known.value, "clear_by": moment.isoformat(), "again": said.again, "owners": said.owners}
            print_json({"schema": "kiosk.flood/1", **answer})

    code = with_books(url, work, upgrade=True)
    if passed:
        sys.stderr.write("That moment has passed: nothing was announced.\n")
        return Exit.FAILED
    return code
