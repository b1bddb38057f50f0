"""註銷車主: an account ends, and with it everything that it was for.

What is left is what happened and when, under an id that leads to nobody. Payments and receipts stay, as the law on
accounts wants (商業會計法 §38: five years); they name plates and never owners. So do bindings that have ended: that a
ticket was issued without paper has its ground there.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from kiosk.backend.context import Context
from kiosk.backend.identities.tables import identity_flows, identity_links, sign_in_flows
from kiosk.backend.messages import owner_log
from kiosk.backend.messages.tables import text_messages
from kiosk.backend.owners import owners, sessions, sign_in
from kiosk.backend.owners.owners import OwnerRecord
from kiosk.backend.owners.sessions import Session
from kiosk.backend.owners.tables import owners as owners_table
from kiosk.backend.owners.tables import registrations
from kiosk.backend.proof.tables import code_flows
from kiosk.backend.vehicles import bindings
from kiosk.backend.vehicles.tables import claims
from kiosk.contract.owners import Closing


def close(context: Context, session: Session, request: Closing) -> None:
    """Close an account for good. No transaction may be open. Raise `Refusal`: `SIGN_IN_REFUSED`, `SIGN_IN_PAUSED`."""
    with context.database.read() as connection:
        owner = owners.load(connection, session.owner_id)
    proof = sign_in.prove(context, session.terminal_id, owner.mobile, request.password.get_secret_value())

    def work(connection: Connection) -> None:
        now = context.clock.now()
        sign_in.accept(connection, proof)
        # Read again: the number may have changed since.
        _close(connection, context, owners.load(connection, owner.id), now)

    context.database.run(work)


def _close(connection: Connection, context: Context, owner: OwnerRecord, now: datetime) -> None:
    sessions.end_all(connection, owner.id, now)
    bindings.unbind_all(connection, owner.id, now)
    connection.execute(
        update(claims)
        .where(claims.c.owner_id == owner.id, claims.c.settled_at.is_(None))
        .values(settled_at=now, outcome="refused")
    )
    for table in (identity_flows, identity_links, sign_in_flows):
        connection.execute(delete(table).where(table.c.owner_id == owner.id))
    _forget_number(connection, owner.mobile, now)
    sign_in.forgive(connection, context, owner.mobile)
    owner_log.forget(connection, owner.id)
    connection.execute(
        update(owners_table)
        .where(owners_table.c.id == owner.id)
        .values(mobile=None, name=None, email=None, password_hash=None, changed_at=now, closed_at=now)
    )


def _forget_number(connection: Connection, mobile: str, now: datetime) -> None:
    """End what is under way for a number. What its limits count stays for its month: it protects the number."""
    under_way = select(code_flows.c.id).where(code_flows.c.mobile == mobile)
    connection.execute(delete(registrations).where(registrations.c.flow_id.in_(under_way)))
    connection.execute(delete(text_messages).where(text_messages.c.mobile == mobile))
    connection.execute(
        update(code_flows).where(code_flows.c.mobile == mobile).values(done_at=now, proof_hash=None, proof_until=None)
    )
