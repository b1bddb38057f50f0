"""What the counter tells the fleet of a terminal: each with its case, until somebody has dealt with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Arguments, Office, perform
from kiosk.backend.terminals import statements
from kiosk.backend.terminals.enrolment import is_id
from kiosk.contract.problems import ProblemKind

KEPT = timedelta(days=180)
"""How long what was dealt with is kept."""


@dataclass(frozen=True, slots=True)
class Reported:
    """One report of a terminal that is not dealt with."""

    case: str
    reason: str
    """A value of `kiosk.contract.desk.terminals.HourReason`."""
    at: datetime


def make(connection: Connection, terminal_id: str, case: str, reason: str, now: datetime) -> None:
    """Tell the fleet of a terminal in a case; raise `Refusal` (`NOT_FOUND`).

    Reported again in one case it stands once, as it was reported last; what was dealt with stands there anew.
    """
    if not statements.complain(connection, terminal_id, case, reason, now):
        raise Refusal(ProblemKind.NOT_FOUND)


def open_ones(connection: Connection, terminal_id: str) -> Sequence[Reported]:
    """Return what was reported of a terminal and is not dealt with, oldest first, and no more than fifty."""
    return [Reported(*row) for row in statements.complaints(connection, terminal_id)]


def settle(office: Office, acting: Acting, terminal_id: str) -> int:
    """Take all that was reported of a terminal for dealt with; return how many those were.

    Raise `Refusal` (`NOT_FOUND`) where there is no such terminal, and what `perform` raises.
    """

    def work(connection: Connection) -> int:
        if not statements.is_here(connection, terminal_id):
            raise Refusal(ProblemKind.NOT_FOUND)
        return statements.settle_complaints(connection, terminal_id, office.clock.now())

    return perform(office, acting, "fleet.settle", Arguments(terminal_id if is_id(terminal_id) else None), work)


def forget_old(connection: Connection, now: datetime) -> int:
    """Forget what was dealt with long ago; return how many those were."""
    return statements.forget_complaints(connection, now - KEPT)
