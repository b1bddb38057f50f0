"""`kiosk db backup`, `check`, `restore`: an SQLite database carried away, looked at, and brought back."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands.exits import Exit
from kiosk.commands.output import one_line, print_json

if TYPE_CHECKING:
    from kiosk.backend.store.backup import Examined

SCHEMA = "kiosk.backup/1"


def backup(file: Path, url: str, *, as_json: bool) -> int:
    """Copy the database to a new file, also while it is in use; return the exit code."""

    def work() -> dict[str, Any]:
        from kiosk.backend.store.backup import backup as copy

        source = _file(url)
        found = copy(source, file)
        _say(f"{file} is a whole copy of {source}: {_rows(found)}.")
        if (key := source.with_suffix(".key")).exists():
            _say(f"{key} is not in it: keep a copy of that too. Without it, what waits sealed cannot be read.")
        return {"file": str(file), **asdict(found)}

    return _done(work, as_json=as_json)


def check(file: Path, *, as_json: bool) -> int:
    """Check whether a copy is whole and this program's; return the exit code, 1 if it is not."""

    def work() -> dict[str, Any]:
        from kiosk.backend.store.backup import examine

        found = examine(file)
        behind = "; the next start brings its tables up" if found.behind else ""
        _say(f"{file} is whole: step {found.step}{behind}; {_rows(found)}.")
        return {"file": str(file), **asdict(found)}

    return _done(work, as_json=as_json)


def restore(file: Path, url: str, *, replace: bool, as_json: bool) -> int:
    """Restore a backup in the database's place, while no process uses it; return the exit code."""

    def work() -> dict[str, Any]:
        from kiosk.backend.store.backup import restore as bring_back

        target = _file(url)
        found, former = bring_back(file, target, replace=replace)
        _say(f"{target} is what {file} was: {_rows(found)}.")
        if former is not None:
            _say(f"The one before lies at {former}.")
        return {"file": str(target), "former": former and str(former), **asdict(found)}

    return _done(work, as_json=as_json)


def _done(work: Callable[[], dict[str, Any]], *, as_json: bool) -> int:
    from kiosk.backend.store.backup import BackupError

    try:
        found = work()
    except BackupError as error:
        _say(f"{error}.")
        return Exit.FAILED
    if as_json:
        print_json({"schema": SCHEMA, **found})
    return Exit.DONE


def _file(url: str) -> Path:
    """Return the file of the database that is named, else the settings'; raise `BackupError` for one on a server."""
    from kiosk.backend.configuration import database_url
    from kiosk.backend.store.address import address
    from kiosk.backend.store.backup import BackupError
    from kiosk.settings import BackendSettings

    found = address(url) if url else database_url(BackendSettings())
    if found.get_backend_name() != "sqlite":
        raise BackupError("The database is on a PostgreSQL server: use pg_dump and pg_restore")
    return Path(found.database or "")


def _rows(found: Examined) -> str:
    return ", ".join(f"{count:,} {table}" for table, count in found.rows.items())


def _say(sentence: str) -> None:
    sys.stderr.write(one_line(sentence) + "\n")
