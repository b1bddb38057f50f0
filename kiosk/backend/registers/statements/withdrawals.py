"""Statements about tickets that were withdrawn at the desk, which no file of an office makes owed again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, exists

from kiosk.backend.registers.tables import ticket_withdrawals, tickets
from kiosk.backend.store.rows import ensure_all

WITHDRAWN_HERE = exists().where(ticket_withdrawals.c.ticket_number == tickets.c.number)
"""The condition that a ticket was withdrawn at the desk."""


def keep(
    connection: Connection,
    numbers: Sequence[str],
    now: datetime,
    *,
    case_number: str | None = None,
    asked_by: str | None = None,
    decided_by: str | None = None,
    payment_id: str | None = None,
) -> None:
    """Keep that tickets were withdrawn: by the two people named, or by giving a payment back."""
    ensure_all(
        connection,
        ticket_withdrawals,
        [
            {
                "ticket_number": number,
                "at": now,
                "case_number": case_number,
                "asked_by": asked_by,
                "decided_by": decided_by,
                "payment_id": payment_id,
            }
            for number in numbers
        ],
    )
