from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.backend.store import migrate
from kiosk.backend.store.database import Database


@pytest.fixture
def kept(sqlite_url: str) -> Iterator[Database]:
    database = Database(sqlite_url)
    migrate.upgrade(database)
    yield database
    database.close()
