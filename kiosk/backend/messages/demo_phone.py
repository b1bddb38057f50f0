"""The demo's phone: what a gateway would have sent, in the database, so that every replica shows the same.

Sealed like all that was sent, the last twenty of a terminal, and for a quarter of an hour: the next visitor tries the
demo with a phone of their own.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.ground import seals
from kiosk.backend.messages import statements
from kiosk.backend.messages.port import OutgoingText
from kiosk.backend.store.database import Database
from kiosk.clock import Clock
from kiosk.contract.phone import PhoneMessage, PhoneMessages
from kiosk.domain.mobile import Mobile

MOST = 20
SHOWN_FOR = timedelta(minutes=15)


def keep(database: Database, clock: Clock, seal_key: bytes, text: OutgoingText) -> None:
    """Let a message arrive; the same one again changes nothing. What is shown no more is forgotten."""

    def work(connection: Connection) -> None:
        now = clock.now()
        seal = seals.sealed(seal_key, text.body, text.id)
        statements.arrive(connection, id=text.id, terminal_id=text.terminal_id, mobile=text.mobile, sealed=seal, at=now)
        statements.forget_arrived(connection, now - SHOWN_FOR)

    database.run(work)


def messages(context: Context, terminal_id: str) -> PhoneMessages:
    """Return the last messages that this terminal caused, and those that no terminal did; newest last."""
    with context.database.read() as connection:
        rows = statements.arrived(connection, terminal_id, context.clock.now() - SHOWN_FOR, MOST)
    return PhoneMessages(
        messages=tuple(
            PhoneMessage(
                id=row.id,
                to=Mobile(row.mobile).masked,
                text=seals.opened(context.terms.seal_key, row.sealed, row.id),
                at=row.at,
            )
            for row in reversed(rows)
        )
    )
