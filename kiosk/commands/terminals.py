"""`kiosk terminal add`, `invite`, `list`, `move`, `revoke`: the terminals that may use a backend."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kiosk.commands.acting import shell
from kiosk.commands.exits import Exit
from kiosk.commands.offices import no_such_office
from kiosk.commands.output import print_json, print_line
from kiosk.commands.speech import texts
from kiosk.commands.store import with_books, with_database

if TYPE_CHECKING:
    from kiosk.backend.staff.perform import Books
    from kiosk.backend.store.database import Database

_LONGEST_NAME = 60


def add(name: str, url: str, *, office: str, as_json: bool) -> int:
    """Enrol a terminal and print its token, the only time it is seen; return the exit code."""
    name = name.strip()
    if not _can_be_a_name(name):
        return Exit.USAGE
    code = Exit.DONE

    def work(books: Books) -> None:
        nonlocal code
        from kiosk.backend.terminals import enrolment

        where = office or None
        try:
            id, token = enrolment.enrol(books, shell(), name, place=where)
        except enrolment.UnknownOfficeError:
            code = no_such_office()
            return
        if as_json:
            print_json({"schema": "kiosk.terminal/1", "id": id, "name": name, "office": where, "token": token})
            return
        sys.stderr.write(
            f"Terminal {id} may use this backend now. Its token follows on standard output, once; on the terminal, "
            "give it to: kiosk terminal store --backend URL\n"
        )
        sys.stdout.write(token + "\n")

    return with_books(url, work, upgrade=True) or code


def invite(name: str, url: str, *, office: str, as_json: bool) -> int:
    """Print a code that a terminal is enrolled by, the only time it is seen; return the exit code."""
    name = name.strip()
    if not _can_be_a_name(name):
        return Exit.USAGE
    failed = Exit.DONE

    def work(books: Books) -> None:
        nonlocal failed
        from kiosk.backend.terminals import enrolment, invitations

        where = office or None
        try:
            made = invitations.invite(books, shell(), name, place=where)
        except enrolment.UnknownOfficeError:
            failed = no_such_office()
            return
        if as_json:
            answer = {"schema": "kiosk.invitation/1", "id": made.terminal_id, "name": name, "office": where}
            print_json({**answer, "code": str(made.code), "expires_at": made.expires_at.isoformat()})
            return
        sys.stderr.write(
            "The code follows on standard output, once. It is good for ten minutes, five wrong tries and one terminal; "
            "there, type it at: kiosk terminal enrol --backend URL\n"
        )
        sys.stdout.write(f"{made.code}\n")

    return with_books(url, work, upgrade=True) or failed


def _can_be_a_name(name: str) -> bool:
    """Say whether a terminal may have a name, and on standard error if not."""
    if name and len(name) <= _LONGEST_NAME and name.isprintable():
        return True
    sys.stderr.write(f"A terminal's name has 1 to {_LONGEST_NAME} printable characters.\n")
    return False


def move(id: str, url: str, *, office: str, as_json: bool) -> int:
    """Let a terminal stand in another office, or with an empty code in the backend's own; return the exit code."""
    failed = Exit.DONE

    def work(books: Books) -> None:
        nonlocal failed
        from kiosk.backend.ground.problems import Refusal
        from kiosk.backend.terminals import enrolment

        try:
            enrolment.move(books, shell(), id, office or None)
        except enrolment.UnknownOfficeError:
            failed = no_such_office()
        except Refusal:
            failed = _no_such_terminal()

    code = with_books(url, work) or failed
    if code == Exit.DONE:
        sys.stderr.write("It stands there now; its screen says so within a minute or two.\n")
        if as_json:
            print_json({"schema": "kiosk.terminal/1", "id": id, "office": office or None})
    return code


def _no_such_terminal() -> Exit:
    sys.stderr.write("No terminal of that id may use this backend; see: kiosk terminal list\n")
    return Exit.FAILED


def show(url: str, *, as_json: bool) -> int:
    """List the terminals; return the exit code."""

    def work(database: Database) -> None:
        from kiosk.backend.terminals import enrolment
        from kiosk.domain.dates import taipei
        from kiosk.settings import BackendSettings
        from kiosk.wording.terminal_names import terminal_name

        with database.read() as connection:
            records = enrolment.listed(connection)
        here = BackendSettings().office
        if as_json:
            listed = [
                {
                    "id": record.id,
                    "name": record.name,
                    "created_at": record.created_at.isoformat(),
                    "revoked_at": record.revoked_at and record.revoked_at.isoformat(),
                    "office": record.office or here,
                    "office_code": record.office_code,
                    "last_seen_at": record.last_seen_at and record.last_seen_at.isoformat(),
                    "version": record.version,
                }
                for record in records
            ]
            print_json({"schema": "kiosk.devices/1", "devices": listed})
            return
        words = texts()
        for record in records:
            state = f"revoked {record.revoked_at:%Y-%m-%d}" if record.revoked_at else "allowed"
            seen = f"seen {taipei(record.last_seen_at):%Y-%m-%d %H:%M}" if record.last_seen_at else "never seen"
            print_line(
                record.id,
                f"{record.created_at:%Y-%m-%d}",
                f"{state:<18}",
                f"{seen:<21}",
                f"{record.version or '-':<8}",
                terminal_name(words, record.name),
                record.office or here,
            )

    return with_database(url, work)


def revoke(id: str, url: str, *, as_json: bool) -> int:
    """Shut a terminal out; return the exit code, 1 where there is none of that name."""
    found = True

    def work(books: Books) -> None:
        nonlocal found
        from kiosk.backend.ground.problems import Refusal
        from kiosk.backend.terminals import enrolment

        try:
            enrolment.revoke(books, shell(), id)
        except Refusal:
            found = False

    code = with_books(url, work)
    if code != Exit.DONE:
        return code
    if not found:
        return _no_such_terminal()
    from kiosk.backend.terminals.recognition import REMEMBERED

    if as_json:
        print_json({"schema": "kiosk.terminal/1", "id": id, "revoked": True})
    sys.stderr.write(f"It is shut out; a backend that runs may still answer it for {REMEMBERED:.0f} seconds.\n")
    return Exit.DONE
