"""Sessions: who is signed in on which terminal, for this visitor only.

The token is 256 random bits, of which only the hash is kept. A session is worth nothing on another terminal. It ends
when it is not used, when its time is over, when the owner signs out, and when the password or number changes.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from kiosk.backend.context import Context
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.owners.tables import sessions
from kiosk.contract.problems import ProblemKind

IDLE = timedelta(minutes=3)
"""Longer than the terminal waits for a touch: it is the terminal that ends a visit, this is for one that died."""
LONGEST = timedelta(minutes=30)
"""However busy the visitor is; paying and reading everything takes a third of it."""
KEPT = timedelta(days=1)
"""How long a session that has ended is kept, for a question that comes late."""

_USED_AGAIN = timedelta(seconds=15)
"""A use is written down at most this often: nobody waits for the write lock to read a page."""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in."""

    owner_id: str
    terminal_id: str
    token_hash: str = field(repr=False)


def begin(connection: Connection, owner_id: str, terminal_id: str, now: datetime) -> str:
    """Sign an owner in on a terminal and return the token; it is kept nowhere."""
    token = secrets.token_urlsafe(32)
    connection.execute(
        insert(sessions).values(
            token_hash=_hash(token),
            owner_id=owner_id,
            terminal_id=terminal_id,
            began_at=now,
            used_at=now,
            ends_at=now + LONGEST,
        )
    )
    return token


def find(context: Context, terminal_id: str, token: str) -> Session:
    """Return the session of a token on this terminal, and note its use; raise `Refusal` (`SESSION_OVER`)."""
    now = context.clock.now()
    token_hash = _hash(token)
    with context.database.read() as connection:
        row = connection.execute(
            select(sessions.c.owner_id, sessions.c.used_at).where(
                sessions.c.token_hash == token_hash,
                sessions.c.terminal_id == terminal_id,
                sessions.c.revoked_at.is_(None),
                sessions.c.ends_at > now,
                sessions.c.used_at > now - IDLE,
            )
        ).one_or_none()
    if row is None:
        raise Refusal(ProblemKind.SESSION_OVER)
    if now - row.used_at >= _USED_AGAIN:
        context.database.run(
            lambda connection: connection.execute(
                update(sessions).where(sessions.c.token_hash == token_hash).values(used_at=now)
            )
        )
    return Session(row.owner_id, terminal_id, token_hash)


def end(connection: Connection, session: Session, now: datetime) -> None:
    """Sign out; doing it twice is harmless."""
    connection.execute(
        update(sessions)
        .where(sessions.c.token_hash == session.token_hash, sessions.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def end_all(connection: Connection, owner_id: str, now: datetime, *, but: Session | None = None) -> None:
    """End every session of an owner, except perhaps the one that asks for it."""
    ended = update(sessions).where(sessions.c.owner_id == owner_id, sessions.c.revoked_at.is_(None))
    if but is not None:
        ended = ended.where(sessions.c.token_hash != but.token_hash)
    connection.execute(ended.values(revoked_at=now))


def forget_old(connection: Connection, now: datetime) -> int:
    """Forget sessions that ended a while ago; return how many."""
    return connection.execute(delete(sessions).where(sessions.c.ends_at < now - KEPT)).rowcount


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
