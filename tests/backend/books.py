"""What a command of the office works with, for tests of what it does."""

from __future__ import annotations

from datetime import datetime

from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Books
from kiosk.backend.store.database import Database
from tests.clock import START, ManualClock

SHELL = Acting.shell("operator", "backend-1")
"""The user who gives the command."""


def books(database: Database, now: datetime = START) -> Books:
    """Return a database with a clock that stands still."""
    return Books(database, ManualClock(now))
