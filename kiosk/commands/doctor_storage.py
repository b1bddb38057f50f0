"""What the embedded backend needs: a folder with room, and a database of its own age."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.commands import doctor_register
from kiosk.commands.findings import Finding, Mark, broken, doubtful, fine
from kiosk.commands.troubles import trouble_of

if TYPE_CHECKING:
    from kiosk.backend.store.database import Database
    from kiosk.commands.doctor_register import Register
    from kiosk.settings import BackendSettings

_LEAST_ROOM = 20_000_000
"""Bytes without which the demo city does not fit."""
_GOOD_ROOM = 500_000_000
"""Bytes that last for years of payments."""


def embedded() -> Iterator[Finding]:
    """Yield how the data folder and the database stand; end where the first has to hold the second and cannot."""
    settings, place = _settings(), data()
    if place.mark is Mark.FAILURE and settings is not None and settings.database_url:
        place = replace(place, mark=Mark.WARNING)  # a backend starts without it
    yield place
    if place.mark is not Mark.FAILURE and settings is not None:
        yield from database(settings)


def _settings() -> BackendSettings | None:
    """Return the settings, None where they or the kiosk's cannot be read: that has a finding of its own."""
    from kiosk.platform.machine.paths import NoHomeError
    from kiosk.settings import BackendSettings, KioskSettings, SettingsError

    try:
        KioskSettings()
        return BackendSettings()
    except (SettingsError, NoHomeError):
        return None


def data() -> Finding:
    from kiosk.platform.machine.paths import data_folder, open_to_others

    try:
        folder = data_folder()
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(b"kiosk")
            trial.flush()
            os.fsync(trial.fileno())
        room = shutil.disk_usage(folder).free
    except OSError as error:
        return broken("data", "locked", reason=error.strerror or type(error).__name__)
    if room < _LEAST_ROOM:
        return broken("data", "full", room=_megabytes(room))
    if room < _GOOD_ROOM:
        return doubtful("data", "tight", room=_megabytes(room))
    if open_to_others(folder):
        return doubtful("data", "open", folder=_short(folder))
    return fine("data", folder=_short(folder), room=_megabytes(room))


def database(settings: BackendSettings) -> Iterator[Finding]:
    """Yield how the database stands, and what is in it."""
    from kiosk.backend.configuration import database_url
    from kiosk.backend.store.address import DatabaseAddressError
    from kiosk.backend.store.database import Database

    try:
        database = Database(database_url(settings), direct_url=settings.database_direct_url)
    except DatabaseAddressError:
        yield broken("database", "address")
        return
    try:
        there = not database.is_sqlite or _is_there(Path(database.url.database or ""))
    except OSError as error:
        yield broken("database", "unreachable", kind="SQLite", reason=error.strerror or type(error).__name__)
        return
    if not there:
        yield fine("database-new")
        yield from doctor_register.without_a_database(settings)
        return
    stands, register = _examined(database)
    yield stands
    if register is not None:
        yield from doctor_register.register(settings, register)


def _is_there(file: Path) -> bool:
    """Say whether there is a database; raise `OSError` where it may not be asked or could not be made."""
    if file.exists():
        return True
    os.stat(f"{file.parent}/")  # noqa: PTH116  with the slash: a file in its place is an error
    if not os.access(file.parent, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return False


def _examined(database: Database) -> tuple[Finding, Register | None]:
    """Return how a database stands, and what its register holds, where that can be read; close it."""
    from sqlalchemy.exc import SQLAlchemyError

    from kiosk.backend.schema import metadata
    from kiosk.backend.store.database import DatabaseBusyError, DatabaseLostError
    from kiosk.backend.store.lost import why
    from kiosk.backend.store.migrate import SchemaForeignError, SchemaNewerError, current, head, is_behind, missing

    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    try:
        with database.read() as connection:
            step = current(connection)
            lacks = missing(connection, metadata) if step == head() else []
            register = None if lacks or step != head() else doctor_register.read(connection)
    except (SQLAlchemyError, DatabaseBusyError, DatabaseLostError) as error:
        return broken("database", "unreachable", kind=kind, reason=why(error) or _in_words(error)), None
    finally:
        database.close()
    try:
        behind = is_behind(step)
    except SchemaForeignError:
        return broken("database", "foreign", kind=kind), None
    except SchemaNewerError:
        return broken("database", "newer", step=step, known=head()), None
    if behind:
        return doubtful("database", "behind", step=step or "–", known=head()), None
    if lacks:
        return broken("database", "tables", kind=kind, names=", ".join(lacks)), None
    return fine("database", kind=kind, step=step), register


def _in_words(error: Exception) -> str:
    """Return what every command says of an error."""
    trouble = trouble_of(error)
    return type(error).__name__ if trouble is None else trouble.sentence.removesuffix(".")


def _megabytes(count: int) -> str:
    return f"{count // 1_000_000:,} MB"


def _short(folder: Path) -> str:
    """Return a folder as a shell writes it, with `~` for the home folder of a user who has one."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111  Path.home() fails where there is none
    if home == Path("/") or not folder.is_relative_to(home):
        return str(folder)
    return str("~" / folder.relative_to(home))
