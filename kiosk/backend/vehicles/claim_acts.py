"""Deciding on claims at the desk, and undoing that: by one person where the binding is young, else by two."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from kiosk.backend.ground.problems import DeskRefusal
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.approvals import Act, Deed
from kiosk.backend.vehicles import claims, undoing
from kiosk.contract.desk.claims import ClaimArguments
from kiosk.contract.desk.problems import DeskProblem

OLD = timedelta(days=30)
"""A vehicle that was bound for longer is taken from its owner by two people."""


def _subject(wanted: ClaimArguments) -> str:
    return wanted.number


def _granted(connection: Connection, deed: Deed[ClaimArguments]) -> None:
    since = claims.bound_since(connection, deed.arguments.number)
    if deed.decided_by is None and since is not None and deed.now - since > OLD:
        raise DeskRefusal(DeskProblem.APPROVAL_NEEDED)
    claims.let_have(connection, deed.arguments.number, deed.now)


def _refused(connection: Connection, deed: Deed[ClaimArguments]) -> None:
    claims.leave(connection, deed.arguments.number, deed.now)


def _undone(connection: Connection, deed: Deed[ClaimArguments]) -> None:
    had = undoing.took_from(connection, deed.arguments.number, deed.now)
    if deed.decided_by is None and had is not None and had > OLD:
        # Two people took it: a single one does not turn their decision round.
        raise DeskRefusal(DeskProblem.APPROVAL_NEEDED)
    undoing.give_back(connection, deed.arguments.number, deed.now)


def _open_still(connection: Connection, _: Acting, deed: Deed[ClaimArguments]) -> None:
    claims.bound_since(connection, deed.arguments.number)


def _undoable_still(connection: Connection, _: Acting, deed: Deed[ClaimArguments]) -> None:
    undoing.took_from(connection, deed.arguments.number, deed.now)


_EITHER_WAY = frozenset({"claim.grant", "claim.refuse"})
GRANT = Act("claim.grant", ClaimArguments, _subject, _granted, _open_still, _EITHER_WAY)
REFUSE = Act("claim.refuse", ClaimArguments, _subject, _refused, _open_still, _EITHER_WAY)
UNDO = Act("claim.undo", ClaimArguments, _subject, _undone, _undoable_still, frozenset({"claim.undo"}))
