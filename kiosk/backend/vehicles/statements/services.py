"""Statements about the services that are chosen for vehicles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, RowMapping, and_, insert, or_, select, update

from kiosk.backend.vehicles.tables import binding_services, bindings
from kiosk.domain.plate import VehicleType
from kiosk.domain.service import ServiceKind


def of_bindings(connection: Connection, binding_ids: Sequence[str]) -> Sequence[RowMapping]:
    """Return the services that stand chosen for bindings, in no order."""
    columns = binding_services.c
    return (
        connection.execute(
            select(binding_services).where(columns.binding_id.in_(binding_ids), columns.ends_on.is_(None))
        )
        .mappings()
        .all()
    )


def standing(connection: Connection, binding_id: str) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return id, kind, hours and area of the services that stand chosen for a binding."""
    columns = binding_services.c
    return connection.execute(
        select(columns.id, columns.service, columns.start_hour, columns.end_hour, columns.area).where(
            columns.binding_id == binding_id, columns.ends_on.is_(None)
        )
    ).all()


def choose(connection: Connection, **columns: Any) -> None:
    """Write a choice down."""
    connection.execute(insert(binding_services).values(**columns))


def drop(connection: Connection, ids: Sequence[int], ends_on: date) -> None:
    """Let choices hold no longer from a day on."""
    connection.execute(update(binding_services).where(binding_services.c.id.in_(ids)).values(ends_on=ends_on))


def end(connection: Connection, binding_ids: Sequence[str], ends_on: date, now: datetime) -> None:
    """Let every service of bindings that end now hold no longer from a day on."""
    connection.execute(
        update(binding_services)
        .where(binding_services.c.binding_id.in_(binding_ids), binding_services.c.ends_on.is_(None))
        .values(ends_on=ends_on, ended_at=now)
    )


def resume(connection: Connection, binding_id: str, ended_at: datetime) -> None:
    """Let the services be on again that were on until a binding ended, and no others."""
    connection.execute(
        update(binding_services)
        .where(binding_services.c.binding_id == binding_id, binding_services.c.ended_at == ended_at)
        .values(ends_on=None, ended_at=None)
    )


def is_paperless(connection: Connection, plate: str, type: VehicleType, day: date) -> bool:
    """Say whether a vehicle's owner has chosen tickets without paper for a day."""
    paperless = connection.scalar(
        select(binding_services.c.id)
        .join(bindings, bindings.c.id == binding_services.c.binding_id)
        .where(bindings.c.plate == plate, bindings.c.vehicle_type == type.value, holds(ServiceKind.PAPERLESS, day))
        .limit(1)
    )
    return paperless is not None


def holds(kind: ServiceKind, day: date) -> ColumnElement[bool]:
    """Return the condition that a service of this kind holds on a day, where its binding is joined."""
    columns = binding_services.c
    return and_(
        columns.service == kind.value,
        columns.effective_on <= day,
        or_(columns.ends_on.is_(None), columns.ends_on > day),
        bindings.c.ended_at.is_(None),
    )
