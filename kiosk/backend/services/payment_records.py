"""Payments as they are kept: reading them, and the one way to move them.

Every move is a conditional UPDATE, an event row and what follows from the state, in the caller's transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, insert, select, update

from kiosk.backend.domain.payment import Actor, PaymentEvent, after
from kiosk.backend.services import pass_records
from kiosk.backend.services.ports import PaymentSignals
from kiosk.backend.store.tables import payment_bills, payment_events, payment_tickets, payments
from kiosk.contract.payments import Decline, Payment
from kiosk.domain.payment import PaymentState


class LostRaceError(Exception):
    """A payment that we held moved under our hands. Nothing was written; a fault of the program."""


@dataclass(frozen=True, slots=True)
class Record:
    """One payment as it is kept."""

    id: str
    number: str
    link_code: str
    device_id: str
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

    @property
    def dollars(self) -> int:
        """What the payer pays."""
        return self.amount + self.fee

    def overdue(self, now: datetime) -> bool:
        """Whether the time for confirming has run out: a payment is open in [created, expires)."""
        return self.state is PaymentState.WAITING and now >= self.expires_at


@dataclass(frozen=True, slots=True)
class PaidBill:
    """One bill of a payment, as it stood when the payment was made."""

    number: str
    plate: str
    stage: str
    pay_by: date
    gross: int
    amount: int


def load(connection: Connection, *, lock: bool = False, **where: str) -> Record | None:
    """Return the payment with these column values, or None.

    With `lock`, in a write transaction, nobody else can move it before the transaction ends.
    """
    query = select(payments).where(*(payments.c[name] == value for name, value in where.items()))
    row = connection.execute(query.with_for_update() if lock else query).mappings().one_or_none()
    return None if row is None else _record(dict(row))


def _record(values: dict[str, Any]) -> Record:
    values["state"] = PaymentState(values["state"])
    values["decline"] = None if values["decline"] is None else Decline(values["decline"])
    return Record(**values)


def bills_of(connection: Connection, payment_id: str) -> list[PaidBill]:
    """Return a payment's bills in the order in which they were chosen."""
    columns = payment_bills.c
    rows = connection.execute(
        select(columns.bill_number, columns.plate, columns.stage, columns.pay_by, columns.gross, columns.amount)
        .where(columns.payment_id == payment_id)
        .order_by(columns.position)
    )
    return [PaidBill(*row) for row in rows]


def tickets_of(connection: Connection, payment_id: str) -> list[str]:
    """Return the numbers of every ticket that a payment is for, sorted."""
    columns = payment_tickets.c
    return list(
        connection.scalars(
            select(columns.ticket_number).where(columns.payment_id == payment_id).order_by(columns.ticket_number)
        )
    )


def add(connection: Connection, record: Record) -> None:
    """Keep a new payment and its first event; raise `IntegrityError` if a number or code is taken."""
    values = {name: getattr(record, name) for name in payments.c.keys()}  # noqa: SIM118 - a column collection
    connection.execute(insert(payments).values(**{**values, "state": record.state.value}))
    _note(connection, record, PaymentEvent.CREATED)


def hold_bills(connection: Connection, payment_id: str, bills: list[PaidBill], tickets: list[str]) -> None:
    """Keep what a new payment is for, and its hold on the tickets.

    Raise `IntegrityError` if another payment holds one of the tickets.
    """
    connection.execute(
        insert(payment_bills),
        [
            {
                "payment_id": payment_id,
                "position": position,
                "bill_number": bill.number,
                "plate": bill.plate,
                "stage": bill.stage,
                "pay_by": bill.pay_by,
                "gross": bill.gross,
                "amount": bill.amount,
            }
            for position, bill in enumerate(bills)
        ],
    )
    connection.execute(
        insert(payment_tickets),
        [{"payment_id": payment_id, "ticket_number": ticket, "holds": 1} for ticket in tickets],
    )


def move(
    connection: Connection,
    signals: PaymentSignals,
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
    done = connection.execute(
        update(payments)
        .where(payments.c.id == record.id, payments.c.state == record.state.value, payments.c.version == record.version)
        .values(
            state=moved.state.value,
            version=moved.version,
            changed_at=now,
            **{name: value.value if isinstance(value, Enum) else value for name, value in changes.items()},
        )
    )
    if done.rowcount != 1:
        raise LostRaceError(record.id)
    if record.state.holds_tickets and not moved.state.holds_tickets:
        connection.execute(update(payment_tickets).where(payment_tickets.c.payment_id == record.id).values(holds=0))
        pass_records.release(connection, record.id)
    _note(connection, moved, event)
    signals.changed(connection, record.id)
    return moved


def _note(connection: Connection, record: Record, event: PaymentEvent) -> None:
    connection.execute(
        insert(payment_events).values(
            payment_id=record.id,
            version=record.version,
            event=event.value,
            state=record.state.value,
            at=record.changed_at,
        )
    )


def on_the_wire(connection: Connection, record: Record, *, payee: str, link: str, now: datetime) -> Payment:
    """Return a payment as the terminal sees it."""
    return Payment(
        id=record.id,
        number=record.number,
        state=record.state,
        version=record.version,
        provider=record.provider,
        amount=record.amount,
        fee=record.fee,
        payee=payee,
        bills=tuple(bill.number for bill in bills_of(connection, record.id)),
        link=link,
        created_at=record.created_at,
        expires_at=record.expires_at,
        expires_in=max(0.0, (record.expires_at - now).total_seconds()),
        paid_at=record.paid_at,
        receipt_number=record.receipt_number,
        decline=record.decline,
    )
