from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import insert, update

from kiosk.backend.registers.tables import register_imports, ticket_withdrawals, tickets
from kiosk.backend.store.database import Database
from tests.backend.registers.test_ticket_files import GOOD, cells
from tests.clock import START
from tests.commands.conftest import Run


def test_a_file_is_taken_in_once_and_reported(kiosk: Run, tmp_path: Path, sqlite_url: str) -> None:
    path, at = tmp_path / "tickets.csv", ["--database-url", sqlite_url]
    path.write_bytes(cells(GOOD))
    ran = kiosk("tickets", "import", str(path), *at)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "Taken in: 1 ticket, 1 new, 0 changed; 0 others withdrawn.\n"
    reported = json.loads(kiosk("tickets", "import", str(path), "--replace", "--json", *at).out)
    assert reported == {
        "schema": "kiosk.tickets/1",
        "dry_run": False,
        "tickets": 1,
        "added": 0,
        "changed": 0,
        "withdrawn": 0,
        "kept": 0,
        "paid": 0,
        "upheld": 0,
    }


def test_what_was_withdrawn_at_the_desk_is_left_so_and_counted(kiosk: Run, tmp_path: Path, sqlite_url: str) -> None:
    path, at = tmp_path / "tickets.csv", ["--database-url", sqlite_url]
    path.write_bytes(cells(GOOD))
    kiosk("tickets", "import", str(path), *at)
    database = Database(sqlite_url)
    with database.write() as connection:
        connection.execute(update(tickets).values(status="withdrawn"))
        withdrawn = {"ticket_number": GOOD["number"], "at": START, "payment_id": 32 * "a"}
        connection.execute(insert(ticket_withdrawals).values(withdrawn))
    database.close()
    ran = kiosk("tickets", "import", str(path), *at)
    assert ran.err == (
        "Taken in: 1 ticket, 0 new, 0 changed; 0 others withdrawn. Withdrawn here after an objection, and left so: 1.\n"
    )
    assert json.loads(kiosk("tickets", "import", str(path), "--dry-run", "--json", *at).out)["upheld"] == 1


def test_a_faulty_file_is_reported_line_by_line_and_nothing_of_it_is_taken_in(
    kiosk: Run, tmp_path: Path, sqlite_url: str
) -> None:
    path, at = tmp_path / "tickets.csv", ["--database-url", sqlite_url]
    path.write_bytes(cells(GOOD, *[{**GOOD, "fee": "canary"}] * 60))
    ran = kiosk("tickets", "import", str(path), *at)
    assert ran.code == 1
    assert ran.err.startswith("tickets.csv: line 3: fee: whole New Taiwan dollars")
    assert ran.err.endswith("tickets.csv: and 10 more faults\nNothing was taken in.\n")
    assert "canary" not in ran.err
    path.write_bytes(cells(GOOD))
    assert json.loads(kiosk("tickets", "import", str(path), "--dry-run", "--json", *at).out)["added"] == 1


def test_what_cannot_be_read_is_one_sentence(kiosk: Run, tmp_path: Path, sqlite_url: str) -> None:
    at = ["--database-url", sqlite_url]
    assert kiosk("tickets", "import", str(tmp_path / "none.csv"), *at).err == (
        "none.csv: cannot be read (No such file or directory).\n"
    )
    (tmp_path / "folder.csv").mkdir()
    assert "cannot be read" in kiosk("tickets", "import", str(tmp_path / "folder.csv"), *at).err
    (tmp_path / "tickets.xls").write_bytes(b"")
    assert ".csv" in kiosk("tickets", "import", str(tmp_path / "tickets.xls"), *at).err


def test_the_demos_database_takes_no_real_tickets(kiosk: Run, tmp_path: Path, sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.write() as connection:
        connection.execute(insert(register_imports).values(source="demo", taken_at=START))
    database.close()
    path = tmp_path / "tickets.csv"
    path.write_bytes(cells(GOOD))
    ran = kiosk("tickets", "import", str(path), "--database-url", sqlite_url)
    assert (ran.code, "made-up" in ran.err) == (5, True)
