"""Statements about the messages of providers that were followed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from kiosk.backend.payments.tables import provider_messages
from kiosk.backend.store.prepared import Prepared

_ADD = Prepared(insert(provider_messages), provider_messages.c.keys())
_FIND = Prepared(
    select(provider_messages.c.message_id).where(
        provider_messages.c.provider == bindparam("provider"), provider_messages.c.message_id == bindparam("id")
    )
)


def add(connection: Connection, provider: str, message_id: str, now: datetime) -> None:
    """Write a message down; `IntegrityError` if it is there."""
    _ADD.run(connection, provider=provider, message_id=message_id, received_at=now)


def is_known(connection: Connection, provider: str, message_id: str) -> bool:
    """Say whether a message was followed before."""
    return _FIND.first(connection, provider=provider, id=message_id) is not None
