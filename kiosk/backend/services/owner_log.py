"""What happened to an owner's account (歷程記錄), and what the owner is told of it (車主訊息)."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert

from kiosk.backend.store.owner_tables import owner_events, owner_messages
from kiosk.contract.owners import OwnerEventKind


def note(
    connection: Connection,
    owner_id: str,
    kind: OwnerEventKind,
    at: datetime,
    *,
    device_id: str | None = None,
    subject: str | None = None,
) -> None:
    """Write a line of the history inside the transaction that did it; `subject` is a plate or a provider's name."""
    connection.execute(
        insert(owner_events).values(owner_id=owner_id, kind=kind.value, at=at, device_id=device_id, subject=subject)
    )


def tell(
    connection: Connection, owner_id: str, kind: str, at: datetime, arguments: Mapping[str, str] | None = None
) -> None:
    """Leave a message for the owner: the terminal says `message-<kind>` with these arguments."""
    connection.execute(
        insert(owner_messages).values(
            id=secrets.token_hex(16),
            owner_id=owner_id,
            kind=kind,
            arguments=json.dumps(dict(arguments or {}), ensure_ascii=False),
            at=at,
        )
    )
