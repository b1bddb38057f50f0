"""車主修改: what owners change about themselves, each field by itself."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.mail import MailKind
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.messages import owner_log
from kiosk.backend.owners import new_numbers, notices, owners, sessions, sign_in
from kiosk.backend.owners.owners import OwnerRecord
from kiosk.backend.owners.personal_data import parsed_email, parsed_name
from kiosk.backend.owners.sessions import Session
from kiosk.backend.owners.statements import accounts
from kiosk.backend.owners.statements import new_numbers as statements
from kiosk.backend.proof import passwords
from kiosk.contract.desk.new_number import NumberEnd
from kiosk.contract.owners import Owner, OwnerChange, OwnerEventKind
from kiosk.contract.problems import ProblemKind


def get(context: Context, session: Session) -> Owner:
    """Return the owner, masked for a public screen."""
    with context.database.read() as connection:
        return owners.shown(connection, session.owner_id)


def change(context: Context, session: Session, request: OwnerChange) -> Owner:
    """Change one field and return the owner. No transaction may be open.

    Raise `Refusal`: `INVALID` unless it is exactly one; for a password `PASSWORD_RULE`, `PASSWORD_COMMON`, and
    `SIGN_IN_REFUSED` or `SIGN_IN_PAUSED` where the present one is wrong.
    """
    asked = [request.name is not None, request.email is not None, request.remove_email, request.password is not None]
    if sum(asked) != 1:
        raise Refusal(ProblemKind.INVALID, "one field at a time")
    if request.password is not None:
        return _change_password(context, session, request)
    name = None if request.name is None else parsed_name(request.name)
    email = parsed_email(request.email)

    def work(connection: Connection) -> Owner:
        owner, now = owners.load(connection, session.owner_id, hold=True), context.clock.now()
        if name is None and email != owner.email:
            _write(connection, session, OwnerEventKind.EMAIL_CHANGED, now, email=email)
            _warn(connection, context, session, owner, MailKind.EMAIL_CHANGED, now)
        elif name is not None and name != owner.name:
            _write(connection, session, OwnerEventKind.NAME_CHANGED, now, name=name)
        return owners.shown(connection, owner.id)

    return context.database.run(work)


def stop_new_number(context: Context, session: Session) -> Owner:
    """Stop the new number that waits, if one does, and return the owner: the person with the password decides."""

    def work(connection: Connection) -> Owner:
        owner, now = owners.load(connection, session.owner_id, hold=True), context.clock.now()
        row = statements.lock_open(connection, owner.id)
        if row is not None:
            new_numbers.end(connection, context, row, NumberEnd.KIOSK, now)
        return owners.shown(connection, owner.id)

    return context.database.run(work)


def _change_password(context: Context, session: Session, request: OwnerChange) -> Owner:
    if request.password is None or request.current_password is None:
        raise Refusal(ProblemKind.INVALID, "a new password needs the present one")
    with context.database.read() as connection:
        owner = owners.load(connection, session.owner_id)
        own = owners.known_of(connection, owner)
    password = request.password.get_secret_value()
    passwords.check_new(password, own)
    proof = sign_in.prove(context, session.terminal_id, owner.mobile, request.current_password.get_secret_value())
    kept = context.terms.passwords.hash(password)

    def work(connection: Connection) -> Owner:
        now = context.clock.now()
        sign_in.accept(connection, proof)
        _write(connection, session, OwnerEventKind.PASSWORD_CHANGED, now, password_hash=kept)
        sessions.end_all(connection, session.owner_id, now, but=session)
        owner_log.tell(connection, session.owner_id, "password-changed", now)
        _warn(connection, context, session, owner, MailKind.PASSWORD_CHANGED, now)
        return owners.shown(connection, session.owner_id)

    return context.database.run(work)


def _warn(
    connection: Connection, context: Context, session: Session, owner: OwnerRecord, kind: MailKind, now: datetime
) -> None:
    # One for each change: what was read before it has the address before.
    about = secrets.token_hex(16)
    notices.by_mail(connection, context, owner, kind, now, about=about, terminal_id=session.terminal_id)


def _write(
    connection: Connection, session: Session, kind: OwnerEventKind, now: datetime, **changed: str | None
) -> None:
    accounts.change(connection, session.owner_id, changed_at=now, **changed)
    owner_log.note(connection, session.owner_id, kind, now, terminal_id=session.terminal_id)
