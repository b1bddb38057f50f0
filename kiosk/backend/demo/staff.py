"""The people of the demo's desk: accounts that are renewed at each start, with a password that this start has drawn."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.demo import trial
from kiosk.backend.ground import seals
from kiosk.backend.staff import accounts, sessions
from kiosk.backend.staff.accounts import NewStaff
from kiosk.backend.staff.statements import accounts as statements
from kiosk.contract.desk.session import StaffRole

PASSWORD, KEY = "trial_password", "trial_key"
"""What a demo for the desk is started with: the password of all its people, and their authenticators' key."""


def renew(context: Context, handed: Mapping[str, str], office: str) -> int:
    """Let the demo's people sign in with what was handed down, and with nothing else; return how many there are.

    None outside of the demo, or where nothing was handed down. Their former sessions end.
    """
    password, key = handed.get(PASSWORD), handed.get(KEY)
    if not context.terms.sample or not password or not key:
        return 0
    password_hash = context.terms.passwords.hash(password)

    def work(connection: Connection) -> None:
        for person in trial.staff():
            roles = frozenset(map(StaffRole, person.roles))
            _renew(connection, context, NewStaff(person.name, person.display_name, office, roles, password_hash), key)

    context.database.run(work)
    return len(trial.staff())


def _renew(connection: Connection, context: Context, wanted: NewStaff, key: str) -> None:
    now, seal_key = context.clock.now(), context.terms.seal_key
    known = statements.of_name(connection, wanted.name)
    if known is None:
        accounts.add(connection, wanted, seal_key, now)
        known = statements.of_name(connection, wanted.name)
    if known is None:
        raise LookupError(wanted.name)
    sessions.end_all(connection, known.id, now)
    statements.set_roles(connection, known.id, wanted.roles, now, None)
    statements.change(
        connection,
        known.id,
        display_name=wanted.display_name,
        office=wanted.office,
        password_hash=wanted.password_hash,
        # Sealed anew: where no secret is set, this start has drawn another key.
        factor_key=seals.sealed(seal_key, key, known.id),
        factor_used=0,
        used_at=now,
        suspended_at=None,
    )
