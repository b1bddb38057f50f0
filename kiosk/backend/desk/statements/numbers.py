"""Statements about what was sent to a number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from kiosk.backend.messages.tables import text_messages
from kiosk.backend.owners.tables import owners
from kiosk.backend.terminals.tables import terminals


def texts(connection: Connection, mobile: str, since: datetime, most: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the messages to a number since a moment, newest first, without what they say."""
    asked = select(
        text_messages.c.made_at.label("at"),
        text_messages.c.kind,
        text_messages.c.state,
        text_messages.c.changed_at,
        text_messages.c.gateway,
        text_messages.c.last_error.label("trouble"),
        terminals.c.name.label("terminal_name"),
    ).join_from(text_messages, terminals, terminals.c.id == text_messages.c.terminal_id, isouter=True)
    return connection.execute(
        asked.where(text_messages.c.mobile == mobile, text_messages.c.made_at > since, text_messages.c.silent == 0)
        .order_by(text_messages.c.made_at.desc())
        .limit(most)
    ).all()


def owner_of(connection: Connection, mobile: str) -> str | None:
    """Return whose account has a number."""
    return connection.scalar(select(owners.c.id).where(owners.c.mobile == mobile))
