"""`kiosk office import`, `list`, `show`: the offices that terminals stand in."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.commands.acting import shell
from kiosk.commands.exits import Exit
from kiosk.commands.faulty_files import tell_faults
from kiosk.commands.output import counted, one_line, print_json, print_line
from kiosk.commands.speech import texts
from kiosk.commands.store import opened, with_books, with_database

if TYPE_CHECKING:
    from kiosk.backend.office.offices import TakenIn
    from kiosk.backend.staff.perform import Books
    from kiosk.backend.store.database import Database


def take_in(path: Path, url: str, *, as_json: bool) -> int:
    """Take in all offices of a file or, if a line of it cannot be used, none; return the exit code."""
    from kiosk.backend.ground.file_lines import FileError
    from kiosk.backend.office import office_files, offices

    name = one_line(path.name)
    try:
        with path.open("rb") as file:
            rows = office_files.parse(file.read(office_files.LARGEST + 1))
    except FileError as error:
        return tell_faults(name, error, "Nothing was taken in.")
    except OSError as error:
        sys.stderr.write(f"{name}: cannot be read ({error.strerror or type(error).__name__}).\n")
        return Exit.FAILED
    done: TakenIn | None = None
    failed = Exit.DONE

    def work(books: Books) -> None:
        nonlocal done, failed
        try:
            done = offices.take_in(books, shell(), rows)
        except FileError as error:
            failed = tell_faults(name, error, "Nothing was taken in.")

    code = with_books(url, work, upgrade=True)
    if done is None:
        return failed or code
    sys.stderr.write(f"Taken in: {counted(len(rows), 'office')}, {done.added} new, {done.changed} changed.\n")
    if done.staff:
        sys.stderr.write(f"Accounts of the staff that go on under their office's new name: {done.staff}.\n")
    if as_json:
        print_json({"schema": "kiosk.office-import/1", **asdict(done)})
    return Exit.DONE


def show_all(url: str, *, as_json: bool) -> int:
    """List the offices; return the exit code."""

    def work(database: Database) -> None:
        from kiosk.backend.office import offices

        with database.read() as connection:
            found = offices.listed(connection)
        if as_json:
            print_json({"schema": "kiosk.offices/1", "offices": [asdict(one) for one in found]})
            return
        for one in found:
            print_line(f"{one.code:<16}", f"{one.phone:<16}", f"{one.nearest or '-':<16}", one.name, one.name_en)

    return with_database(url, work)


def show(code: str, url: str, *, as_json: bool) -> int:
    """Show one office and the terminals that stand in it; return the exit code, 1 where there is none of that code."""
    from kiosk.backend.office import offices
    from kiosk.backend.terminals import enrolment
    from kiosk.wording.terminal_names import terminal_name

    with opened(url) as database, database.read() as connection:
        found = offices.find(connection, code)
        there = [one for one in enrolment.listed(connection) if one.office_code == code and not one.revoked_at]
    if found is None:
        return no_such_office()
    if as_json:
        terminals = [{"id": one.id, "name": one.name} for one in there]
        print_json({"schema": "kiosk.office/1", **asdict(found), "terminals": terminals})
        return Exit.DONE
    for what, value in asdict(found).items():
        print_line(f"{what:<10}", value or "-")
    for one in there:
        print_line(f"{'terminal':<10}", one.id, terminal_name(texts(), one.name))
    return Exit.DONE


def no_such_office() -> Exit:
    """Say that no office has a code, and where the codes stand; return the exit code."""
    sys.stderr.write("No office has that code; see: kiosk office list\n")
    return Exit.FAILED
