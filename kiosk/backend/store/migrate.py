"""Bringing a database to the tables this program knows.

Alembic does the work; its environment is made here, so an installed package needs no `alembic.ini`. Any number of
programs may start at once: one of them upgrades while the others wait.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, inspect, text

from kiosk.backend.store.bounded import patiently
from kiosk.backend.store.database import LOCK_TIMEOUT, Database, DatabaseBusyError

FOLDER = Path(__file__).parent / "migrations"

TURNS = 12
"""How often an SQLite file's lock is waited for, each time as long as any unit of work waits: a minute in all."""

_LOCK = 0x7061726B  # "park": the same number in every replica, and in no other program we know


_NUMBER = re.compile(r"[0-9]{4}")


class SchemaNewerError(Exception):
    """A newer version of this program has upgraded the database; this one would misread it."""

    def __init__(self, found: str, known: str) -> None:
        super().__init__(f"the database is at step {found}, this program knows steps up to {known}")


class SchemaForeignError(Exception):
    """Another program keeps its tables in this database, by the mark that it left there."""

    def __init__(self) -> None:
        super().__init__("its table alembic_version names a step that this program never had")


def steps() -> frozenset[str]:
    """Return every step's number, read from the names of the files: `m0001_first_tables.py` is 0001."""
    return frozenset(path.name[1:5] for path in (FOLDER / "versions").glob("m[0-9][0-9][0-9][0-9]_*.py"))


def head() -> str:
    """Return the newest step's number."""
    return max(steps())


def is_behind(found: str | None) -> bool:
    """Say whether a database that stands at a step has to be brought up to the newest one.

    Raise `SchemaNewerError` for one of a newer version, `SchemaForeignError` for one of another program:
    other programs that use Alembic have revisions of their own there, hashes mostly.
    """
    known = head()
    if found is not None and not _NUMBER.fullmatch(found):
        raise SchemaForeignError
    if found is not None and found > known:
        raise SchemaNewerError(found, known)
    if found is not None and found not in steps():
        raise SchemaForeignError
    return found != known


def current(connection: Connection) -> str | None:
    """Return the step a database stands at, None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return None if found is None else str(found)


def missing(connection: Connection, tables: MetaData) -> list[str]:
    """Return what a database at the newest step lacks of the tables, or has otherwise: `payments`, `payments.amount`.

    What it has beside our tables is somebody else's affair.
    """
    # Imported for who asks: no start does.
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    context = MigrationContext.configure(connection, opts={"compare_type": True})
    found = compare_metadata(context, tables)
    changes = (change for one in found for change in (one if isinstance(one, list) else [one]))
    return sorted({name for change in changes if (name := _named(change)) is not None})


def _named(change: Sequence[Any]) -> str | None:
    """Return what one of Alembic's differences is about, None for what is there beside our tables."""
    match change:
        case ("add_table", table):
            return str(table.name)
        case ("add_column", _, table, column):
            return f"{table}.{column.name}"
        case (str() as what, _, table, str() as column, *_) if what.startswith("modify_"):
            return f"{table}.{column}"
        case (str() as what, thing) if what.startswith("add_"):
            return f"{thing.table.name}: {thing.name}"
        case _:
            return None


def upgrade(database: Database, begins: Callable[[], None] = lambda: None) -> None:
    """Bring a database to the newest step, whole or not at all; do nothing if it is there already.

    `begins` is called before it where there is something to do. Raise `SchemaNewerError` or `SchemaForeignError` with
    nothing done, and what `Database.write` raises.
    """
    with database.read() as connection:
        if not is_behind(current(connection)):
            return
    begins()
    # Loaded when there is something to do: at most starts the database is up to date. And before the lock, since others
    # that start at the same time wait for it for a few seconds only.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    with _in_turn(database) as connection, patiently(connection):
        # On SQLite the transaction itself is the lock: it began with BEGIN IMMEDIATE.
        if not database.is_sqlite:
            # However long another program's upgrade takes; but its own steps wait no longer than any unit of work.
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            connection.execute(text(f"SET LOCAL lock_timeout = {LOCK_TIMEOUT}"))
        if is_behind(current(connection)):
            config.attributes["connection"] = connection
            command.upgrade(config, head())


@contextmanager
def _in_turn(database: Database) -> Iterator[Connection]:
    """Yield a connection in a write transaction, which on SQLite another program's upgrade may hold up.

    Raise `DatabaseBusyError` after the last of `TURNS`, on PostgreSQL at once: it has no connection left.
    """
    with ExitStack() as stack:
        for left in reversed(range(TURNS)):
            try:
                connection = stack.enter_context(database.write())
            except DatabaseBusyError:
                if not left or not database.is_sqlite:
                    raise
            else:
                yield connection
                return
