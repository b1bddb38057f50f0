"""One field, typed on the visitor's phone and taken by the terminal that shows the link.

A terminal has one entry at a time: a new link ends the one before, whose value is erased. The link lives five minutes
and takes one value, which is sealed in the database until the terminal has it or the time is over.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from kiosk.backend.context import Context
from kiosk.backend.ground import allowances, seals
from kiosk.backend.ground.allowances import Use
from kiosk.backend.ground.drawn import letters, read_code
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.proof.statements import entries
from kiosk.backend.terminals import statements as terminal_statements
from kiosk.contract.phone_entries import EntryField, EntryState, PhoneEntry
from kiosk.contract.problems import ProblemKind
from kiosk.domain.dates import seconds_left
from kiosk.domain.email import Email, EmailError
from kiosk.domain.password import keeps_rule
from kiosk.domain.person_name import PersonName, PersonNameError
from kiosk.settings.backend import public_origin

LIFETIME = timedelta(minutes=5)
CODE_LENGTH = 16
"""Eighty bits: anyone with the link may fill in a field that a visitor stands before."""
BEGINNINGS = Use("phone-entry", 120, 3600)
"""Links that one terminal may ask for: three for each visitor, and many visitors."""


class UnfitError(Exception):
    """What was typed is none of what was asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a phone that follows a link is asked."""

    code: str
    field: EntryField
    state: EntryState
    language: str | None
    """In which the terminal asks for it, None where it did not say."""


def begin(context: Context, terminal_id: str, field: EntryField, language: str | None = None) -> PhoneEntry:
    """Return a new entry of a terminal with its link; raise `Refusal` (`RATE`)."""
    code = letters(context.ports.chance, CODE_LENGTH)
    entry_id = context.ports.chance.token_hex(16)

    def work(connection: Connection) -> datetime:
        now = context.clock.now()
        allowances.take(connection, context.terms.code_key, BEGINNINGS, terminal_id, now)
        # One after the other: only the last one counts.
        terminal_statements.hold(connection, terminal_id)
        entries.end_all(connection, terminal_id, now)
        entries.begin(
            connection,
            terminal_id=terminal_id,
            id=entry_id,
            code_hash=_hash(context, code),
            field=field.value,
            language=language,
            expires_at=now + LIFETIME,
        )
        return now

    context.database.run(work)
    return PhoneEntry(
        id=entry_id,
        field=field,
        state=EntryState.WAITING,
        link=f"{public_origin(context.terms.public_url)}/T/{code}".upper(),
        expires_in=LIFETIME.total_seconds(),
    )


def seen(context: Context, terminal_id: str, entry_id: str) -> PhoneEntry:
    """Return how far an entry of a terminal has come, with its value once there is one.

    Asking again brings it again, so that an answer may get lost; `end` erases it. Raise `Refusal` (`NOT_FOUND`).
    """
    now = context.clock.now()
    with context.database.read() as connection:
        row = entries.find(connection, terminal_id, entry_id)
    if row is None:
        raise Refusal(ProblemKind.NOT_FOUND)
    state = _state(row, now)
    value = seals.opened(context.terms.seal_key, row.sealed, row.id) if state is EntryState.GIVEN else None
    return PhoneEntry.model_validate(
        {
            "id": row.id,
            "field": EntryField(row.field),
            "state": state,
            "value": value,
            "expires_in": seconds_left(row.expires_at, now),
        }
    )


def end(context: Context, terminal_id: str, entry_id: str) -> None:
    """Erase an entry of a terminal, which has its value or wants none any more; once it is gone, nothing changes."""
    context.database.run(lambda connection: entries.erase(connection, terminal_id, entry_id))


def asked(context: Context, typed: str) -> Asked:
    """Return what a link asks for; raise `Refusal` (`NOT_FOUND`) for what never was one, or is forgotten."""
    code = read_code(typed, CODE_LENGTH)
    with context.database.read() as connection:
        row = _find(context, connection, code)
        return Asked(code, *_of_row(row, context.clock.now()), row.language)


def give(context: Context, typed: str, value: str) -> Asked:
    """Keep what was typed on the phone, once, and return where the entry stands.

    Raise `UnfitError` for what is none of what was asked for, and `Refusal` as `asked`.
    """
    code = read_code(typed, CODE_LENGTH)

    def work(connection: Connection) -> Asked:
        now = context.clock.now()
        row = _find(context, connection, code)
        field, state = _of_row(row, now)
        if state is not EntryState.WAITING:
            return Asked(code, field, state, row.language)
        sealed = seals.sealed(context.terms.seal_key, _fitting(field, value), row.id)
        entries.give(connection, row.id, sealed, now)
        return Asked(code, *_of_row(_find(context, connection, code), now), row.language)

    return context.database.run(work)


def erase_due(context: Context) -> int:
    """Erase what no terminal has taken in time; return how many entries."""
    now = context.clock.now()
    return context.database.run(lambda connection: entries.erase_due(connection, now))


def _find(context: Context, connection: Connection, code: str) -> Row[Any]:
    row = entries.of_code(connection, _hash(context, code))
    if row is None:
        raise Refusal(ProblemKind.NOT_FOUND)
    return row


def _of_row(row: Row[Any], now: datetime) -> tuple[EntryField, EntryState]:
    return EntryField(row.field), _state(row, now)


def _state(row: Row[Any], now: datetime) -> EntryState:
    if row.expires_at <= now:
        return EntryState.OVER
    return EntryState.WAITING if row.given_at is None else EntryState.GIVEN


def _fitting(field: EntryField, value: str) -> str:
    """Return a value as the terminal takes it; raise `UnfitError`."""
    try:
        match field:
            case EntryField.NAME:
                return PersonName.parse(value).text
            case EntryField.EMAIL:
                return Email.parse(value).text
            case EntryField.PASSWORD if keeps_rule(value):
                return value
    except (PersonNameError, EmailError):
        # Without the cause: it may quote what was typed.
        raise UnfitError from None
    raise UnfitError


def _hash(context: Context, code: str) -> str:
    return hmac.new(context.terms.code_key, b"phone entry " + code.encode(), hashlib.sha256).hexdigest()
