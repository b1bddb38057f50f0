"""What has to be there before something is done in the office's name; each raises `DeskRefusal` where it is missing."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from kiosk.backend.ground.problems import DeskRefusal
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.statements import cases
from kiosk.contract.desk.cases import Proof
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.session import Permission

FRESH = timedelta(minutes=5)
"""How long a second factor counts as fresh."""
PROOF_COUNTS = timedelta(days=1)
"""How long what was seen of a person counts: a person who comes again another day shows it again."""


def permission(acting: Acting, needed: Permission) -> None:
    """Demand that somebody may do what a permission is for."""
    if not acting.may(needed):
        raise DeskRefusal(DeskProblem.NOT_PERMITTED, state=needed.value)


def open_case(connection: Connection, number: str | None, office: str | None) -> None:
    """Demand a case of an office that is not closed, and hold it; None is any office."""
    state = None
    if number is not None and office is None:
        state = cases.lock_state_anywhere(connection, number)
    elif number is not None and office is not None:
        state = cases.lock_state(connection, number, office)
    if state is None or state == "closed":
        raise DeskRefusal(DeskProblem.CASE_NEEDED)


def proof(connection: Connection, case: str | None, now: datetime) -> None:
    """Demand that a case says what proof of the person was seen."""
    if case is None or not cases.proofs(connection, [case], now - PROOF_COUNTS)[case]:
        raise DeskRefusal(DeskProblem.PROOF_NEEDED)


def proof_seen(connection: Connection, case: str | None, kind: Proof, staff_id: str, now: datetime) -> None:
    """Demand that somebody has seen a proof of exactly this kind themselves."""
    if case is None or not cases.proof_seen(connection, case, kind.value, staff_id, now - PROOF_COUNTS):
        raise DeskRefusal(DeskProblem.PROOF_NEEDED)


def fresh_factor(acting: Acting, now: datetime) -> None:
    """Demand a second factor that was given just now."""
    if acting.factor_at is None or now - acting.factor_at > FRESH:
        raise DeskRefusal(DeskProblem.FACTOR_NEEDED)
