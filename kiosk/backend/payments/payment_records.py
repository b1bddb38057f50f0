"""Payments as they are kept: reading them, and the one way to move them.

Every move is a conditional UPDATE, an event row and what follows from the state, in the caller's transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection

from kiosk.backend.context import Ports
from kiosk.backend.domain.payment import TIMED, Actor, PaymentEvent, after
from kiosk.backend.metrics import PAYMENTS
from kiosk.backend.payments import held_bills
from kiosk.backend.payments.statements import payments as statements
from kiosk.backend.store.database import after_commit
from kiosk.backend.store.prepared import Row
from kiosk.contract.payments import Decline, Payment
from kiosk.domain.payment import PaymentState


class LostRaceError(Exception):
    """A payment that we held was moved by another transaction. Nothing was written; a fault of the program."""


@dataclass(frozen=True, slots=True)
class Record:
    """One payment as it is kept."""

    id: str
    number: str
    link_code: str
    terminal_id: str
    provider: str
    amount: int
    fee: int
    state: PaymentState
    version: int
    created_at: datetime
    expires_at: datetime
    changed_at: datetime
    paid_at: datetime | None = None
    receipt_number: str | None = None
    provider_reference: str | None = None
    decline: Decline | None = None
    language: str | None = None
    """In which the terminal spoke with its visitor."""
    wallet_url: str | None = None
    """The wallet's page for this payment, where there is one."""

    @property
    def dollars(self) -> int:
        """What the payer pays."""
        return self.amount + self.fee

    def overdue(self, now: datetime) -> bool:
        """Whether the time for confirming, here or at a wallet, has run out: it is open in [created, expires)."""
        return self.state in TIMED and now >= self.expires_at


_COLUMNS = tuple(field.name for field in fields(Record))
_STATE, _DECLINE = _COLUMNS.index("state"), _COLUMNS.index("decline")


def load(connection: Connection, *, lock: bool = False, **where: str) -> Record | None:
    """Return the payment with these column values, or None.

    With `lock`, in a write transaction, no other one can move it before the transaction ends.
    """
    row = statements.find(connection, _COLUMNS, where, lock=lock)
    return None if row is None else _record(row)


def _record(row: Row) -> Record:
    values = list(row)
    values[_STATE] = PaymentState(values[_STATE])
    if values[_DECLINE] is not None:
        values[_DECLINE] = Decline(values[_DECLINE])
    return Record(*values)


def add(connection: Connection, record: Record) -> bool:
    """Keep a new payment and its first event; return False, with nothing kept, if a number or code is taken."""
    values = {name: getattr(record, name) for name in _COLUMNS}
    values["state"] = record.state.value
    values["decline"] = record.decline and record.decline.value
    if not statements.add(connection, **values):
        return False
    _note(connection, record, PaymentEvent.CREATED)
    after_commit(connection, PAYMENTS.labels(record.provider, record.state.value).inc)
    return True


def move(
    connection: Connection,
    ports: Ports,
    record: Record,
    event: PaymentEvent,
    actor: Actor,
    now: datetime,
    **changes: Any,
) -> Record:
    """Let an event happen to a payment that the caller has locked; return the payment as it is now.

    `changes` are columns that change with it. Raise `NoSuchEdgeError`, or `LostRaceError` if the lock was not held.
    """
    moved = replace(
        record,
        state=after(record.state, event, actor),
        version=record.version + 1,
        changed_at=now,
        **changes,
    )
    values = {"state": moved.state.value, "version": moved.version, "changed_at": now}
    values |= {name: value.value if isinstance(value, Enum) else value for name, value in changes.items()}
    if not statements.move(connection, record.id, record.state.value, record.version, values):
        raise LostRaceError(record.id)
    if record.state.holds_tickets and not moved.state.holds_tickets:
        for payable in ports.payables:
            payable.release(connection, record.id)
    _note(connection, moved, event)
    if moved.state is not record.state:
        after_commit(connection, PAYMENTS.labels(moved.provider, moved.state.value).inc)
    ports.signals.changed(connection, record.id)
    return moved


def happened(connection: Connection, payment_id: str, event: PaymentEvent) -> bool:
    """Return whether an event has happened to a payment: for good only where the caller has locked it."""
    return statements.happened(connection, payment_id, event.value)


def _note(connection: Connection, record: Record, event: PaymentEvent) -> None:
    statements.add_event(
        connection,
        payment_id=record.id,
        version=record.version,
        event=event.value,
        state=record.state.value,
        at=record.changed_at,
    )


def on_the_wire(
    connection: Connection,
    record: Record,
    *,
    payee: str,
    payee_en: str | None,
    link: str,
    receipt_link: str | None,
    now: datetime,
) -> Payment:
    """Return a payment as the terminal sees it."""
    return Payment(
        id=record.id,
        number=record.number,
        state=record.state.sent_as,
        version=record.version,
        provider=record.provider,
        amount=record.amount,
        fee=record.fee,
        payee=payee,
        payee_en=payee_en,
        bills=tuple(bill.number for bill in held_bills.bills_of(connection, record.id)),
        link=link,
        created_at=record.created_at,
        expires_at=record.expires_at,
        expires_in=max(0.0, (record.expires_at - now).total_seconds()),
        paid_at=record.paid_at,
        receipt_number=record.receipt_number,
        receipt_link=receipt_link,
        decline=record.decline,
        at_wallet=record.state is PaymentState.AT_WALLET,
    )
