"""One hour of a terminal: whose payments are seen, by whom and why, and that the fleet learns of it in that case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, select, update

from kiosk import __version__
from kiosk.backend.desk import cases as history
from kiosk.backend.desk import terminal_hours as desk
from kiosk.backend.desk import things
from kiosk.backend.ground.problems import DeskRefusal, Refusal
from kiosk.backend.office.tables import offices
from kiosk.backend.payments.tables import payments
from kiosk.backend.staff import cases
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Books
from kiosk.backend.staff.tables import audit
from kiosk.backend.support import records
from kiosk.backend.support.records import Failure
from kiosk.backend.terminals import complaints, enrolment, fleet
from kiosk.backend.terminals.tables import terminals
from kiosk.contract.desk.cases import CaseClosing, CaseOutcome, CaseWish
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.desk.terminals import (
    MOST_FAILURES,
    MOST_PAYMENTS,
    MOST_TERMINALS,
    Complaint,
    HourFailure,
    HourPayment,
    HourReason,
    HourSeen,
    HourWish,
    TerminalListWish,
    TerminalNamed,
    TerminalReporting,
)
from kiosk.contract.desk.things import SupportWish
from kiosk.contract.payments import Payment
from kiosk.contract.problems import ProblemKind
from kiosk.domain.payment import PaymentState
from tests.backend.books import SHELL
from tests.backend.payment_stage import NET
from tests.backend.staff_stage import StaffStage
from tests.clock import START
from tests.traces import given_away

KIOSK, NAME = "ab" * 16, "松山 1 號機"
MAY = {StaffRole.CLERK, StaffRole.SENIOR}


@pytest.fixture(autouse=True)
def enrolled(office: StaffStage) -> None:
    """Have a terminal at which people pay, in place of the stage's, whose ids are none."""

    def work(connection: Connection) -> None:
        for id in ("kiosk-1", "kiosk-2"):
            enrolment.shut_out(connection, id, office.clock.now())
        enrolment.add(connection, NAME, office.clock.now(), id=KIOSK)

    office.context.database.run(work)


def pay(office: StaffStage, serial: int) -> Payment:
    return office.payments.create(office.payments.ticket(serial), device=KIOSK)


def wish(case: str, since: datetime = START, amount: int | None = None) -> HourWish:
    return HourWish(terminal=KIOSK, since=since, reason=HourReason.TOOK_MONEY, case=case, amount=amount)


def see(office: StaffStage, acting: Acting, since: datetime = START, amount: int | None = None) -> HourSeen:
    return desk.see(office.context, acting, wish(office.case(acting), since, amount))


def failed(office: StaffStage, code: str, terminal: str | None, at: datetime) -> None:
    failure = Failure(code, at, terminal, "POST /v1/payments", "unavailable")
    office.context.database.run(lambda connection: records.keep(connection, [failure]))


def why(work: Callable[[], object]) -> object:
    with pytest.raises((Refusal, DeskRefusal)) as refused:
        work()
    return refused.value.kind


def test_what_was_paid_at_a_terminal_in_an_hour_is_listed_in_order_without_plates(office: StaffStage) -> None:
    first = pay(office, 1)
    office.payments.pays(first)
    office.clock.advance(600)
    second = pay(office, 2)
    office.clock.advance(3600)
    pay(office, 3)
    seen = see(office, office.at_work(StaffRole.CLERK))
    assert [(one.ending, one.state, one.amount) for one in seen.payments] == [
        (first.number[-4:], PaymentState.PAID, NET),
        (second.number[-4:], PaymentState.WAITING, NET),
    ]
    assert (seen.until - seen.since, seen.more_payments, seen.other_amounts) == (timedelta(hours=1), False, 0)
    written = seen.model_dump_json()
    assert given_away(written, "BKZ-5937") == []
    assert first.number not in written


def test_with_an_amount_the_others_are_only_counted(office: StaffStage) -> None:
    pay(office, 1)
    pay(office, 2)
    acting = office.at_work(StaffRole.CLERK)
    fits, none = see(office, acting, amount=NET), see(office, acting, amount=NET + 1000)
    assert (len(fits.payments), fits.other_amounts) == (2, 0)
    assert (len(none.payments), none.other_amounts) == (0, 2)


def test_an_hour_holds_its_first_moment_and_not_its_last(office: StaffStage) -> None:
    pay(office, 1)
    acting = office.at_work(StaffRole.CLERK)
    assert len(see(office, acting, START).payments) == 1
    assert len(see(office, acting, START - timedelta(hours=1)).payments) == 0


def test_no_more_than_fifty_are_listed(office: StaffStage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_PAYMENTS == 50
    monkeypatch.setattr("kiosk.backend.desk.terminal_hours.MOST_PAYMENTS", 1)
    pay(office, 1)
    pay(office, 2)
    seen = see(office, office.at_work(StaffRole.CLERK))
    assert (len(seen.payments), seen.more_payments) == (1, True)


def test_what_failed_there_then_stands_beside_it_and_what_failed_elsewhere_does_not(office: StaffStage) -> None:
    failed(office, "S-2222222", KIOSK, START + timedelta(minutes=5))
    failed(office, "S-3333333", KIOSK, START + timedelta(hours=2))
    failed(office, "S-4444444", None, START + timedelta(minutes=5))
    seen = see(office, office.at_work(StaffRole.CLERK))
    assert [one.code for one in seen.failures] == ["S-2222222"]


def test_a_support_code_leads_to_its_terminal_and_a_guests_to_none(office: StaffStage) -> None:
    failed(office, "S-2222222", KIOSK, START)
    failed(office, "S-3333333", None, START)
    acting = office.at_work(StaffRole.CLERK)
    found = things.see_support_code(office.context, acting, SupportWish(code="S-2222222"))
    unknown = things.see_support_code(office.context, acting, SupportWish(code="S-3333333"))
    assert (found.terminal, unknown.terminal) == (KIOSK, None)
    assert KIOSK in [one.id for one in desk.listed(office.context, acting, TerminalListWish()).terminals]


def test_a_guests_terminal_is_none_of_which_an_hour_is_seen(office: StaffStage) -> None:
    until = office.clock.now() + timedelta(hours=1)
    guest = office.context.database.run(
        lambda connection: enrolment.add(connection, "guest", office.clock.now(), guest_until=until)
    )[0]
    acting = office.at_work(StaffRole.CLERK)
    asked = wish(office.case(acting)).model_copy(update={"terminal": guest})
    assert why(lambda: desk.see(office.context, acting, asked)) is ProblemKind.NOT_FOUND
    assert guest not in [one.id for one in desk.listed(office.context, acting, TerminalListWish()).terminals]
    reported = TerminalReporting(terminal=guest, reason=HourReason.STOPPED, case=asked.case)
    assert why(lambda: desk.report(office.context, acting, reported)) is ProblemKind.NOT_FOUND


@pytest.mark.parametrize("role", StaffRole)
def test_clerks_and_seniors_see_it_in_a_case_and_no_one_else_does(office: StaffStage, role: StaffRole) -> None:
    clerk = office.at_work(StaffRole.CLERK, name="chen")
    case = office.case(clerk)
    acting = office.at_work(role)
    tries: dict[str, Callable[[], object]] = {
        "terminal.list": lambda: desk.listed(office.context, acting, TerminalListWish()),
        "terminal.hour": lambda: desk.see(office.context, acting, wish(case)),
        "terminal.report": lambda: desk.report(
            office.context, acting, TerminalReporting(terminal=KIOSK, reason=HourReason.STOPPED, case=case)
        ),
    }
    for operation, work in tries.items():
        if role in MAY:
            work()
        else:
            assert why(work) is DeskProblem.NOT_PERMITTED
        outcome = "done" if role in MAY else "refused:not-permitted"
        assert office.rows()[-1] == ("lin.yl", operation, outcome)


def test_outside_of_an_open_case_nothing_is_seen_or_reported(office: StaffStage) -> None:
    acting = office.at_work(StaffRole.CLERK)
    case = office.case(acting)
    cases.close(office.context, acting, CaseClosing(case=case, outcome=CaseOutcome.LEFT))
    reported = TerminalReporting(terminal=KIOSK, reason=HourReason.STOPPED, case=case)
    assert why(lambda: desk.see(office.context, acting, wish(case))) is DeskProblem.CASE_NEEDED
    assert why(lambda: desk.report(office.context, acting, reported)) is DeskProblem.CASE_NEEDED


def test_the_audit_says_why_and_names_of_fields_and_the_case_tells_which_terminal(office: StaffStage) -> None:
    paid = pay(office, 1)
    acting = office.at_work(StaffRole.CLERK)
    case = office.case(acting)
    desk.see(office.context, acting, wish(case, amount=NET))
    with office.context.database.read() as connection:
        row = connection.execute(select(audit).where(audit.c.operation == "terminal.hour")).one()
    assert (row.subject, row.case_number, row.reason) == (KIOSK, case, "took-money")
    assert row.fields == "failures payments state"
    assert paid.id not in str(row)
    deeds = history.see(office.context, acting, CaseWish(number=case)).deeds
    assert [(one.operation, one.about) for one in deeds] == [("terminal.hour", NAME)]


def test_what_is_reported_to_the_fleet_stands_with_the_terminal_until_it_is_dealt_with(office: StaffStage) -> None:
    acting = office.at_work(StaffRole.CLERK)
    first, second = office.case(acting), office.case(acting)
    for case, reason in ((first, HourReason.STOPPED), (first, HourReason.TOOK_MONEY), (second, HourReason.STOPPED)):
        desk.report(office.context, acting, TerminalReporting(terminal=KIOSK, reason=reason, case=case))
        office.clock.advance(1)

    def troubles() -> tuple[fleet.Trouble, ...]:
        with office.context.database.read() as connection:
            record = enrolment.one(connection, KIOSK)
        assert record is not None
        return fleet.standings([record], office.clock.now())[0].troubles

    seen = desk.see(office.context, acting, wish(first))
    assert [(one.case, one.reason) for one in seen.complaints] == [(first, "took-money"), (second, "stopped")]
    assert "complaint" in seen.troubles
    assert fleet.Trouble.COMPLAINT in troubles()
    books = Books(office.context.database, office.clock)
    assert complaints.settle(books, SHELL, KIOSK) == 2
    assert complaints.settle(books, SHELL, KIOSK) == 0
    assert fleet.Trouble.COMPLAINT not in troubles()
    with office.context.database.read() as connection:
        subjects = connection.scalars(select(audit.c.subject).where(audit.c.operation == "fleet.settle")).all()
    assert subjects == [KIOSK, KIOSK]
    with office.context.database.write() as connection:
        assert complaints.forget_old(connection, office.clock.now()) == 0
        assert complaints.forget_old(connection, office.clock.now() + complaints.KEPT + timedelta(seconds=1)) == 2


def test_one_that_was_started_again_since_says_so(office: StaffStage) -> None:
    seen = see(office, office.at_work(StaffRole.CLERK))
    assert (seen.started_at, seen.revoked) == (None, False)
    enrolment.revoke(Books(office.context.database, office.clock), SHELL, KIOSK)
    office.clock.advance(31)
    gone = see(office, office.acting(office.sign_in("lin.yl")))
    assert (gone.revoked, gone.troubles) == (True, ())


def test_each_fact_of_the_hour_is_shown_and_a_fee_is_part_of_what_was_paid(office: StaffStage) -> None:
    payment = pay(office, 1)
    failed(office, "S-2222222", KIOSK, START)
    row = {"code": "songshan", "name": "松山", "name_en": "Songshan", "phone": "1", "hours": "1"}
    begun, reported = START - timedelta(hours=2), START - timedelta(seconds=30)
    with office.context.database.write() as connection:
        connection.execute(update(payments).values(fee=15))
        connection.execute(insert(offices).values(**row))
        connection.execute(
            update(terminals)
            .where(terminals.c.id == KIOSK)
            .values(office_code="songshan", reported_at=reported, started_at=begun, version=__version__)
        )
    acting = office.at_work(StaffRole.CLERK)
    case = office.case(acting)
    desk.report(office.context, acting, TerminalReporting(terminal=KIOSK, reason=HourReason.STOPPED, case=case))
    providers = office.context.terms.providers
    terminal = TerminalNamed(id=KIOSK, name=NAME, office="松山", office_en="Songshan")
    assert desk.listed(office.context, acting, TerminalListWish()).terminals == (terminal,)
    assert desk.see(office.context, acting, wish(case, amount=NET + 15)) == HourSeen(
        terminal=terminal,
        since=START,
        until=START + timedelta(hours=1),
        payments=(
            HourPayment(
                id=payment.id,
                ending=payment.number[-4:],
                state=PaymentState.WAITING,
                provider_name=providers.name(payment.provider),
                provider_name_en=providers.name_en(payment.provider),
                amount=NET + 15,
                created_at=START,
            ),
        ),
        more_payments=False,
        other_amounts=0,
        failures=(HourFailure(code="S-2222222", at=START, route="POST /v1/payments", problem="unavailable"),),
        more_failures=False,
        troubles=("complaint",),
        revoked=False,
        heard_at=reported,
        reported_at=reported,
        started_at=begun,
        complaints=(Complaint(case=case, reason="stopped", at=START),),
        as_of=START,
    )
    with office.context.database.read() as connection:
        kept = connection.execute(select(audit).where(audit.c.operation == "terminal.report")).one()
    assert (kept.subject, kept.case_number, kept.reason) == (KIOSK, case, "stopped")


def test_lists_that_hold_all_that_there_is_do_not_say_that_there_is_more(
    office: StaffStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (MOST_PAYMENTS, MOST_FAILURES, MOST_TERMINALS) == (50, 20, 500)
    for name in ("MOST_PAYMENTS", "MOST_FAILURES", "MOST_TERMINALS"):
        monkeypatch.setattr(f"kiosk.backend.desk.terminal_hours.{name}", 1)
    acting = office.at_work(StaffRole.CLERK)
    for serial, more in ((1, False), (2, True)):
        pay(office, serial)
        failed(office, f"S-222222{serial}", KIOSK, START)
        if more:
            office.context.database.run(lambda connection: enrolment.add(connection, "another", START))
        seen = see(office, acting)
        assert (len(seen.payments), seen.more_payments) == (1, more)
        assert (len(seen.failures), seen.more_failures) == (1, more)
        listed = desk.listed(office.context, acting, TerminalListWish())
        assert (len(listed.terminals), listed.more) == (1, more)


def test_in_which_case_the_terminals_were_listed_is_on_record(office: StaffStage) -> None:
    acting = office.at_work(StaffRole.CLERK)
    case = office.case(acting)
    desk.listed(office.context, acting, TerminalListWish(case=case))
    with office.context.database.read() as connection:
        row = connection.execute(select(audit).where(audit.c.operation == "terminal.list")).one()
    assert (row.case_number, row.subject, row.reason) == (case, None, None)
