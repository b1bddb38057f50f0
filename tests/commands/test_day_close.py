"""`kiosk day-close`: a table, JSON, or every movement as CSV, each of them on record."""

from __future__ import annotations

import csv
import io
import json

import pytest
from sqlalchemy import select

from kiosk.backend.payments import day_close
from kiosk.backend.staff.tables import audit
from kiosk.backend.store.database import Database
from kiosk.domain.dates import taipei_date
from tests.backend.payment_stage import NET, Stage, make_stage
from tests.clock import START, ManualClock
from tests.commands.conftest import Run
from tests.traces import given_away

DAY = taipei_date(START).isoformat()


@pytest.fixture
def stage(sqlite_url: str) -> Stage:
    stage = make_stage(Database(sqlite_url), ManualClock())
    for serial, reference in enumerate(("T-1", "=HYPERLINK(1)"), 1):
        stage.pays(stage.create(stage.ticket(serial)), id=f"m{serial}", reference=reference)
    return stage


def operations(stage: Stage) -> list[tuple[str, str | None]]:
    with stage.context.database.read() as connection:
        asked = select(audit.c.operation, audit.c.subject).order_by(audit.c.number)
        return [(row.operation, row.subject) for row in connection.execute(asked)]


def test_a_day_is_a_table_for_people_and_json_for_programs(kiosk: Run, stage: Stage, sqlite_url: str) -> None:
    at = "--date", DAY, "--database-url", sqlite_url
    shown = kiosk("day-close", *at, "--language", "en")
    assert (shown.code, f"2  NT${2 * NET}" in shown.out, "jkopay" in shown.out) == (0, True, True)
    (line,) = json.loads(kiosk("day-close", *at, "--json").out)["lines"]
    assert (line["provider"], line["came_in"]) == ("jkopay", {"count": 2, "dollars": 2 * NET})
    assert json.loads(kiosk("day-close", *at, "--provider", "nobody", "--json").out)["lines"] == []
    empty = kiosk("day-close", "--date", "2020-01-01", "--database-url", sqlite_url, "--language", "en")
    assert (empty.code, empty.out, "No money moved" in empty.err) == (0, "", True)
    assert operations(stage)[0] == ("money.day-close", DAY)


def test_every_movement_is_a_line_of_csv_without_a_person_or_a_formula_and_each_export_is_on_record(
    kiosk: Run, stage: Stage, sqlite_url: str
) -> None:
    ran = kiosk("day-close", "--date", DAY, "--csv", "--database-url", sqlite_url, "--language", "en")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert (ran.code, "2 movements exported" in ran.err) == (0, True)
    assert [(row["kind"], row["dollars"], row["reference"]) for row in rows] == [
        ("charge", str(NET), "T-1"), ("charge", str(NET), "'=HYPERLINK(1)"),
    ]  # fmt: skip
    assert rows[0]["heard_at"].startswith(DAY)
    assert given_away(ran.out, "BKZ-5937") == []
    assert operations(stage) == [("money.export", DAY)]


def test_too_many_lines_are_exported_only_with_a_filter(
    kiosk: Run, stage: Stage, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day_close, "MOST_LINES", 1)
    at = "day-close", "--date", DAY, "--csv", "--database-url", sqlite_url, "--language", "en"
    refused = kiosk(*at)
    assert (refused.code, refused.out, "--office" in refused.err) == (1, "", True)
    assert kiosk(*at, "--provider", "jkopay").code == 0
    assert kiosk(*at, "--json").code == 2
