"""A week of the audit with six abuses in it: an auditor is shown each of them, and accesses drawn by chance."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.backend.office import offices
from kiosk.backend.office.office_files import parse
from kiosk.backend.staff import audit
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.audit import Entry
from kiosk.backend.staff.review import ACCESS_OPERATIONS
from kiosk.backend.store import migrate
from kiosk.backend.store.database import Database
from kiosk.contract.desk.terminals import HourReason
from kiosk.domain.dates import taipei
from kiosk.i18n import Texts
from kiosk.languages import LANGUAGES
from tests.backend.staff_stage import make_staff_stage
from tests.clock import START, ManualClock
from tests.commands.conftest import Run
from tests.commands.every import OFFICES

SONGSHAN, ELSEWHERE = "松山停車服務中心", "北投"
MONDAY = START - timedelta(days=taipei(START).weekday(), hours=taipei(START).hour - 10)
"""Ten in the morning of the week's first day."""
VEHICLES = "name,plate,type\nlin.yl,BND-6310,car\nchen.wt,MKR0825,motorcycle\n"

Row = tuple[str, datetime, str, str, str | None]


def row(who: str, subject: str, at: datetime, operation: str = "vehicle.see", case: str | None = "D2611230001") -> Row:
    return who, at, operation, subject, case


def an_honest_week() -> Iterator[Row]:
    for day in range(5):
        for person, who in enumerate(("lin.yl", "chen.wt", "wang.sm", "hsu.jh")):
            for visitor in range(3):
                at = MONDAY + timedelta(days=day, minutes=20 * visitor + person)
                yield row(who, f"ABC-{person}{day}{visitor}0 car", at)


ABUSES = {
    "far-more-looks": ("wu.sf", [row("wu.sf", f"WUS-{n:04} car", MONDAY + timedelta(minutes=n)) for n in range(60)]),
    "without-a-case": ("lin.yl", [row("lin.yl", "0" * 32, MONDAY, "number.see", None)]),
    "outside-hours": ("chen.wt", [row("chen.wt", "QAA-0001 car", MONDAY + timedelta(hours=11))]),
    "one-vehicle-by-many": (
        None,
        [row(who, "RBB-0001 car", MONDAY) for who in ("lin.yl", "chen.wt", "wang.sm", "hsu.jh")],
    ),
    "own-vehicle": ("lin.yl", [row("lin.yl", "BND-6310 car", MONDAY)]),
    "colleagues-vehicle": ("wang.sm", [row("wang.sm", "MKR-0825 motorcycle", MONDAY)]),
}  # fmt: skip


@pytest.fixture
def week(database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Return an office's database with an honest week in it, and have the commands stand at its end."""
    monkeypatch.setenv("KIOSK_BACKEND_DATABASE_URL", database_url)
    monkeypatch.setattr("kiosk.clock.SystemClock", lambda: ManualClock(MONDAY + timedelta(days=6)))
    migrate.upgrade(database)
    with database.write() as connection:
        offices.keep(connection, parse(OFFICES.encode()))
    write(database, an_honest_week())
    return database


def write(database: Database, rows: Iterator[Row] | list[Row], office: str = SONGSHAN) -> None:
    with database.write() as connection:
        for who, at, operation, subject, case in rows:
            acting = Acting(who, staff_id=f"id of {who}", office=office)
            audit.append(connection, acting, Entry(operation, subject, case=case, reason="call-back"), at)


def reviewed(kiosk: Run, *arguments: str) -> Any:
    ran = kiosk("audit", "review", "--json", *arguments)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def with_vehicles(folder: Path, text: str = VEHICLES) -> tuple[str, str]:
    path = folder / "vehicles.csv"
    path.write_text(text, encoding="utf-8")
    return "--vehicles", str(path)


@pytest.mark.each_database
def test_an_honest_week_has_nothing_odd_in_it(kiosk: Run, week: Database, tmp_path: Path) -> None:
    found = reviewed(kiosk, *with_vehicles(tmp_path))
    assert (found["looks"], found["people"], found["odd"]) == (60, 4, [])
    assert found["offices_without_hours"] == []


@pytest.mark.long
@pytest.mark.each_database
def test_each_of_six_abuses_is_named_with_its_rows(kiosk: Run, week: Database, tmp_path: Path) -> None:
    for _, rows in ABUSES.values():
        write(week, rows)
    found = reviewed(kiosk, *with_vehicles(tmp_path))
    named = {one["oddity"]: (one["who"], [row["subject"] for row in one["looks"]]) for one in found["odd"]}
    assert len(found["odd"]) == len(ABUSES)
    for oddity, (who, rows) in ABUSES.items():
        assert named[oddity] == (who, [row[3] for row in rows]), oddity


@pytest.mark.parametrize("oddity", ABUSES)
def test_a_single_abuse_names_no_one_else(kiosk: Run, week: Database, tmp_path: Path, oddity: str) -> None:
    who, rows = ABUSES[oddity]
    write(week, rows)
    found = reviewed(kiosk, *with_vehicles(tmp_path))
    assert [(one["oddity"], one["who"]) for one in found["odd"]] == [(oddity, who)]


def test_what_lies_outside_of_the_period_is_not_looked_at(kiosk: Run, week: Database) -> None:
    write(week, [row("lin.yl", "QAA-0001 car", MONDAY - timedelta(days=1), case=None)])
    assert reviewed(kiosk)["odd"] == []
    before = f"{taipei(MONDAY):%Y-%m-%d}"
    assert [one["oddity"] for one in reviewed(kiosk, "--before", before)["odd"]] == ["without-a-case", "outside-hours"]


@pytest.mark.long
def test_the_sample_is_drawn_from_all_accesses_and_never_twice_the_same_row(kiosk: Run, week: Database) -> None:
    drawn = [[row["row"] for row in reviewed(kiosk, "--sample", "20")["sample"]] for _ in range(20)]
    assert all(len(set(rows)) == 20 and rows == sorted(rows) for rows in drawn)
    assert len({tuple(rows) for rows in drawn}) > 1
    assert len({row for rows in drawn for row in rows}) > 40  # one of sixty is missed by twenty draws in a few thousand
    assert len(reviewed(kiosk, "--sample", "1000")["sample"]) == 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_access_stands_in_the_sample_in_words_with_its_reason(
    kiosk: Run, week: Database, language: str
) -> None:
    with week.write() as connection:
        for operation in ACCESS_OPERATIONS:
            reason = HourReason.TOOK_MONEY.value if operation == "terminal.hour" else "call-back"
            entry = Entry(operation, "0" * 32, case="D2611230001", reason=reason)
            audit.append(connection, Acting("lin.yl", staff_id="id of lin.yl", office=SONGSHAN), entry, MONDAY)
    ran = kiosk("audit", "review", "--sample", "1000", "--language", language)
    assert ran.code == 0, ran.err
    texts = Texts(language)
    words = "".join(ran.out.split())
    for id in (f"review-operation-{one.replace('.', '-')}" for one in ACCESS_OPERATIONS):
        assert "".join(texts(id).split()) in words, id
    assert "".join(texts("desk-hour-reason-took-money").split())[:12] in words


@pytest.mark.each_database
def test_payments_and_terminals_stand_in_the_sample_as_people_call_them(kiosk: Run, week: Database) -> None:
    office = make_staff_stage(week, ManualClock(MONDAY))
    payment = office.payments.create(office.payments.ticket())
    write(week, [row("lin.yl", payment.id, MONDAY, "payment.see"), row("lin.yl", 32 * "7", MONDAY, "payment.see")])
    write(week, [row("lin.yl", "kiosk-1", MONDAY, "terminal.hour")])
    shown = "".join(kiosk("audit", "review", "--sample", "1000", "--language", "en").out.split())
    assert payment.number in shown
    assert payment.id not in shown
    names = {one["subject"]: one["name"] for one in reviewed(kiosk, "--sample", "1000")["sample"]}
    assert (names[payment.id], names["kiosk-1"], names[32 * "7"]) == (payment.number, "kiosk-1", None)


def test_hours_that_are_not_known_and_vehicles_that_were_not_given_are_said(kiosk: Run, week: Database) -> None:
    write(week, [row("hsu.jh", "QAA-0001 car", MONDAY + timedelta(hours=11))], ELSEWHERE)
    ran = kiosk("audit", "review", "--language", "en")
    assert "Nothing is out of the ordinary." in ran.err
    assert f"Not checked for office hours: {ELSEWHERE}" in ran.err
    assert "no --vehicles file was given" in ran.err
    ran = kiosk("audit", "review", "--language", "zh-TW", "--hours", "Mo-Fr 08:00-18:00")
    assert "非上班時間" in ran.out
    assert "不知道" not in ran.err


def test_a_sample_in_words_has_case_and_reason(kiosk: Run, week: Database) -> None:
    write(week, [row("lin.yl", "0" * 32, MONDAY, "person.reveal")])
    ran = kiosk("audit", "review", "--sample", "100", "--language", "en")
    (line,) = [line for line in ran.out.splitlines() if "a field in full" in line]
    assert "lin.yl" in line
    assert "D2611230001" in line
    assert "To contact the" in line


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("name,plate\nlin.yl,BND-6310\n", "line 1: a column is missing: type"),
        ("name,plate,type\nlin.yl,nonsense!,car\n", "line 2: plate: a plate with its dash"),
        ("name,plate,type\n,BND-6310,bus\n", "line 2: type: one of car, motorcycle"),
    ],
)
def test_a_file_of_vehicles_that_is_wrong_is_reported_by_its_line_and_nothing_is_looked_through(
    kiosk: Run, week: Database, tmp_path: Path, text: str, reported: str
) -> None:
    ran = kiosk("audit", "review", *with_vehicles(tmp_path, text))
    assert ran.code == 1
    assert reported in ran.err
    assert "nonsense" not in ran.err
    assert ran.out == ""


def test_hours_that_cannot_be_read_are_reported(kiosk: Run, week: Database) -> None:
    ran = kiosk("audit", "review", "--hours", "always")
    assert ran.code == 2
    assert ran.err.startswith("--hours: ")
