"""Taking a file of tickets into the register: all of it or nothing, and twice the same as once.

What was paid here stays paid, whatever an older file says, also once its money went back since it was paid elsewhere;
what was withdrawn at the desk stays withdrawn. A ticket that somebody is paying at this moment follows the file too: if
it then is not owed any more, or costs something else, the money goes back by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from kiosk.backend.ground.file_lines import Fault, FileError
from kiosk.backend.registers import register
from kiosk.backend.registers.statements import imports
from kiosk.backend.registers.ticket_files import TicketFile, TicketRow
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Arguments, Office, perform
from kiosk.backend.store.locks import Lock, hold_lock

BATCH = 500
"""Rows in one statement."""


class DemoRegisterError(Exception):
    """The register holds the demo's made-up tickets: real ones do not go among them. Nothing was done."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, in tickets."""

    tickets: int
    """In the file."""
    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    """Owed until now, and not in the file."""
    kept: int = 0
    """Paid here, or given back since they were paid elsewhere, and owed by the file: left as they are."""
    paid: int = 0
    """Paid here, and withdrawn by the file: left as they are, and for people to say whether the money goes back."""
    upheld: int = 0
    """Withdrawn here, since an objection to them was upheld, and not so by the file: left as they are."""


def take_in(
    office: Office, acting: Acting, file: TicketFile, *, replace: bool = False, dry_run: bool = False
) -> ImportReport:
    """Bring the register to what a file says; with `replace`, withdraw what is owed and not in it.

    With `dry_run`, only tell what would be done; the audit has that as its reason. Raise `DemoRegisterError`,
    `FileError` for a line that cannot go with what is there, and what `perform` raises, each with nothing done.
    """
    rows = sorted(file.rows, key=lambda row: row.number)

    def work(connection: Connection) -> ImportReport:
        hold_lock(connection, Lock.TICKETS)
        if register.of_the_demo(connection):
            raise DemoRegisterError
        report = _taken(connection, rows, replace=replace)
        imports.remember(
            connection,
            "file",
            office.clock.now(),
            digest=file.digest,
            tickets=report.tickets,
            added=report.added,
            changed=report.changed,
            withdrawn=report.withdrawn,
        )
        return report

    def tried(connection: Connection) -> ImportReport:
        with connection.begin_nested() as attempt:
            report = work(connection)
            attempt.rollback()
        return report

    fields = frozenset[str]() if dry_run else None
    arguments = Arguments(fields=fields, reason="dry-run" if dry_run else None)
    return perform(office, acting, "tickets.import", arguments, tried if dry_run else work)


def _taken(connection: Connection, rows: Sequence[TicketRow], *, replace: bool) -> ImportReport:
    added = changed = kept = paid = upheld = 0
    faults: list[Fault] = []
    for batch in _batches(rows):
        there = imports.there(connection, [row.number for row in batch])
        differing = [row for row in batch if row.number in there and not _same(there[row.number], row)]
        if differing:
            # Only what changes is held: payments of all the others go on meanwhile.
            there |= imports.there(connection, [row.number for row in differing], hold=True)
        change: list[TicketRow] = []
        for row in differing:
            old = there[row.number]
            if old.status == "paid" and (old.held or old.paid_elsewhere):
                kept += row.status == "owed"
                paid += old.held and row.status == "withdrawn"
            elif old.withdrawn_here and row.status != "withdrawn":
                upheld += 1
            elif old.notice_number is not None and (old.plate, old.vehicle_type) != (row.plate, row.vehicle_type):
                faults.append(Fault(row.line, "plate", "this ticket stands in a notice for another vehicle"))
            elif not _same(old, row):
                change.append(row)
        new = [row for row in batch if row.number not in there]
        imports.add(connection, [{"number": row.number, **row.values()} for row in new])
        imports.change(connection, [{"of": row.number, **row.values()} for row in change])
        added, changed = added + len(new), changed + len(change)
    if faults:
        raise FileError(faults)
    withdrawn = _withdraw_others(connection, {row.number for row in rows}) if replace else 0
    return ImportReport(len(rows), added, changed, withdrawn, kept, paid, upheld)


def _same(old: Any, row: TicketRow) -> bool:
    return all(getattr(old, name) == value for name, value in row.values().items())


def _withdraw_others(connection: Connection, named: set[str]) -> int:
    gone = [number for number in imports.owed(connection) if number not in named]
    return sum(imports.withdraw(connection, batch) for batch in _batches(gone))


def _batches(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
