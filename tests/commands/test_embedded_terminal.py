"""A kiosk with a backend of its own has no name that somebody gave it: people read words, programs what is kept."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.backend.staff import audit
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.audit import Entry
from kiosk.backend.store import migrate
from kiosk.backend.store.database import Database
from kiosk.backend.support import records
from kiosk.backend.support.records import Failure
from kiosk.backend.terminals import enrolment
from kiosk.contract.wire import EMBEDDED_TERMINAL
from tests.clock import START
from tests.commands.conftest import Run
from tests.commands.every import OFFICES

LIN = Acting("lin.yl", staff_id="id of lin.yl", office="松山停車服務中心")
CODE = "S-7ZK3M01"
WORDS = {"zh_TW.UTF-8": "本機", "en_GB.UTF-8": "This machine"}


@pytest.fixture
def id(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Have the kiosk's own backend start once, and a request fail there and be looked at; return the terminal's id."""
    monkeypatch.setenv("KIOSK_BACKEND_DATABASE_URL", sqlite_url)
    database = Database(sqlite_url)
    migrate.upgrade(database)
    id = database.run(lambda connection: enrolment.embedded(connection, START))
    database.run(lambda connection: records.keep(connection, [Failure(CODE, START, id, "POST /v1/payments", "busy")]))
    seen = Entry("terminal.hour", id, case="D2611230001", reason="took-money")
    database.run(lambda connection: audit.append(connection, LIN, seen, START))
    database.close()
    return id


@pytest.mark.parametrize("language", WORDS)
def test_no_command_shows_the_name_that_the_database_has_for_it(
    kiosk: Run, id: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: str
) -> None:
    monkeypatch.setenv("LC_ALL", language)
    (tmp_path / "offices.csv").write_text(OFFICES, encoding="utf-8")
    assert kiosk("office", "import", str(tmp_path / "offices.csv")).code == 0
    assert kiosk("terminal", "move", id, "--office", "songshan").code == 0
    for command in (
        ("fleet", "list"),
        ("fleet", "list", "--only", WORDS[language]),
        ("fleet", "show", id),
        ("terminal", "list"),
        ("office", "show", "songshan"),
        ("support", CODE),
        ("audit", "review", "--before", f"{START + timedelta(days=2):%Y-%m-%d}", "--sample", "9"),
    ):
        ran = kiosk(*command)
        assert (ran.code, WORDS[language] in ran.out, EMBEDDED_TERMINAL in ran.out) == (0, True, False), (command, ran)


def test_programs_read_the_name_that_never_changes(kiosk: Run, id: str) -> None:
    for command in (("fleet", "list"), ("fleet", "show", id), ("terminal", "list"), ("support", CODE)):
        assert f'"{EMBEDDED_TERMINAL}"' in json.dumps(json.loads(kiosk(*command, "--json").out)), command
