"""`kiosk serve`: the backend as a process, on a port or on a socket handed down by the kiosk."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import secrets
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import FrameType

import structlog
import uvicorn
import uvloop
from pydantic import SecretStr
from sqlalchemy.exc import SQLAlchemyError

from kiosk.backend import demo
from kiosk.backend.assembly import assembled, reachable_from
from kiosk.backend.services import devices
from kiosk.backend.store.database import Database, DatabaseBusyError, DatabaseLostError, StorageFullError
from kiosk.backend.store.migrate import upgrade
from kiosk.clock import Clock, ShiftedClock, SystemClock
from kiosk.platform.paths import data_folder
from kiosk.settings import BackendSettings

PORT_TAKEN, DISK, DATABASE = 3, 4, 5
"""Exit codes of a backend that cannot start."""

EMBEDDED_DEVICE = "this terminal"
GRACE = 10
"""Seconds that requests under way have when the backend ends."""


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """What the command line says."""

    host: str = "127.0.0.1"
    port: int = 8080
    fd: int | None = None
    """An inherited listening socket; its parent ends this process by closing its standard input."""
    secrets_fd: int | None = None
    """A pipe with a JSON object: `device_token` and `provider_secret`."""
    database_url: str = ""
    demo: bool = False
    lan: bool = False
    clock_start: datetime | None = None
    seed: int = 1


class StartError(Exception):
    """The backend cannot start; `code` is the exit code, the text says why and what to do."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


def database_url(settings: BackendSettings) -> str:
    """Return where the data lie: as set, or the SQLite file of this user; raise `OSError` if it has no place."""
    return settings.database_url or f"sqlite:///{data_folder() / 'kiosk.sqlite3'}"


def main(options: ServeOptions) -> int:
    """Serve until told to end; return the exit code."""
    _log_to_stderr()
    clock: Clock = SystemClock() if options.clock_start is None else ShiftedClock(options.clock_start)
    try:
        given = _secrets(options.secrets_fd)
        settings = _settings(options, given)
        with _listening(options) as listening:
            database = _open(settings, clock, options, given.get("device_token"))
            try:
                with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                    runner.run(_serve(options, settings, database, clock, listening))
            finally:
                database.close()
    except StartError as error:
        sys.stderr.write(f"{error}\n")
        return error.code
    return 0


def _secrets(fd: int | None) -> dict[str, str]:
    if fd is None:
        return {}
    with os.fdopen(fd, "rb") as pipe:
        given = json.loads(pipe.read(64 * 1024))
    return {str(name): str(value) for name, value in given.items()}


def _settings(options: ServeOptions, given: dict[str, str]) -> BackendSettings:
    settings = BackendSettings()
    changes: dict[str, object] = {"demo": options.demo or settings.demo}
    if options.database_url:
        changes["database_url"] = options.database_url
    if "provider_secret" in given:
        changes["provider_secret"] = SecretStr(given["provider_secret"])
    elif not settings.provider_secret.get_secret_value() and changes["demo"]:
        # The simulated platform and we are one process: nobody else has to know it.
        changes["provider_secret"] = SecretStr(secrets.token_urlsafe(32))
    settings = settings.model_copy(update=changes)
    if not settings.demo and not (settings.provider_url and settings.provider_secret.get_secret_value()):
        raise StartError(
            1, "No payment provider is set up: set provider_url and provider_secret in [backend], or use --demo."
        )
    return settings


def _listening(options: ServeOptions) -> socket.socket:
    if options.fd is not None:
        return socket.socket(fileno=options.fd)
    host = "0.0.0.0" if options.lan else options.host  # noqa: S104  asked for
    try:
        return socket.create_server((host, options.port))
    except OSError as error:
        raise StartError(PORT_TAKEN, f"Port {options.port} cannot be used: {error.strerror}.") from error


def _open(settings: BackendSettings, clock: Clock, options: ServeOptions, token: str | None) -> Database:
    try:
        database = Database(database_url(settings), pool_size=settings.threads + 4)
        upgrade(database)
        if settings.demo:
            demo.seed(database, clock, seed=options.seed)
        if token is not None:
            database.run(lambda connection: devices.embedded(connection, EMBEDDED_DEVICE, clock.now(), token))
    except StorageFullError as error:
        raise StartError(DISK, "The disk is full: make room and start again.") from error
    except OSError as error:
        reason = "is full" if error.errno == errno.ENOSPC else "cannot be written to"
        raise StartError(DISK, f"The data folder {reason}.") from error
    except DatabaseBusyError as error:
        raise StartError(DATABASE, "The database is in use by another program and did not become free.") from error
    except demo.NotTheDemoError as error:
        raise StartError(DATABASE, "The database holds real tickets: the demo leaves it alone.") from error
    except (DatabaseLostError, SQLAlchemyError) as error:
        raise StartError(DATABASE, f"The database cannot be opened ({type(error).__name__}).") from error
    return database


async def _serve(
    options: ServeOptions, settings: BackendSettings, database: Database, clock: Clock, listening: socket.socket
) -> None:
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    if not settings.public_url:
        settings = settings.model_copy(update={"public_url": reachable_from(address, lan=options.lan)})
    async with assembled(settings, database=database, clock=clock, address=address) as assembly:
        config = uvicorn.Config(
            assembly.app,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE,
            h11_max_incomplete_event_size=16 * 1024,
        )
        server = _Server(config, assembly.wakeups.release)
        if options.fd is not None:
            _end_with_parent(server)
        await server.serve([listening])


class _Server(uvicorn.Server):
    """Lets the streams end when the process is told to: they would hold it up otherwise."""

    def __init__(self, config: uvicorn.Config, release: Callable[[], None]) -> None:
        super().__init__(config)
        self._release = release

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.end()

    def end(self) -> None:
        self.should_exit = True
        self._release()


def _end_with_parent(server: _Server) -> None:
    """End when standard input does: the kiosk is gone, however it went."""

    def wait() -> None:
        while os.read(0, 1024):
            pass
        server.end()

    threading.Thread(target=wait, name="parent", daemon=True).start()


def _log_to_stderr() -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
