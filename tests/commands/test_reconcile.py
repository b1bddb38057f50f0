"""`kiosk reconcile` and `kiosk difference`, as finance types them in the morning."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from kiosk.backend.staff.tables import audit
from kiosk.backend.store.database import Database
from kiosk.contract.desk.session import StaffRole
from kiosk.domain.dates import taipei_date
from tests.backend.payment_stage import NET, PROVIDER, Stage, make_stage, reference_of
from tests.backend.staff_stage import StaffStage
from tests.clock import START, ManualClock
from tests.commands.conftest import Run

DAY = str(taipei_date(START))


@pytest.fixture
def stage(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Return a service whose database is the settings', and whose clock is the commands'."""
    stage = make_stage(Database(sqlite_url), ManualClock())
    monkeypatch.setattr("kiosk.clock.SystemClock", lambda: stage.clock)
    return stage


@pytest.fixture
def line(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_BACKEND_DATABASE_URL", sqlite_url)


def statement(folder: Path, *rows: dict[str, Any]) -> tuple[str, ...]:
    """Return the arguments for a statement of these rows."""
    path = folder / "statement.jsonl"
    path.write_text("\n".join(json.dumps({"at": f"{START:%FT%TZ}", **row}) for row in rows), encoding="utf-8")
    return "--date", DAY, "--statement", str(path)


def charge(order: str, dollars: int = NET, reference: str = "") -> dict[str, Any]:
    reference = reference or reference_of(order)
    return {"provider": PROVIDER, "reference": reference, "kind": "charge", "order": order, "amount": dollars}


@pytest.mark.usefixtures("line")
def test_a_morning_of_finance_from_the_statement_to_the_last_difference(
    kiosk: Run, stage: Stage, tmp_path: Path
) -> None:
    first, second = (stage.create(stage.ticket(serial)) for serial in (1, 2))
    stage.pays(first)
    stage.confirm(second)
    given = statement(tmp_path, charge(first.number), charge(second.number), charge("P0"))
    compared = kiosk("reconcile", *given)
    assert compared.code == 1
    assert "There are 2 differences. Nothing was changed" in compared.err
    assert kiosk("difference", "list").err == "No difference is open.\n"

    applied = json.loads(kiosk("reconcile", *given, "--apply", "--json").out)
    assert {name: applied[name] for name in ("applied", "lines", "matched", "open")} == {
        "applied": True,
        "lines": 3,
        "matched": 2,
        "open": 1,
    }
    assert [(one["kind"], one["order"], one["outcome"]) for one in applied["differences"]] == [
        ("theirs-only", second.number, "booked"),
        ("theirs-only", "P0", None),
    ]
    sums = {"lines": 3, "theirs_in": 3 * NET, "theirs_out": 0, "ours_in": 2 * NET, "ours_out": 0}
    assert applied["providers"] == [{"provider": PROVIDER, **sums}]
    assert stage.ticket_status(second.bills[0]) == "paid"

    table = kiosk("reconcile", *given, "--apply", "--language", "zh-TW")
    assert (table.code, "僅業者有帳" in table.out, "未結案" in table.out) == (1, True, True)
    [waiting] = json.loads(kiosk("difference", "list", "--json").out)["differences"]
    number = str(waiting["number"])
    assert "0 days" in kiosk("difference", "list").out

    refused = kiosk("difference", "take", number, "--owner", "lin.yl")
    assert (refused.code, refused.err) == (
        1,
        f"Difference {number} stays as it is: nobody of the staff has that name (kiosk staff list).\n",
    )
    StaffStage(stage).hire("lin.yl", StaffRole.FINANCE)
    assert kiosk("difference", "take", number, "--owner", "lin.yl").code == 0
    assert "lin.yl" in kiosk("difference", "list").out
    assert kiosk("difference", "close", number, "--outcome", "booked").code == 2
    assert kiosk("difference", "close", number, "--outcome", "explained").code == 0
    again = kiosk("difference", "close", number, "--outcome", "explained")
    assert (again.code, again.err) == (1, f"Difference {number} is closed already.\n")
    agrees = kiosk("reconcile", *given)
    assert (agrees.code, agrees.err.splitlines()[-1]) == (0, "No difference is open.")

    with stage.context.database.read() as connection:
        done = connection.execute(select(audit.c.operation, audit.c.subject, audit.c.outcome, audit.c.reason)).all()
    dry, rest = [row for row in done if row.reason == "dry-run"], [row[:3] for row in done if row.reason != "dry-run"]
    assert [tuple(row[:3]) for row in dry] == [("money.reconcile", DAY, "done")] * 2
    assert [tuple(row) for row in rest] == [
        ("money.reconcile", DAY, "done"),
        ("money.reconcile", DAY, "done"),
        ("difference.take", number, "failed:DifferenceError"),
        ("difference.take", number, "done"),
        ("difference.close", number, "done"),
        ("difference.close", number, "failed:DifferenceError"),
    ]


@pytest.mark.usefixtures("line", "stage")
def test_a_faulty_statement_is_reported_line_by_line_and_held_against_nothing(kiosk: Run, tmp_path: Path) -> None:
    given = statement(tmp_path, charge("P0"), charge("P1", dollars=0))
    ran = kiosk("reconcile", *given, "--apply", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("statement.jsonl: line 2: amount: more than nought")
    assert ran.err.endswith("The statement was not held against anything.\n")
    lost = kiosk("reconcile", "--date", DAY, "--statement", str(tmp_path / "none.csv"))
    assert (lost.code, lost.err) == (1, "none.csv: cannot be read (No such file or directory).\n")
    assert kiosk("reconcile", "--date", "yesterday", *given[2:]).code == 2


@pytest.mark.usefixtures("line", "stage")
def test_of_many_differences_the_table_shows_the_first_and_json_all(kiosk: Run, tmp_path: Path) -> None:
    given = statement(tmp_path, *(charge(f"P{serial}") for serial in range(51)))
    ran = kiosk("reconcile", *given)
    assert (ran.out.count("on their statement only"), "and one difference more" in ran.err) == (50, True)
    assert len(json.loads(kiosk("reconcile", *given, "--json").out)["differences"]) == 51
