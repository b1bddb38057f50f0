"""Statements about movements of money. The caller has locked the payment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select

from kiosk.backend.domain.payment import Movement
from kiosk.backend.payments.tables import movements, refunds
from kiosk.backend.store.prepared import Prepared, Row
from kiosk.backend.store.rows import ensure

_OF_REFERENCE = (movements.c.provider == bindparam("provider"), movements.c.reference == bindparam("reference"))
_FIND = Prepared(select(movements.c.payment_id, movements.c.amount).where(*_OF_REFERENCE))
_SEQUENCE = Prepared(select(movements.c.sequence).where(*_OF_REFERENCE))
_GIVEN = (
    select(func.coalesce(func.sum(refunds.c.amount), 0))
    .where(refunds.c.charge == movements.c.sequence)
    .scalar_subquery()
)
_KEPT = Prepared(
    select(movements.c.sequence, movements.c.reference, movements.c.amount, _GIVEN)
    .where(
        movements.c.payment_id == bindparam("payment"),
        movements.c.kind == Movement.CHARGE.value,
        movements.c.amount > _GIVEN,
    )
    .order_by(movements.c.sequence)
)
_ADD = Prepared(
    insert(movements).inline(),
    ("provider", "reference", "payment_id", "kind", "amount", "heard_at", "heard_by"),
)


def add(connection: Connection, **columns: Any) -> None:
    """Write a movement down; `IntegrityError` if the provider's reference is known."""
    _ADD.run(connection, **columns)


def add_new(connection: Connection, **columns: Any) -> int | None:
    """Write a movement down and return its sequence; None if the provider's reference is known."""
    if not ensure(connection, movements, **columns):
        return None
    row = _SEQUENCE.first(connection, provider=columns["provider"], reference=columns["reference"])
    if row is None:
        raise LookupError(columns["reference"])
    return int(row[0])


def find(connection: Connection, provider: str, reference: str) -> Row | None:
    """Return payment and amount of a provider's transaction, None if it is not known."""
    return _FIND.first(connection, provider=provider, reference=reference)


def kept(connection: Connection, payment_id: str) -> Sequence[Row]:
    """Return the charges of a payment of which something is left, oldest first.

    Each with sequence, reference, amount and how much of it goes back or has gone back.
    """
    return _KEPT.all(connection, payment=payment_id)
