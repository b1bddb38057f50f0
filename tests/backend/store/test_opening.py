"""A backend's start on a new database: one process prepares it, the others wait, and all say what they do."""

from __future__ import annotations

import fcntl
import functools
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from kiosk.backend.demo import seeding
from kiosk.backend.opening import prepare
from kiosk.backend.registers.tables import tickets
from kiosk.backend.store.database import Database
from kiosk.backend.store.migrate import current, head
from kiosk.platform.backend_process.starting import Progress, Stage, progress_in
from tests.clock import ManualClock
from tests.patience import PATIENCE


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the URL of a database without any table, on each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/new/kiosk.sqlite3"
        return
    server = str(request.getfixturevalue("postgres_server"))
    name = f"empty{os.getpid()}"
    with psycopg.connect(server.format(name="postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield server.format(name=name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(autouse=True)
def small_city(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeding, "seed", functools.partial(seeding.seed, vehicles=20))


def prepared(url: str, tell: list[Progress] | None = None) -> tuple[str | None, int]:
    """Prepare a database as a backend of its own does; return its step and how many tickets it holds."""
    database = Database(url)
    try:
        prepare(database, ManualClock(), with_demo=True, seed=1, tell=(tell if tell is not None else []).append)
        with database.read() as connection:
            return current(connection), connection.scalar(select(func.count()).select_from(tickets)) or 0
    finally:
        database.close()


@pytest.mark.long
def test_three_that_begin_at_once_on_nothing_find_one_city_and_all_go_on(empty_url: str, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    with ThreadPoolExecutor(3) as threads:
        found = [future.result(PATIENCE) for future in [threads.submit(prepared, empty_url) for _ in range(3)]]
    assert {step for step, _ in found} == {head()}
    assert len({count for _, count in found}) == 1
    assert found[0][1] > 20


@pytest.mark.long
def test_what_is_done_is_reported_and_a_start_with_nothing_to_do_says_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/kiosk.sqlite3"
    reported: list[Progress] = []
    prepared(url, reported)
    assert reported[0] == Progress(Stage.TABLES)
    shares = [percent for stage, percent in reported[1:] if stage is Stage.CITY and percent is not None]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1], len(shares)) == (0, 100, len(reported) - 1)
    reported.clear()
    prepared(url, reported)
    assert reported == []


@pytest.mark.long
def test_who_has_to_wait_says_so_and_goes_on_as_soon_as_the_other_is_gone(tmp_path: Path) -> None:
    waits = threading.Event()

    def tell(progress: Progress) -> None:
        if progress.stage is Stage.WAITING:
            waits.set()

    database = Database(f"sqlite:///{tmp_path}/kiosk.sqlite3")
    other = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    waiting = threading.Thread(
        target=prepare, args=(database, ManualClock()), kwargs={"with_demo": False, "seed": 1, "tell": tell}
    )
    waiting.start()
    try:
        assert waits.wait(PATIENCE)
        assert not (tmp_path / "kiosk.sqlite3").exists()
    finally:
        # As the system does when the other ends, however it ends.
        os.close(other)
        waiting.join(PATIENCE)
    with database.read() as connection:
        assert current(connection) == head()
    database.close()


@given(st.text(max_size=40) | st.just('{"event":"starting"') | st.just('{"event":"starting","stage":"elsewhere"}'))
def test_no_other_line_is_taken_for_progress(line: str) -> None:
    assert progress_in(line) is None


@pytest.mark.parametrize(
    ("line", "progress"),
    [
        ('{"stage":"city","percent":40,"event":"starting","level":"info"}', Progress(Stage.CITY, 40)),
        ('{"stage":"city","percent":4000,"event":"starting"}', Progress(Stage.CITY, 100)),
        ('{"stage":"city","percent":true,"event":"starting"}', Progress(Stage.CITY)),
        ('{"stage":"tables","event":"starting"}', Progress(Stage.TABLES)),
        ('["starting"]', None),
        ('{"a":"starting"}', None),
        ("[" * 100_000 + '"starting"', None),
    ],
)
def test_a_line_of_the_log_is_read_as_progress_only_if_it_is_one(line: str, progress: Progress | None) -> None:
    assert progress_in(line) == progress
