"""What a row of the audit holds, and how rows and anchors are sealed: as in every version, or old ones hold no more."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

import pytest
from sqlalchemy import Connection, select, text

from kiosk.backend.ground.problems import DeskRefusal
from kiosk.backend.staff import audit, audit_anchors, audit_end, cases
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.audit import Broken, Entry, Head
from kiosk.backend.staff.audit_anchors import KEPT
from kiosk.backend.staff.perform import Arguments, perform
from kiosk.backend.staff.tables import audit as table
from kiosk.backend.store.database import Database
from kiosk.contract.desk.cases import CaseClosing, CaseOutcome
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.session import StaffRole
from tests.backend.staff import test_audit
from tests.backend.staff_stage import COUNTER, OFFICE, StaffStage
from tests.clock import START

SECOND = timedelta(seconds=1)
MICROS = f"{int(START.timestamp())}000000"
LATER = f"{int((START + KEPT).timestamp())}000000"
NONE_BEFORE = 64 * "0"


class What(NamedTuple):
    """What a row says of what was done."""

    operation: str
    subject: str | None
    case: str | None
    fields: str
    reason: str | None
    outcome: str


def last(office: StaffStage) -> What:
    with office.context.database.read() as connection:
        row = connection.execute(select(table).order_by(table.c.number.desc()).limit(1)).one()
    return What(row.operation, row.subject, row.case_number, row.fields, row.reason, row.outcome)


def append(database: Database, acting: Acting, entry: Entry, at: datetime = START) -> Head:
    return database.run(lambda connection: audit.append(connection, acting, entry, at))


def nothing(_: Connection) -> None:
    """Do nothing."""


def test_a_row_says_who_did_what_to_what_in_which_case_and_why(office: StaffStage) -> None:
    clerk = office.at_work(StaffRole.CLERK, StaffRole.SENIOR)
    case = office.case(clerk)
    office.clock.advance(1)
    arguments = Arguments("ABC-1234 car", case, fields=frozenset({"tickets", "bills"}), reason="call-back")
    perform(office.context, clerk, "vehicle.see", arguments, nothing)
    assert last(office) == ("vehicle.see", "ABC-1234 car", case, "bills tickets", "call-back", "done")
    with office.context.database.read() as connection:
        row = connection.execute(select(table).order_by(table.c.number.desc()).limit(1)).one()
    assert (row.at, row.staff_id, row.who, row.roles, row.office, row.counter) == (
        START + SECOND,
        clerk.staff_id,
        "lin.yl",
        "clerk senior",
        OFFICE,
        COUNTER,
    )


def test_a_row_has_all_fields_of_what_was_done_unless_fewer_are_named_and_none_of_what_was_refused(
    office: StaffStage,
) -> None:
    viewer = office.at_work(StaffRole.VIEWER)
    perform(office.context, viewer, "payment.see", Arguments("P1"), nothing)
    assert last(office) == ("payment.see", "P1", None, "story", None, "done")
    perform(office.context, viewer, "payment.see", Arguments("P1", fields=frozenset()), nothing)
    assert last(office) == ("payment.see", "P1", None, "", None, "done")
    with pytest.raises(DeskRefusal):
        perform(office.context, viewer, "number.see", Arguments("a number", reason="call-back"), nothing)
    assert last(office) == ("number.see", "a number", None, "", "call-back", "refused:not-permitted")


class AMishapWithANameThatIsFarTooLongForItsColumnError(Exception):
    pass


def test_of_what_has_failed_a_row_holds_forty_characters(office: StaffStage) -> None:
    def fail(_: Connection) -> None:
        raise AMishapWithANameThatIsFarTooLongForItsColumnError

    with pytest.raises(AMishapWithANameThatIsFarTooLongForItsColumnError):
        perform(office.context, test_audit.SHELL, "staff.list", Arguments(), fail)
    assert last(office).outcome == "failed:AMishapWithANameThatIsFarTooLongF"
    assert len(last(office).outcome) == 40


def test_a_case_that_is_named_has_to_be_open_also_where_none_is_needed(office: StaffStage) -> None:
    clerk = office.at_work(StaffRole.CLERK)
    case = office.case(clerk)
    perform(office.context, clerk, "search", Arguments(case=case), nothing)
    cases.close(office.context, clerk, CaseClosing(case=case, outcome=CaseOutcome.LEFT))
    with pytest.raises(DeskRefusal) as refused:
        perform(office.context, clerk, "search", Arguments(case=case), nothing)
    assert refused.value.kind is DeskProblem.CASE_NEEDED


def test_rows_are_sealed_with_the_hash_of_the_row_before_as_in_every_version(database: Database) -> None:
    acting = Acting("lin.yl", "an id", roles=frozenset({StaffRole.SENIOR, StaffRole.CLERK}), office="松山", counter="3")
    entry = Entry("vehicle.see", "ABC-1234 car", frozenset({"tickets", "bills"}), "D2611230001", "call-back")
    heads = [append(database, acting, entry), append(database, test_audit.SHELL, Entry("staff.list"))]
    first = hashlib.sha256(
        f'["{NONE_BEFORE}",1,{MICROS},"an id","lin.yl","clerk senior","\\u677e\\u5c71","3","D2611230001","vehicle.see",'
        '"ABC-1234 car","bills tickets","call-back","done"]'.encode()
    ).hexdigest()
    second = hashlib.sha256(
        f'["{first}",2,{MICROS},null,"operator@backend-1","shell","","",null,"staff.list",null,"",null,"done"]'.encode()
    ).hexdigest()
    assert heads == [Head(1, first), Head(2, second)]
    with database.read() as connection:
        assert list(connection.scalars(select(table.c.previous).order_by(table.c.number))) == [NONE_BEFORE, first]


def test_a_row_that_names_another_one_before_it_is_found(database: Database) -> None:
    test_audit.write(database)
    test_audit.tamper(database, f"UPDATE audit SET previous = '{64 * 'a'}' WHERE number = 5")
    assert test_audit.verified(database) == Broken(5, "it does not follow the row before")


def test_one_row_cut_off_at_the_end_is_found_by_a_head_that_was_kept_elsewhere(database: Database) -> None:
    head = test_audit.write(database)
    test_audit.tamper(database, f"DELETE FROM audit WHERE number = {head.number}")
    assert test_audit.verified(database, head) == Broken(12, "the rows up to the one whose hash was kept are missing")


def test_nothing_goes_where_somebody_has_taken_away_the_last_old_row(database: Database) -> None:
    for at in (START, START, START + 2 * SECOND):
        append(database, test_audit.SHELL, Entry("search"), at)
    test_audit.tamper(database, "DELETE FROM audit WHERE number = 2")
    assert audit_end.forget(database, START + KEPT) == 0
    with database.read() as connection:
        assert list(connection.execute(text("SELECT number FROM audit_anchors"))) == []
    assert test_audit.verified(database) == Broken(2, "the row is missing")


def test_the_audit_is_kept_for_five_years() -> None:
    assert START.replace(year=START.year + 5) - START == KEPT


def test_anchors_are_sealed_with_the_seal_of_the_one_before_as_in_every_version() -> None:
    first = audit_anchors.after(None, 12, 64 * "a", START, START + KEPT)
    seal = hashlib.sha256(f'["{NONE_BEFORE}",12,"{64 * "a"}",{MICROS},12,{LATER}]'.encode()).hexdigest()
    assert first == audit_anchors.Anchor(12, 64 * "a", START, 12, START + KEPT, NONE_BEFORE, seal)
    second = audit_anchors.after(first, 20, 64 * "b", START, START + KEPT)
    seal = hashlib.sha256(f'["{first.seal}",20,"{64 * "b"}",{MICROS},8,{LATER}]'.encode()).hexdigest()
    assert second == audit_anchors.Anchor(20, 64 * "b", START, 8, START + KEPT, first.seal, seal)


FIRST = audit_anchors.after(None, 12, 64 * "a", START, START + KEPT)
SECOND_ONE = audit_anchors.after(FIRST, 20, 64 * "b", START, START + KEPT)


def sealed_anew(anchor: audit_anchors.Anchor) -> audit_anchors.Anchor:
    seal = audit_anchors.sealed(anchor.number, anchor.hash, anchor.row_at, anchor.rows, anchor.at, anchor.previous)
    return replace(anchor, seal=seal)


WRONG = {
    "names another one before it": sealed_anew(replace(SECOND_ONE, previous=64 * "c")),
    "counts other rows": sealed_anew(replace(SECOND_ONE, rows=9)),
    "took what was young": sealed_anew(replace(SECOND_ONE, row_at=START + SECOND)),
    "was changed": replace(SECOND_ONE, hash=64 * "c"),
}


@pytest.mark.parametrize("how", WRONG)
def test_the_first_anchor_that_does_not_follow_the_one_before_is_found(how: str) -> None:
    assert audit_anchors.wrong_in([FIRST, SECOND_ONE]) is None
    assert audit_anchors.wrong_in([SECOND_ONE]) == SECOND_ONE
    assert audit_anchors.wrong_in([FIRST, WRONG[how]]) == WRONG[how]
