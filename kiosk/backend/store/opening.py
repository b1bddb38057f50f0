"""One process at a time prepares a database: the others that begin on the same empty folder wait for it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.backend.store.database import Database


@contextmanager
def preparing(database: Database, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Be the only process that prepares this database; wait for another one, however long it takes, as it lives.

    `waiting` is called before that, once. Raise `OSError` where the database's folder cannot be used.

    On PostgreSQL each step takes an advisory lock of its own. SQLite's lock is not enough: a process that waits for it
    gives up after seconds, and turning on the write-ahead log waits for no lock. The system lets go of ours when a
    process ends, however it ends.
    """
    file = database.url.database if database.is_sqlite else None
    if not file or file == ":memory:":
        yield
        return
    folder = os.open(Path(file).parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
