"""What happened to an owner's account (歷程記錄), and the messages to the owner about it (車主訊息)."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row

from kiosk.backend.messages import statements
from kiosk.contract.owners import History, Inbox, OwnerEvent, OwnerEventKind, OwnerMessage
from kiosk.contract.wire import EMBEDDED_TERMINAL
from kiosk.domain.text import clean

MOST_SHOWN = 100
_NONE: Mapping[str, str] = MappingProxyType({})


def note(
    connection: Connection,
    owner_id: str,
    kind: OwnerEventKind,
    at: datetime,
    *,
    terminal_id: str | None = None,
    subject: str | None = None,
) -> None:
    """Write a line of the history inside the transaction that did it; `subject` is a plate or a provider's name."""
    statements.add_event(
        connection, owner_id=owner_id, kind=kind.value, at=at, terminal_id=terminal_id, subject=subject
    )


def tell(
    connection: Connection, owner_id: str, kind: str, at: datetime, arguments: Mapping[str, str] | None = None
) -> None:
    """Leave a message for the owner: the terminal says `message-<kind>` with these arguments."""
    tell_all(connection, kind, at, {owner_id: arguments or {}})


def tell_all(connection: Connection, kind: str, at: datetime, messages: Mapping[str, Mapping[str, str]]) -> None:
    """Leave a message of one kind for each of several owners, by their ids."""
    rows = [
        {
            "id": secrets.token_hex(16),
            "owner_id": owner_id,
            "kind": kind,
            "arguments": json.dumps(dict(arguments), ensure_ascii=False),
            "at": at,
        }
        for owner_id, arguments in messages.items()
    ]
    if rows:
        statements.tell(connection, rows)


def history(
    connection: Connection,
    owner_id: str,
    office: str,
    english: Mapping[str, str] = _NONE,
    *,
    until: datetime | None = None,
) -> History:
    """Return what happened, at most up to the moment `until`, newest first.

    What no terminal of an office did has the name of `office` for its place.

    `english` has the English names of places and subjects that have one.
    """
    rows = statements.events(connection, owner_id, MOST_SHOWN, until)
    return History(events=tuple(_event(row, office, english) for row in rows))


def _event(row: Row[Any, Any, Any, Any], office: str, english: Mapping[str, str]) -> OwnerEvent:
    place = office if row.name in (None, EMBEDDED_TERMINAL) else clean(row.name)
    return OwnerEvent(
        kind=OwnerEventKind(row.kind),
        at=row.at,
        place=place,
        place_en=english.get(place),
        subject=None if row.subject is None else clean(row.subject),
        subject_en=english.get(row.subject),
    )


def inbox(connection: Connection, owner_id: str) -> Inbox:
    """Return the messages to the owner, newest first."""
    rows = statements.sent(connection, owner_id, MOST_SHOWN)
    return Inbox(
        messages=tuple(
            OwnerMessage(
                id=row.id,
                kind=row.kind,
                at=row.at,
                read=row.read_at is not None,
                arguments={name: clean(value) for name, value in json.loads(row.arguments).items()},
            )
            for row in rows
        )
    )


def read_all(connection: Connection, owner_id: str, now: datetime) -> None:
    """Note that the owner has read everything up to now."""
    statements.note_read(connection, owner_id, now)


def forget(connection: Connection, owner_id: str) -> None:
    """Empty what names anything of an owner who closes the account; that something happened, and when, stays."""
    statements.forget_owner(connection, owner_id)
