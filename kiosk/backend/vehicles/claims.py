"""A plate that somebody else has bound: the office looks at the vehicle's licence and decides.

Neither side learns who the other is. Both may name the claim's number at the counter.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from kiosk.backend.ground import drawn
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.messages import owner_log
from kiosk.backend.owners.tables import owners
from kiosk.backend.store.rows import ensure
from kiosk.backend.vehicles import bindings
from kiosk.backend.vehicles.tables import bindings as bindings_table
from kiosk.backend.vehicles.tables import claims
from kiosk.contract.owners import OwnerEventKind
from kiosk.contract.problems import ProblemKind
from kiosk.contract.vehicles import MOST_VEHICLES, Claim
from kiosk.contract.wire import Vehicle
from kiosk.domain import read_aloud
from kiosk.domain.dates import taipei
from kiosk.domain.plate import VehicleType


class ClaimError(Exception):
    """What the office asked for cannot be done; the text says why and what to do. Nothing was done."""


@dataclass(frozen=True, slots=True)
class OpenClaim:
    """A claim that waits for the office."""

    number: str
    vehicle: Vehicle
    made_at: datetime


def make(connection: Connection, owner_id: str, vehicle: Vehicle, *, terminal_id: str, now: datetime) -> Claim:
    """Claim a vehicle that somebody else has bound, in a write transaction; asked again, the open claim is returned.

    Raise `Refusal`: `VEHICLE_BOUND` for one's own, `NOT_FOUND` for one that nobody has bound, `VEHICLES_FULL` where it
    would find no place.
    """
    bindings.hold_owner(connection, owner_id)
    holder = bindings.holder(connection, vehicle)
    if holder == owner_id:
        raise Refusal(ProblemKind.VEHICLE_BOUND)
    if holder is None:
        raise Refusal(ProblemKind.NOT_FOUND, "nobody has bound it: bind it instead")
    mine = (claims.c.owner_id == owner_id, claims.c.settled_at.is_(None))
    known = connection.execute(
        select(claims.c.number, claims.c.made_at).where(
            *mine, claims.c.plate == vehicle.plate, claims.c.vehicle_type == vehicle.type.value
        )
    ).one_or_none()
    if known is not None:
        return Claim(number=known.number, vehicle=vehicle, made_at=known.made_at)
    waiting = connection.scalar(select(func.count()).select_from(claims).where(*mine)) or 0
    if bindings.count(connection, owner_id) + waiting >= MOST_VEHICLES:
        raise Refusal(ProblemKind.VEHICLES_FULL)
    number = _add(connection, owner_id, vehicle, now)
    owner_log.note(connection, owner_id, OwnerEventKind.CLAIM_MADE, now, terminal_id=terminal_id, subject=vehicle.plate)
    owner_log.tell(connection, holder, "claim-against", now, {"plate": vehicle.plate, "number": number})
    return Claim(number=number, vehicle=vehicle, made_at=now)


def waiting(connection: Connection) -> list[OpenClaim]:
    """Return the claims that wait for the office, oldest first."""
    rows = connection.execute(
        select(claims).where(claims.c.settled_at.is_(None)).order_by(claims.c.made_at, claims.c.number)
    )
    return [
        OpenClaim(row.number, Vehicle(plate=row.plate, type=VehicleType(row.vehicle_type)), row.made_at) for row in rows
    ]


def grant(connection: Connection, number: str, now: datetime) -> Vehicle:
    """Let the vehicle be the claimant's, in a write transaction; whoever had bound it is told. Return the vehicle.

    The new binding has no services until its owner chooses some. Raise `ClaimError`.
    """
    claim = _held(connection, number)
    vehicle = Vehicle(plate=claim.plate, type=VehicleType(claim.vehicle_type))
    if claim.owner_id not in _hold_both(connection, claim.owner_id, bindings.holder(connection, vehicle)):
        raise ClaimError(f"Whoever made claim {number} has closed the account: refuse it.")
    bound = connection.execute(
        select(bindings_table.c.id, bindings_table.c.owner_id).where(
            bindings_table.c.plate == vehicle.plate,
            bindings_table.c.vehicle_type == vehicle.type.value,
            bindings_table.c.ended_at.is_(None),
        )
    ).one_or_none()
    if bound is None or bound.owner_id != claim.owner_id:
        if bound is not None:
            bindings.unbind(connection, bound.owner_id, bound.id, terminal_id=None, now=now)
            owner_log.tell(connection, bound.owner_id, "claim-lost", now, _words(claim))
        try:
            bindings.bind(connection, claim.owner_id, vehicle, (), terminal_id=None, now=now)
        except Refusal as refusal:
            raise ClaimError(_why(refusal, number)) from refusal
    owner_log.tell(connection, claim.owner_id, "claim-granted", now, _words(claim))
    _settle(connection, claim.number, "granted", now)
    return vehicle


def refuse(connection: Connection, number: str, now: datetime) -> Vehicle:
    """Leave the vehicle with whoever has it, in a write transaction, and tell both. Return the vehicle.

    Raise `ClaimError`.
    """
    claim = _held(connection, number)
    vehicle = Vehicle(plate=claim.plate, type=VehicleType(claim.vehicle_type))
    holder = bindings.holder(connection, vehicle)
    present = _hold_both(connection, claim.owner_id, holder)
    if claim.owner_id in present:
        owner_log.tell(connection, claim.owner_id, "claim-refused", now, _words(claim))
    if holder is not None and holder != claim.owner_id:
        owner_log.tell(connection, holder, "claim-dismissed", now, _words(claim))
    _settle(connection, claim.number, "refused", now)
    return vehicle


def _held(connection: Connection, number: str) -> Any:
    """Return an open claim, held to the end of the transaction; raise `ClaimError`."""
    claim = connection.execute(
        select(claims).where(claims.c.number == read_aloud.read(number)).with_for_update()
    ).one_or_none()
    if claim is None:
        raise ClaimError(f"There is no claim {number}; see: kiosk claim list")
    if claim.settled_at is not None:
        raise ClaimError(f"Claim {number} was {claim.outcome} on {taipei(claim.settled_at):%Y-%m-%d} already.")
    return claim


def _hold_both(connection: Connection, claimant: str, holder: str | None) -> set[str]:
    """Hold the rows of both owners, always in one order; return those who have not closed their accounts."""
    concerned = {claimant} if holder is None else {claimant, holder}
    return set(
        connection.scalars(
            select(owners.c.id)
            .where(owners.c.id.in_(concerned), owners.c.closed_at.is_(None))
            .order_by(owners.c.id)
            .with_for_update()
        )
    )


def _settle(connection: Connection, number: str, outcome: str, now: datetime) -> None:
    connection.execute(update(claims).where(claims.c.number == number).values(settled_at=now, outcome=outcome))


def _words(claim: Any) -> dict[str, str]:
    return {"plate": claim.plate, "number": claim.number}


def _why(refusal: Refusal, number: str) -> str:
    if refusal.kind is ProblemKind.VEHICLES_FULL:
        return f"Whoever made claim {number} has {MOST_VEHICLES} vehicles bound: they must let go of one first."
    return "The vehicle was bound anew at this moment: look at the claim again."


def _add(connection: Connection, owner_id: str, vehicle: Vehicle, now: datetime) -> str:
    """Keep a claim under a number of its own, and return that."""

    def draw() -> str | None:
        number = drawn.claim_number(secrets, now)
        fresh = ensure(
            connection,
            claims,
            number=number,
            owner_id=owner_id,
            plate=vehicle.plate,
            vehicle_type=vehicle.type.value,
            made_at=now,
        )
        return number if fresh else None

    return drawn.kept(draw)
