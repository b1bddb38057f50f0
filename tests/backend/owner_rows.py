"""Owners and their vehicles, for tests that begin where somebody has them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import insert, select

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.messages.tables import owner_messages
from kiosk.backend.owners.tables import owners
from kiosk.backend.store.database import Database
from kiosk.backend.terminals.tables import terminals
from kiosk.backend.vehicles import bindings
from kiosk.contract.problems import ProblemKind
from kiosk.contract.vehicles import BoundVehicle, ServiceChoice
from kiosk.contract.wire import Vehicle
from kiosk.domain.service import FloodArea, ServiceKind
from tests.clock import START

PAPERLESS = ServiceChoice(kind=ServiceKind.PAPERLESS)
REMINDER = ServiceChoice(kind=ServiceKind.REMINDER, start=13, end=18)
FLOOD = ServiceChoice(kind=ServiceKind.FLOOD, area=FloodArea.KEELUNG)

_serials = itertools.count(1)


def add_owner(database: Database, *, closed: bool = False, mobile: str | None = None) -> str:
    """Add somebody with a number of their own, on a database that knows the device `kiosk-1`; return the id."""
    serial = next(_serials)
    id = f"{serial:032x}"
    with database.write() as connection:
        if connection.scalar(select(terminals.c.id).where(terminals.c.id == "kiosk-1")) is None:
            connection.execute(
                insert(terminals).values(id="kiosk-1", name="kiosk-1", token_hash="kiosk-1", created_at=START)
            )
        connection.execute(
            insert(owners).values(
                id=id,
                mobile=None if closed else mobile or f"09{serial:08}",
                name=None if closed else "王小明",
                password_hash=None if closed else "hash",
                notice="2026-11",
                registered_at=START,
                changed_at=START,
                closed_at=START if closed else None,
            )
        )
    return id


def bind(
    database: Database, owner: str, vehicle: Vehicle, *services: ServiceChoice, now: datetime = START
) -> BoundVehicle:
    """Bind a vehicle as a terminal does."""
    return database.run(
        lambda connection: bindings.bind(connection, owner, vehicle, services, terminal_id="kiosk-1", now=now)
    )


def refused(work: Callable[[], object]) -> ProblemKind:
    """Return why something was refused; fail if it was not."""
    with pytest.raises(Refusal) as refusal:
        work()
    return refusal.value.kind


def notified(database: Database, owner: str) -> list[str]:
    """Return the kinds of the messages that an owner was left, oldest first."""
    with database.read() as connection:
        return list(
            connection.scalars(
                select(owner_messages.c.kind)
                .where(owner_messages.c.owner_id == owner)
                .order_by(owner_messages.c.at, owner_messages.c.id)
            )
        )
