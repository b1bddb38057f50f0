"""Statements about registrations whose code has not come back yet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from kiosk.backend.owners.tables import registrations
from kiosk.backend.proof.tables import code_flows
from kiosk.backend.store.rows import delete_some


def keep(connection: Connection, **columns: Any) -> None:
    """Write a draft down."""
    connection.execute(insert(registrations).values(**columns))


def take(connection: Connection, flow_id: str) -> Row[Any]:
    """Remove the draft of a code flow, which has one, and return it."""
    return connection.execute(
        delete(registrations).where(registrations.c.flow_id == flow_id).returning(registrations)
    ).one()


def forget_over(connection: Connection, now: datetime) -> int:
    """Delete the drafts of code flows that have expired; return how many."""
    over = select(code_flows.c.id).where(code_flows.c.expires_at < now)
    return delete_some(connection, registrations, registrations.c.flow_id.in_(over))


def forget_of_number(connection: Connection, mobile: str) -> None:
    """Forget the drafts of a number."""
    under_way = select(code_flows.c.id).where(code_flows.c.mobile == mobile)
    connection.execute(delete(registrations).where(registrations.c.flow_id.in_(under_way)))
