from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError, IntegrityError

from kiosk.backend.schema import metadata
from kiosk.backend.store import migrate
from kiosk.backend.store.database import Database, DatabaseBusyError
from kiosk.backend.store.migrate import SchemaNewerError, current, head, missing, upgrade
from tests.patience import PATIENCE

pytestmark = pytest.mark.each_database


def test_a_migrated_database_has_what_the_tables_say(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


@pytest.mark.long
@pytest.mark.parametrize(
    ("done", "lacking"),
    [
        ("DROP TABLE register_imports", ["register_imports"]),
        ("ALTER TABLE terminals DROP COLUMN version", ["terminals.version"]),
        ("CREATE TABLE of_somebody_else (id INTEGER)", []),
    ],
)
def test_what_a_database_lacks_is_named_and_what_it_has_beside_is_not(
    database: Database, done: str, lacking: list[str]
) -> None:
    with database.write() as connection:
        assert missing(connection, metadata) == []
        connection.execute(text(done))
        assert missing(connection, metadata) == lacking


def test_constraints_and_partial_indexes_are_the_same_word_for_word(database: Database) -> None:
    # The comparison above sees neither CHECK constraints nor the conditions of indexes: two databases are compared.
    with database.write() as connection:
        migrated = _described(connection)
        connection.execute(text("DROP TABLE alembic_version"))
        metadata.drop_all(connection)
        metadata.create_all(connection)
        assert _described(connection) == migrated


def _described(connection: Connection) -> dict[str, object]:
    found: dict[str, object] = {}
    inspector = inspect(connection)
    for table in metadata.tables:
        found[table] = {
            "columns": [(c["name"], str(c["type"]), c["nullable"], c["default"]) for c in inspector.get_columns(table)],
            "checks": sorted((str(c["name"]), c["sqltext"]) for c in inspector.get_check_constraints(table)),
            "indexes": sorted(
                (str(i["name"]), i["unique"], str(i["column_names"]), _words(i["dialect_options"]))
                for i in inspector.get_indexes(table)
            ),
            "uniques": sorted(
                (str(u["name"]), str(u["column_names"])) for u in inspector.get_unique_constraints(table)
            ),
            "foreign": sorted(str(sorted(f.items())) for f in inspector.get_foreign_keys(table)),
            "primary": str(inspector.get_pk_constraint(table)),
        }
    return found


def _words(options: dict[str, object]) -> list[tuple[str, str]]:
    return sorted((name, str(value)) for name, value in options.items())


def test_there_is_one_head_and_steps_are_numbered_without_a_gap() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.FOLDER))
    script = ScriptDirectory.from_config(config)
    steps = [revision.revision for revision in script.walk_revisions()][::-1]
    assert script.get_heads() == [head()]
    assert steps == [f"{number:04}" for number in range(1, len(steps) + 1)]
    for revision in script.walk_revisions():
        assert Path(revision.path).name.startswith(f"m{revision.revision}_")


def test_upgrading_again_changes_nothing(database: Database) -> None:
    upgrade(database)
    with database.read() as connection:
        assert current(connection) == head()


def test_a_database_of_a_newer_version_is_not_touched(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaNewerError, match="9999"):
        upgrade(database)


def test_a_step_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/empty.sqlite3")
    with database.write() as connection:
        connection.execute(text("CREATE TABLE outbox (id INTEGER)"))  # in the way of the first step's last table
    with pytest.raises(DBAPIError):
        upgrade(database)
    with database.read() as connection:
        assert inspect(connection).get_table_names() == ["outbox"]
    database.close()


_START = """
import sys
from kiosk.backend.store.database import Database
from kiosk.backend.store.migrate import upgrade

database = Database(sys.argv[1])
upgrade(database)
with database.read() as connection:
    print(connection.exec_driver_sql("SELECT count(*) FROM alembic_version").scalar())
"""


def _start_together(url: str, programs: int = 4) -> list[tuple[int, str]]:
    started = [
        subprocess.Popen([sys.executable, "-c", _START, url], stdout=subprocess.PIPE, text=True)
        for _ in range(programs)
    ]
    return [(program.wait(timeout=PATIENCE), program.communicate()[0].strip()) for program in started]


@pytest.mark.long
def test_programs_that_start_together_upgrade_an_sqlite_file_once(tmp_path: Path) -> None:
    assert _start_together(f"sqlite:///{tmp_path}/50 % new.sqlite3") == [(0, "1")] * 4


@pytest.mark.long
def test_programs_that_start_together_upgrade_a_postgresql_database_once(postgres_url: str) -> None:
    database = Database(postgres_url)
    _emptied(database)
    assert _start_together(postgres_url) == [(0, "1")] * 4
    database.close()


@pytest.mark.long
def test_an_upgrade_waits_for_another_one_on_sqlite_longer_than_a_unit_of_work_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/new.sqlite3"
    first = Database(url)
    monkeypatch.setattr("kiosk.backend.store.database.BUSY_TIMEOUT", 0.05)
    monkeypatch.setattr(migrate, "TURNS", 10_000)
    refused = threading.Semaphore(0)

    class Counting(Database):
        @contextmanager
        def write(self) -> Iterator[Connection]:
            try:
                with super().write() as connection:
                    yield connection
            except DatabaseBusyError:
                refused.release()
                raise

    database = Counting(url)
    second = threading.Thread(target=upgrade, args=(database,))
    with first.write():
        second.start()
        assert all(refused.acquire(timeout=PATIENCE) for _ in range(3))
    second.join()
    with database.read() as connection:
        assert current(connection) == head()
    database.close()
    first.close()


def test_an_upgrade_waits_for_another_one_on_postgresql(postgres_url: str) -> None:
    database = Database(postgres_url)
    _emptied(database)
    second = threading.Thread(target=upgrade, args=(database,))
    with database.write() as first:
        first.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": migrate._LOCK})
        second.start()
        # Read outside any transaction: inside one, the server shows the same activity at every query.
        while not database.query(_waiting_for_the_lock):
            assert second.is_alive()
    second.join()
    with database.read() as connection:
        assert current(connection) == head()
    database.close()


def _waiting_for_the_lock(cursor: DBAPICursor) -> bool:
    cursor.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'advisory' AND datname = current_database()"
    )
    row = cursor.fetchone()
    return bool(row and row[0])


def _emptied(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))


_TICKET = """
INSERT INTO tickets (number, plate, vehicle_type, issued, parked_at, rate, fee, due_on, status)
VALUES ({number}, {plate}, {vehicle_type}, 'paper', 0, 'r', {fee}, '2026-01-01', {status})
"""


@pytest.mark.parametrize(
    "wrong",
    [
        {"plate": "'ABCDE-123456'"},
        {"number": "'Q123456789012345'"},
        {"vehicle_type": "'bicycle'"},
        {"status": "'lost'"},
        {"fee": "-1"},
        {"fee": "10000001"},
        {"fee": "'notanumber'"},
    ],
)
def test_the_database_itself_refuses_what_is_no_ticket(database: Database, wrong: dict[str, str]) -> None:
    right = {
        "number": "'Q12345678901234'",
        "plate": "'BKZ-5937'",
        "vehicle_type": "'car'",
        "fee": "50",
        "status": "'owed'",
    }
    with database.write() as connection:
        connection.exec_driver_sql(_TICKET.format(**right))
    right["number"] = "'Q12345678901235'"
    # PostgreSQL has its own errors for a text that is too long or no number; all are the driver's.
    with pytest.raises((IntegrityError, DBAPIError)), database.write() as connection:
        connection.exec_driver_sql(_TICKET.format(**right | wrong))
