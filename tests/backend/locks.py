"""Seeing on PostgreSQL that somebody has to wait for a lock."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import text

from kiosk.backend.store.database import Database

_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


def wait_for_a_lock(database: Database, job: threading.Thread) -> None:
    """Return as soon as a started job waits for a lock; fail if it ends without."""
    while job.is_alive():
        with database.read() as connection:
            if connection.scalar(text(_WAITING)):
                return
    pytest.fail("nothing had to wait")
