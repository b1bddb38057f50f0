"""Statements about monthly passes that were bought."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, select

from kiosk.backend.office.tables import pass_products
from kiosk.backend.store.office_tables import passes
from kiosk.backend.store.tables import payments
from kiosk.backend.vehicles.tables import bindings
from kiosk.domain.payment import PaymentState


def paid_for_owner(connection: Connection, owner_id: str, at_most: int) -> Sequence[Row[Any]]:
    """Return the passes that were paid for an owner's vehicles, each with its payment and its product, newest first."""
    return connection.execute(_paid(owner_id).order_by(payments.c.paid_at.desc()).limit(at_most)).all()


def is_for_owner(connection: Connection, owner_id: str, payment_id: str) -> bool:
    """Say whether a payment is one for a pass of an owner's vehicle, and paid."""
    return connection.execute(_paid(owner_id).where(payments.c.id == payment_id)).first() is not None


def _paid(owner_id: str) -> Select[Any]:
    """Select the passes that were paid for vehicles which the owner had bound by then."""
    return (
        select(
            payments.c.id,
            payments.c.receipt_number,
            payments.c.paid_at,
            payments.c.provider,
            passes.c.price,
            passes.c.plate,
            pass_products.c.name,
            pass_products.c.translations,
        )
        .join_from(payments, passes, passes.c.payment_id == payments.c.id)
        .join(pass_products, pass_products.c.code == passes.c.product)
        .join(bindings, and_(bindings.c.plate == passes.c.plate, bindings.c.vehicle_type == passes.c.vehicle_type))
        .where(
            bindings.c.owner_id == owner_id,
            bindings.c.ended_at.is_(None),
            bindings.c.bound_at <= payments.c.paid_at,
            payments.c.state == PaymentState.PAID.value,
        )
    )
