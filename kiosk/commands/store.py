"""`kiosk db`: bringing the database up to date, and filling it with the synthetic city."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.commands.exits import Exit

if TYPE_CHECKING:
    from kiosk.backend.store.database import Database


def upgrade(url: str) -> int:
    """Bring the database to this version's tables; return the exit code."""

    def work(database: Database) -> None:
        from kiosk.backend.store import migrate

        with database.read() as connection:
            before = migrate.current(connection)
        migrate.upgrade(database)
        after = migrate.head()
        done = f"is at step {after} already" if before == after else f"went from step {before or 'none'} to {after}"
        sys.stderr.write(f"The database {done}.\n")

    return with_database(url, work)


def seed(url: str, *, seed: int, vehicles: int, clock: str | None) -> int:
    """Fill the database with the synthetic city and print what it holds as JSON; return the exit code."""

    def work(database: Database) -> None:
        import json

        from kiosk.backend import demo
        from kiosk.backend.store import migrate
        from kiosk.clock import ShiftedClock, SystemClock

        migrate.upgrade(database)
        now = SystemClock() if clock is None else ShiftedClock(datetime.fromisoformat(clock))
        sys.stdout.write(json.dumps(asdict(demo.seed(database, now, seed=seed, vehicles=vehicles))) + "\n")

    return with_database(url, work)


def with_database(url: str, work: Callable[[Database], None]) -> int:
    """Do some work with a database: the one named, else the settings', else the data folder's. Return the exit code."""
    from kiosk.backend.demo import NotTheDemoError
    from kiosk.backend.store.database import DatabaseBusyError, StorageFullError
    from kiosk.backend.store.migrate import SchemaNewerError

    try:
        with opened(url) as database:
            work(database)
    except StorageFullError:
        return _refused(Exit.DISK, "The disk is full: nothing was done.")
    except DatabaseBusyError:
        return _refused(Exit.DATABASE, "Another program holds the database: nothing was done; try again.")
    except NotTheDemoError:
        return _refused(Exit.DATABASE, "The database holds real tickets: the demo leaves it alone.")
    except SchemaNewerError as error:
        return _refused(Exit.DATABASE, f"A newer version has upgraded this database: {error}.")
    except OSError as error:
        return _refused(Exit.DISK, f"The data folder cannot be used: {error.strerror or type(error).__name__}.")
    return Exit.DONE


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """Yield the database; end the command where it cannot be had."""
    from sqlalchemy.exc import ArgumentError, SQLAlchemyError

    from kiosk.backend.serve import database_url
    from kiosk.backend.store.database import Database, DatabaseLostError
    from kiosk.settings import BackendSettings

    try:
        settings = BackendSettings()
        database = Database(url or settings.database_direct_url or database_url(settings))
    except ArgumentError:
        sys.stderr.write("A database's address is like sqlite:////var/lib/kiosk/kiosk.sqlite3 or postgresql://…\n")
        raise SystemExit(Exit.USAGE) from None
    try:
        yield database
    except (DatabaseLostError, SQLAlchemyError) as error:
        # Its text can hold an address with a password, and rows.
        sys.stderr.write(f"The database cannot be used ({type(error).__name__}).\n")
        raise SystemExit(Exit.DATABASE) from None
    finally:
        database.close()


def _refused(code: Exit, reason: str) -> int:
    sys.stderr.write(reason + "\n")
    return code
