"""Every statement about text messages, and about what owners are told."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, select, update

from kiosk.backend.messages.tables import owner_messages, text_messages


def last_of_flow(connection: Connection, flow_id: str) -> Row[*tuple[Any, ...]]:
    """Return state and moments of the newest message with a code of an errand, which has one."""
    return connection.execute(
        select(text_messages.c.state, text_messages.c.made_at, text_messages.c.tried_at)
        .where(text_messages.c.flow_id == flow_id)
        .order_by(text_messages.c.made_at.desc())
        .limit(1)
    ).one()


def forget_flows(connection: Connection, flows: Select[Any]) -> None:
    """Let messages forget which errands they were for, before those are forgotten."""
    connection.execute(update(text_messages).where(text_messages.c.flow_id.in_(flows)).values(flow_id=None))


def forget_number(connection: Connection, mobile: str) -> None:
    """Forget every message to a number."""
    connection.execute(delete(text_messages).where(text_messages.c.mobile == mobile))


def count_unread(connection: Connection, owner_id: str) -> int:
    """Return how many messages an owner has not read."""
    unread = connection.scalar(
        select(func.count())
        .select_from(owner_messages)
        .where(owner_messages.c.owner_id == owner_id, owner_messages.c.read_at.is_(None))
    )
    return unread or 0
