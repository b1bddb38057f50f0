"""`kiosk staff` and `kiosk audit verify`, as an operator types them."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.backend.staff import audit as audit_book
from kiosk.backend.staff import audit_end
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.audit import Entry
from kiosk.backend.staff.audit_anchors import KEPT
from kiosk.backend.staff.tables import audit, staff
from kiosk.backend.store.database import Database
from kiosk.clock import SystemClock
from tests.backend.office.test_offices import FILE, take_in
from tests.commands.conftest import Run

PASSWORD = "a password of the staff"


@pytest.fixture(autouse=True)
def office_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set what seals the authenticators' keys: on a database server there is none without."""
    monkeypatch.setenv("KIOSK_BACKEND_OWNER_SECRET", "the secret of this office, long enough")


def test_an_account_is_made_listed_changed_and_suspended_by_command(kiosk: Run, database_url: str) -> None:
    at = ["--database-url", database_url]
    made = kiosk("staff", "add", "lin.yl", "--role", "clerk", "--display-name", "林玉玲", *at, typed=f"{PASSWORD}\n")
    assert made.code == 0
    assert re.fullmatch(r"otpauth://totp/Parking%20desk:lin\.yl\?secret=[A-Z2-7]{32}&issuer=Parking%20desk\n", made.out)
    assert PASSWORD not in made.out + made.err
    assert kiosk("staff", "roles", "lin.yl", "--role", "senior", *at).code == 0
    (one,) = json.loads(kiosk("staff", "list", "--json", *at).out)["staff"]
    assert (one["name"], one["display_name"], one["roles"]) == ("lin.yl", "林玉玲", ["senior"])
    assert one["suspended_at"] is None
    assert kiosk("staff", "suspend", "lin.yl", *at).code == 0
    assert "suspended" in kiosk("staff", "list", *at).out


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (["lin.yl", "--role", "clerk"], "short\n", "12 to 128"),
        (["Lin YL", "--role", "clerk"], f"{PASSWORD}\n", "lower-case"),
        (["lin.yl", "--role", "boss"], f"{PASSWORD}\n", "viewer, clerk"),
        (["lin.yl", "--role", "auditor", "--role", "clerk"], f"{PASSWORD}\n", "auditor"),
    ],
)
def test_what_cannot_be_an_account_is_refused_in_a_sentence(
    kiosk: Run, database: Database, database_url: str, words: list[str], typed: str, said: str
) -> None:
    ran = kiosk("staff", "add", *words, "--database-url", database_url, typed=typed)
    assert ran.code in (1, 2)
    assert said in ran.err
    with database.read() as connection:
        assert connection.execute(staff.select()).all() == []


@pytest.mark.long
def test_a_name_that_is_taken_is_not_taken_again(kiosk: Run, database_url: str) -> None:
    line = ["staff", "add", "lin.yl", "--role", "clerk", "--database-url", database_url]
    assert kiosk(*line, typed=f"{PASSWORD}\n").code == 0
    again = kiosk(*line, typed=f"{PASSWORD}\n")
    assert (again.code, again.out, "already" in again.err) == (1, "", True)


@pytest.mark.long
def test_somebody_serves_at_an_office_by_its_code_or_its_name_and_at_no_other_one(
    kiosk: Run, database: Database, database_url: str
) -> None:
    take_in(database, FILE)
    for name, office in (("lin.yl", "neihu"), ("chen.mh", "內湖停車服務中心"), ("wu.sf", "")):
        at = ["--office", office, "--database-url", database_url]
        made = kiosk("staff", "add", name, "--role", "clerk", "--json", *at, typed=f"{PASSWORD}\n")
        assert json.loads(made.out)["office"] == ("內湖停車服務中心" if office else "松山停車服務中心")
    line = ["staff", "add", "li.wh", "--role", "clerk", "--office", "內湖", "--database-url", database_url]
    refused = kiosk(*line, typed=f"{PASSWORD}\n")
    assert (refused.code, refused.out) == (1, "")
    assert "No office has the code or the name 內湖; see: kiosk office list" in refused.err


def test_somebody_is_moved_to_another_office_and_the_audit_says_so(
    kiosk: Run, database: Database, database_url: str
) -> None:
    take_in(database, FILE)
    at = ["--database-url", database_url]
    kiosk("staff", "add", "lin.yl", "--role", "clerk", "--office", "neihu", *at, typed=f"{PASSWORD}\n")

    def office() -> str:
        (one,) = json.loads(kiosk("staff", "list", "--json", *at).out)["staff"]
        return str(one["office"])

    moved = kiosk("staff", "move", "lin.yl", "--office", "songshan", "--json", *at)
    assert json.loads(moved.out) == {
        "schema": "kiosk.staff/1", "name": "lin.yl", "office": "松山停車服務中心", "open_cases_left": 0
    }  # fmt: skip
    assert "lin.yl serves at 松山停車服務中心 now, and signs in anew.\n" in moved.err
    assert office() == "松山停車服務中心"
    assert kiosk("staff", "move", "lin.yl", "--office", "內湖停車服務中心", *at).code == 0
    assert office() == "內湖停車服務中心"
    unknown = kiosk("staff", "move", "lin.yl", "--office", "daan", *at)
    assert (unknown.code, unknown.out, "kiosk office list" in unknown.err) == (1, "", True)
    no_one = kiosk("staff", "move", "wu.sf", "--office", "neihu", *at)
    assert (no_one.code, no_one.out, "kiosk staff list" in no_one.err) == (1, "", True)
    assert office() == "內湖停車服務中心"
    with database.read() as connection:
        rows = connection.execute(
            audit.select().where(audit.c.operation == "staff.move").order_by(audit.c.number)
        ).all()
    assert [(row.subject, row.fields, row.outcome) for row in rows] == [
        ("lin.yl", "office", "done"),
        ("lin.yl", "office", "done"),
        ("lin.yl", "", "failed:StaffError"),
        ("wu.sf", "", "failed:StaffError"),
    ]


def test_an_import_that_renames_an_office_says_how_many_accounts_go_along(
    kiosk: Run, database: Database, database_url: str, tmp_path: Path
) -> None:
    take_in(database, FILE)
    at = ["--database-url", database_url]
    kiosk("staff", "add", "lin.yl", "--role", "clerk", "--office", "neihu", *at, typed=f"{PASSWORD}\n")
    (tmp_path / "offices.csv").write_text(FILE.replace("內湖停車服務中心", "內湖一站式服務中心"), encoding="utf-8")
    ran = kiosk("office", "import", str(tmp_path / "offices.csv"), "--json", *at)
    assert "Accounts of the staff that go on under their office's new name: 1.\n" in ran.err
    assert json.loads(ran.out)["staff"] == 1
    assert "內湖一站式服務中心" in kiosk("staff", "list", *at).out


def test_the_audit_is_verified_and_its_head_found_again(kiosk: Run, database: Database, database_url: str) -> None:
    at = ["--database-url", database_url]
    assert "no row" in kiosk("audit", "verify", *at).err
    kiosk("staff", "list", *at)
    kiosk("staff", "suspend", "nobody", *at)
    head = kiosk("audit", "verify", *at)
    assert (head.code, bool(re.fullmatch(r"2:[0-9a-f]{64}\n", head.out))) == (0, True)
    assert kiosk("audit", "verify", "--head", head.out.strip(), *at).code == 0
    broken = kiosk("audit", "verify", "--head", f"2:{64 * 'a'}", "--json", *at)
    assert (broken.code, json.loads(broken.out)["broken_at"]) == (1, 2)
    assert kiosk("audit", "verify", "--head", "2:xyz", *at).code == 2
    with database.read() as connection:
        rows = connection.execute(audit.select().order_by(audit.c.number)).all()
    assert [(row.operation, row.outcome) for row in rows] == [
        ("staff.list", "done"),
        ("staff.suspend", "failed:StaffError"),
    ]
    assert all("@" in row.who for row in rows)


def test_an_audit_whose_beginning_is_five_years_old_says_from_where_it_holds(
    kiosk: Run, database: Database, database_url: str
) -> None:
    at, now = ["--database-url", database_url], SystemClock().now()
    for when in (now - KEPT - timedelta(days=2), now - KEPT - timedelta(days=1), now):
        database.run(
            lambda connection, when=when: audit_book.append(connection, Acting("lin.yl"), Entry("search"), when)  # type: ignore[misc]
        )
    assert audit_end.forget(database, now) == 2
    reported = kiosk("audit", "verify", *at)
    assert (reported.code, bool(re.fullmatch(r"4:[0-9a-f]{64}\n", reported.out))) == (0, True)
    assert re.search(r"The rows before 3 went on [0-9-]{10}, five years old; an anchor says so", reported.err)
    assert "2 rows: as written, without a gap" in reported.err
    as_json = json.loads(kiosk("audit", "verify", "--json", *at).out)
    assert (as_json["rows"], as_json["begins"], as_json["number"]) == (2, 3, 4)
    gone = kiosk("audit", "verify", "--head", f"1:{64 * 'a'}", *at)
    assert (gone.code, gone.out) == (1, "")
    assert re.search(r"Row 1, .* no longer kept: the rows before 3 went on [0-9-]{10}, five years old\.", gone.err)
    assert "Every row that is kept is as it was written; give a later head." in gone.err
    gone_json = json.loads(kiosk("audit", "verify", "--json", "--head", f"1:{64 * 'a'}", *at).out)
    assert gone_json == {**as_json, "gone": 1}
