"""`kiosk office`, and terminals that are put into one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from kiosk.backend.store.database import Database
from tests.backend.office.test_offices import FILE
from tests.commands.conftest import Run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "offices.csv"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_offices_are_taken_in_listed_and_shown_with_their_terminals(kiosk: Run, file: Path, sqlite_url: str) -> None:
    at = ["--database-url", sqlite_url]
    ran = kiosk("office", "import", str(file), *at)
    assert (ran.code, ran.out, ran.err) == (0, "", "Taken in: 2 offices, 2 new, 0 changed.\n")
    again = json.loads(kiosk("office", "import", str(file), "--json", *at).out)
    assert again == {"schema": "kiosk.office-import/1", "added": 0, "changed": 0, "unchanged": 2, "staff": 0}
    assert [one["code"] for one in json.loads(kiosk("office", "list", "--json", *at).out)["offices"]] == [
        "neihu", "songshan"
    ]  # fmt: skip
    id = json.loads(kiosk("terminal", "add", "window 3", "--office", "neihu", "--json", *at).out)["id"]
    shown = kiosk("office", "show", "neihu", *at).out
    assert "02-8791-0000" in shown
    assert id in shown
    assert kiosk("office", "show", "daan", *at).code == 1


def test_a_terminal_is_moved_and_the_audit_says_so(kiosk: Run, file: Path, sqlite_url: str) -> None:
    at = ["--database-url", sqlite_url]
    kiosk("office", "import", str(file), *at)
    id = json.loads(kiosk("terminal", "add", "window 3", "--json", *at).out)["id"]
    assert kiosk("terminal", "move", id, "--office", "songshan", *at).code == 0
    assert json.loads(kiosk("terminal", "list", "--json", *at).out)["devices"][0]["office_code"] == "songshan"
    assert kiosk("terminal", "move", id, "--office", "daan", *at).code == 1
    assert kiosk("terminal", "move", "nobody", "--office", "songshan", *at).code == 1
    assert kiosk("terminal", "move", id, "--office", "", *at).code == 0
    database = Database(sqlite_url)
    with database.read() as connection:
        rows = connection.execute(text("SELECT operation, subject, outcome FROM audit ORDER BY number")).all()
    moves = [tuple(row) for row in rows if row[0] == "terminal.move"]
    assert ("terminal.move", id, "done") in moves
    assert ("terminal.move", id, "failed:UnknownOfficeError") in moves
    assert ("office.import", None, "done") in [tuple(row) for row in rows]


def test_a_terminal_is_not_added_to_an_office_that_there_is_not(kiosk: Run, sqlite_url: str) -> None:
    ran = kiosk("terminal", "add", "window 3", "--office", "大安", "--database-url", sqlite_url)
    assert (ran.code, ran.out, "kiosk office list" in ran.err) == (1, "", True)


def test_each_faulty_line_is_named_and_nothing_is_taken_in(kiosk: Run, file: Path, sqlite_url: str) -> None:
    file.write_text(FILE.replace("02-2726-9600", "?").replace("02-8791-0000", "?"), encoding="utf-8")
    at = ["--database-url", sqlite_url]
    ran = kiosk("office", "import", str(file), *at)
    assert ran.code == 1
    assert ran.err.count("offices.csv: line ") == 2
    assert ran.err.endswith("Nothing was taken in.\n")
    assert kiosk("office", "list", *at).out == ""
    assert kiosk("office", "import", str(file.with_name("none.csv")), *at).code == 1
