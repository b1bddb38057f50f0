"""The offices (服務中心): taking them in from a file, and which one a terminal stands in.

Where a terminal has none, the settings of the backend hold: one office for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from kiosk.backend.ground.file_lines import Fault, FileError
from kiosk.backend.office import statements
from kiosk.backend.office.office_files import OfficeRow
from kiosk.backend.staff import accounts
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Arguments, perform
from kiosk.backend.staff.perform import Office as Acted
from kiosk.backend.store.locks import Lock, hold_lock


@dataclass(frozen=True, slots=True)
class Office:
    """One office, with what visitors read of it."""

    code: str
    name: str
    name_en: str
    phone: str
    hours: str
    """As `kiosk.domain.opening_hours` writes them."""
    nearest: str | None
    """The code of the office that people go to where this one cannot serve them."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a terminal stands. What is None there, the settings of the backend say."""

    name: str
    name_en: str | None = None
    phone: str | None = None
    hours: str | None = None
    nearest: Office | None = None


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a file has changed."""

    added: int
    changed: int
    unchanged: int
    staff: int = 0
    """Accounts of the staff that keep to an office which has another name now."""


def take_in(books: Acted, acting: Acting, rows: Sequence[OfficeRow]) -> TakenIn:
    """Keep offices, in place of those with the same codes; others stay as they are. Staff and cases keep to theirs.

    Raise `FileError`, with nothing kept, where the nearest other office of one is not known, and what `perform`
    raises.
    """
    return perform(books, acting, "office.import", Arguments(), lambda connection: keep(connection, rows))


def keep(connection: Connection, rows: Sequence[OfficeRow]) -> TakenIn:
    """Keep offices in a write transaction; see `take_in`."""
    hold_lock(connection, Lock.CONTENT)
    before = {one.code: one for one in listed(connection)}
    known = before.keys() | {row.code for row in rows}
    faults = [
        Fault(row.line, "nearest", "no office has this code, in the file or here")
        for row in rows
        if row.nearest is not None and row.nearest not in known
    ]
    if faults:
        raise FileError(faults)
    wanted = [Office(row.code, row.name, row.name_en, row.phone, row.hours, row.nearest) for row in rows]
    added = [one for one in wanted if one.code not in before]
    changed = [one for one in wanted if one.code in before and before[one.code] != one]
    for one in added:
        # One may name another that comes after it in the file.
        statements.add_office(connection, **{**_columns(one), "nearest": None}, code=one.code)
    for one in (*added, *changed):
        statements.change_office(connection, one.code, **_columns(one))
    staff = accounts.follow(connection, dict(_renamed(before, changed)))
    return TakenIn(len(added), len(changed), len(wanted) - len(added) - len(changed), staff)


def _renamed(before: Mapping[str, Office], changed: Iterable[Office]) -> Iterator[tuple[str, str]]:
    """Yield the old and the new names of offices: what belongs to one knows it by name. A code is never changed.

    A name that two offices had leads to neither: what belongs to it stays as it is.
    """
    names = [one.name for one in before.values()]
    for one in changed:
        old = before[one.code].name
        if old != one.name and names.count(old) == 1:
            yield old, one.name


def _columns(one: Office) -> dict[str, Any]:
    return {
        "name": one.name,
        "name_en": one.name_en,
        "phone": one.phone,
        "hours": one.hours,
        "nearest": one.nearest,
    }


def listed(connection: Connection) -> list[Office]:
    """Return every office, by code."""
    return [Office(*row) for row in statements.every_office(connection)]


def find(connection: Connection, code: str) -> Office | None:
    """Return the office with a code, None if there is none."""
    row = statements.office(connection, code)
    return None if row is None else Office(*row)


def of_terminal(connection: Connection, terminal_id: str) -> Place | None:
    """Return where a terminal stands; None where the settings of the backend say it."""
    row = statements.place_of(connection, terminal_id)
    return None if row is None else _place(*row, find=lambda code: find(connection, code))


def of_every_terminal(connection: Connection) -> dict[str, Place]:
    """Return where terminals stand, by their ids, of those for which it is not the backend's settings that say so."""
    known = {one.code: one for one in listed(connection)}
    found = {str(id): _place(*row, find=known.get) for id, *row in statements.places(connection)}
    return {id: place for id, place in found.items() if place is not None}


def _place(code: str | None, only_name: str | None, *, find: Callable[[str], Office | None]) -> Place | None:
    office = None if code is None else find(code)
    if office is None:
        # Enrolled with the name of an office, before offices were data.
        return None if only_name is None else Place(only_name)
    nearest = None if office.nearest is None else find(office.nearest)
    return Place(office.name, office.name_en, office.phone, office.hours, nearest)
