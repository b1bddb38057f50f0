"""Objections to tickets: one open one a ticket, said at every terminal, which takes its payment all the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from pydantic import ValidationError
from sqlalchemy import func, select

from kiosk.backend.desk import things
from kiosk.backend.ground import retention
from kiosk.backend.ground.problems import Refused
from kiosk.backend.registers import bills, dunning, objections
from kiosk.backend.registers.tables import objections as rows
from kiosk.backend.staff import cases
from kiosk.backend.staff.acting import Acting
from kiosk.backend.store.database import Database
from kiosk.contract.bills import Bill, BillSearch, Objection
from kiosk.contract.desk.cases import CaseClosing, CaseOutcome
from kiosk.contract.desk.objections import (
    ObjectionInquiry,
    ObjectionOpening,
    ObjectionOutcome,
    ObjectionReason,
    ObjectionSeen,
    ObjectionTakingBack,
)
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.desk.things import TicketWish
from kiosk.contract.problems import ProblemKind
from kiosk.contract.wire import Vehicle
from kiosk.domain.dates import taipei_date
from kiosk.domain.plate import VehicleType
from kiosk.domain.ticket import BillState
from tests.backend.payments.test_payment_races import at_once
from tests.backend.rows import add_ticket, ticket_number
from tests.backend.staff_stage import StaffStage, make_staff_stage
from tests.clock import START, ManualClock

CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)
NUMBER, OTHER = ticket_number(1), ticket_number(2)


@pytest.fixture
def office(database: Database) -> StaffStage:
    return make_staff_stage(database, ManualClock())


def add(office: StaffStage, number: str, status: str = "owed") -> None:
    add_ticket(office.context.database, number, taipei_date(START) + timedelta(days=3), status=status)


def why(work: Callable[[], object]) -> tuple[object, str | None]:
    with pytest.raises(Refused) as refused:
        work()
    return refused.value.kind, getattr(refused.value, "state", None)


def begin(office: StaffStage, acting: Acting, number: str = NUMBER, words: str = "") -> None:
    wish = ObjectionOpening(ticket=number, reason=ObjectionReason.WRONG_TIME, words=words, case=office.case(acting))
    objections.begin(office.context, acting, wish)


def take_back(office: StaffStage, acting: Acting, number: str = NUMBER) -> None:
    objections.take_back(office.context, acting, ObjectionTakingBack(ticket=number, case=office.case(acting)))


def owed(office: StaffStage) -> dict[str, Bill]:
    """Return what a terminal is sent, by number."""
    answer = bills.search(office.context.ports.bills, BillSearch(vehicles=(CAR,)), clock=office.clock)
    return {bill.number: bill for bill in answer.bills}


def seen(office: StaffStage, acting: Acting, number: str = NUMBER) -> tuple[ObjectionSeen, ...]:
    return things.see_ticket(office.context, acting, TicketWish(number=number)).objections


def test_a_terminal_is_sent_which_ticket_is_under_objection_and_can_take_its_payment_all_the_same(
    office: StaffStage,
) -> None:
    clerk = office.at_work(StaffRole.CLERK)
    add(office, NUMBER)
    add(office, OTHER)
    begin(office, clerk)
    assert {number: bill.objection for number, bill in owed(office).items()} == {NUMBER: Objection.OPEN, OTHER: None}
    assert owed(office)[NUMBER].state is BillState.OPEN
    with office.context.database.read() as connection:
        (named,) = bills.bills_by_number(connection, [NUMBER], office.clock).bills
    assert named == owed(office)[NUMBER]


def test_a_notice_is_under_objection_with_one_of_its_tickets(office: StaffStage) -> None:
    clerk = office.at_work(StaffRole.CLERK)
    for number in (NUMBER, OTHER):
        add_ticket(office.context.database, number, taipei_date(START) - timedelta(days=30))
    with office.context.database.write() as connection:
        dunning.advance(connection, taipei_date(START))
    (notice,) = owed(office)
    assert owed(office)[notice].objection is None
    begin(office, clerk)
    assert owed(office)[notice].objection is Objection.OPEN
    assert [one.ticket for one in seen(office, clerk, notice)] == [NUMBER]


def test_the_ticket_says_why_when_and_who_and_that_it_was_taken_back(office: StaffStage) -> None:
    clerk = office.at_work(StaffRole.CLERK)
    add(office, NUMBER)
    begin(office, clerk)
    office.clock.advance(60)
    take_back(office, clerk)
    (one,) = seen(office, clerk)
    assert (one.reason, one.opened_at, one.opened_by) == (ObjectionReason.WRONG_TIME, START, "林lin.yl玲")
    assert (one.outcome, one.ended_at, one.ended_by) == (
        ObjectionOutcome.TAKEN_BACK,
        START + timedelta(seconds=60),
        "林lin.yl玲",
    )
    assert owed(office)[NUMBER].objection is None
    begin(office, clerk)
    assert [one.outcome is None for one in seen(office, clerk)] == [False, True]
    done = [row for row in office.rows() if row[1].startswith("objection.")]
    assert done == [("lin.yl", f"objection.{what}", "done") for what in ("open", "take-back", "open")]


@pytest.mark.each_database
def test_there_is_one_open_objection_a_ticket_however_many_open_it_at_once(office: StaffStage) -> None:
    clerk = office.at_work(StaffRole.CLERK)
    add(office, NUMBER)
    wish = ObjectionOpening(ticket=NUMBER, reason=ObjectionReason.OTHER, case=office.case(clerk))

    def attempt(_: int) -> str | None:
        try:
            objections.begin(office.context, clerk, wish)
        except Refused as refused:
            return refused.state
        return None

    assert sorted(at_once(3, attempt), key=str) == [None, "open", "open"]
    assert len(seen(office, clerk)) == 1


@pytest.mark.parametrize("status", ["paid", "withdrawn"])
def test_only_what_is_owed_is_objected_to(office: StaffStage, status: str) -> None:
    clerk = office.at_work(StaffRole.CLERK)
    add(office, NUMBER, status)
    assert why(lambda: begin(office, clerk)) == (DeskProblem.OBJECTION_STATE, status)
    assert why(lambda: begin(office, clerk, OTHER))[0] is ProblemKind.NOT_FOUND
    assert why(lambda: take_back(office, clerk)) == (DeskProblem.OBJECTION_STATE, "none")


@pytest.mark.parametrize("role", [StaffRole.VIEWER, StaffRole.FINANCE])
def test_who_only_reads_or_keeps_the_books_writes_none_down(office: StaffStage, role: StaffRole) -> None:
    add(office, NUMBER)
    acting = office.at_work(role)
    assert why(lambda: begin(office, acting))[0] is DeskProblem.NOT_PERMITTED
    assert owed(office)[NUMBER].objection is None


def test_an_objection_goes_with_its_case_when_that_is_no_longer_kept(office: StaffStage) -> None:
    clerk = office.at_work(StaffRole.CLERK)
    add(office, NUMBER)
    case = office.case(clerk)
    wish = ObjectionOpening(ticket=NUMBER, reason=ObjectionReason.OTHER, case=case)
    objections.begin(office.context, clerk, wish)
    cases.close(office.context, clerk, CaseClosing(case=case, outcome=CaseOutcome.EXPLAINED))
    office.clock.advance((retention.CASES + timedelta(days=1)).total_seconds())
    retention.PARTS["cases"](office.context.database, office.clock.now())
    with office.context.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(rows)) == 0


SAID = "我那天十點就開走了，車上有行車紀錄器"


def inquire(office: StaffStage, acting: Acting, asked: str) -> None:
    objections.inquire(office.context, acting, ObjectionInquiry(ticket=NUMBER, asked=asked, case=office.case(acting)))


def test_what_the_person_said_and_what_was_asked_is_for_who_serves_and_lies_sealed(office: StaffStage) -> None:
    clerk = office.at_work(StaffRole.CLERK)
    add(office, NUMBER)
    begin(office, clerk, words=f"  {SAID}\x1b\n ")
    office.clock.advance(3600)
    inquire(office, clerk, "開單照片和離場時間")
    (one,) = seen(office, clerk)
    assert (one.words, one.asked) == (f"{SAID}\N{REPLACEMENT CHARACTER}", "開單照片和離場時間")
    assert (one.asked_at, one.asked_by) == (START + timedelta(hours=1), "林lin.yl玲")
    viewer = office.at_work(StaffRole.VIEWER, name="wang.xm")
    (shown,) = seen(office, viewer)
    assert (shown.words, shown.asked, shown.unreadable) == (None, None, False)
    with office.context.database.read() as connection:
        (row,) = connection.execute(select(rows)).all()
    assert SAID.encode() not in bytes(row.words)
    assert "開單".encode() not in bytes(row.asked)


def test_a_note_of_one_objection_reads_as_no_other_ones(office: StaffStage) -> None:
    clerk = office.at_work(StaffRole.CLERK)
    for number in (NUMBER, OTHER):
        add(office, number)
        begin(office, clerk, number, words=SAID)
    with office.context.database.write() as connection:
        stolen = connection.scalar(select(rows.c.words).where(rows.c.ticket_number == OTHER))
        connection.execute(rows.update().where(rows.c.ticket_number == NUMBER).values(words=stolen))
    (one,) = seen(office, clerk)
    assert (one.words, one.unreadable) == (None, True)
    (other,) = seen(office, clerk, OTHER)
    assert (other.words, other.unreadable) == (SAID, False)


def test_nothing_is_asked_about_a_ticket_that_no_one_objects_to(office: StaffStage) -> None:
    clerk = office.at_work(StaffRole.CLERK)
    add(office, NUMBER)
    assert why(lambda: inquire(office, clerk, "開單照片")) == (DeskProblem.OBJECTION_STATE, "none")


HOLDING = ["我是 A123456789", "打０９１２－３４５－６７８", "4111 1111 1111 1111", "字" * 501]


@pytest.mark.parametrize("words", HOLDING)
def test_a_number_by_which_a_person_is_known_is_not_taken_into_a_note(words: str) -> None:
    for made in (
        lambda: ObjectionOpening(ticket=NUMBER, reason=ObjectionReason.OTHER, words=words, case="D2611230000"),
        lambda: ObjectionInquiry(ticket=NUMBER, asked=words, case="D2611230000"),
    ):
        with pytest.raises(ValidationError) as refused:
            made()
        assert words not in str(refused.value)
