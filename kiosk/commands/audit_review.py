"""`kiosk audit review`: what an auditor asks the staff about each week."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands.acting import shell
from kiosk.commands.exits import Exit
from kiosk.commands.faulty_files import tell_faults
from kiosk.commands.output import one_line, print_json
from kiosk.commands.speech import texts
from kiosk.commands.store import with_books

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kiosk.backend.staff.perform import Books
    from kiosk.backend.staff.review import Access, Review
    from kiosk.domain.opening_hours import OpeningHours


def review(
    url: str,
    *,
    days: int,
    ending: date | None,
    sample: int,
    vehicles: Path | None,
    hours: str,
    as_json: bool,
    language: str | None,
) -> int:
    """Print what is out of the ordinary in the days before `ending`, today with it where it is None; and a sample.

    Return the exit code.
    """
    from kiosk.backend.ground.file_lines import FileError
    from kiosk.domain.opening_hours import OpeningHours, OpeningHoursError

    try:
        elsewhere = OpeningHours.parse(hours) if hours else None
        of_staff = {} if vehicles is None else _read(vehicles)
    except OpeningHoursError as error:
        sys.stderr.write(f"--hours: {error}\n")
        return Exit.USAGE
    except FileError as error:
        return tell_faults(one_line(vehicles.name if vehicles else ""), error, "Nothing was looked through.")
    except OSError as error:
        name = one_line(vehicles.name if vehicles else "")
        sys.stderr.write(f"{name}: cannot be read ({error.strerror or type(error).__name__}).\n")
        return Exit.FAILED

    def work(books: Books) -> None:
        from kiosk.backend.staff.perform import Arguments, perform
        from kiosk.domain.dates import midnight, taipei_date

        until = midnight(ending or taipei_date(books.clock.now()) + timedelta(days=1))
        since = until - timedelta(days=days)

        def reviewed(connection: Connection) -> tuple[Review, dict[str, str]]:
            found = _reviewed(connection, since, until, sample, elsewhere, of_staff)
            return found, _names(connection, found.sample)

        about = Arguments(f"{since:%Y%m%d}-{until:%Y%m%d}")
        found, names = perform(books, shell(), "audit.review", about, reviewed)
        if as_json:
            print_json(_as_json(found, since, until, names))
        else:
            from kiosk.commands.review_tables import show

            show(texts(language), found, since, until, names, with_vehicles=vehicles is not None)

    return with_books(url, work)


def _read(path: Path) -> Any:
    from kiosk.backend.staff import vehicle_files

    with path.open("rb") as file:
        return vehicle_files.parse(file.read(vehicle_files.LARGEST + 1))


def _reviewed(
    connection: Connection, since: datetime, until: datetime, sample: int, elsewhere: OpeningHours | None, vehicles: Any
) -> Review:
    from kiosk.backend.staff.review import ACCESS_OPERATIONS, Access, Surroundings, review
    from kiosk.backend.staff.statements import audit

    accesses = [Access(*row) for row in audit.accesses(connection, ACCESS_OPERATIONS, since, until)]
    around = Surroundings(_hours(connection, {one.office for one in accesses}, elsewhere), vehicles)
    return review(accesses, around, sample, random.SystemRandom())


def _names(connection: Connection, sample: Iterable[Access]) -> dict[str, str]:
    """Return what people call payments and terminals, by their ids."""
    from kiosk.backend.desk.statements import names

    seen = [(one.operation, one.subject) for one in sample if one.subject is not None]
    payments = {subject for operation, subject in seen if operation == "payment.see"}
    terminals = {subject for operation, subject in seen if operation == "terminal.hour"}
    return names.order_numbers(connection, payments) | names.terminal_names(connection, terminals)


def _hours(connection: Connection, names: set[str], elsewhere: OpeningHours | None) -> dict[str, OpeningHours]:
    from kiosk.backend.office import offices
    from kiosk.domain.opening_hours import OpeningHours

    known = {one.name: OpeningHours.parse(one.hours) for one in offices.listed(connection)}
    return {name: hours for name in names if (hours := known.get(name, elsewhere)) is not None}


def _as_json(found: Review, since: datetime, until: datetime, names: Mapping[str, str]) -> dict[str, Any]:
    def as_row(one: Any) -> dict[str, Any]:
        return {
            "row": one.number, "at": one.at.isoformat(), "who": one.who, "office": one.office,
            "operation": one.operation, "subject": one.subject, "case": one.case, "reason": one.reason,
        }  # fmt: skip

    return {
        "schema": "kiosk.audit-review/1",
        "since": since.isoformat(),
        "until": until.isoformat(),
        "looks": found.accesses,
        "people": found.people,
        "odd": [
            {"oddity": odd.oddity.value, "who": odd.who or None, "looks": [as_row(one) for one in odd.accesses]}
            for odd in found.odd
        ],
        "sample": [{**as_row(one), "name": names.get(one.subject or "")} for one in found.sample],
        "offices_without_hours": list(found.without_hours),
    }
