"""A database is carried away while it is in use, looked at, and brought back; what cannot be is said."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.backend.store.database import Database
from kiosk.commands.exits import Exit
from tests.commands.conftest import Run


@pytest.fixture
def live(tmp_path: Path, sqlite_template: Path) -> Path:
    """Return the database of the data folder."""
    (tmp_path / "data").mkdir(mode=0o700)
    return Path(shutil.copy(sqlite_template, tmp_path / "data" / "kiosk.sqlite3"))


def terminals(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM terminals").fetchone()[0])


def test_a_copy_holds_what_lies_in_the_log_beside_the_file(kiosk: Run, live: Path, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{live}")
    with database.read() as reading:
        reading.exec_driver_sql("SELECT count(*) FROM terminals").all()
        assert kiosk("device", "add", "one").code == 0
        assert live.with_name("kiosk.sqlite3-wal").stat().st_size > 0
        copy = tmp_path / "copy.sqlite3"
        ran = kiosk("db", "backup", str(copy), "--json")
    database.close()
    assert ran.code == 0
    report = json.loads(ran.out)
    assert (report["schema"], report["rows"]["terminals"]) == ("kiosk.backup/1", 1)
    assert terminals(copy) == 1
    assert copy.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.glob("*copy*")) == ["copy.sqlite3"]


def test_a_copy_is_never_written_over(kiosk: Run, live: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.sqlite3").write_text("dear to somebody")
    ran = kiosk("db", "backup", str(tmp_path / "copy.sqlite3"))
    assert (ran.code, "is not written over" in ran.err) == (Exit.FAILED, True)
    assert (tmp_path / "copy.sqlite3").read_text() == "dear to somebody"


@pytest.mark.usefixtures("live")
def test_a_copy_that_cannot_be_made_is_named_as_it_was_asked_for(kiosk: Run, tmp_path: Path) -> None:
    ran = kiosk("db", "backup", f"{tmp_path}/not there/copy.sqlite3")
    assert (ran.code, ran.err) == (
        Exit.DISK,
        f"{tmp_path}/not there/copy.sqlite3 cannot be used: No such file or directory.\n",
    )


def test_going_back_needs_a_word_and_keeps_what_was_there(kiosk: Run, live: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    assert kiosk("db", "backup", str(copy)).code == 0
    kiosk("device", "add", "later")
    assert kiosk("db", "restore", str(copy)).code == Exit.FAILED
    assert terminals(live) == 1
    ran = kiosk("db", "restore", str(copy), "--replace", "--json")
    assert ran.code == 0
    assert terminals(live) == 0
    assert terminals(Path(json.loads(ran.out)["former"])) == 1
    assert kiosk("device", "add", "after").code == 0
    assert live.stat().st_mode & 0o777 == 0o600


def test_going_back_on_a_new_machine_makes_the_database(kiosk: Run, live: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    kiosk("db", "backup", str(copy))
    live.unlink()
    assert kiosk("db", "restore", str(copy)).code == 0
    assert terminals(live) == 0


def test_a_database_in_use_is_not_touched(kiosk: Run, live: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    kiosk("db", "backup", str(copy))
    database = Database(f"sqlite:///{live}")
    with database.read() as reading:
        reading.exec_driver_sql("SELECT count(*) FROM terminals").all()
        ran = kiosk("db", "restore", str(copy), "--replace")
    database.close()
    assert (ran.code, "stop the kiosk" in ran.err) == (Exit.FAILED, True)
    assert [path.name for path in live.parent.glob("*before*")] == []


def damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 12] = b"\xff" * 4096 * 9
    path.write_bytes(content)


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'a1b2c3'")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (damaged, "is damaged"),
        (foreign, "never had"),
        (lambda path: path.write_text("no database " * 500), "no database of this program"),
        (lambda path: path.write_bytes(b""), "no database of this program"),
        (Path.unlink, "no such file"),
    ],
)
def test_a_copy_that_is_not_whole_is_reported_and_never_brought_back(
    kiosk: Run, live: Path, tmp_path: Path, spoil: object, said: str
) -> None:
    copy = tmp_path / "copy.sqlite3"
    kiosk("db", "backup", str(copy))
    assert kiosk("db", "check", str(copy)).code == 0
    spoil(copy)  # type: ignore[operator]
    for command in (("check", str(copy)), ("restore", str(copy), "--replace")):
        ran = kiosk("db", *command)
        assert (ran.code, said in ran.err) == (Exit.FAILED, True), ran
    assert terminals(live) == 0


def test_a_server_has_its_own_programs(kiosk: Run, tmp_path: Path) -> None:
    ran = kiosk("db", "backup", str(tmp_path / "x"), "--database-url", "postgresql://127.0.0.1:1/kiosk")
    assert (ran.code, "pg_dump" in ran.err) == (Exit.FAILED, True)
