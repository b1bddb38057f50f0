"""The closes of all days, held against the books."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.backend.payments import books, day_close
from kiosk.backend.store.database import Database
from kiosk.domain.dates import taipei_date
from tests.clock import START


def closes_are_the_books(database: Database, now: datetime) -> None:
    """Hold that the closes of all days until now come to what the books hold, to the dollar."""
    days = [taipei_date(START) + timedelta(days=day) for day in range((now - START).days + 2)]
    with database.read() as connection:
        closed = [one for day in days for one in day_close.close_of(connection, day)]
        today = day_close.close_of(connection, taipei_date(now))
    proof = books.prove(database, now)
    assert sum(one.came_in.dollars for one in closed) == proof.came_in
    assert sum(one.went_out.dollars for one in closed) == proof.went_out
    assert sum(one.came_in.count + one.went_out.count for one in closed) == proof.movements
    assert sum(one.due.dollars for one in today) == proof.due
