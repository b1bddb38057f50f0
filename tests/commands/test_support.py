"""`kiosk support`: a code that a visitor reads aloud leads to what happened."""

from __future__ import annotations

import json

import pytest

from kiosk.backend.store import migrate
from kiosk.backend.store.database import Database
from kiosk.backend.support import records
from kiosk.backend.support.records import Failure
from kiosk.backend.terminals import enrolment
from tests.clock import START
from tests.commands.conftest import Run

CODE = "S-7ZK3M01"


@pytest.fixture
def at(sqlite_url: str) -> list[str]:
    database = Database(sqlite_url)
    migrate.upgrade(database)
    terminal = database.run(lambda connection: enrolment.add(connection, "松山 1 號", START)[0])
    failures = [
        Failure(CODE, START, terminal, "POST /v1/payments", "busy"),
        Failure("S-0000000", START, None, "POST /v1/picture-codes", "internal"),
    ]
    database.run(lambda connection: records.keep(connection, failures))
    database.close()
    return ["--database-url", sqlite_url]


@pytest.mark.parametrize("typed", [CODE, "s-7zk3mol", "S 7ZK3 MO1", "S7ZK3M01"])
def test_a_code_is_found_as_it_is_heard(kiosk: Run, at: list[str], typed: str) -> None:
    ran = kiosk("support", typed, *at)
    assert (ran.code, ran.err) == (0, "")
    for word in ("松山 1 號", "POST /v1/payments", "busy", "2026-"):
        assert word in ran.out


def test_a_program_reads_it_as_json(kiosk: Run, at: list[str]) -> None:
    found = json.loads(kiosk("support", CODE, "--json", *at).out)
    assert (found["schema"], found["code"], found["problem"]) == ("kiosk.support/1", CODE, "busy")
    assert (found["terminal_name"], found["route"], found["at"]) == (
        "松山 1 號",
        "POST /v1/payments",
        START.isoformat(),
    )
    no_one = json.loads(kiosk("support", "S-0000000", "--json", *at).out)
    assert (no_one["terminal"], no_one["terminal_name"]) == (None, None)
    assert "no terminal that is known" in kiosk("support", "S-0000000", *at).out


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [("S-1111111", 1, "the backend's log"), ("K-7ZK3M0", 1, "kiosk.log"), ("BKZ-5937", 2, "not a support code")],
)
def test_a_code_that_is_not_known_is_said_to_be_so_and_where_else_to_ask(
    kiosk: Run, at: list[str], typed: str, code: int, said: str
) -> None:
    for more in ([], ["--json"]):
        ran = kiosk("support", typed, *more, *at)
        assert (ran.code, ran.out) == (code, "")
        assert said in ran.err
