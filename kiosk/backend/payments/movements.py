"""Movements of money (金流) that providers tell of: each is a row, kept once however often and however it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, insert, select

from kiosk.backend.domain.payment import HeardBy, Movement
from kiosk.backend.payments.payment_records import Record
from kiosk.backend.store.prepared import Prepared
from kiosk.backend.store.rows import ensure
from kiosk.backend.store.tables import movements, refunds

_KNOWN = Prepared(
    select(movements.c.payment_id, movements.c.amount).where(
        movements.c.provider == bindparam("provider"), movements.c.reference == bindparam("reference")
    )
)
_CHARGE = Prepared(
    select(movements.c.sequence).where(
        movements.c.provider == bindparam("provider"), movements.c.reference == bindparam("reference")
    )
)
_KEPT = Prepared(
    select(movements.c.sequence, movements.c.reference, movements.c.amount)
    .where(
        movements.c.payment_id == bindparam("payment"),
        movements.c.kind == Movement.CHARGE.value,
        ~exists().where(refunds.c.charge == movements.c.sequence),
    )
    .order_by(movements.c.sequence)
)
_GIVEN_BACK = Prepared(
    insert(movements).inline(),
    ("provider", "reference", "payment_id", "kind", "amount", "heard_at", "heard_by"),
)


@dataclass(frozen=True, slots=True)
class Charge:
    """Money that came in for an order."""

    sequence: int
    """Of its row."""
    reference: str
    """The provider's own number of it."""
    dollars: int


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of a transaction."""

    payment_id: str
    dollars: int


def book_charge(
    connection: Connection, record: Record, reference: str, dollars: int, heard_by: HeardBy, now: datetime
) -> Charge | None:
    """Keep that money came in for a payment that the caller has locked.

    Return None if the transaction is known already, as one of this payment or another.
    """
    values = _row(record, Movement.CHARGE, reference, dollars, heard_by, now)
    if not ensure(connection, movements, **values):
        return None
    row = _CHARGE.first(connection, provider=record.provider, reference=reference)
    if row is None:
        raise LookupError(reference)
    return Charge(row[0], reference, dollars)


def book_refund(connection: Connection, record: Record, reference: str, dollars: int, now: datetime) -> None:
    """Keep that a provider has given money back. Raise `IntegrityError` if it has told of this transaction before."""
    _GIVEN_BACK.run(connection, **_row(record, Movement.REFUND, reference, dollars, HeardBy.ANSWER, now))


def known(connection: Connection, provider: str, reference: str) -> Known:
    """Return what is kept of a transaction; raise `LookupError`."""
    row = _KNOWN.first(connection, provider=provider, reference=reference)
    if row is None:
        raise LookupError(reference)
    return Known(*row)


def kept_charges(connection: Connection, payment_id: str) -> list[Charge]:
    """Return what came in for a payment and neither goes back nor has gone back, oldest first."""
    return [Charge(*row) for row in _KEPT.all(connection, payment=payment_id)]


def _row(
    record: Record, kind: Movement, reference: str, dollars: int, heard_by: HeardBy, now: datetime
) -> dict[str, object]:
    return {
        "provider": record.provider,
        "reference": reference,
        "payment_id": record.id,
        "kind": kind.value,
        "amount": dollars,
        "heard_at": now,
        "heard_by": heard_by.value,
    }
