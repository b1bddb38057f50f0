"""What the embedded backend needs: a folder with room, and a database of its own age."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kiosk.commands.findings import Finding, Mark, broken, doubtful, fine

_LEAST_ROOM = 20_000_000
"""Bytes without which the demo city does not fit."""
_GOOD_ROOM = 500_000_000
"""Bytes that last for years of payments."""


def embedded() -> Iterator[Finding]:
    """Yield how the data folder and the database stand; end where the first cannot be used."""
    place = data()
    yield place
    if place.mark is not Mark.FAILURE:
        yield database()


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


def database() -> Finding:
    from sqlalchemy.exc import SQLAlchemyError

    from kiosk.backend.configuration import database_url
    from kiosk.backend.schema import metadata
    from kiosk.backend.store.address import DatabaseAddressError
    from kiosk.backend.store.database import Database, DatabaseBusyError, DatabaseLostError
    from kiosk.backend.store.lost import why
    from kiosk.backend.store.migrate import SchemaForeignError, SchemaNewerError, current, head, is_behind, missing
    from kiosk.settings import BackendSettings, SettingsError

    try:
        settings = BackendSettings()
        database = Database(database_url(settings), direct_url=settings.database_direct_url)
    except SettingsError:
        return broken("database", "address")
    except DatabaseAddressError:
        return broken("database", "address")
    if database.is_sqlite and not Path(database.url.database or "").exists():
        return fine("database-new")
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    try:
        with database.read() as connection:
            step = current(connection)
            lacks = missing(connection, metadata) if step == head() else []
    except (SQLAlchemyError, DatabaseBusyError, DatabaseLostError) as error:
        return broken("database", "unreachable", kind=kind, reason=why(error) or type(error).__name__)
    finally:
        database.close()
    try:
        behind = is_behind(step)
    except SchemaForeignError:
        return broken("database", "foreign", kind=kind)
    except SchemaNewerError:
        return broken("database", "newer", step=step, known=head())
    if behind:
        return doubtful("database", "behind", step=step or "–", known=head())
    if lacks:
        return broken("database", "tables", kind=kind, names=", ".join(lacks))
    return fine("database", kind=kind, step=step)


def _megabytes(count: int) -> str:
    return f"{count // 1_000_000:,} MB"


def _short(folder: Path) -> str:
    home = str(Path.home())
    return "~" + str(folder).removeprefix(home) if str(folder).startswith(home) else str(folder)
