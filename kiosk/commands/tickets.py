"""`kiosk tickets import`: the register of an office that has it as a file."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.commands.acting import shell
from kiosk.commands.exits import Exit
from kiosk.commands.faulty_files import tell_faults
from kiosk.commands.output import counted, one_line, print_json
from kiosk.commands.store import with_books

if TYPE_CHECKING:
    from kiosk.backend.registers.ticket_files import TicketFile
    from kiosk.backend.registers.ticket_import import ImportReport
    from kiosk.backend.staff.perform import Books

SCHEMA = "kiosk.tickets/1"
_NOTHING = "Nothing was taken in."


def take_in(path: Path, url: str, *, replace: bool, dry_run: bool, as_json: bool) -> int:
    """Bring the register to what a file says, or leave it as it is; return the exit code."""
    from kiosk.backend.ground import rules
    from kiosk.backend.ground.file_lines import FileError
    from kiosk.backend.registers import ticket_files
    from kiosk.clock import SystemClock

    name = one_line(path.name)
    now = SystemClock().now()
    try:
        file = ticket_files.read(path, tariff=rules.tariff(), ladder=rules.ladder(), now=now)
    except FileError as error:
        return tell_faults(name, error, _NOTHING)
    except OSError as error:
        sys.stderr.write(f"{name}: cannot be read ({error.strerror or type(error).__name__}).\n")
        return Exit.FAILED
    return _kept(file, name, url, replace=replace, dry_run=dry_run, as_json=as_json)


def _kept(file: TicketFile, name: str, url: str, *, replace: bool, dry_run: bool, as_json: bool) -> int:
    report: ImportReport | None = None
    failed = Exit.DONE

    def work(books: Books) -> None:
        nonlocal report, failed
        from kiosk.backend.ground.file_lines import FileError
        from kiosk.backend.registers import ticket_import

        try:
            report = ticket_import.take_in(books, shell(), file, replace=replace, dry_run=dry_run)
        except FileError as error:
            failed = tell_faults(name, error, _NOTHING)
        except ticket_import.DemoRegisterError:
            sys.stderr.write("The database holds the demo's made-up tickets: name another one with --database-url.\n")
            failed = Exit.DATABASE

    code = with_books(url, work, upgrade=True)
    if report is None:
        return failed or code
    if as_json:
        print_json({"schema": SCHEMA, "dry_run": dry_run, **asdict(report)})
    else:
        sys.stderr.write(_summary(report, dry_run=dry_run))
    return code


def _summary(report: ImportReport, *, dry_run: bool) -> str:
    begin = "Would be taken in" if dry_run else "Taken in"
    kept = f" Paid here, and left so: {report.kept}." if report.kept else ""
    paid = f" Paid here, and withdrawn in the file: {report.paid}; does the money go back?" if report.paid else ""
    upheld = f" Withdrawn here after an objection, and left so: {report.upheld}." if report.upheld else ""
    return (
        f"{begin}: {counted(report.tickets, 'ticket')}, {report.added} new, {report.changed} changed; "
        f"{counted(report.withdrawn, 'other')} withdrawn.{kept}{paid}{upheld}\n"
    )
