"""Movements of money (金流) that providers report: each is a row, kept once however it is reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from kiosk.backend.domain.payment import HeardBy, Movement
from kiosk.backend.payments.payment_records import Record
from kiosk.backend.payments.statements import movements as statements


@dataclass(frozen=True, slots=True)
class Charge:
    """Money that came in for an order."""

    sequence: int
    """Of its row."""
    reference: str
    """The provider's own number of it."""
    dollars: int
    given: int = 0
    """How much of it goes back or has gone back."""

    @property
    def left(self) -> int:
        return self.dollars - self.given


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
    sequence = statements.add_new(connection, **_row(record, Movement.CHARGE, reference, dollars, heard_by, now))
    return None if sequence is None else Charge(sequence, reference, dollars)


def book_refund(
    connection: Connection, record: Record, reference: str, dollars: int, heard_by: HeardBy, now: datetime
) -> None:
    """Keep that a provider has given money back. Raise `IntegrityError` if it has reported this transaction before."""
    statements.add(connection, **_row(record, Movement.REFUND, reference, dollars, heard_by, now))


def known(connection: Connection, provider: str, reference: str) -> Known:
    """Return what is kept of a transaction; raise `LookupError`."""
    row = statements.find(connection, provider, reference)
    if row is None:
        raise LookupError(reference)
    return Known(*row)


def kept_charges(connection: Connection, payment_id: str) -> list[Charge]:
    """Return the charges of a payment of which not all goes back or has gone back, oldest first."""
    return [
        Charge(sequence, reference, dollars, int(given))
        for sequence, reference, dollars, given in statements.kept(connection, payment_id)
    ]


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
