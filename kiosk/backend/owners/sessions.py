"""Sessions: who is signed in on which terminal, for this visitor only.

The token is 256 random bits, of which only the hash is kept. A session is worth nothing on another terminal. It ends
when it is not used, when its time is over, when the owner signs out, and when the password or number changes.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.owners.statements import sessions
from kiosk.contract.problems import ProblemKind

IDLE = timedelta(minutes=3)
"""Longer than the terminal waits for a touch: it is the terminal that ends a visit, this is for one that died."""
LONGEST = timedelta(minutes=30)
"""However busy the visitor is; paying and reading everything takes a third of it."""
KEPT = timedelta(days=1)
"""How long a session that has ended is kept, for a question that comes late."""

_USED_AGAIN = timedelta(seconds=15)
"""The last use is written at most this often: a read-only request does not wait for the write lock."""


@dataclass(frozen=True, slots=True)
class Session:
    """The session of a signed-in owner."""

    owner_id: str
    terminal_id: str
    token_hash: str = field(repr=False)


def begin(connection: Connection, owner_id: str, terminal_id: str, now: datetime) -> str:
    """Sign an owner in on a terminal and return the token; it is kept nowhere."""
    token = secrets.token_urlsafe(32)
    sessions.begin(
        connection,
        token_hash=_hash(token),
        owner_id=owner_id,
        terminal_id=terminal_id,
        began_at=now,
        used_at=now,
        ends_at=now + LONGEST,
    )
    return token


@dataclass(frozen=True, slots=True)
class Found:
    """Whose token it is."""

    session: Session
    to_note: bool
    """Whether the last use that is written down is so long ago that this one is to be (`note_use`)."""


def find(context: Context, terminal_id: str, token: str) -> Found:
    """Return the session of a token on this terminal, which only reads; raise `Refusal` (`SESSION_OVER`)."""
    now = context.clock.now()
    token_hash = _hash(token)
    with context.database.read() as connection:
        row = sessions.find(connection, token_hash, terminal_id, now, used_after=now - IDLE)
    if row is None:
        raise Refusal(ProblemKind.SESSION_OVER)
    return Found(Session(row.owner_id, terminal_id, token_hash), now - row.used_at >= _USED_AGAIN)


def note_use(context: Context, session: Session) -> None:
    """Write down that a session is used now."""
    now = context.clock.now()
    context.database.run(lambda connection: sessions.note_use(connection, session.token_hash, now))


def end(connection: Connection, session: Session, now: datetime) -> None:
    """Sign out; doing it twice is harmless."""
    sessions.end(connection, session.token_hash, now)


def end_all(connection: Connection, owner_id: str, now: datetime, *, but: Session | None = None) -> None:
    """End every session of an owner, except perhaps the one that asks for it."""
    sessions.end_all(connection, owner_id, now, but=None if but is None else but.token_hash)


def forget_old(connection: Connection, now: datetime) -> int:
    """Forget sessions that ended a while ago; return how many."""
    return sessions.forget(connection, now - KEPT)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
