"""Statements about flood alerts. Writing needs the advisory lock `Lock.FLOOD`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, exists, func, insert, literal, select

from kiosk.backend.messages.tables import text_messages
from kiosk.backend.owners.tables import owners
from kiosk.backend.vehicles.statements.services import holds
from kiosk.backend.vehicles.tables import binding_services, bindings, flood_alerts
from kiosk.domain.service import FloodArea, ServiceKind


def announced(connection: Connection, area: FloodArea, clear_by: datetime) -> str | None:
    """Return the id of the alert for an area and a moment, None if there is none."""
    return connection.scalar(
        select(flood_alerts.c.id).where(flood_alerts.c.area == area.value, flood_alerts.c.clear_by == clear_by)
    )


def add(connection: Connection, alert_id: str, area: FloodArea, clear_by: datetime, now: datetime) -> None:
    """Write an alert down."""
    connection.execute(insert(flood_alerts).values(id=alert_id, area=area.value, clear_by=clear_by, announced_at=now))


def alert(connection: Connection, alert_id: str) -> Row[Any]:
    """Return an alert, which is there."""
    return connection.execute(select(flood_alerts).where(flood_alerts.c.id == alert_id)).one()


def count_concerned(connection: Connection, area: FloodArea, today: date) -> int:
    """Return how many owners have vehicles whose flood service of an area holds today."""
    concerned = _concerned(area, today).subquery()
    return connection.scalar(select(func.count(concerned.c.owner_id.distinct()))) or 0


def concerned(connection: Connection, area: FloodArea, today: date) -> Sequence[str]:
    """Return the owners who have vehicles whose flood service of an area holds today, in the order of their ids."""
    vehicles = _concerned(area, today).subquery()
    return connection.scalars(select(vehicles.c.owner_id).distinct().order_by(vehicles.c.owner_id)).all()


def not_warned(
    connection: Connection, alert_id: str, area: FloodArea, today: date, owner_ids: Sequence[str]
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the concerned vehicles of some owners, of those who were not notified of an alert yet, owner by owner.

    An owner was notified if there is a message with the key `flood:<alert>:<owner>`.
    """
    warned = exists().where(text_messages.c.dedup_key == literal(f"flood:{alert_id}:") + bindings.c.owner_id)
    return connection.execute(
        _concerned(area, today)
        .where(bindings.c.owner_id.in_(owner_ids), ~warned)
        .order_by(bindings.c.owner_id, bindings.c.plate)
    ).all()


def _concerned(area: FloodArea, today: date) -> Select[Any]:
    """Select the vehicles whose flood service of an area holds today, with their owners and numbers."""
    return (
        select(bindings.c.owner_id, owners.c.mobile, owners.c.language, bindings.c.plate)
        .join(binding_services, binding_services.c.binding_id == bindings.c.id)
        .join(owners, owners.c.id == bindings.c.owner_id)
        .where(
            holds(ServiceKind.FLOOD, today),
            binding_services.c.area == area.value,
            owners.c.closed_at.is_(None),
        )
    )
