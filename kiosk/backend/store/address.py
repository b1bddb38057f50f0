"""Where a database is: what is taken as its address, and what is not."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

DRIVER = "postgresql+psycopg"

_NAMES = {"postgresql": DRIVER, "postgres": DRIVER, DRIVER: DRIVER, "sqlite": "sqlite", "sqlite+pysqlite": "sqlite"}


class DatabaseAddressError(ValueError):
    """An address that leads to no database. The text says what is wrong with it and repeats nothing of it."""

    def __init__(self, fault: str) -> None:
        super().__init__(
            f"The database's address {fault}; it is like postgresql://kiosk@db.example.tw/kiosk or "
            "sqlite:////var/lib/kiosk/kiosk.sqlite3"
        )


def address(text: str | URL) -> URL:
    """Return a database's address, with the driver that is used here; raise `DatabaseAddressError`.

    >>> str(address("postgresql://db.example.tw/kiosk"))
    'postgresql+psycopg://db.example.tw/kiosk'
    """
    try:
        url = make_url(text)
    except ArgumentError:
        raise DatabaseAddressError("cannot be understood") from None
    except ValueError:
        raise DatabaseAddressError("has a port that is no number") from None
    if url.drivername not in _NAMES:
        raise DatabaseAddressError("names another kind of database than PostgreSQL (psycopg) and SQLite")
    url = url.set(drivername=_NAMES[url.drivername])
    if url.get_backend_name() == "sqlite":
        if not url.database or url.database == ":memory:":
            raise DatabaseAddressError("names no file")
        if url.host:
            raise DatabaseAddressError("names a server where a file is meant: sqlite:/// and then the path")
    elif url.port is not None and not 0 < url.port < 65_536:
        raise DatabaseAddressError("has a port that there is not")
    return url


def of_file(path: Path) -> URL:
    """Return the address of an SQLite file, whatever characters its name holds."""
    return URL.create("sqlite", database=str(path))
