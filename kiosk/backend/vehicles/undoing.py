"""Undoing a granted claim (撤回改綁) within a week: the vehicle and its services go back to the owner who had them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.messages import owner_log
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Arguments, Office, perform
from kiosk.backend.vehicles import bindings
from kiosk.backend.vehicles.claims import ClaimError, subject
from kiosk.backend.vehicles.statements import bindings as binding_statements
from kiosk.backend.vehicles.statements import claims, owner_locks
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.problems import ProblemKind
from kiosk.contract.wire import Vehicle
from kiosk.domain import read_aloud
from kiosk.domain.plate import VehicleType

UNDOABLE = timedelta(days=7)
"""For how long after it was granted."""

_WHY = {
    "open": "it has not been decided yet",
    "refused": "it was refused, and nothing was changed by that",
    "undone": "it was undone already",
    "late": f"it was granted more than {UNDOABLE.days} days ago; the former owner can claim the vehicle",
    "unchanged": "the vehicle was the claimant's before, or it was granted by an older version that kept too little",
    "moved": "the vehicle has been bound by somebody else since",
    "left": "the owner who had the vehicle before has closed the account",
    "full": "the owner who had the vehicle before has as many as an account may have, and must let go of one first",
}
"""The state of the problem `undo-refused`, and what a command prints for it."""


@dataclass(frozen=True, slots=True)
class _Granted:
    """A claim that can be undone, held to the end of the transaction."""

    number: str
    owner_id: str
    vehicle: Vehicle
    settled_at: datetime
    former_binding_id: str | None


def undo(office: Office, acting: Acting, number: str) -> Vehicle:
    """Undo a granted claim, and notify both. Return the vehicle. Raise `ClaimError`, and what `perform` raises."""
    arguments = Arguments(subject(number))
    return perform(office, acting, "claim.undo", arguments, lambda c: give_back(c, number, office.clock.now()))


def until(claim: Any, now: datetime) -> datetime | None:
    """Return until when a claim's row says that it can be undone; None where it cannot."""
    return None if _why_not(claim, now) else claim.settled_at + UNDOABLE


def took_from(connection: Connection, number: str, now: datetime) -> timedelta | None:
    """Return how long the owner before had had the vehicle; None where there was none. Raise `ClaimError`."""
    claim = _held(connection, number, now)
    if claim.former_binding_id is None:
        return None
    former = binding_statements.by_id(connection, claim.former_binding_id)
    return None if former is None else claim.settled_at - former.bound_at


def give_back(connection: Connection, number: str, now: datetime) -> Vehicle:
    """Undo a granted claim, in a write transaction; raise `ClaimError`.

    The claimant may have let go of the vehicle meanwhile, and bound it anew; somebody else may not have bound it.
    """
    claim = _held(connection, number, now)
    former = None
    if claim.former_binding_id is not None:
        former = binding_statements.by_id(connection, claim.former_binding_id)
    owners = {claim.owner_id} if former is None else {claim.owner_id, former.owner_id}
    present = owner_locks.lock_all_open(connection, owners)
    if former is not None and former.owner_id not in present:
        raise _refused(claim.number, "left")
    bound = binding_statements.of_vehicle(connection, claim.vehicle)
    if bound is not None and bound.owner_id != claim.owner_id:
        raise _refused(claim.number, "moved")
    words = {"plate": claim.vehicle.plate, "number": claim.number}
    if bound is not None:
        bindings.unbind(connection, claim.owner_id, bound.id, terminal_id=None, now=now)
    if claim.owner_id in present:
        owner_log.tell(connection, claim.owner_id, "claim-undone", now, words)
    if former is not None and claim.former_binding_id is not None:
        _take_up(connection, claim, claim.former_binding_id, now)
        owner_log.tell(connection, former.owner_id, "claim-returned", now, words)
    claims.undo(connection, claim.number, now)
    return claim.vehicle


def _take_up(connection: Connection, claim: _Granted, binding_id: str, now: datetime) -> None:
    try:
        bindings.resume(connection, binding_id, now)
    except Refusal as refusal:
        raise _refused(claim.number, "full" if refusal.kind is ProblemKind.VEHICLES_FULL else "moved") from refusal


def _held(connection: Connection, number: str, now: datetime) -> _Granted:
    claim = claims.lock(connection, read_aloud.read(number))
    if claim is None:
        raise ClaimError(ProblemKind.NOT_FOUND, f"There is no claim {number}.")
    state = _why_not(claim, now)
    if state is not None:
        raise _refused(claim.number, state)
    vehicle = Vehicle(plate=claim.plate, type=VehicleType(claim.vehicle_type))
    return _Granted(claim.number, claim.owner_id, vehicle, claim.settled_at, claim.former_binding_id)


def _why_not(claim: Any, now: datetime) -> str | None:
    """Return why a claim's row cannot be undone, before anything else is looked at; None if it can."""
    if claim.outcome != "granted":
        return str(claim.outcome or "open")
    if claim.undone_at is not None:
        return "undone"
    if now - claim.settled_at > UNDOABLE:
        return "late"
    return "unchanged" if claim.binding_id is None else None


def _refused(number: str, state: str) -> ClaimError:
    text = f"Claim {number} cannot be undone: {_WHY[state]}. Nothing was changed."
    return ClaimError(DeskProblem.UNDO_REFUSED, text, state=state)
