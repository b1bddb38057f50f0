"""Copies of an SQLite database while it is in use, checking whether one is whole, and going back to it.

Copying the file by hand gives an empty or a torn database: what is new lies in the write-ahead log beside it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kiosk.backend.store.migrate import SchemaForeignError, SchemaNewerError, is_behind
from kiosk.platform.machine.beside import make_beside

_COUNTED = ("tickets", "payments", "owners", "terminals")
_PATIENCE = 1.0
"""Seconds for others to let go of a database that is to be replaced."""


class BackupError(Exception):
    """It cannot be done; the text says why, to which file, and what to do."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What a database file holds."""

    step: str
    """The step of the tables, which this version knows."""
    behind: bool
    """Whether the next start brings it up."""
    rows: dict[str, int]
    """How many rows its main tables have."""


def backup(source: Path, target: Path) -> Examined:
    """Write a copy of a database to a new file, as it is at one moment, even in use; return what the copy holds.

    The copy is examined before it gets its name, and only this user can read it. Raise `BackupError` and `OSError`.
    """
    if not source.exists():
        raise BackupError(f"{source}: there is no database yet")
    if target.exists():
        raise BackupError(f"{target}: is there already, and is not written over")
    with _beside(target) as copy:
        _copy(source, copy)
        found = examine(copy)
        try:
            os.link(copy, target)  # unlike a rename, never over a file that came meanwhile
        except FileExistsError:
            raise BackupError(f"{target}: is there already, and is not written over") from None
    _sync(target.parent)
    return found


def examine(file: Path) -> Examined:
    """Read a whole database file and return what it holds; raise `BackupError` for one that is damaged or not ours."""
    if not file.is_file():
        raise BackupError(f"{file}: there is no such file")
    try:
        with closing(sqlite3.connect(file, timeout=_PATIENCE)) as connection:
            faults = [row[0] for row in connection.execute("PRAGMA integrity_check(10)")]
            if faults != ["ok"]:
                raise BackupError(f"{file}: is damaged: {len(faults)} faults, the first: {faults[0]}")
            if loose := connection.execute("PRAGMA foreign_key_check").fetchone():
                raise BackupError(f"{file}: is damaged: a row of {loose[0]} belongs to nothing")
            step = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            behind = is_behind(None if step is None else str(step[0]))
            rows = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _COUNTED}  # noqa: S608  our own names
    except (SchemaForeignError, SchemaNewerError) as error:
        raise BackupError(f"{file}: {error}") from None
    except sqlite3.DatabaseError as error:
        is_damaged = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CORRUPT
        fault = "is damaged" if is_damaged else "is no database of this program"
        raise BackupError(f"{file}: {fault} ({error.sqlite_errorname})") from None
    return Examined(str(step[0]), behind, rows)


def restore(backed_up: Path, target: Path, *, replace: bool = False) -> tuple[Examined, Path | None]:
    """Put a copy in a database's place; return what it holds, and where the one that was there lies now.

    An existing database stays, unless `replace`. No process may use it meanwhile. Raise `BackupError` and `OSError`.
    """
    found = examine(backed_up)
    if target.exists() and not replace:
        raise BackupError(f"{target}: there is a database already: add --replace, and it is kept beside it")
    with _beside(target) as copy:
        _copy(backed_up, copy)
        former = _set_aside(target) if target.exists() else None
        copy.rename(target)
    _sync(target.parent)
    return found, former


def _set_aside(database: Path) -> Path:
    """Rename a database that no process uses, after a checkpoint of its write-ahead log; return its new name."""
    try:
        with closing(sqlite3.connect(database, timeout=_PATIENCE)) as connection:
            # Leaving the write-ahead log is for the only one who has the database open.
            (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except sqlite3.DatabaseError as error:
        # A damaged database is the reason for restoring a backup.
        held = error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        mode = "wal" if held else "delete"
    if mode != "delete":
        raise BackupError(f"{database}: is in use: stop the kiosk and the backend first")
    number = 1
    while (former := database.with_name(f"{database.name}.before-{number}")).exists():
        number += 1
    for end in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            database.with_name(database.name + end).rename(former.with_name(former.name + end))
    return database.rename(former)


def _copy(source: Path, target: Path) -> None:
    try:
        with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
            read.backup(written)
            # One file, without a log beside it: it is carried away.
            written.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise BackupError(f"{source}: cannot be copied ({error.sqlite_errorname})") from None
    with target.open("rb") as file:
        os.fsync(file.fileno())


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Yield an empty file that only this user can read, in the folder of another; delete what is left of it."""
    descriptor, made = make_beside(target)
    os.close(descriptor)
    try:
        yield made
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            made.with_name(made.name + end).unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
