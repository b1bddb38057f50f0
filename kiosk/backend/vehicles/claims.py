"""A plate that another owner has bound: the office looks at the vehicle's licence and decides.

Neither side learns who the other is. Both may name the claim's number at the counter. What the office does is done
through `perform`: it stands in the audit with the name of the clerk.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from kiosk.backend.ground import drawn
from kiosk.backend.ground.problems import Refusal, Refused
from kiosk.backend.messages import owner_log
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Arguments, Office, perform
from kiosk.backend.vehicles import bindings
from kiosk.backend.vehicles.statements import bindings as binding_statements
from kiosk.backend.vehicles.statements import claims, owner_locks
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.owners import OwnerEventKind
from kiosk.contract.problems import ProblemKind
from kiosk.contract.vehicles import MOST_VEHICLES, Claim
from kiosk.contract.wire import Vehicle
from kiosk.domain import read_aloud
from kiosk.domain.dates import taipei
from kiosk.domain.plate import VehicleType

_NUMBER = re.compile(rf"C[0-9]{{6}}[{read_aloud.ALPHABET}]{{5}}\Z")


class ClaimError(Refused):
    """What the office asked for cannot be done; the text says why and what to do. Nothing was done."""


@dataclass(frozen=True, slots=True)
class OpenClaim:
    """A claim that waits for the office."""

    number: str
    vehicle: Vehicle
    made_at: datetime


def make(connection: Connection, owner_id: str, vehicle: Vehicle, *, terminal_id: str, now: datetime) -> Claim:
    """Claim a vehicle that another owner has bound, in a write transaction; asked again, the open claim is returned.

    Raise `Refusal`: `VEHICLE_BOUND` for one's own, `NOT_FOUND` for one that is not bound, `VEHICLES_FULL` where it
    would find no place.
    """
    bindings.hold_owner(connection, owner_id)
    holder = bindings.holder(connection, vehicle)
    if holder == owner_id:
        raise Refusal(ProblemKind.VEHICLE_BOUND)
    if holder is None:
        raise Refusal(ProblemKind.NOT_FOUND, "no one has bound it: bind it instead")
    known = claims.open_of(connection, owner_id, vehicle)
    if known is not None:
        return Claim(number=known.number, vehicle=vehicle, made_at=known.made_at)
    if bindings.count(connection, owner_id) + claims.count_open(connection, owner_id) >= MOST_VEHICLES:
        raise Refusal(ProblemKind.VEHICLES_FULL)
    number = _add(connection, owner_id, vehicle, now)
    owner_log.note(connection, owner_id, OwnerEventKind.CLAIM_MADE, now, terminal_id=terminal_id, subject=vehicle.plate)
    owner_log.tell(connection, holder, "claim-against", now, {"plate": vehicle.plate, "number": number})
    return Claim(number=number, vehicle=vehicle, made_at=now)


def waiting(office: Office, acting: Acting) -> list[OpenClaim]:
    """Return the claims that wait for the office, oldest first."""
    return perform(office, acting, "claim.list", Arguments(), _waiting)


def grant(office: Office, acting: Acting, number: str) -> Vehicle:
    """Let the vehicle be the claimant's, and notify the former owner. Return the vehicle.

    The new binding has no services until its owner chooses some. Raise `ClaimError`, and what `perform` raises.
    """
    arguments = Arguments(subject(number))
    return perform(office, acting, "claim.grant", arguments, lambda c: let_have(c, number, office.clock.now()))


def refuse(office: Office, acting: Acting, number: str) -> Vehicle:
    """Leave the vehicle with its current owner, and notify both. Return the vehicle.

    Raise `ClaimError`, and what `perform` raises.
    """
    arguments = Arguments(subject(number))
    return perform(office, acting, "claim.refuse", arguments, lambda c: leave(c, number, office.clock.now()))


def _waiting(connection: Connection) -> list[OpenClaim]:
    return [
        OpenClaim(row.number, Vehicle(plate=row.plate, type=VehicleType(row.vehicle_type)), row.made_at)
        for row in claims.waiting(connection)
    ]


def subject(number: str) -> str | None:
    """Return what the audit calls a claim: its number, and nothing for whatever else was typed in its place."""
    found = read_aloud.read(number).replace("-", "")
    return found if _NUMBER.match(found) else None


def bound_since(connection: Connection, number: str) -> datetime | None:
    """Return since when the vehicle of a claim is bound, held to the end of the transaction; None if it is not.

    Raise `ClaimError`.
    """
    claim = _held(connection, number)
    bound = binding_statements.of_vehicle(connection, Vehicle(plate=claim.plate, type=VehicleType(claim.vehicle_type)))
    return None if bound is None else bound.bound_at


def let_have(connection: Connection, number: str, now: datetime) -> Vehicle:
    """Let the vehicle be the claimant's, in a write transaction; raise `ClaimError`."""
    claim = _held(connection, number)
    vehicle = Vehicle(plate=claim.plate, type=VehicleType(claim.vehicle_type))
    if claim.owner_id not in _hold_both(connection, claim.owner_id, bindings.holder(connection, vehicle)):
        raise ClaimError(
            DeskProblem.CLAIMANT_LEFT, f"The claimant of claim {number} has closed the account: refuse it."
        )
    bound = binding_statements.of_vehicle(connection, vehicle)
    changed: dict[str, str | None] = {}
    if bound is None or bound.owner_id != claim.owner_id:
        if bound is not None:
            bindings.unbind(connection, bound.owner_id, bound.id, terminal_id=None, now=now)
            owner_log.tell(connection, bound.owner_id, "claim-lost", now, _words(claim))
        try:
            made = bindings.bind(connection, claim.owner_id, vehicle, (), terminal_id=None, now=now)
        except Refusal as refusal:
            raise ClaimError(refusal.kind, _why(refusal, number)) from refusal
        changed = {"binding_id": made.id, "former_binding_id": None if bound is None else bound.id}
    owner_log.tell(connection, claim.owner_id, "claim-granted", now, _words(claim))
    claims.settle(connection, claim.number, "granted", now, **changed)
    return vehicle


def leave(connection: Connection, number: str, now: datetime) -> Vehicle:
    """Leave the vehicle with its current owner, in a write transaction; raise `ClaimError`."""
    claim = _held(connection, number)
    vehicle = Vehicle(plate=claim.plate, type=VehicleType(claim.vehicle_type))
    holder = bindings.holder(connection, vehicle)
    present = _hold_both(connection, claim.owner_id, holder)
    if claim.owner_id in present:
        owner_log.tell(connection, claim.owner_id, "claim-refused", now, _words(claim))
    if holder is not None and holder != claim.owner_id:
        owner_log.tell(connection, holder, "claim-dismissed", now, _words(claim))
    claims.settle(connection, claim.number, "refused", now)
    return vehicle


def _held(connection: Connection, number: str) -> Any:
    """Return an open claim, held to the end of the transaction; raise `ClaimError`."""
    claim = claims.lock(connection, read_aloud.read(number))
    if claim is None:
        raise ClaimError(ProblemKind.NOT_FOUND, f"There is no claim {number}; see: kiosk claim list")
    if claim.settled_at is not None:
        settled = f"Claim {number} was {claim.outcome} on {taipei(claim.settled_at):%Y-%m-%d} already."
        raise ClaimError(DeskProblem.CLAIM_SETTLED, settled, state=claim.outcome)
    return claim


def _hold_both(connection: Connection, claimant: str, holder: str | None) -> set[str]:
    """Hold the rows of both owners, always in one order; return those who have not closed their accounts."""
    return owner_locks.lock_all_open(connection, {claimant} if holder is None else {claimant, holder})


def _words(claim: Any) -> dict[str, str]:
    return {"plate": claim.plate, "number": claim.number}


def _why(refusal: Refusal, number: str) -> str:
    if refusal.kind is ProblemKind.VEHICLES_FULL:
        return f"The claimant of claim {number} has {MOST_VEHICLES} vehicles bound: they must let go of one first."
    return "The vehicle was bound anew at this moment: look at the claim again."


def _add(connection: Connection, owner_id: str, vehicle: Vehicle, now: datetime) -> str:
    """Keep a claim under a number of its own, and return that."""

    def draw() -> str | None:
        number = drawn.claim_number(secrets, now)
        return number if claims.add(connection, number, owner_id, vehicle, now) else None

    return drawn.kept(draw)
