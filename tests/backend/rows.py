"""Rows that tests put into the registers, and tables that they empty."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, insert

from kiosk.backend.payments.tables import payment_tickets, payments
from kiosk.backend.registers.tables import tickets
from kiosk.backend.schema import metadata
from kiosk.backend.store.database import Database
from kiosk.backend.terminals.tables import terminals
from kiosk.domain.dates import TAIPEI
from tests.clock import START


def empty(database: Database, *but: str) -> None:
    """Delete every row of every table, but for some, and for the audit and its anchors: those stay as they are."""
    with database.write() as connection:
        for table in reversed(metadata.sorted_tables):
            if table.name not in {"audit", "audit_anchors", *but}:
                connection.execute(delete(table))


def add_ticket(
    database: Database,
    number: str,
    due_on: date,
    *,
    plate: str = "BKZ-5937",
    vehicle_type: str = "car",
    fee: int = 50,
    status: str = "owed",
    issued: str = "paper",
    at: time = time(9, 0),
    left_after: int | None = 60,
) -> None:
    """Add a ticket due on a day, parked 15 days before; `left_after` is in minutes."""
    parked_at = datetime.combine(due_on - timedelta(days=15), at, TAIPEI)
    with database.write() as connection:
        connection.execute(
            insert(tickets).values(
                number=number,
                plate=plate,
                vehicle_type=vehicle_type,
                issued=issued,
                parked_at=parked_at,
                left_at=None if left_after is None else parked_at + timedelta(minutes=left_after),
                rate="car-hourly-20",
                fee=fee,
                due_on=due_on,
                status=status,
            )
        )


def ticket_number(serial: int) -> str:
    return f"Q{serial:014}"


def hold(database: Database, numbers: Sequence[str], *, payment: str = "p1") -> None:
    """Let a live payment hold tickets."""
    with database.write() as connection:
        connection.execute(
            insert(terminals).values(id=f"d-{payment}", name="test", token_hash=payment, created_at=START)
        )
        connection.execute(
            insert(payments).values(
                id=payment,
                number=payment,
                link_code=payment,
                terminal_id=f"d-{payment}",
                provider="jkopay",
                amount=0,
                fee=0,
                state="waiting",
                version=1,
                created_at=START,
                expires_at=START,
                changed_at=START,
            )
        )
        connection.execute(
            insert(payment_tickets),
            [{"payment_id": payment, "ticket_number": number, "holds": 1} for number in numbers],
        )


def release(database: Database, payment: str = "p1") -> None:
    """Let a payment hold nothing any more."""
    with database.write() as connection:
        connection.execute(payment_tickets.update().where(payment_tickets.c.payment_id == payment).values(holds=0))
