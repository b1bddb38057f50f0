"""`kiosk fleet list`, `show`, `close`, `open`, `settle`: which terminals need somebody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kiosk.commands.acting import shell
from kiosk.commands.exits import Exit
from kiosk.commands.output import print_json
from kiosk.commands.speech import tell, texts
from kiosk.commands.store import opened, with_books
from kiosk.i18n import Message, Texts, say
from kiosk.languages import LANGUAGES
from kiosk.wording.terminal_names import terminal_name

if TYPE_CHECKING:
    from kiosk.backend.staff.perform import Books
    from kiosk.backend.store.database import Database
    from kiosk.backend.terminals.fleet import Standing


def show_all(url: str, *, only: str, as_json: bool, language: str | None) -> int:
    """List the terminals that may use the backend, or `only` some of them, worst first; return the exit code."""
    found, now, here = _read_fleet(url, only)
    if as_json:
        listed = [_as_json(one, here) for one in found]
        print_json({"schema": "kiosk.fleet/1", "as_of": now.isoformat(), "terminals": listed})
        return Exit.DONE
    words = texts(language)
    if found:
        from kiosk.commands import fleet_table

        fleet_table.listed(words, found, now, here)
    ill = sum(one.needs_somebody for one in found)
    none = say("fleet-none-such") if only else say("fleet-none")
    tell(words, say("fleet-count", count=len(found), ill=ill) if found else none)
    return Exit.DONE


def show(id: str, url: str, *, as_json: bool, language: str | None) -> int:
    """Show one terminal; return the exit code, 1 where none of that id may use the backend."""
    from kiosk.backend.terminals import complaints

    with opened(url) as database:
        found, now, here = seen(database)
        with database.read() as connection:
            reports = complaints.open_ones(connection, id)
    words = texts(language)
    one = next((one for one in found if one.terminal.id == id), None)
    if one is None:
        tell(words, say("fleet-not-there"))
        return Exit.FAILED
    if as_json:
        listed = [{"case": each.case, "reason": each.reason, "at": each.at.isoformat()} for each in reports]
        terminal = {**_as_json(one, here), "complaints": listed}
        print_json({"schema": "kiosk.fleet-terminal/1", "as_of": now.isoformat(), **terminal})
        return Exit.DONE
    from kiosk.commands import fleet_table

    fleet_table.one(words, one, reports, now, here)
    return Exit.DONE


def close(id: str, url: str, *, reason: str, as_json: bool, language: str | None) -> int:
    """Have a terminal be out of service; return the exit code, 1 where none of that id may use the backend."""
    from kiosk.contract.service import ClosedReason

    if reason not in set(ClosedReason):
        tell(texts(language), say("fleet-no-such-reason", reasons=", ".join(ClosedReason)))
        return Exit.USAGE

    def work(books: Books) -> None:
        from kiosk.backend.terminals import closings

        closings.close(books, shell(), id, ClosedReason(reason))

    return _acted(url, work, id, say("fleet-closes"), reason, as_json=as_json, language=language)


def open_again(id: str, url: str, *, as_json: bool, language: str | None) -> int:
    """Have a terminal serve again; return the exit code, 1 where none of that id may use the backend."""

    def work(books: Books) -> None:
        from kiosk.backend.terminals import closings

        closings.open_again(books, shell(), id)

    return _acted(url, work, id, say("fleet-opens"), None, as_json=as_json, language=language)


def settle(id: str, url: str, *, as_json: bool, language: str | None) -> int:
    """Take what was reported of a terminal for dealt with; return the exit code, 1 where there is no such terminal."""
    from kiosk.backend.ground.problems import Refusal

    settled = 0

    def work(books: Books) -> None:
        from kiosk.backend.terminals import complaints

        nonlocal settled
        settled = complaints.settle(books, shell(), id)

    words = texts(language)
    try:
        code = with_books(url, work)
    except Refusal:
        tell(words, say("fleet-not-there"))
        return Exit.FAILED
    tell(words, say("fleet-settled", count=settled))
    if as_json:
        print_json({"schema": "kiosk.fleet-settled/1", "id": id, "settled": settled})
    return code


def _acted(
    url: str,
    work: Callable[[Books], None],
    id: str,
    done: Message,
    reason: str | None,
    *,
    as_json: bool,
    language: str | None,
) -> int:
    from kiosk.backend.ground.problems import Refusal

    words = texts(language)
    try:
        code = with_books(url, work)
    except Refusal:
        tell(words, say("fleet-not-there"))
        return Exit.FAILED
    tell(words, done)
    if as_json:
        print_json({"schema": "kiosk.fleet-closing/1", "id": id, "closed": reason})
    return code


def _read_fleet(url: str, only: str = "") -> tuple[list[Standing], datetime, str]:
    with opened(url) as database:
        return seen(database, only)


def seen(database: Database, only: str = "") -> tuple[list[Standing], datetime, str]:
    """Return how the terminals are, when that was, and the name of the backend's own office.

    With `only`, of those whose name, office, id, version or trouble, as JSON has it, holds these letters.
    """
    from kiosk.backend.terminals import enrolment, fleet
    from kiosk.clock import SystemClock
    from kiosk.settings import BackendSettings

    with database.read() as connection:
        records = enrolment.listed(connection)
    now, here = SystemClock().now(), BackendSettings().office
    found = fleet.standings(records, now)
    return [one for one in found if only.casefold() in _letters(one, here)], now, here


def _letters(one: Standing, here: str) -> str:
    record = one.terminal
    office = record.office or here, record.office_code or ""
    names = record.name, *(terminal_name(Texts(language), record.name) for language in LANGUAGES)
    return "\n".join((*names, *office, record.id, record.version or "", *one.troubles)).casefold()


def _as_json(one: Standing, here: str) -> dict[str, Any]:
    record = one.terminal
    return {
        "id": record.id,
        "name": record.name,
        "office": record.office or here,
        "office_code": record.office_code,
        "troubles": list(one.troubles),
        "heard_at": one.heard_at and one.heard_at.isoformat(),
        "reported_at": record.reported_at and record.reported_at.isoformat(),
        "started_at": record.started_at and record.started_at.isoformat(),
        "version": record.version,
        "printer": record.printer,
        "closed": record.closed_for,
        "closed_at": record.closed_at and record.closed_at.isoformat(),
        "closed_by": record.closed_by,
    }
