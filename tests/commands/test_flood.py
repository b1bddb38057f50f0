from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from kiosk.backend.store.database import Database
from kiosk.backend.vehicles.tables import flood_alerts
from kiosk.commands.exits import Exit
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from tests.backend.owner_rows import FLOOD, add_owner, bind
from tests.commands.conftest import Run


def test_an_announcement_is_made_once_and_says_how_many_hear_of_it(
    kiosk: Run, database: Database, database_url: str
) -> None:
    bind(database, add_owner(database), Vehicle(plate="BKZ-5937", type=VehicleType.CAR), FLOOD,
         now=datetime.now(UTC) - timedelta(days=3))  # fmt: skip
    moment = (datetime.now(UTC) + timedelta(hours=6)).isoformat(timespec="minutes")
    at = ["--clear-by", moment, "--database-url", database_url]
    assert "tells 1 owner," in kiosk("flood", "announce", "keelung", *at).err
    again = kiosk("flood", "announce", "keelung", *at)
    assert (again.code, "no one is informed twice" in again.err) == (0, True)
    with database.read() as connection:
        assert connection.scalars(select(flood_alerts.c.area)).all() == ["keelung"]


def test_what_cannot_be_announced_is_reported(kiosk: Run, sqlite_url: str) -> None:
    at = ["--database-url", sqlite_url]
    unknown = kiosk("flood", "announce", "amazon", "--clear-by", "2030-01-01T00:00+08:00", *at)
    assert (unknown.code, "keelung" in unknown.err) == (2, True)
    passed = kiosk("flood", "announce", "keelung", "--clear-by", "2020-01-01T00:00+08:00", *at)
    assert (passed.code, "has passed" in passed.err) == (1, True)
    assert kiosk("flood", "announce", "keelung", "--clear-by", "tonight", *at).code == 2


def test_a_word_that_is_no_area_is_answered_with_those_that_there_are(kiosk: Run) -> None:
    ran = kiosk("flood", "announce", "大佳河濱公園", "--clear-by", "2026-11-24T18:00+08:00")
    assert (ran.code, "keelung, xindian" in ran.err, "Nothing was announced" in ran.err) == (Exit.USAGE, True, True)
