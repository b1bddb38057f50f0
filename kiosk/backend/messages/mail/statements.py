"""Every statement about e-mails that go out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from kiosk.backend.domain.mail import MailState
from kiosk.backend.messages.tables import mails
from kiosk.backend.store.rows import ensure


def keep(connection: Connection, **columns: Any) -> bool:
    """Write an e-mail down unless one with its key is there; return whether it was written."""
    return ensure(connection, mails, **columns)


def of_id(connection: Connection, id: str) -> Row[Any] | None:
    """Return an e-mail."""
    return connection.execute(select(mails).where(mails.c.id == id)).first()


def lock_waiting(connection: Connection, id: str) -> bool:
    """Lock the row of an e-mail that still waits (`FOR UPDATE`); return False if it does not."""
    waiting = select(mails.c.id).where(mails.c.id == id, mails.c.state == MailState.WAITING.value).with_for_update()
    return connection.scalar(waiting) is not None


def close(connection: Connection, id: str, state: MailState, now: datetime, error: str | None) -> None:
    """Write down how an e-mail ended, whose row the caller has locked; what it says is kept no longer."""
    ended = {"state": state.value, "sealed": None, "changed_at": now, "last_error": error}
    connection.execute(update(mails).where(mails.c.id == id).values(ended))


def note_try(connection: Connection, id: str, now: datetime, error: str) -> None:
    """Write down that the server did not take an e-mail, whose row the caller has locked."""
    connection.execute(update(mails).where(mails.c.id == id).values(tried_at=now, last_error=error))


def forget_owner(connection: Connection, owner_id: str) -> None:
    """Delete what was, or still is to be, sent to an owner who closes the account; their work then finds nothing."""
    connection.execute(delete(mails).where(mails.c.owner_id == owner_id))
