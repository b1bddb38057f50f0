"""Accounts of the staff: named people, made and suspended by commands on the backend's machine."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from kiosk.backend.ground import seals
from kiosk.backend.staff import audit, roles, second_factor, sessions
from kiosk.backend.staff.acting import DAILY_JOB
from kiosk.backend.staff.audit import Entry
from kiosk.backend.staff.statements import accounts, offices
from kiosk.contract.desk.session import StaffRole

UNUSED = timedelta(days=90)
"""An account that was not used for so long is suspended by the daily job."""
LEAST_PASSWORD = 12
"""Characters; those of owners have a rule of their own. Beside it stands the second factor."""

_LONGEST_NAME, _LONGEST_OFFICE = 40, 60
_NAME = re.compile(r"[a-z][a-z0-9.-]{1,31}\Z")


class StaffError(Exception):
    """What was asked for cannot be done; the text says why and what to do. Nothing was done."""


@dataclass(frozen=True, slots=True)
class NewStaff:
    """Somebody who is to have an account."""

    name: str
    """That they sign in with: lower case, digits, dots and dashes."""
    display_name: str
    """As it stands in their colleagues' headers and lists."""
    office: str
    roles: frozenset[StaffRole]
    password_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Account:
    """One account as lists show it."""

    name: str
    display_name: str
    office: str
    roles: tuple[str, ...]
    made_at: datetime
    used_at: datetime
    suspended_at: datetime | None


def subject_of(typed: str) -> str | None:
    """Return what the audit calls somebody: their name, and nothing for whatever can be none."""
    return typed if _NAME.match(typed) else None


def add(connection: Connection, wanted: NewStaff, seal_key: bytes, now: datetime) -> str:
    """Keep an account, in a write transaction; return the key for the authenticator, the only time it is seen.

    Raise `StaffError`.
    """
    _check(wanted)
    id, key = secrets.token_hex(16), second_factor.new_key()
    kept = accounts.add(
        connection,
        id=id,
        name=wanted.name,
        display_name=wanted.display_name,
        office=wanted.office,
        password_hash=wanted.password_hash,
        factor_key=seals.sealed(seal_key, key, id),
        made_at=now,
        used_at=now,
    )
    if not kept:
        raise StaffError(f"There is somebody with the name {wanted.name} already; see: kiosk staff list")
    accounts.set_roles(connection, id, wanted.roles, now, None)
    return key


def suspend(connection: Connection, name: str, now: datetime) -> None:
    """Let no one sign in with a name any more, and end its sessions at once. Raise `StaffError`."""
    account = _held(connection, name)
    if account.suspended_at is None:
        accounts.change(connection, account.id, suspended_at=now)
    sessions.end_all(connection, account.id, now)


def set_roles(
    connection: Connection, name: str, wanted: frozenset[StaffRole], now: datetime, ends_at: datetime | None = None
) -> None:
    """Let somebody have these roles and no other, for good or until a moment; sessions end. Raise `StaffError`."""
    if not roles.fits_together(wanted):
        raise StaffError("An auditor has no other role: those who check the others do not serve.")
    account = _held(connection, name)
    accounts.set_roles(connection, account.id, wanted, now, ends_at)
    sessions.end_all(connection, account.id, now)


def move(connection: Connection, name: str, office: str, now: datetime) -> int:
    """Let somebody serve at another office, by its name; sessions end. Raise `StaffError`.

    Return how many of their cases are open where they were: a case stays with its office, whose staff go on with it.
    """
    _check_said("office", office, _LONGEST_OFFICE)
    account = _held(connection, name)
    accounts.change(connection, account.id, office=office)
    sessions.end_all(connection, account.id, now)
    return 0 if account.office == office else offices.open_cases(connection, account.id, account.office)


def follow(connection: Connection, names: Mapping[str, str]) -> int:
    """Let accounts, cases and requests keep to offices that have other names now; return how many accounts did.

    `names` has the new ones by the old ones. What stands in the audit stays as it was written.
    """
    return offices.rename(connection, names) if names else 0


def listed(connection: Connection, now: datetime) -> list[Account]:
    """Return every account, by name."""
    return [
        Account(
            row.name,
            row.display_name,
            row.office,
            tuple(accounts.roles_of(connection, row.id, now)),
            row.made_at,
            row.used_at,
            row.suspended_at,
        )
        for row in accounts.all_accounts(connection)
    ]


def is_here(connection: Connection, name: str) -> bool:
    """Say whether somebody may sign in with a name."""
    found = accounts.of_name(connection, name)
    return found is not None and found.suspended_at is None


def suspend_unused(connection: Connection, now: datetime) -> int:
    """Suspend accounts that were not used for ninety days, each with a row of the audit; return how many."""
    names = accounts.suspend_unused(connection, now - UNUSED, now)
    for name in names:
        entry = Entry("staff.suspend", subject_of(name), frozenset({"account"}), reason="unused")
        audit.append(connection, DAILY_JOB, entry, now)
    return len(names)


def _check(wanted: NewStaff) -> None:
    if not _NAME.match(wanted.name):
        raise StaffError("A name to sign in with has 2 to 32 lower-case letters, digits, dots and dashes: lin.yl")
    _check_said("name", wanted.display_name, _LONGEST_NAME)
    _check_said("office", wanted.office, _LONGEST_OFFICE)
    if not roles.fits_together(wanted.roles):
        raise StaffError("Give at least one role; an auditor has no other one beside it.")


def _check_said(what: str, said: str, most: int) -> None:
    if not said.strip() or len(said) > most or not said.isprintable():
        raise StaffError(f"The {what} has 1 to {most} printable characters.")


def _held(connection: Connection, name: str) -> accounts.AccountRow:
    found = accounts.of_name(connection, name)
    held = None if found is None else accounts.lock(connection, found.id)
    if held is None:
        raise StaffError(f"There is no one with the name {name}; see: kiosk staff list")
    return held
