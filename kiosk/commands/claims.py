"""`kiosk claim list`, `grant`, `refuse`, `undo`: whose a vehicle is that two owners say is theirs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.commands.acting import shell
from kiosk.commands.exits import Exit
from kiosk.commands.output import print_json, print_line
from kiosk.commands.store import with_books

if TYPE_CHECKING:
    from kiosk.backend.staff.acting import Acting
    from kiosk.backend.staff.perform import Books
    from kiosk.contract.wire import Vehicle


def show(url: str, *, as_json: bool) -> int:
    """List the claims that wait for the office, oldest first; return the exit code."""

    def work(books: Books) -> None:
        from kiosk.backend.vehicles import claims
        from kiosk.domain.dates import taipei

        waiting = claims.waiting(books, shell())
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

    return with_books(url, work)


def grant(number: str, url: str, *, as_json: bool) -> int:
    """Let the vehicle be the claimant's; return the exit code, 1 where that cannot be."""
    from kiosk.backend.vehicles import claims

    outcome = "granted" if as_json else None
    return _settled(url, number, claims.grant, "is the claimant's now", outcome)


def refuse(number: str, url: str, *, as_json: bool) -> int:
    """Leave the vehicle with its current owner; return the exit code, 1 where there is no such claim."""
    from kiosk.backend.vehicles import claims

    outcome = "refused" if as_json else None
    return _settled(url, number, claims.refuse, "stays with who has it", outcome)


def undo(number: str, url: str, *, as_json: bool) -> int:
    """Give the vehicle back to the owner before the claim; return the exit code, 1 where that cannot be."""
    from kiosk.backend.vehicles import undoing

    outcome = "undone" if as_json else None
    return _settled(url, number, undoing.undo, "is its former owner's again", outcome)


def _settled(
    url: str, number: str, settle: Callable[[Books, Acting, str], Vehicle], said: str, outcome: str | None
) -> int:
    """Settle a claim; `said` is for people, `outcome` for programs, None where none asks."""
    reason = ""

    def work(books: Books) -> None:
        nonlocal reason
        from kiosk.backend.vehicles.claims import ClaimError

        try:
            vehicle = settle(books, shell(), number)
        except ClaimError as error:
            reason = str(error)
            return
        sys.stderr.write(f"{vehicle.plate} {said}; both were informed.\n")
        if outcome is not None:
            settled = {"outcome": outcome, "plate": vehicle.plate, "type": vehicle.type.value}
            print_json({"schema": "kiosk.claim/1", **settled})

    code = with_books(url, work)
    if reason:
        sys.stderr.write(reason + "\n")
        return Exit.FAILED
    return code
