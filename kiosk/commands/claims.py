"""`kiosk claim list`, `grant`, `refuse`: whose a vehicle is that two owners say is theirs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.commands.exits import Exit
from kiosk.commands.output import print_json, print_line
from kiosk.commands.store import with_database

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kiosk.backend.store.database import Database
    from kiosk.contract.wire import Vehicle


def show(url: str, *, as_json: bool) -> int:
    """List the claims that wait for the office, oldest first; return the exit code."""

    def work(database: Database) -> None:
        from kiosk.backend.vehicles import claims
        from kiosk.domain.dates import taipei

        with database.read() as connection:
            waiting = claims.waiting(connection)
        if as_json:
            listed = [
                {
                    "number": claim.number,
                    "plate": claim.vehicle.plate,
                    "type": claim.vehicle.type.value,
                    "made_at": claim.made_at.isoformat(),
                }
                for claim in waiting
            ]
            print_json({"schema": "kiosk.claims/1", "claims": listed})
            return
        for claim in waiting:
            made = f"{taipei(claim.made_at):%Y-%m-%d %H:%M}"
            print_line(claim.number, made, f"{claim.vehicle.type.value:<10}", claim.vehicle.plate)

    return with_database(url, work)


def grant(number: str, url: str, *, as_json: bool) -> int:
    """Let the vehicle be the claimant's; return the exit code, 1 where that cannot be."""
    from kiosk.backend.vehicles import claims

    outcome = "granted" if as_json else None
    return _settled(url, lambda c, now: claims.grant(c, number, now), "is the claimant's now", outcome)


def refuse(number: str, url: str, *, as_json: bool) -> int:
    """Leave the vehicle with its current owner; return the exit code, 1 where there is no such claim."""
    from kiosk.backend.vehicles import claims

    outcome = "refused" if as_json else None
    return _settled(url, lambda c, now: claims.refuse(c, number, now), "stays with who has it", outcome)


def _settled(url: str, settle: Callable[[Connection, datetime], Vehicle], said: str, outcome: str | None) -> int:
    """Settle a claim; `said` is for people, `outcome` for programs, None where none asks."""
    reason = ""

    def work(database: Database) -> None:
        nonlocal reason
        from kiosk.backend.vehicles.claims import ClaimError
        from kiosk.clock import SystemClock

        try:
            vehicle = database.run(lambda connection: settle(connection, SystemClock().now()))
        except ClaimError as error:
            reason = str(error)
            return
        sys.stderr.write(f"{vehicle.plate} {said}; both were told.\n")
        if outcome is not None:
            settled = {"outcome": outcome, "plate": vehicle.plate, "type": vehicle.type.value}
            print_json({"schema": "kiosk.claim/1", **settled})

    code = with_database(url, work)
    if reason:
        sys.stderr.write(reason + "\n")
        return Exit.FAILED
    return code
