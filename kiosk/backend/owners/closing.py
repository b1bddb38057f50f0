"""註銷車主: an account ends, and with it everything that it was for.

What is left is what happened and when, under an id without personal data. Payments and receipts stay, as the law on
accounts wants (商業會計法 §38: five years); they name plates and never owners. So do bindings that have ended: that a
ticket was issued without paper has its ground there.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.messages import owner_log
from kiosk.backend.messages import statements as message_statements
from kiosk.backend.messages.mail import statements as mail_statements
from kiosk.backend.owners import new_numbers, owners, sessions, sign_in
from kiosk.backend.owners.owners import OwnerRecord
from kiosk.backend.owners.sessions import Session
from kiosk.backend.owners.statements import accounts, drafts
from kiosk.backend.proof.statements import flows
from kiosk.backend.vehicles import bindings
from kiosk.backend.vehicles.statements import claims
from kiosk.contract.desk.new_number import NumberEnd
from kiosk.contract.owners import Closing
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType


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
    new_numbers.end_of_owner(connection, context, owner.id, NumberEnd.CLOSED, now)
    bindings.unbind_all(connection, owner.id, now)
    _give_up_claims(connection, owner.id, now)
    accounts.forget_identities(connection, owner.id)
    _forget_number(connection, owner.mobile, now)
    sign_in.forgive(connection, context, owner.mobile)
    owner_log.forget(connection, owner.id)
    mail_statements.forget_owner(connection, owner.id)
    accounts.close(connection, owner.id, now)


def _give_up_claims(connection: Connection, owner_id: str, now: datetime) -> None:
    """End what an owner claims; who has such a vehicle bound was sent word of the claim, and is sent it of the end."""
    for claim in claims.refuse_all(connection, owner_id, now):
        holder = bindings.holder(connection, Vehicle(plate=claim.plate, type=VehicleType(claim.vehicle_type)))
        if holder is not None:
            words = {"plate": claim.plate, "number": claim.number}
            owner_log.tell(connection, holder, "claim-dismissed", now, words)


def _forget_number(connection: Connection, mobile: str, now: datetime) -> None:
    """End what is under way for a number. What its limits count stays for its month: it protects the number."""
    drafts.forget_of_number(connection, mobile)
    message_statements.forget_number(connection, mobile)
    flows.end_of_number(connection, mobile, now)
