"""Owners (車主) as rows, and as a terminal shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.messages import statements as message_statements
from kiosk.backend.owners.statements import accounts, new_numbers
from kiosk.backend.vehicles.statements import bindings
from kiosk.contract.owners import NumberWaits, Owner
from kiosk.contract.problems import ProblemKind
from kiosk.domain.email import Email
from kiosk.domain.mobile import Mobile
from kiosk.domain.person_name import PersonName


@dataclass(frozen=True, slots=True)
class OwnerRecord:
    """An owner whose account is open."""

    id: str
    mobile: str = field(repr=False)
    name: str = field(repr=False)
    email: str | None = field(repr=False)
    registered_at: datetime
    language: str | None = None
    """In which the owner is written to."""


def load(connection: Connection, owner_id: str, *, hold: bool = False) -> OwnerRecord:
    """Return the owner of a session, whose row is held with `hold`; raise `Refusal` (`SESSION_OVER`) if closed."""
    found = find(connection, owner_id, hold=hold)
    if found is None:
        raise Refusal(ProblemKind.SESSION_OVER)
    return found


def find(connection: Connection, owner_id: str, *, hold: bool = False) -> OwnerRecord | None:
    """Return an owner, whose row is held with `hold`; None if the account is closed."""
    row = accounts.find(connection, owner_id, lock=hold)
    return None if row is None else OwnerRecord(*row)


def id_of(connection: Connection, mobile: str) -> str | None:
    """Return the id of the owner who has registered a number, None if there is none."""
    return accounts.of_number(connection, mobile)


def shown(connection: Connection, owner_id: str) -> Owner:
    """Return an owner masked for a public screen; raise `Refusal` (`SESSION_OVER`)."""
    owner = load(connection, owner_id)
    return Owner(
        name=PersonName(owner.name).masked,
        mobile=Mobile(owner.mobile).masked,
        email=None if owner.email is None else Email(owner.email).masked,
        registered_at=owner.registered_at,
        unread=message_statements.count_unread(connection, owner_id),
        number_waits=_waits(connection, owner_id),
    )


def _waits(connection: Connection, owner_id: str) -> NumberWaits | None:
    row = new_numbers.waiting(connection, owner_id)
    return None if row is None else NumberWaits(mobile=Mobile(row.mobile).masked, effect_at=row.effect_at)


def known_of(connection: Connection, owner: OwnerRecord) -> list[str | None]:
    """Return what a password of this owner must not be made of."""
    return [owner.mobile, owner.name, owner.email, *bindings.plates_of(connection, owner.id)]
