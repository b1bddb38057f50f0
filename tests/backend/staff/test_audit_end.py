"""The audit is kept for five years: its oldest stretch goes, whole, and what remains is proved from where it begins."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError

from kiosk.backend.staff import audit, audit_anchors, audit_end
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.audit import Broken, Entry, Gone, Head
from kiosk.backend.staff.audit_anchors import KEPT, Anchor
from kiosk.backend.staff.statements import audit_anchors as statements
from kiosk.backend.staff.tables import audit as table
from kiosk.backend.store.database import Database
from kiosk.contract.desk.session import StaffRole
from tests.backend.payments.test_payment_races import at_once
from tests.backend.staff_stage import StaffStage
from tests.clock import START

pytestmark = pytest.mark.each_database

SHELL = Acting.shell("operator", "backend-1")
A_DAY = timedelta(days=1)


def write(database: Database, count: int, at: datetime) -> Head:
    def add(number: int) -> Head:
        entry = Entry("search", f"subject {number}", frozenset({"hits"}))
        return database.run(lambda connection: audit.append(connection, SHELL, entry, at))

    return [add(number) for number in range(count)][-1]


def ten_years(database: Database) -> datetime:
    """Write twelve rows, one every half a year; return when the last was written."""
    for half in range(12):
        write(database, 1, START + half * KEPT / 10)
    return START + 11 * KEPT / 10


def verified(database: Database, kept: Head | None = None) -> Head | Broken | Gone | None:
    with database.read() as connection:
        return audit.verify(connection, kept)


def numbers(database: Database) -> list[int]:
    with database.read() as connection:
        return list(connection.scalars(select(table.c.number).order_by(table.c.number)))


def anchors(database: Database) -> tuple[Anchor, ...]:
    with database.read() as connection:
        return audit_anchors.read(statements.all_of_them(connection))


def tamper(database: Database, *changes: str, **values: Any) -> None:
    """Do what somebody can who owns the database: the triggers first."""
    triggers = ("audit_no_update", "audit_no_delete", "audit_anchors_no_update", "audit_anchors_no_delete")
    dropped = [f"DROP TRIGGER {name}" for name in (*triggers, "audit_anchors_fit")]
    if not database.is_sqlite:
        of_rows = ("audit_stays", "audit_stays_unless_old")
        of_anchors = ("audit_anchors_stay", "audit_anchors_fit")
        dropped = [f"DROP TRIGGER {name} ON audit" for name in of_rows]
        dropped += [f"DROP TRIGGER {name} ON audit_anchors" for name in of_anchors]

    def work(connection: Connection) -> None:
        for change in (*dropped, *changes):
            connection.execute(text(change))
        if values:
            statements.add(connection, **values)

    database.run(work)


def test_what_is_older_than_five_years_goes_and_the_rest_holds_from_there(database: Database) -> None:
    assert audit_end.forget(database, START) == 0
    last = ten_years(database)
    assert audit_end.forget(database, START + KEPT - A_DAY) == 0
    assert (numbers(database)[0], anchors(database)) == (1, ())
    assert audit_end.forget(database, last) == 2
    assert numbers(database) == list(range(3, 14)), "the last one says that the first two went"
    head = verified(database)
    assert isinstance(head, Head)
    assert (head.number, head.begins, head.begins_since) == (13, 3, last)
    [anchor] = anchors(database)
    assert (anchor.number, anchor.rows, anchor.at) == (2, 2, last)
    with database.read() as connection:
        row = connection.execute(select(table).where(table.c.number == 13)).one()
    assert (row.operation, row.subject, row.who, row.fields) == ("audit.forget", anchor.seal, "daily job", "rows")


def test_again_on_the_same_day_nothing_goes_and_nothing_is_written(database: Database) -> None:
    last = ten_years(database)
    audit_end.forget(database, last)
    before = verified(database)
    assert audit_end.forget(database, last + A_DAY) == 0
    assert (verified(database), len(anchors(database))) == (before, 1)


def test_year_after_year_the_beginning_moves_and_the_chain_goes_on(database: Database) -> None:
    last = ten_years(database)
    for year in range(1, 6):
        audit_end.forget(database, last + year * KEPT / 10)
        assert isinstance(verified(database), Head)
    assert [one.number for one in anchors(database)] == [3, 4, 5, 6, 7]
    head = write(database, 3, last + KEPT)
    assert verified(database) == head


def test_even_when_all_of_it_is_old_the_chain_never_begins_anew(database: Database) -> None:
    last = ten_years(database)
    assert audit_end.forget(database, last + 2 * KEPT) == 12
    assert numbers(database) == [13]
    assert verified(database) == Head(13, verified(database).hash)  # type: ignore[union-attr]
    assert write(database, 1, last + 2 * KEPT).number == 14
    assert isinstance(verified(database), Head)


def test_more_than_a_batch_goes_at_once_and_what_was_interrupted_goes_the_next_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_end, "BATCH", 3)
    write(database, 10, START)
    now = START + KEPT + A_DAY
    write(database, 2, now)

    class CrashError(Exception):
        pass

    def crash(_: Connection) -> int:
        raise CrashError

    with monkeypatch.context() as broken:
        broken.setattr(audit_end, "_take_away", crash)
        with pytest.raises(CrashError):
            audit_end.forget(database, now)
    assert (numbers(database)[0], len(anchors(database))) == (1, 1)
    assert isinstance(verified(database), Head), "rows in front of the anchor are gone already, or go soon"
    assert audit_end.forget(database, now) == 10
    assert numbers(database) == [11, 12, 13]


def test_two_replicas_at_once_set_one_anchor(database: Database) -> None:
    last = ten_years(database)
    at_once(4, lambda _: audit_end.forget(database, last))
    assert (len(anchors(database)), numbers(database)[0]) == (1, 3)
    assert isinstance(verified(database), Head)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit WHERE number = 5",
        "DELETE FROM audit WHERE number > 2",
        "DELETE FROM audit",
        "UPDATE audit SET who = 'another' WHERE number = 5",
        "DELETE FROM audit_anchors",
        "UPDATE audit_anchors SET number = 9",
    ],
)
def test_the_database_refuses_every_other_deletion_and_change(database: Database, statement: str) -> None:
    audit_end.forget(database, ten_years(database))
    head = verified(database)
    with pytest.raises(DBAPIError, match="stay as they are"):
        database.run(lambda connection: connection.execute(text(statement)))
    assert verified(database) == head


@pytest.mark.parametrize("forged", ["young", "another hash", "behind the newest", "no such row"])
def test_the_database_refuses_an_anchor_that_does_not_name_an_old_row(database: Database, forged: str) -> None:
    last = ten_years(database)
    audit_end.forget(database, last)
    with database.read() as connection:
        row = connection.execute(select(table).where(table.c.number == 5)).one()
    good = audit_anchors.after(anchors(database)[-1], 5, row.hash, row.at, row.at + KEPT)
    changed = {
        "young": replace(good, at=row.at + KEPT - A_DAY),
        "another hash": replace(good, hash=64 * "a"),
        "behind the newest": replace(good, number=2),
        "no such row": replace(good, number=99),
    }[forged]
    with pytest.raises(DBAPIError, match="names a row that is old"):
        database.run(lambda connection: statements.add(connection, **asdict(changed)))
    database.run(lambda connection: statements.add(connection, **asdict(good)))


def test_a_row_taken_out_of_the_middle_or_edited_is_found_behind_an_anchor_too(database: Database) -> None:
    audit_end.forget(database, ten_years(database))
    tamper(database, "UPDATE audit SET subject = 'another' WHERE number = 9")
    found = verified(database)
    assert isinstance(found, Broken)
    assert found.number == 9


def test_a_row_taken_out_of_the_middle_is_found(database: Database) -> None:
    audit_end.forget(database, ten_years(database))
    tamper(database, "DELETE FROM audit WHERE number = 6")
    assert verified(database) == Broken(6, "the row is missing")


def test_rows_cut_off_at_the_beginning_without_an_anchor_are_found(database: Database) -> None:
    audit_end.forget(database, ten_years(database))
    tamper(database, "DELETE FROM audit WHERE number = 3")
    assert verified(database) == Broken(3, "the row is missing")


def test_a_forged_anchor_is_found_since_no_row_of_the_chain_has_its_seal(database: Database) -> None:
    last = ten_years(database)
    audit_end.forget(database, last)
    with database.read() as connection:
        row = connection.execute(select(table).where(table.c.number == 8)).one()
    forged = audit_anchors.after(anchors(database)[-1], 8, row.hash, row.at, row.at + KEPT)
    tamper(database, "DELETE FROM audit WHERE number <= 8", **asdict(forged))
    assert verified(database) == Broken(8, "the audit begins behind it, and no row says so")


def test_an_anchor_that_was_moved_or_took_what_was_young_is_found(database: Database) -> None:
    last = ten_years(database)
    audit_end.forget(database, last)
    young = audit_anchors.after(anchors(database)[-1], 8, 64 * "a", last, last)
    tamper(database, "UPDATE audit_anchors SET number = 4", **asdict(young))
    found = verified(database)
    assert isinstance(found, Broken)
    assert found.number == 4


def test_the_newest_anchor_taken_away_is_found(database: Database) -> None:
    audit_end.forget(database, ten_years(database))
    tamper(database, "DELETE FROM audit_anchors")
    assert verified(database) == Broken(1, "the row is missing")


def test_a_head_that_was_kept_elsewhere_holds_while_its_row_is_there_and_is_said_to_be_gone_after(
    database: Database,
) -> None:
    old = write(database, 3, START)
    now = START + KEPT + A_DAY
    young = write(database, 2, now)
    audit_end.forget(database, now)
    assert isinstance(verified(database, young), Head)
    assert isinstance(verified(database, old), Head), "an anchor was set just there"
    gone = verified(database, Head(2, 64 * "b"))
    assert isinstance(gone, Gone)
    assert (gone.number, gone.head) == (2, verified(database))
    another = verified(database, Head(old.number, 64 * "b"))
    assert isinstance(another, Broken)
    assert another.number == old.number


def test_a_chain_that_is_broken_is_said_to_be_so_before_a_head_is_said_to_be_gone(database: Database) -> None:
    write(database, 3, START)
    now = START + KEPT + A_DAY
    write(database, 2, now)
    audit_end.forget(database, now)
    tamper(database, "UPDATE audit SET reason = 'another' WHERE number = 5")
    assert verified(database, Head(2, 64 * "b")) == Broken(5, "it was changed")


def test_the_daily_job_takes_it_away_by_the_clock(office: StaffStage) -> None:
    database, worker = office.context.database, office.payments.worker
    office.hire("lin.yl", StaffRole.CLERK)
    office.sign_in("lin.yl")
    before = numbers(database)
    worker.run_daily()
    assert numbers(database) == before
    office.clock.advance((KEPT + A_DAY).total_seconds())
    worker.run_daily()
    # Who has not signed in for so long was suspended in the same run, which is a row as well.
    assert numbers(database) == [len(before) + 1, len(before) + 2]
    assert isinstance(verified(database), Head)
