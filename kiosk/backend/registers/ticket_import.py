"""Taking a file of tickets into the register: all of it or nothing, and twice the same as once.

What was paid here stays paid, whatever an older file says. A ticket that somebody is paying at this moment follows the
file too: if it then is not owed any more, or costs something else, the money goes back by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, exists, insert, select, update

from kiosk.backend.registers import register
from kiosk.backend.registers.ticket_files import Fault, TicketFile, TicketFileError, TicketRow
from kiosk.backend.store.database import Database
from kiosk.backend.store.locks import Lock, alone
from kiosk.backend.store.register_tables import register_imports
from kiosk.backend.store.tables import payment_tickets, tickets

BATCH = 500
"""Rows in one statement."""

_HELD = exists().where(payment_tickets.c.ticket_number == tickets.c.number, payment_tickets.c.holds == 1)


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
    """Paid here, and owed by the file: left as they are."""


class _DryRunError(Exception):
    """Undoes what was tried."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__()
        self.report = report


def take_in(
    database: Database, file: TicketFile, now: datetime, *, replace: bool = False, dry_run: bool = False
) -> ImportReport:
    """Bring the register to what a file says; with `replace`, withdraw what is owed and not in it.

    With `dry_run`, only tell what would be done. Raise `DemoRegisterError`, `TicketFileError` for a line that cannot go
    with what is there, and what `Database.run` raises, each with nothing done.
    """
    rows = sorted(file.rows, key=lambda row: row.number)

    def work(connection: Connection) -> ImportReport:
        alone(connection, Lock.TICKETS)
        if register.of_the_demo(connection):
            raise DemoRegisterError
        report = _taken(connection, rows, replace=replace)
        connection.execute(
            insert(register_imports).values(
                source="file",
                taken_at=now,
                digest=file.digest,
                tickets=report.tickets,
                added=report.added,
                changed=report.changed,
                withdrawn=report.withdrawn,
            )
        )
        if dry_run:
            raise _DryRunError(report)
        return report

    try:
        return database.run(work)
    except _DryRunError as tried:
        return tried.report


def _taken(connection: Connection, rows: Sequence[TicketRow], *, replace: bool) -> ImportReport:
    added = changed = kept = 0
    faults: list[Fault] = []
    for batch in _batches(rows):
        there = _there(connection, [row.number for row in batch])
        differing = [row for row in batch if row.number in there and not _same(there[row.number], row)]
        if differing:
            # Only what changes is held: payments of all the others go on meanwhile.
            there |= _there(connection, [row.number for row in differing], lock=True)
        change: list[TicketRow] = []
        for row in differing:
            old = there[row.number]
            if old.status == "paid" and old.held:
                kept += row.status == "owed"
            elif old.notice_number is not None and (old.plate, old.vehicle_type) != (row.plate, row.vehicle_type):
                faults.append(Fault(row.line, "plate", "this ticket stands in a notice for another vehicle"))
            elif not _same(old, row):
                change.append(row)
        _add(connection, new := [row for row in batch if row.number not in there])
        _change(connection, change)
        added, changed = added + len(new), changed + len(change)
    if faults:
        raise TicketFileError(faults)
    withdrawn = _withdraw_others(connection, {row.number for row in rows}) if replace else 0
    return ImportReport(len(rows), added, changed, withdrawn, kept)


def _there(connection: Connection, numbers: Sequence[str], *, lock: bool = False) -> dict[str, Any]:
    wanted = tickets.c.number.in_(numbers)
    if lock and connection.dialect.name != "sqlite":
        # A statement of its own, in the order in which payments lock: the next one sees what they committed.
        connection.execute(select(tickets.c.number).where(wanted).order_by(tickets.c.number).with_for_update())
    found = connection.execute(select(tickets, _HELD.label("held")).where(wanted))
    return {row.number: row for row in found}


def _same(old: Any, row: TicketRow) -> bool:
    return all(getattr(old, name) == value for name, value in row.values().items())


def _add(connection: Connection, rows: Sequence[TicketRow]) -> None:
    if rows:
        connection.execute(insert(tickets), [{"number": row.number, **row.values()} for row in rows])


def _change(connection: Connection, rows: Sequence[TicketRow]) -> None:
    if rows:
        connection.execute(
            update(tickets).where(tickets.c.number == bindparam("of")),
            [{"of": row.number, **row.values()} for row in rows],
        )


def _withdraw_others(connection: Connection, named: set[str]) -> int:
    owed = connection.scalars(select(tickets.c.number).where(tickets.c.status == "owed").order_by(tickets.c.number))
    done = 0
    for batch in _batches([number for number in owed if number not in named]):
        # Asked again by the statement itself: what was paid meanwhile is paid.
        gone = update(tickets).where(tickets.c.number.in_(batch), tickets.c.status == "owed")
        if connection.dialect.name != "sqlite":
            held = select(tickets.c.number).where(tickets.c.number.in_(batch)).order_by(tickets.c.number)
            connection.execute(held.with_for_update())
        done += connection.execute(gone.values(status="withdrawn")).rowcount
    return done


def _batches(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
