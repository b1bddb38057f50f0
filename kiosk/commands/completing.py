"""What a shell offers for a value at TAB. It writes nothing, and where it cannot be asked, offers nothing."""

from __future__ import annotations

from pathlib import Path


def vehicle_types() -> list[str]:
    """Return the values of `--type`."""
    from kiosk.domain.plate import VehicleType

    return [type.value for type in VehicleType]


def languages() -> list[str]:
    """Return the values of `--language`."""
    from kiosk.i18n import LANGUAGES

    return list(LANGUAGES)


def areas() -> list[str]:
    """Return the areas that a flood can be announced for."""
    from kiosk.domain.service import FloodArea

    return [area.value for area in FloodArea]


def terminals() -> list[tuple[str, str]]:
    """Return ids and names of the terminals that may use the settings' backend."""
    from kiosk.commands.troubles import told

    try:
        return _terminals()
    except Exception as error:
        if told(error) is None:
            raise
        # A settings file that cannot be used, a database that is not there: the command itself says so.
        return []


def _terminals() -> list[tuple[str, str]]:
    from kiosk.backend.configuration import database_url
    from kiosk.backend.services import devices
    from kiosk.backend.store.database import Database
    from kiosk.settings import BackendSettings

    url = database_url(BackendSettings())
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        return []  # opening it would make it
    database = Database(url)
    try:
        with database.read() as connection:
            return [(record.id, record.name) for record in devices.listed(connection) if record.revoked_at is None]
    finally:
        database.close()
