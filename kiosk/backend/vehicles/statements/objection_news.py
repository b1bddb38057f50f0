"""Statements about who hears how an objection has ended."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, Row, exists, or_, select

from kiosk.backend.owners.tables import owners
from kiosk.backend.vehicles.statements.services import holds
from kiosk.backend.vehicles.tables import binding_services, bindings
from kiosk.domain.service import ServiceKind


def holder(
    connection: Connection, plate: str, kind: str, by_text: Collection[ServiceKind], day: date
) -> Row[str, str, str | None, bool] | None:
    """Return id, number and language of a vehicle's owner, and whether they have a service of some kinds."""
    chosen = exists().where(
        binding_services.c.binding_id == bindings.c.id, or_(*(holds(service, day) for service in by_text))
    )
    return connection.execute(
        select(owners.c.id, owners.c.mobile, owners.c.language, chosen.label("by_text"))
        .join_from(bindings, owners, owners.c.id == bindings.c.owner_id)
        .where(
            bindings.c.plate == plate,
            bindings.c.vehicle_type == kind,
            bindings.c.ended_at.is_(None),
            owners.c.closed_at.is_(None),
        )
    ).one_or_none()
