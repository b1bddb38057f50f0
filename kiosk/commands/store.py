"""`kiosk db`: bringing the database up to date, and filling it with the synthetic city."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.commands.exits import Exit
from kiosk.commands.output import one_line, print_json

if TYPE_CHECKING:
    from kiosk.backend.staff.perform import Books
    from kiosk.backend.store.database import Database


def upgrade(url: str, *, as_json: bool) -> int:
    """Bring the database to this version's tables; return the exit code."""

    def work(database: Database) -> None:
        from kiosk.backend.store import migrate

        with database.read() as connection:
            before = migrate.current(connection)
        migrate.upgrade(database)
        after = migrate.head()
        done = f"is at step {after} already" if before == after else f"went from step {before or 'none'} to {after}"
        sys.stderr.write(f"The database {done}.\n")
        if as_json:
            print_json({"schema": "kiosk.upgrade/1", "before": before, "after": after})

    return with_database(url, work)


def seed(url: str, *, seed: int, vehicles: int, clock: str | None) -> int:
    """Fill the database with the synthetic city and print what it holds as JSON; return the exit code."""

    def work(database: Database) -> None:

        from kiosk.backend.demo import seeding
        from kiosk.backend.store import migrate
        from kiosk.clock import ShiftedClock, SystemClock

        migrate.upgrade(database)
        now = SystemClock() if clock is None else ShiftedClock(datetime.fromisoformat(clock))
        print_json({"schema": "kiosk.seed/1", **asdict(seeding.seed(database, now, seed=seed, vehicles=vehicles))})

    return with_database(url, work)


def with_database(url: str, work: Callable[[Database], None]) -> int:
    """Do some work with a database: the one named, else the settings', else the data folder's. Return the exit code.

    What stops it is raised: `kiosk.commands.troubles` tells it.
    """
    with opened(url) as database:
        work(database)
    return Exit.DONE


def with_books(url: str, work: Callable[[Books], None], *, upgrade: bool = False) -> int:
    """Do some work in the office's name, as `with_database`, on a database that is brought up first if asked."""
    from kiosk.backend.staff.perform import Books
    from kiosk.backend.store import migrate
    from kiosk.clock import SystemClock

    with opened(url) as database:
        if upgrade:
            migrate.upgrade(database)
        work(Books(database, SystemClock()))
    return Exit.DONE


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """Yield the database; raise `SettingsError`, `DatabaseAddressError`, and what a database raises."""
    from kiosk.backend.configuration import database_url
    from kiosk.backend.store.database import Database
    from kiosk.settings import BackendSettings

    _log_to_standard_error()
    settings = BackendSettings()
    if not url and not settings.database_url:
        _warn_of_others()
    database = Database(url or settings.database_direct_url or database_url(settings))
    try:
        yield database
    finally:
        database.close()


def _log_to_standard_error() -> None:
    """Keep what services log out of standard output, where structlog writes by default: data goes there."""
    import structlog

    if not structlog.is_configured():
        structlog.configure(logger_factory=structlog.WriteLoggerFactory(file=sys.stderr))


def _warn_of_others() -> None:
    """Say that others can look into the data folder, as into one that was made by hand."""
    from kiosk.platform.machine.paths import data_folder, open_to_others

    if open_to_others(folder := data_folder()):
        sys.stderr.write(f"Other users can look into {one_line(str(folder))}: chmod 700 it.\n")
