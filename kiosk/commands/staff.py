"""`kiosk staff add`, `suspend`, `roles`, `move`, `list`: who of the office may sign in at the desk."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.commands.acting import shell
from kiosk.commands.exits import Exit
from kiosk.commands.output import print_json, print_line
from kiosk.commands.store import with_books

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kiosk.backend.staff.accounts import Account
    from kiosk.backend.staff.perform import Books
    from kiosk.contract.desk.session import StaffRole

_LONGEST = 128
"""Characters of a password, as many as the desk takes."""


def add(name: str, url: str, *, display_name: str, office: str, role_names: Sequence[str], as_json: bool) -> int:
    """Make an account, with a password from standard input; show the authenticator's key once. Return the exit code."""
    roles = _roles(role_names)
    if roles is None:
        return Exit.USAGE

    from kiosk.backend.configuration import ServeOptions, configured
    from kiosk.backend.staff import accounts, second_factor
    from kiosk.backend.staff.accounts import NewStaff
    from kiosk.backend.staff.perform import Arguments, perform
    from kiosk.backend.terms import terms_of

    password = _typed()
    if not accounts.LEAST_PASSWORD <= len(password) <= _LONGEST:
        sys.stderr.write(f"A password of the staff has {accounts.LEAST_PASSWORD} to {_LONGEST} characters.\n")
        return Exit.USAGE
    settings = configured(ServeOptions(database_url=url), {})
    terms = terms_of(settings)
    wanted = NewStaff(name, display_name.strip() or name, settings.office, roles, terms.passwords.hash(password))

    def adding(connection: Connection, now: datetime) -> tuple[str, str]:
        named = _office_of(connection, office.strip(), own=settings.office)
        return accounts.add(connection, replace(wanted, office=named), terms.seal_key, now), named

    def work(books: Books) -> None:
        key, named = perform(
            books,
            shell(),
            "staff.add",
            Arguments(accounts.subject_of(name)),
            lambda connection: adding(connection, books.clock.now()),
        )
        address = second_factor.address(key, name)
        if as_json:
            print_json({"schema": "kiosk.staff/1", "name": name, "office": named, "factor": address})
        else:
            _show_key(address, key)

    return _run(url, work, upgrade=True)


def _office_of(connection: Connection, given: str, *, own: str) -> str:
    """Return the name of the office that is given by its code or a name, or of the backend's `own` where none is.

    Raise `StaffError` where one is given that is not known. Hours, and the name in English, are looked up by that name.
    Before any office was taken in, it is as it is written.
    """
    from kiosk.backend.office import offices
    from kiosk.backend.staff.accounts import StaffError

    wanted, known = given or own, offices.listed(connection)
    for one in known:
        if wanted in {one.code, one.name, one.name_en}:
            return one.name
    if known and given:
        raise StaffError(f"No office has the code or the name {wanted}; see: kiosk office list")
    return wanted


def suspend(name: str, url: str, *, as_json: bool) -> int:
    """Withdraw the right to sign in from a name; return the exit code, 1 where there is no such name."""
    from kiosk.backend.staff import accounts
    from kiosk.backend.staff.perform import Arguments, perform

    def work(books: Books) -> None:
        perform(
            books,
            shell(),
            "staff.suspend",
            Arguments(accounts.subject_of(name)),
            lambda connection: accounts.suspend(connection, name, books.clock.now()),
        )
        sys.stderr.write(f"{name} can no longer sign in; its sessions have ended.\n")
        if as_json:
            print_json({"schema": "kiosk.staff/1", "name": name, "suspended": True})

    return _run(url, work)


def set_roles(name: str, url: str, *, role_names: Sequence[str], as_json: bool) -> int:
    """Give somebody these roles and no other; return the exit code, 1 where there is no such name."""
    roles = _roles(role_names)
    if roles is None:
        return Exit.USAGE

    from kiosk.backend.staff import accounts
    from kiosk.backend.staff.perform import Arguments, perform

    def work(books: Books) -> None:
        perform(
            books,
            shell(),
            "staff.roles",
            Arguments(accounts.subject_of(name)),
            lambda connection: accounts.set_roles(connection, name, roles, books.clock.now()),
        )
        sys.stderr.write(f"{name} has the roles {', '.join(sorted(roles))} now, and signs in anew.\n")
        if as_json:
            print_json({"schema": "kiosk.staff/1", "name": name, "roles": sorted(roles)})

    return _run(url, work)


def move(name: str, url: str, *, office: str, as_json: bool) -> int:
    """Let somebody serve at another office, or with an empty one at the backend's own; return the exit code.

    The exit code is 1 where there is no such name, or no such office.
    """
    from kiosk.backend.staff import accounts
    from kiosk.backend.staff.perform import Arguments, perform
    from kiosk.settings import BackendSettings

    own = BackendSettings().office

    def moving(connection: Connection, now: datetime) -> tuple[str, int]:
        named = _office_of(connection, office.strip(), own=own)
        return named, accounts.move(connection, name, named, now)

    def work(books: Books) -> None:
        named, left = perform(
            books,
            shell(),
            "staff.move",
            Arguments(accounts.subject_of(name)),
            lambda connection: moving(connection, books.clock.now()),
        )
        sys.stderr.write(f"{name} serves at {named} now, and signs in anew.\n")
        if left:
            sys.stderr.write(f"Open cases of theirs that stay with the office where they were: {left}.\n")
        if as_json:
            print_json({"schema": "kiosk.staff/1", "name": name, "office": named, "open_cases_left": left})

    return _run(url, work)


def show(url: str, *, as_json: bool) -> int:
    """List the accounts, those that were suspended too; return the exit code."""
    from kiosk.backend.staff import accounts
    from kiosk.backend.staff.perform import Arguments, perform
    from kiosk.domain.dates import taipei

    def listing(books: Books) -> Callable[[Connection], list[accounts.Account]]:
        return lambda connection: accounts.listed(connection, books.clock.now())

    def work(books: Books) -> None:
        found = perform(books, shell(), "staff.list", Arguments(), listing(books))
        if as_json:
            print_json({"schema": "kiosk.staff-list/1", "staff": [_as_json(one) for one in found]})
            return
        for one in found:
            state = "suspended" if one.suspended_at else f"{taipei(one.used_at):%Y-%m-%d}"
            print_line(f"{one.name:<20}", f"{state:<10}", f"{' '.join(one.roles):<16}", one.office, one.display_name)

    return _run(url, work)


def _as_json(account: Account) -> dict[str, object]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(account).items()
    }


def _typed() -> str:
    """Return the password: typed without being shown, or a line of standard input."""
    if sys.stdin.isatty():
        return getpass.getpass("Password for the account: ", sys.stderr)
    return sys.stdin.readline(2 * _LONGEST).rstrip("\r\n")


def _roles(names: Sequence[str]) -> frozenset[StaffRole] | None:
    """Return the roles of these names; None, with a sentence, where one is none or where there is not any."""
    from kiosk.contract.desk.session import StaffRole

    try:
        roles = frozenset(map(StaffRole, names))
    except ValueError:
        roles = frozenset()
    if not roles:
        sys.stderr.write(f"Roles: {', '.join(StaffRole)}.\n")
        return None
    return roles


def _show_key(address: str, key: str) -> None:
    """Show a key to the person at this terminal, as an authenticator scans it and as people type it."""
    from kiosk.commands.qr import qr

    sys.stderr.write("Scan this with an authenticator now: it is shown once and kept sealed.\n")
    sys.stderr.flush()
    if sys.stdout.isatty():
        qr(address)
    sys.stdout.write(f"{address}\n")
    sys.stderr.write(f"Or type: {' '.join(key[at : at + 4] for at in range(0, len(key), 4))}\n")


def _run(url: str, work: Callable[[Books], None], *, upgrade: bool = False) -> int:
    """Do some work; return the exit code, and say why where it cannot be."""
    from kiosk.backend.staff.accounts import StaffError

    try:
        return with_books(url, work, upgrade=upgrade)
    except StaffError as error:
        sys.stderr.write(f"{error}\n")
        return Exit.FAILED
