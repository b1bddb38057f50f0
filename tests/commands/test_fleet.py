"""`kiosk fleet`: which terminals need somebody."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from kiosk import __version__
from kiosk.backend.store.database import Database
from kiosk.backend.terminals import complaints, enrolment, statements
from tests.clock import ManualClock
from tests.commands.conftest import Run


@pytest.fixture
def ids(sqlite_url: str, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Enrol three terminals, one of which is well, one out of paper, one silent for hours."""
    database = Database(sqlite_url)
    monkeypatch.setattr("kiosk.clock.SystemClock", lambda: clock)  # no minute passes before they are listed
    now = clock.now()
    said = {"well": (now, "ok"), "[red]empty": (now, "out"), "silent": (now - timedelta(hours=5), "none")}
    ids = {}
    for name, (at, printer) in said.items():
        ids[name] = database.run(lambda c, name=name: enrolment.add(c, name, now))[0]  # type: ignore[misc]
        row = {"terminal": ids[name], "at": at, "since": at - timedelta(days=3), "runs": __version__, "prints": printer}
        database.run(lambda c, row=row: statements.keep_reports(c, [row]))  # type: ignore[misc]
    database.close()
    return ids


def test_the_worst_terminal_is_the_first_line_with_what_is_wrong(
    kiosk: Run, ids: dict[str, str], sqlite_url: str
) -> None:
    ran = kiosk("fleet", "list", "--language", "en", "--database-url", sqlite_url)
    assert (ran.code, ran.err) == (0, "3 terminals; 2 need somebody.\n")
    head, silent, empty, well = ran.out.splitlines()
    assert head.split()[:2] == ["Terminal", "Office"]
    assert ("silent for over 10 minutes" in silent, "5 h ago" in silent) == (True, True)
    assert (empty.startswith("[red]empty"), "out of paper" in empty) == (True, True)
    assert (well.startswith("well "), "3 days" in well, __version__ in well) == (True, True, True)
    chinese = kiosk("fleet", "list", "--language", "zh-TW", "--database-url", sqlite_url)
    assert chinese.err == "共 3 台，其中 2 台需要處理。\n"
    assert "缺紙" in chinese.out


def test_a_program_reads_the_same_as_json(kiosk: Run, ids: dict[str, str], sqlite_url: str) -> None:
    reported = json.loads(kiosk("fleet", "list", "--json", "--database-url", sqlite_url).out)
    assert reported["schema"] == "kiosk.fleet/1"
    assert [(one["name"], one["troubles"]) for one in reported["terminals"]] == [
        ("silent", ["lost"]), ("[red]empty", ["no-paper"]), ("well", [])
    ]  # fmt: skip
    one = json.loads(kiosk("fleet", "show", ids["well"], "--json", "--database-url", sqlite_url).out)
    assert (one.pop("schema"), one.pop("as_of") >= reported["as_of"]) == ("kiosk.fleet-terminal/1", True)
    assert one == {**reported["terminals"][2], "complaints": []}


def test_one_terminal_is_shown_with_all_that_it_said(kiosk: Run, ids: dict[str, str], sqlite_url: str) -> None:
    shown = kiosk("fleet", "show", ids["[red]empty"], "--language", "en", "--database-url", sqlite_url)
    assert shown.code == 0
    for word in (ids["[red]empty"], "[red]empty", "out of paper", __version__, "(0 min ago)"):
        assert word in shown.out


def test_a_terminal_that_there_is_not_and_an_empty_fleet_are_reported(kiosk: Run, sqlite_url: str) -> None:
    gone = kiosk("fleet", "show", "nobody", "--language", "en", "--database-url", sqlite_url)
    assert (gone.code, gone.out, "kiosk terminal list" in gone.err) == (1, "", True)
    empty = kiosk("fleet", "list", "--language", "en", "--database-url", sqlite_url)
    assert (empty.code, empty.out, "kiosk terminal add" in empty.err) == (0, "", True)


def test_a_terminal_is_closed_and_opened_by_its_id_and_the_list_says_why_and_by_whom(
    kiosk: Run, ids: dict[str, str], sqlite_url: str
) -> None:
    at = "--language", "en", "--database-url", sqlite_url
    closed = kiosk("fleet", "close", ids["silent"], "--reason", "repair", *at)
    assert (closed.code, closed.out, "kiosk fleet open" in closed.err) == (0, "", True)
    listed = kiosk("fleet", "list", *at)
    assert listed.err == "3 terminals; one needs somebody.\n"
    assert [line.split()[0] for line in listed.out.splitlines()[1:]] == ["[red]empty", "silent", "well"]
    assert "out of service" in listed.out
    shown = kiosk("fleet", "show", ids["silent"], *at).out
    assert ("repair" in shown, "(0 min ago)" in shown, "@" in shown) == (True, True, True)
    one = json.loads(kiosk("fleet", "show", ids["silent"], "--json", *at).out)
    assert (one["closed"], one["troubles"]) == ("repair", ["closed", "lost"])
    opened = kiosk("fleet", "open", ids["silent"], "--json", *at)
    assert (json.loads(opened.out)["closed"], opened.code) == (None, 0)
    assert json.loads(kiosk("fleet", "show", ids["silent"], "--json", *at).out)["closed"] is None


def test_a_reason_that_there_is_not_closes_nothing_and_is_answered_with_those_that_there_are(
    kiosk: Run, ids: dict[str, str], sqlite_url: str
) -> None:
    at = "--language", "en", "--database-url", sqlite_url
    ran = kiosk("fleet", "close", ids["well"], "--reason", "lunch", *at)
    assert (ran.code, ran.err) == (2, "Reasons: maintenance, repair, network, office-closed.\n")
    assert json.loads(kiosk("fleet", "show", ids["well"], "--json", *at).out)["closed"] is None


def test_what_a_counter_reported_stands_with_the_terminal_until_it_is_settled(
    kiosk: Run, ids: dict[str, str], sqlite_url: str, clock: ManualClock
) -> None:
    at = "--language", "en", "--database-url", sqlite_url
    database = Database(sqlite_url)
    database.run(lambda c: complaints.make(c, ids["well"], "D2611237ZK3", "took-money", clock.now()))
    database.close()
    assert kiosk("fleet", "list", *at).err == "3 terminals; 3 need somebody.\n"
    shown = kiosk("fleet", "show", ids["well"], *at).out
    assert ("reported by a counter" in shown, "took the money" in shown, "D261123-7ZK3" in shown) == (True, True, True)
    one = json.loads(kiosk("fleet", "show", ids["well"], "--json", *at).out)
    assert one["troubles"] == ["complaint"]
    assert [(each["case"], each["reason"]) for each in one["complaints"]] == [("D2611237ZK3", "took-money")]
    settled = kiosk("fleet", "settle", ids["well"], "--json", *at)
    assert (settled.code, json.loads(settled.out)["settled"]) == (0, 1)
    assert kiosk("fleet", "list", *at).err == "3 terminals; 2 need somebody.\n"
    assert "No counter" in kiosk("fleet", "settle", ids["well"], *at).err
    gone = kiosk("fleet", "settle", "nobody", *at)
    assert (gone.code, gone.out, "kiosk terminal list" in gone.err) == (1, "", True)
