"""What a shell offers for a value at TAB. It writes nothing, and where it cannot be asked, offers nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

PATIENCE = 1.0
"""Seconds that a database has for an answer, while somebody waits at the prompt."""


def vehicle_types() -> list[str]:
    """Return the values of `--type`."""
    from kiosk.domain.plate import VehicleType

    return [type.value for type in VehicleType]


def languages() -> list[str]:
    """Return the values of `--language`."""
    from kiosk.languages import LANGUAGES

    return list(LANGUAGES)


def areas() -> list[str]:
    """Return the areas that a flood can be announced for."""
    from kiosk.domain.service import FloodArea

    return [area.value for area in FloodArea]


def roles() -> list[str]:
    """Return the roles that somebody of the staff may have."""
    from kiosk.contract.desk.session import StaffRole

    return [role.value for role in StaffRole]


def difference_outcomes() -> list[str]:
    """Return how somebody may close a difference."""
    from kiosk.backend.domain.reconciliation import BY_PEOPLE

    return [outcome.value for outcome in BY_PEOPLE]


def situations() -> list[tuple[str, str]]:
    """Return the situations that the demo can be brought into, and what is typed for each."""
    from kiosk.backend.demo import trial

    return [(one.name, one.key) for one in (*trial.situations(), *trial.troubles())]


def closed_reasons() -> list[str]:
    """Return the reasons for which a terminal can be out of service."""
    from kiosk.contract.service import ClosedReason

    return [reason.value for reason in ClosedReason]


def terminals() -> list[tuple[str, str]]:
    """Return ids and names of the terminals that may use the settings' backend; none where it does not answer soon."""
    return _asked(_terminals)


def offices() -> list[tuple[str, str]]:
    """Return codes and names of the offices that the settings' backend knows; none where it does not answer soon."""
    return _asked(_offices)


def _asked(read: Callable[[Connection], list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """Return what is read in the settings' database; nothing where it does not answer soon.

    The thread that asks is left behind where it hangs: no limit of a driver's holds for a name server as well.
    """
    answer: Future[list[tuple[str, str]]] = Future()
    prepared = threading.Event()

    def ask() -> None:
        # Whatever is wrong with the settings or the database: the command itself says so, and no shell shows it well.
        try:
            answer.set_result(_read_values(read, prepared.set))
        except Exception:  # noqa: BLE001
            answer.set_result([])
        finally:
            prepared.set()

    threading.Thread(target=ask, name="completing", daemon=True).start()
    prepared.wait()  # loading libraries on a busy machine is no silence of the database's
    try:
        return answer.result(PATIENCE)
    except TimeoutError:
        return []


def _terminals(connection: Connection) -> list[tuple[str, str]]:
    from kiosk.backend.terminals import enrolment

    return [(record.id, record.name) for record in enrolment.listed(connection) if record.revoked_at is None]


def _offices(connection: Connection) -> list[tuple[str, str]]:
    from kiosk.backend.office import offices

    return [(one.code, one.name) for one in offices.listed(connection)]


def _read_values(
    read: Callable[[Connection], list[tuple[str, str]]], prepared: Callable[[], None]
) -> list[tuple[str, str]]:
    from kiosk.backend.configuration import database_url
    from kiosk.backend.store.database import Database
    from kiosk.settings import BackendSettings

    settings = BackendSettings()
    url = database_url(settings)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        return []  # opening it would make it
    database = Database(settings.database_direct_url or url)
    prepared()
    try:
        with database.read() as connection:
            return read(connection)
    finally:
        database.close()
