"""A vehicle, a ticket, a notice, a claim and a support code at the desk: each fact of them, and where lists end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from kiosk.backend.desk import story, things
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.registers import dunning, objections
from kiosk.backend.staff import approvals
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.approvals import Act
from kiosk.backend.staff.tables import audit
from kiosk.backend.support import records
from kiosk.backend.support.records import Failure
from kiosk.backend.terminals import enrolment
from kiosk.backend.vehicles.tables import bindings, claims
from kiosk.contract.bills import BillAnswer, Source
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.desk.things import (
    ClaimBrief,
    ClaimSeen,
    ClaimWish,
    SupportSeen,
    SupportWish,
    TicketBrief,
    TicketSeen,
    TicketWish,
    VehicleSeen,
    VehicleWish,
)
from kiosk.contract.problems import ProblemKind
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from tests.backend.owner_rows import PAPERLESS, add_owner, bind
from tests.backend.payment_stage import DUE, FULL, NET
from tests.backend.staff.four_eyes import WANTED, Wanted, Why, do
from tests.backend.staff_stage import StaffStage
from tests.backend.vehicles.test_claims import claim
from tests.clock import START

CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)
KIOSK = "ab" * 16
PARKED_AT = START.replace(hour=1, minute=0) + timedelta(days=3 - 15)


@pytest.fixture
def clerk(office: StaffStage) -> Acting:
    return office.at_work(StaffRole.CLERK)


def vehicle(office: StaffStage, acting: Acting, owed: BillAnswer | None = None) -> VehicleSeen:
    return things.see_vehicle(office.context, acting, VehicleWish(vehicle=CAR), owed)


def ticket(office: StaffStage, acting: Acting, number: str) -> TicketSeen:
    return things.see_ticket(office.context, acting, TicketWish(number=number))


def brief(number: str, status: str = "owed", **more: Any) -> TicketBrief:
    facts: dict[str, Any] = {"parked_at": PARKED_AT, "due_on": DUE, "fee": FULL} | more
    return TicketBrief(number=number, status=status, **facts)


def waits(office: StaffStage, acting: Acting, subject: str) -> None:
    """Have a request about a thing wait for a second person."""
    act = Act("payment.refund", Wanted, subject=lambda _: subject, work=do)
    approvals.ask(office.context, acting, act, WANTED, case=office.case(acting), reason=Why.TWICE)


# A vehicle


def test_of_a_vehicle_so_many_tickets_and_payments_are_listed_and_that_there_are_more_is_said(
    office: StaffStage, clerk: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert story.MOST == 50
    monkeypatch.setattr(things, "MOST", 1)
    first = office.payments.ticket(1)
    made = office.payments.create(first)
    seen = vehicle(office, clerk)
    assert (seen.tickets, seen.more_tickets) == ((brief(first, "being-paid"),), False)
    assert ([one.id for one in seen.payments], seen.more_payments) == ([made.id], False)
    office.clock.advance(1)
    newer = office.payments.create(office.payments.ticket(2, due_on=DUE + timedelta(days=1)))
    seen = vehicle(office, clerk)
    assert ([one.due_on for one in seen.tickets], seen.more_tickets) == ([DUE + timedelta(days=1)], True)
    assert ([one.id for one in seen.payments], seen.more_payments) == ([newer.id], True)
    assert (seen.vehicle, seen.claims, seen.binding, seen.as_of) == (CAR, (), None, office.clock.now())


def test_an_answer_that_lacks_a_register_is_said_to_lack_bills(office: StaffStage, clerk: Acting) -> None:
    whole = BillAnswer(bills=(), asked_at=START)
    assert vehicle(office, clerk, whole).bills_missing is False
    assert vehicle(office, clerk, whole.model_copy(update={"missing": (Source.NOTICES,)})).bills_missing is True


def test_who_has_bound_a_vehicle_is_shown_with_services_and_how_long_a_new_number_waits(
    office: StaffStage, clerk: Acting
) -> None:
    database = office.context.database
    owner = add_owner(database)
    bind(database, owner, CAR, PAPERLESS)
    number = claim(database, add_owner(database)).number
    terms = replace(office.context.terms, number_wait=timedelta(hours=48))
    seen = things.see_vehicle(replace(office.context, terms=terms), clerk, VehicleWish(vehicle=CAR), None)
    assert seen.binding is not None
    assert (seen.binding.person.id, seen.binding.bound_at, seen.binding.services) == (owner, START, ("paperless",))
    assert (seen.binding.new_number, seen.binding.number_wait) == (None, 48)
    assert seen.claims == (ClaimBrief(number=number, made_at=START, outcome=None, settled_at=None),)


# A ticket and a notice


def test_a_ticket_shows_its_rate_how_it_was_issued_and_when_the_vehicle_left(office: StaffStage, clerk: Acting) -> None:
    number = office.payments.ticket()
    seen = ticket(office, clerk, number)
    assert (seen.number, seen.vehicle, seen.status, seen.tickets) == (number, CAR, "owed", (brief(number),))
    assert (seen.rate, seen.left_at, seen.issued) == ("car-hourly-20", PARKED_AT + timedelta(hours=1), "paper")
    assert ([line.dollars for line in seen.lines], seen.amount) == ([50, -2], NET)
    assert (seen.payments, seen.objections, seen.waits_since, seen.as_of) == ((), (), None, START)


def test_a_paid_ticket_is_paid_though_its_payment_holds_it_and_owes_nothing(office: StaffStage, clerk: Acting) -> None:
    payment = office.payments.create(office.payments.ticket())
    office.payments.pays(payment)
    seen = ticket(office, clerk, payment.bills[0])
    assert (seen.status, seen.lines, seen.amount) == ("paid", (), None)


def test_a_notice_shows_its_stage_and_its_tickets_and_objections_to_any_of_them(
    office: StaffStage, clerk: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = timedelta(days=1)
    second, first = (office.payments.ticket(serial, due_on=DUE - back * day) for serial, back in ((1, 11), (2, 12)))
    dunning.run(office.context.database, office.clock)
    asked: list[tuple[Acting, list[str]]] = []

    def noted(_connection: Any, _context: Any, acting: Acting, numbers: list[str]) -> tuple[()]:
        asked.append((acting, numbers))
        return ()

    monkeypatch.setattr(objections, "of", noted)
    seen = ticket(office, clerk, "100000001")
    assert (seen.vehicle, seen.status, seen.amount) == (CAR, "ordinary", 2 * FULL + 15)
    assert (seen.rate, seen.left_at, seen.issued) == (None, None, None)
    assert seen.tickets == tuple(
        brief(number, parked_at=PARKED_AT - back * day, due_on=DUE - back * day, notice="100000001")
        for number, back in ((first, 12), (second, 11))
    )
    assert asked == [(clerk, [first, second])]


def test_a_request_that_waits_is_shown_with_its_ticket_its_notice_and_its_claim(
    office: StaffStage, clerk: Acting
) -> None:
    database, number = office.context.database, office.payments.ticket(due_on=DUE - timedelta(days=11))
    bind(database, add_owner(database), CAR, PAPERLESS)
    of_claim = claim(database, add_owner(database)).number
    dunning.run(database, office.clock)
    for subject in (number, of_claim):
        waits(office, clerk, subject)
    office.clock.advance(60)
    assert [ticket(office, clerk, one).waits_since for one in (number, "100000001")] == [START, START]
    assert things.see_claim(office.context, clerk, ClaimWish(number=of_claim)).waits_since == START


@pytest.mark.parametrize("number", ["Q7158601D030025", "102006712"])
def test_a_ticket_and_a_notice_that_are_not_there_are_not_found(office: StaffStage, clerk: Acting, number: str) -> None:
    with pytest.raises(Refusal) as refused:
        ticket(office, clerk, number)
    assert refused.value.kind is ProblemKind.NOT_FOUND


# A support code


def test_a_support_code_shows_what_failed_where_and_the_audit_has_it_as_it_is_kept(
    office: StaffStage, clerk: Acting
) -> None:
    failure = Failure("S-7ZK3M0W", START, KIOSK, "POST /v1/payments", "busy")
    with office.context.database.write() as connection:
        enrolment.add(connection, "松山 1 號機", START, id=KIOSK)
        records.keep(connection, [failure])
    assert things.see_support_code(office.context, clerk, SupportWish(code="s7zk3mow")) == SupportSeen(
        code="S-7ZK3M0W",
        at=START,
        terminal_name="松山 1 號機",
        route="POST /v1/payments",
        problem="busy",
        terminal=KIOSK,
    )
    with office.context.database.read() as connection:
        row = connection.execute(select(audit).where(audit.c.operation == "support.see")).one()
    assert (row.subject, row.outcome) == ("S-7ZK3M0W", "done")


def test_what_is_no_support_code_is_invalid_and_one_that_no_one_has_is_not_found(
    office: StaffStage, clerk: Acting
) -> None:
    for code, kind in (("BKZ-5937", ProblemKind.INVALID), ("S-7ZK3M0W", ProblemKind.NOT_FOUND)):
        with pytest.raises(Refusal) as refused:
            things.see_support_code(office.context, clerk, SupportWish(code=code))
        assert refused.value.kind is kind


# A claim


def test_a_claim_shows_since_when_the_other_side_has_it_what_was_paid_since_and_the_other_claims(
    office: StaffStage, clerk: Acting
) -> None:
    database = office.context.database
    bind(database, add_owner(database), CAR, PAPERLESS)
    first, second = (claim(database, add_owner(database)).number for _ in range(2))
    office.payments.pays(office.payments.create(office.payments.ticket()))
    spoken = f" {first[:7]}-{first[7:]}9".lower()
    seen = things.see_claim(office.context, clerk, ClaimWish(number=spoken))
    assert seen.claim == ClaimBrief(number=first, made_at=START, outcome=None, settled_at=None)
    assert (seen.vehicle, seen.bound_since, seen.services, seen.paid_in_this_time) == (CAR, START, ("paperless",), 1)
    assert [one.number for one in seen.other_claims] == [second]
    assert (seen.undo_until, seen.waits_since, seen.as_of) == (None, None, START)
    with database.write() as connection:
        connection.execute(update(bindings).values(ended_at=START))
    seen = things.see_claim(office.context, clerk, ClaimWish(number=first))
    assert (seen.bound_since, seen.services, seen.paid_in_this_time) == (None, (), 0)


def test_a_claim_that_was_granted_says_until_when_it_can_be_undone_and_then_that_it_was(
    office: StaffStage, clerk: Acting
) -> None:
    database = office.context.database
    bind(database, add_owner(database), CAR, PAPERLESS)
    number = claim(database, add_owner(database)).number
    granted, undone = START + timedelta(minutes=1), START + timedelta(minutes=2)

    def become(**values: object) -> ClaimSeen:
        with database.write() as connection:
            connection.execute(update(claims).values(**values))
        return things.see_claim(office.context, clerk, ClaimWish(number=number))

    seen = become(outcome="granted", settled_at=granted, binding_id=32 * "0")
    assert (seen.claim.outcome, seen.claim.settled_at) == ("granted", granted)
    assert seen.undo_until == granted + timedelta(days=7)
    seen = become(undone_at=undone)
    assert (seen.claim.outcome, seen.claim.settled_at, seen.undo_until) == ("undone", undone, None)


def test_a_claim_that_is_not_there_is_not_found(office: StaffStage, clerk: Acting) -> None:
    with pytest.raises(Refusal) as refused:
        things.see_claim(office.context, clerk, ClaimWish(number="C2611237ZK3M"))
    assert refused.value.kind is ProblemKind.NOT_FOUND
