"""An owner's history (歷程記錄): what happened to the account, and what staff saw and changed, without their names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.messages import owner_log
from kiosk.backend.owners.statements import accounts
from kiosk.backend.registers.statements import objections
from kiosk.backend.staff import subjects
from kiosk.backend.staff.statements import audit
from kiosk.backend.vehicles.statements import bindings, claims
from kiosk.contract.owners import History, StaffDeed, StaffDeedKind
from kiosk.domain.text import clean

MOST_SHOWN = 100
_READ = 5 * MOST_SHOWN
"""Rows of which those of one case and kind are one line."""

_EVER = datetime(2000, 1, 1, tzinfo=UTC)
_KINDS = {
    "vehicle.see": StaffDeedKind.VIEWED,
    "number.see": StaffDeedKind.VIEWED,
    "owner.readmit": StaffDeedKind.READMITTED,
    "number.begin": StaffDeedKind.NUMBER_ASKED,
    "number.change": StaffDeedKind.NUMBER_DECIDED,
    "number.stop": StaffDeedKind.NUMBER_STOPPED,
    "claim.undo": StaffDeedKind.CLAIM_UNDONE,
    "objection.open": StaffDeedKind.OBJECTION_OPENED,
    "objection.reject": StaffDeedKind.OBJECTION_REJECTED,
    "objection.uphold": StaffDeedKind.OBJECTION_UPHELD,
}
_REVEAL = "person.reveal"


def english_names(context: Context) -> Mapping[str, str]:
    """Return the English names of the places and identity providers that a history may name, where they have one."""
    named = {issuer.name: issuer.name_en for issuer in context.ports.identities.values()}
    return {name: other for name, other in {**named, context.terms.payee: context.terms.payee_en}.items() if other}


def whole(connection: Connection, context: Context, owner_id: str, english: Mapping[str, str]) -> History:
    """Return what happened, with the English names of places and subjects that have one."""
    found = owner_log.history(connection, owner_id, context.terms.payee, english)
    return found.model_copy(update={"by_staff": by_staff(connection, context, owner_id, english)})


def by_staff(
    connection: Connection, context: Context, owner_id: str, english: Mapping[str, str]
) -> tuple[StaffDeed, ...]:
    """Return what staff saw and changed, by the audit, newest first.

    What was done again in the same case is one line, its newest.
    """
    rows = audit.concerning(connection, _subjects(connection, context, owner_id), [*_KINDS, _REVEAL], _READ)
    found: dict[object, StaffDeed] = {}
    for row in rows:
        deed = _deed(row, context.terms.payee, english)
        again = (deed.kind, deed.place, deed.reason, row.case_number) if row.case_number else len(found)
        found.setdefault(again, deed)
    return tuple(found.values())[:MOST_SHOWN]


def _subjects(connection: Connection, context: Context, owner_id: str) -> list[tuple[str, datetime, datetime | None]]:
    """Return what the audit calls an owner, and from when to when that was theirs."""
    mobile, since = accounts.mobile_since(connection, owner_id)
    ever = bindings.ever_of(connection, owner_id)
    vehicles = [(subjects.of_vehicle(held.plate, held.vehicle_type), held.since, held.until) for held in ever]
    # An objection stands under the ticket's number.
    objected = objections.of_vehicles(connection, sorted({(held.plate, held.vehicle_type) for held in ever}))
    tickets = [
        (ticket.number, held.since, held.until)
        for ticket in objected
        for held in ever
        if (held.plate, held.vehicle_type) == (ticket.plate, ticket.vehicle_type)
    ]
    number = [] if mobile is None else [(subjects.of_text(context, mobile), since, None)]
    decided: list[tuple[str, datetime, datetime | None]] = [
        (claim, _EVER, None) for claim in claims.about(connection, owner_id)
    ]
    return [(owner_id, _EVER, None), *number, *vehicles, *tickets, *decided]


def _deed(row: Any, office: str, english: Mapping[str, str]) -> StaffDeed:
    kind = f"revealed-{row.fields}" if row.operation == _REVEAL else _KINDS[row.operation].value
    place = clean(row.office) or office
    return StaffDeed(kind=kind, at=row.at, place=place, place_en=english.get(place), reason=row.reason)
