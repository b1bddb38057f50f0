"""Who may read the SQLite file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.backend.store.database import Database, DatabaseLostError
from kiosk.backend.store.migrate import upgrade


@pytest.fixture
def open_umask() -> Iterator[None]:
    """Let new files be everybody's, as far as the system is asked."""
    before = os.umask(0)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {file.name: file.stat().st_mode & 0o777 for file in folder.iterdir()}


@pytest.mark.usefixtures("open_umask")
def test_the_file_and_what_lies_beside_it_are_only_this_users_whatever_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir(mode=0o777)
    database = Database(f"sqlite:///{folder}/kiosk.sqlite3")
    upgrade(database)
    with database.write():
        found = modes(folder)
    database.close()
    assert set(found) >= {"kiosk.sqlite3", "kiosk.sqlite3-wal", "kiosk.sqlite3-shm"}
    assert set(found.values()) == {0o600}


def test_a_file_that_others_could_read_is_taken_back(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.sqlite3"
    file.touch()
    file.chmod(0o664)
    database = Database(f"sqlite:///{file}")
    upgrade(database)
    database.close()
    assert modes(tmp_path)["kiosk.sqlite3"] == 0o600


def test_a_folder_that_is_not_there_is_sqlites_to_tell(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/none/kiosk.sqlite3")
    with pytest.raises(DatabaseLostError) as reported, database.read():
        pass
    assert "unable to open database file" in str(reported.value.__cause__)
    database.close()
