"""Paying a bill of another city: quoted by the city, held by us, and settled by what the city says, or not at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from kiosk.backend.city_bills import paying, records
from kiosk.backend.city_bills.port import CityOrder
from kiosk.backend.desk import story
from kiosk.backend.desk.acts import acts
from kiosk.backend.domain.books import Rule
from kiosk.backend.domain.city_settlement import STUCK, WITHIN, CityState, CityWay, CityWord
from kiosk.backend.domain.payment import RefundReason
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.payments import books, payments, receipts, reconciliation, refund_acts, staff_refunds
from kiosk.backend.payments.refunds import Ordered
from kiosk.backend.payments.staff_refunds import RefundOrder
from kiosk.backend.payments.statement_files import Statement
from kiosk.backend.staff import approvals
from kiosk.backend.store.database import Database
from kiosk.contract.cities import CityStanding
from kiosk.contract.desk.approvals import Approval, ApprovalState
from kiosk.contract.desk.refunds import RefundAsking, RefundGround
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.payments import Payment
from kiosk.contract.problems import ProblemKind
from kiosk.domain.dates import taipei_date
from kiosk.domain.payment import PaymentState
from tests.backend.city_stage import AGAIN, CONFIRMS, CityStage, make_city_stage
from tests.backend.payment_stage import PROVIDER
from tests.backend.staff_stage import StaffStage
from tests.clock import ManualClock

pytestmark = pytest.mark.each_database

BILL, OTHER = "HUA000000000001", "HUA000000000002"
DAY = 86400.0
CLERK = Ordered("wang", "D261128-017")


@pytest.fixture
def city(database: Database, clock: ManualClock) -> CityStage:
    return make_city_stage(database, clock)


def refused(stage: CityStage, *bills: str, city: str = CONFIRMS, terminal: str = "kiosk-1") -> ProblemKind:
    with pytest.raises(Refusal) as refusal:
        stage.create(*bills, city=city, terminal=terminal)
    return refusal.value.kind


def breaches(city: CityStage) -> list[Rule]:
    return [one.rule for one in books.prove(city.stage.context.database, city.stage.clock.now()).breaches]


def given_back(city: CityStage, payment: Payment) -> None:
    order = RefundOrder(payment.id, RefundReason.PAID_ELSEWHERE, payment.amount + payment.fee, CLERK)
    staff_refunds.order(city.stage.context, order)


# Making one


def test_the_city_is_asked_for_the_amount_at_the_moment_of_paying(city: CityStage) -> None:
    number = city.owes(BILL, 60)
    city.cities.owed[CONFIRMS][number] = 75
    with pytest.raises(Refusal) as refusal:
        city.create(number, expected=60)
    assert (refusal.value.kind, refusal.value.amount) == (ProblemKind.AMOUNT_CHANGED, 75)
    assert city.create(number, expected=75).amount == 75


def test_by_an_answer_that_no_one_gave_or_that_contradicts_itself_no_one_is_charged(city: CityStage) -> None:
    number = city.owes(BILL)
    city.cities.incomplete.add(CONFIRMS)
    assert refused(city, number) is ProblemKind.COULD_NOT_ASK
    city.cities.silent.add(CONFIRMS)
    assert refused(city, number) is ProblemKind.COULD_NOT_ASK


def test_a_city_that_has_agreed_to_nothing_is_looked_up_and_not_paid(city: CityStage) -> None:
    assert refused(city, city.owes("KEE000000000001", city="KEE"), city="KEE") is ProblemKind.NOT_PAYABLE


def test_what_the_city_does_not_ask_for_is_not_paid(city: CityStage) -> None:
    city.owes(BILL)
    assert refused(city, OTHER) is ProblemKind.NOT_PAYABLE


def test_two_kiosks_do_not_pay_one_bill_and_the_second_one_gets_it_once_the_first_has_given_up(city: CityStage) -> None:
    number = city.owes(BILL)
    first = city.create(number)
    assert refused(city, number, terminal="kiosk-2") is ProblemKind.TICKET_TAKEN
    payments.cancel(city.stage.context, "kiosk-1", first.id)
    assert city.create(number, terminal="kiosk-2").id != first.id


def test_a_hold_whose_time_is_over_does_not_wait_for_the_worker(city: CityStage) -> None:
    number = city.owes(BILL)
    city.create(number)
    city.stage.clock.advance(301)
    assert city.create(number, terminal="kiosk-2").state is PaymentState.WAITING


def test_the_database_itself_holds_a_bill_for_one_payment(city: CityStage) -> None:
    number = city.owes(BILL)
    city.create(number)
    other = city.create(city.owes(OTHER), terminal="kiosk-2")

    def as_well(connection: Connection) -> None:
        bill = records.bills(connection, other.id)[0]
        stolen = records.HeldBill(number, bill.pay_by, bill.amount)
        order = records.order(connection, other.id)
        assert order is not None
        records.hold(connection, other.id, CONFIRMS, order.vehicle, order.way, [stolen])

    with pytest.raises(IntegrityError):
        city.stage.context.database.run(as_well)


def test_a_number_that_two_cities_and_we_know_is_three_things(city: CityStage) -> None:
    ours = city.stage.ticket()
    city.owes(ours, city=CONFIRMS)
    city.owes(ours, city=AGAIN)
    mine, here, there = city.stage.create(ours), city.create(ours), city.create(ours, city=AGAIN)
    for payment in (mine, here, there):
        city.stage.pays(payment, id=payment.number)
    assert {city.stage.state(payment) for payment in (mine, here, there)} == {PaymentState.PAID}


def test_a_terminal_that_never_heard_the_answer_gets_it_again_without_the_city(city: CityStage) -> None:
    number = city.owes(BILL)
    first = city.create(number, key="a-key")
    city.cities.silent.add(CONFIRMS)
    city.stage.clock.advance(60)
    assert city.create(number, key="a-key") == first.model_copy(update={"expires_in": 240.0})
    with pytest.raises(Refusal) as refusal:
        paying.known(city.stage.context, "kiosk-1", city.request(number, expected=61), "a-key")
    assert refusal.value.kind is ProblemKind.KEY_REUSED


# After the money


def test_a_city_that_confirms_is_notified_once_and_the_receipt_says_so(city: CityStage) -> None:
    payment = city.paid(city.owes(BILL), city.owes(OTHER), expected=120)
    assert city.stage.state(payment) is PaymentState.PAID
    assert city.on_receipt(payment) is CityStanding.WAITING
    city.works()
    assert (city.stands(payment), city.confirming.reported) == (CityState.SETTLED, 1)
    assert city.on_receipt(payment) is CityStanding.CONFIRMED
    receipt = receipts.get(city.stage.context, "kiosk-1", payment.id)
    assert receipt.city is not None
    assert (receipt.city.name, [bill.bill for bill in receipt.city.bills]) == ("花蓮縣", [BILL, OTHER])
    assert (receipt.lines, receipt.amount) == ((), 120)
    assert breaches(city) == []


def test_what_is_paid_here_is_not_paid_again_while_its_city_still_lists_it(city: CityStage) -> None:
    number = city.owes(BILL)
    city.confirming.gone = True
    city.paid(number)
    assert refused(city, number, terminal="kiosk-2") is ProblemKind.ALREADY_PAID


def test_an_answer_that_was_lost_is_asked_for_again_and_the_city_has_the_order_once(city: CityStage) -> None:
    payment = city.paid(city.owes(BILL))
    city.confirming.lost = True
    city.works()
    assert (city.stage.state(payment), city.stands(payment)) == (PaymentState.PAID, CityState.DUE)
    city.confirming.lost = False
    city.works(2)
    assert city.stands(payment) is CityState.SETTLED
    assert len(city.confirming.orders) == 1
    assert breaches(city) == []


def test_a_city_that_is_down_for_a_day_is_notified_the_day_after(city: CityStage) -> None:
    payment = city.paid(city.owes(BILL))
    city.confirming.gone = True
    for _ in range(30):
        city.works(3600)
    assert (city.stands(payment), city.on_receipt(payment)) == (CityState.DUE, CityStanding.WAITING)
    assert breaches(city) == []
    city.confirming.gone = False
    city.works(900)
    assert city.stands(payment) is CityState.SETTLED


def test_a_bill_that_was_paid_elsewhere_meanwhile_goes_back_by_itself(city: CityStage) -> None:
    payment = city.paid(city.owes(BILL))
    del city.cities.owed[CONFIRMS][BILL]
    city.works()
    assert (city.stands(payment), city.stage.state(payment)) == (CityState.REFUSED, PaymentState.REFUND_DUE)
    assert city.stage.refund(payment) == ("double", 60, "due")
    city.works()
    assert city.stage.state(payment) is PaymentState.REFUNDED
    assert city.stage.provider.refunded == {payment.number: 60}
    assert breaches(city) == []
    # Nothing of it holds the bill any more.
    city.owes(BILL)
    assert city.create(BILL).state is PaymentState.WAITING


def test_an_amount_that_changed_after_the_payment_was_made_goes_back_as_such(city: CityStage) -> None:
    payment = city.paid(city.owes(BILL))
    city.cities.owed[CONFIRMS][BILL] = 90
    city.works()
    assert city.stage.refund(payment) == ("tickets-changed", 60, "due")


def test_money_that_comes_after_the_end_goes_back_and_the_city_never_hears_of_it(city: CityStage) -> None:
    payment = city.create(city.owes(BILL))
    city.works(301)
    city.stage.pays(payment)
    city.works(5)
    assert city.stage.refund(payment) == ("late", 60, "refunded")
    assert (city.stands(payment), city.confirming.reported) == (CityState.HELD, 0)
    assert breaches(city) == []


def test_of_a_city_that_says_nothing_for_days_people_hear_and_it_is_asked_and_not_notified(city: CityStage) -> None:
    payment = city.paid(city.owes(BILL))
    city.confirming.pending = True
    city.works()
    city.works(WITHIN[CityWay.CONFIRMS].total_seconds())
    assert (city.stands(payment), city.on_receipt(payment)) == (CityState.UNKNOWN, CityStanding.UNCLEAR)
    assert city.stage.state(payment) is PaymentState.PAID
    assert city.differences() == {payment.number: None}
    assert breaches(city) == []
    reported = city.confirming.reported
    city.works(DAY)
    assert (city.stands(payment), city.confirming.reported) == (CityState.UNKNOWN, reported)


def test_a_city_that_answers_after_all_ends_what_people_were_looking_at(city: CityStage) -> None:
    payment = city.paid(city.owes(BILL))
    city.confirming.lost = True
    city.works()
    city.works(WITHIN[CityWay.CONFIRMS].total_seconds())
    assert city.stands(payment) is CityState.UNKNOWN
    city.confirming.lost = False
    city.works(DAY)
    assert city.stands(payment) is CityState.SETTLED
    assert city.differences() == {payment.number: "found"}
    assert breaches(city) == []


def test_the_office_gives_nothing_back_while_the_city_may_be_taking_it_and_may_afterwards(city: CityStage) -> None:
    payment = city.paid(city.owes(BILL))
    city.confirming.gone = True
    city.works()
    with pytest.raises(Refusal) as refusal:
        given_back(city, payment)
    assert refusal.value.kind is ProblemKind.PAYMENT_STATE
    assert city.stage.state(payment) is PaymentState.PAID
    city.works(WITHIN[CityWay.CONFIRMS].total_seconds())
    given_back(city, payment)
    city.works()
    assert (city.stands(payment), city.stage.state(payment)) == (CityState.ENDED, PaymentState.REFUNDED)
    asked = city.cities.asked
    city.works(DAY)
    assert city.cities.asked == asked
    assert breaches(city) == []


def test_that_a_city_settled_what_was_given_back_stays_for_people_through_every_reconciliation(
    city: CityStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment = city.paid(city.owes(BILL))
    city.confirming.gone = True
    city.works()
    city.works(WITHIN[CityWay.CONFIRMS].total_seconds())

    def settled_as_it_goes_back(_: CityOrder) -> CityWord:
        given_back(city, payment)
        return CityWord.SETTLED

    monkeypatch.setattr(city.confirming, "inquire", settled_as_it_goes_back)
    city.works(DAY)
    assert (city.stands(payment), city.differences()) == (CityState.ENDED, {payment.number: None})
    statement = Statement(taipei_date(city.stage.clock.now()), (PROVIDER,), (), "0" * 64)
    reconciliation.reconcile(city.stage.context, statement, apply=city.stage.context.database.run)
    assert city.differences()[payment.number] is None


def test_what_cannot_go_back_of_another_citys_bills_is_said_to_who_asks_and_to_who_decides(city: CityStage) -> None:
    office = StaffStage(city.stage)
    clerk, senior = office.at_work(StaffRole.CLERK), office.at_work(StaffRole.SENIOR, name="wu.mh")
    case, payment = office.case(clerk), city.paid(city.owes(BILL), city.owes(OTHER), expected=120)

    def ask(*bills: str) -> Approval:
        wish = RefundAsking(payment=payment.id, ground=RefundGround.PAID_ELSEWHERE, seen=120, bills=bills, case=case)
        return refund_acts.ask(office.context, clerk, wish)

    def why(work: Callable[[], object]) -> tuple[ProblemKind, str | None]:
        with pytest.raises(Refusal) as refusal:
            work()
        return refusal.value.kind, refusal.value.state

    assert why(ask) == (ProblemKind.PAYMENT_STATE, "city-waiting")
    city.works()
    assert why(lambda: ask(BILL)) == (ProblemKind.INVALID, None)
    request = ask()
    done = approvals.decide(office.context, senior, acts(office.context), request.id, approve=True)
    assert done.state is ApprovalState.APPROVED


def test_an_order_goes_back_whole_or_not_at_all(city: CityStage) -> None:
    payment = city.paid(city.owes(BILL), city.owes(OTHER), expected=120)
    city.works()
    part = RefundOrder(payment.id, RefundReason.PAID_ELSEWHERE, 120, CLERK, frozenset({BILL}))
    with pytest.raises(Refusal) as refusal:
        staff_refunds.order(city.stage.context, part)
    assert refusal.value.kind is ProblemKind.INVALID


def test_the_desk_reads_which_citys_bills_they_are_and_what_that_city_has_said(city: CityStage) -> None:
    payment = city.paid(city.owes(BILL), city.owes(OTHER), expected=120)
    city.works()
    with city.stage.context.database.read() as connection:
        reported = story.of_payment(connection, city.stage.context, payment.id)
    assert reported.other_city == f"花蓮縣 {BILL} {OTHER}"
    assert [event.event for event in reported.events][-1] == "city-confirmed"


# A city that is asked again


def test_a_bill_that_is_gone_from_the_answer_is_settled(city: CityStage) -> None:
    payment = city.paid(city.owes(BILL, city=AGAIN), city=AGAIN)
    city.works()
    assert city.stands(payment) is CityState.DUE
    del city.cities.owed[AGAIN][BILL]
    city.works(2)
    assert city.stands(payment) is CityState.SETTLED


def test_neither_silence_nor_a_partial_answer_nor_a_reminder_makes_a_bill_gone(city: CityStage) -> None:
    payment = city.paid(city.owes(BILL, city=AGAIN), city=AGAIN)
    del city.cities.owed[AGAIN][BILL]
    city.cities.silent.add(AGAIN)
    city.works()
    city.cities.silent.clear()
    city.cities.incomplete.add(AGAIN)
    city.works(DAY)
    city.cities.incomplete.clear()
    city.cities.merged[AGAIN] = {BILL}
    city.works(DAY)
    assert city.stands(payment) is CityState.DUE
    city.cities.merged.clear()
    city.works(DAY)
    assert city.stands(payment) is CityState.SETTLED


def test_a_bill_that_does_not_go_away_is_for_people_after_a_week(city: CityStage) -> None:
    payment = city.paid(city.owes(BILL, city=AGAIN), city=AGAIN)
    for _ in range(7):
        city.works(DAY)
    assert city.stands(payment) is CityState.UNKNOWN
    assert city.differences() == {payment.number: None}


# The books


def test_the_books_tell_of_a_payment_that_no_one_works_on(city: CityStage) -> None:
    city.paid(city.owes(BILL))
    city.stage.clock.advance(STUCK.total_seconds() - 1)
    assert breaches(city) == []
    city.stage.clock.advance(2)
    assert breaches(city) == [Rule.REGISTER]


def test_the_books_tell_of_a_city_that_has_as_paid_what_was_given_back(city: CityStage) -> None:
    payment = city.paid(city.owes(BILL))
    city.works()
    given_back(city, payment)

    def wrongly(connection: Connection) -> None:
        records.move(connection, payment.id, {CityState.ENDED}, CityState.SETTLED)

    city.stage.context.database.run(wrongly)
    assert breaches(city) == [Rule.REGISTER]
