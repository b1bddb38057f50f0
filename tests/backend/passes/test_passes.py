from __future__ import annotations

import secrets
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from kiosk.backend.desk import story, things
from kiosk.backend.desk.acts import acts
from kiosk.backend.desk.search import search
from kiosk.backend.domain import pass_sale
from kiosk.backend.domain.payment import RefundReason
from kiosk.backend.gateways.port import OrderStatus, Outcome
from kiosk.backend.ground.idempotency import Answer
from kiosk.backend.ground.problems import DeskRefusal, Refusal
from kiosk.backend.http import payer_page
from kiosk.backend.office import content, pass_files
from kiosk.backend.owners import owner_receipts
from kiosk.backend.passes import passes, records
from kiosk.backend.passes.pass_payable import PASSES
from kiosk.backend.passes.tables import passes as passes_table
from kiosk.backend.payments import books as money_books
from kiosk.backend.payments import payer, payment_links, payments, receipts, refund_acts, staff_refunds
from kiosk.backend.payments.refunds import Ordered
from kiosk.backend.payments.staff_refunds import RefundOrder
from kiosk.backend.staff import approvals
from kiosk.backend.store.database import Database
from kiosk.backend.vehicles import bindings
from kiosk.contract.desk.approvals import Approval, ApprovalState
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.refunds import RefundAsking, RefundGround
from kiosk.contract.desk.search import DeskSearch
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.desk.story import PaymentWish
from kiosk.contract.desk.things import VehicleWish
from kiosk.contract.passes import PassOffer, PassOrder
from kiosk.contract.payments import Payment
from kiosk.contract.problems import ProblemKind
from kiosk.contract.wire import Vehicle
from kiosk.domain.payment import PaymentState
from kiosk.domain.plate import VehicleType
from tests.backend.books import SHELL, books
from tests.backend.caller import Caller
from tests.backend.owner_rows import PAPERLESS, add_owner, bind, refused
from tests.backend.payment_stage import PROVIDER, Stage, make_stage
from tests.backend.payments.test_payment_races import at_once
from tests.backend.staff_stage import StaffStage
from tests.clock import ManualClock
from tests.live_backend import LiveBackend

SALE = datetime(2026, 11, 24, 16, tzinfo=UTC)
"""Midnight of the 25th in Taipei."""
MONTH = "2026-12"
PRODUCTS = b"""
[[pass]]
code = "roadside"
name = "\xe6\xa9\x9f\xe8\xbb\x8a\xe6\x9c\x88\xe7\xa5\xa8"
translations = { en = "Motorcycle pass" }
vehicle_type = "motorcycle"
price = 300

[[pass]]
code = "garage"
name = "\xe5\x9c\xb0\xe4\xb8\x8b\xe5\x81\x9c\xe8\xbb\x8a\xe5\xa0\xb4"
vehicle_type = "car"
price = 3600
places = 2
"""
MOTORCYCLE = Vehicle(plate="MKR-0825", type=VehicleType.MOTORCYCLE)


@pytest.fixture
def stage(database: Database) -> Stage:
    stage = make_stage(database, ManualClock(SALE))
    products = tuple(pass_files.parse("p.toml", PRODUCTS))
    content.take_in(books(database, SALE), SHELL, content.Content((), products))
    return stage


def order(
    stage: Stage,
    vehicle: Vehicle = MOTORCYCLE,
    *,
    product: str = "roadside",
    month: str = MONTH,
    expected: int = 300,
    key: str | None = None,
    device: str = "kiosk-1",
) -> Payment:
    request = PassOrder(product=product, month=month, vehicle=vehicle, provider=PROVIDER, expected=expected)
    answer = payments.create(stage.context, device, PASSES, request, key or payment_links.new_code(secrets))
    return Payment.model_validate_json(answer.body)


def car(serial: int) -> Vehicle:
    return Vehicle(plate=f"BKZ-{serial:04}", type=VehicleType.CAR)


def garage(stage: Stage, serial: int, *, key: str | None = None) -> Payment:
    return order(stage, car(serial), product="garage", expected=3600, key=key)


def offer(stage: Stage, language: str = "zh-TW") -> PassOffer:
    with stage.context.database.read() as connection:
        return passes.offer(connection, language, stage.clock.now())


def left(stage: Stage) -> int | None:
    return next(product.left for product in offer(stage).products if product.code == "garage")


def page_of(stage: Stage, payment: Payment) -> str:
    return payer_page.render(stage.context, payer.page(stage.context, payment.link.rpartition("/")[2]))


@pytest.mark.parametrize(
    ("day", "month", "begins"),
    [
        (date(2026, 11, 24), None, date(2026, 11, 25)),
        (date(2026, 11, 25), "2026-12", date(2026, 11, 25)),
        (date(2026, 12, 31), "2027-01", date(2026, 12, 25)),
        (date(2027, 1, 31), "2027-02", date(2027, 1, 25)),
        (date(2028, 2, 29), "2028-03", date(2028, 2, 25)),
    ],
)
def test_the_next_months_sale_begins_on_the_25th(day: date, month: str | None, begins: date) -> None:
    assert (pass_sale.month_on_sale(day), pass_sale.sale_begins(day)) == (month, begins)


def test_nothing_is_sold_before_the_25th_in_taipei_and_only_the_next_month_then(stage: Stage) -> None:
    assert order(stage).state is PaymentState.WAITING
    assert refused(lambda: order(stage, month="2026-11")) is ProblemKind.NOT_ON_SALE
    assert refused(lambda: order(stage, month="2027-01")) is ProblemKind.NOT_ON_SALE
    stage.clock.jump(-1)
    assert (offer(stage).month, offer(stage).on_sale_from) == (None, date(2026, 11, 25))
    assert refused(lambda: order(stage)) is ProblemKind.NOT_ON_SALE


@pytest.mark.each_database
def test_the_offer_names_what_is_left_and_speaks_the_visitors_language(stage: Stage) -> None:
    assert (offer(stage).month, left(stage)) == (MONTH, 2)
    assert [product.name for product in offer(stage, "en").products] == ["地下停車場", "Motorcycle pass"]
    garage(stage, 1)
    assert left(stage) == 1
    withdrawn = pass_files.parse("p.toml", PRODUCTS.replace(b"places = 2", b"places = 2\nwithdrawn = true"))
    content.take_in(stage.context, SHELL, content.Content((), tuple(withdrawn)))
    assert [product.code for product in offer(stage).products] == ["roadside"]
    assert refused(lambda: garage(stage, 2)) is ProblemKind.NOT_ON_SALE


@pytest.mark.each_database
def test_a_pass_is_paid_like_a_ticket_and_shows_on_page_and_receipt(stage: Stage) -> None:
    payment = order(stage)
    assert (payment.bills, payment.amount) == ((), 300)
    page = page_of(stage, payment)
    assert "機車月票" in page
    assert "2026 年 12 月" in page
    assert "MK*-**25" in page
    assert "MKR-0825" not in page
    assert stage.confirm(payment) is PaymentState.PROCESSING
    stage.pays(payment)
    assert stage.state(payment) is PaymentState.PAID
    assert stage.events(payment) == ["created", "payer-confirmed", "money-confirmed"]
    receipt = receipts.get(stage.context, "kiosk-1", payment.id)
    assert receipt.lines == ()
    assert receipt.bought_pass is not None
    assert (receipt.bought_pass.name, receipt.bought_pass.month, receipt.bought_pass.plate) == (
        "機車月票",
        MONTH,
        "MKR-0825",
    )
    assert "機車月票" in page_of(stage, payment)
    assert refused(lambda: order(stage)) is ProblemKind.ALREADY_PAID


def test_the_receipt_of_bills_has_no_pass(stage: Stage) -> None:
    payment = stage.create(stage.ticket(due_on=date(2026, 11, 28)))
    stage.confirm(payment)
    stage.pays(payment)
    assert receipts.get(stage.context, "kiosk-1", payment.id).bought_pass is None


def test_another_price_or_vehicle_than_the_products_is_refused(stage: Stage) -> None:
    with pytest.raises(Refusal) as refusal:
        order(stage, expected=400)
    assert (refusal.value.kind, refusal.value.amount) == (ProblemKind.AMOUNT_CHANGED, 300)
    assert refused(lambda: order(stage, car(1))) is ProblemKind.NOT_ON_SALE
    assert refused(lambda: order(stage, product="none")) is ProblemKind.NOT_ON_SALE


def test_a_place_is_free_again_when_its_payment_ends_without_money(stage: Stage) -> None:
    cancelled, declined, expired = garage(stage, 1), garage(stage, 2), None
    assert refused(lambda: garage(stage, 3)) is ProblemKind.SOLD_OUT
    stage.payer_cancels(cancelled)
    expired = garage(stage, 3)
    stage.confirm(declined)
    stage.message(declined, OrderStatus(Outcome.DECLINED))
    assert left(stage) == 1
    garage(stage, 4)
    stage.clock.advance(stage.context.terms.lifetime.total_seconds())
    # No one has come yet to end them: the buyer who orders does.
    garage(stage, 5)
    assert stage.state(expired) is PaymentState.EXPIRED
    assert left(stage) == 1


def test_the_same_pass_for_the_same_vehicle_is_taken_while_it_is_being_paid(stage: Stage) -> None:
    first = order(stage)
    assert refused(lambda: order(stage, device="kiosk-2")) is ProblemKind.TICKET_TAKEN
    stage.payer_cancels(first)
    assert order(stage, device="kiosk-2").id != first.id


def test_one_key_has_one_payment_and_another_request_under_it_is_refused(stage: Stage) -> None:
    def ordered(_: int) -> Answer:
        request = PassOrder(product="roadside", month=MONTH, vehicle=MOTORCYCLE, provider=PROVIDER, expected=300)
        return payments.create(stage.context, "kiosk-1", PASSES, request, "one-key")

    assert len(set(at_once(8, ordered))) == 1
    assert refused(lambda: garage(stage, 1, key="one-key")) is ProblemKind.KEY_REUSED


@pytest.mark.each_database
def test_kiosks_that_compete_for_the_last_places_sell_each_once(stage: Stage) -> None:
    def attempt(index: int) -> ProblemKind | None:
        try:
            garage(stage, index)
        except Refusal as refusal:
            return refusal.kind
        return None

    results = at_once(6, attempt)
    assert results.count(None) == 2
    assert results.count(ProblemKind.SOLD_OUT) == 4
    assert left(stage) == 0


def test_money_that_comes_late_goes_back_and_gives_no_one_the_pass(stage: Stage) -> None:
    payment = order(stage)
    stage.confirm(payment)
    stage.message(payment, OrderStatus(Outcome.DECLINED))
    stage.pays(payment, id="m2")
    assert stage.state(payment) is PaymentState.REFUND_DUE
    assert stage.refund(payment) == ("late", 300, "due")
    assert "停車費" not in page_of(stage, payment).partition("<section")[2]
    with stage.context.database.read() as connection:
        assert connection.scalars(select(passes_table.c.paid_at)).all() == [None]
    stage.worker.run_due()
    assert stage.provider.refunded == {payment.number: 300}
    order(stage)


def test_money_of_another_amount_goes_back_and_frees_the_place(stage: Stage) -> None:
    payment = garage(stage, 1)
    stage.confirm(payment)
    stage.pays(payment, dollars=300)
    assert stage.refund(payment) == ("amount-differs", 300, "due")
    assert left(stage) == 2


def test_money_for_a_place_that_is_not_kept_any_more_goes_back(stage: Stage) -> None:
    payment = order(stage)
    stage.confirm(payment)
    with stage.context.database.write() as connection:
        connection.execute(update(passes_table).values(holds=0))
    stage.pays(payment)
    assert stage.refund(payment) == ("tickets-changed", 300, "due")


def test_a_price_that_changes_meanwhile_holds_for_the_next_buyer_only(stage: Stage) -> None:
    payment = order(stage)
    stage.confirm(payment)
    dearer = tuple(pass_files.parse("p.toml", PRODUCTS.replace(b"price = 300\n", b"price = 400\n")))
    content.take_in(stage.context, SHELL, content.Content((), dearer))
    stage.pays(payment)
    assert stage.state(payment) is PaymentState.PAID
    assert receipts.get(stage.context, "kiosk-1", payment.id).amount == 300


def test_a_paid_pass_names_a_vehicles_lot_to_the_end_of_its_month(stage: Stage) -> None:
    database = stage.context.database
    owner = add_owner(database)
    bound = bind(database, owner, MOTORCYCLE, PAPERLESS)
    assert bound.pass_lot is None
    payment = order(stage)

    def lot(at: date) -> str | None:
        with database.read() as connection:
            found = records.lots(connection, [("MKR-0825", "motorcycle")], at)
            return found.get(("MKR-0825", "motorcycle"), (None,))[0]

    assert lot(date(2026, 11, 25)) is None
    stage.confirm(payment)
    stage.pays(payment)
    days = [date(2026, 11, 25), date(2026, 12, 31), date(2027, 1, 1)]
    assert [lot(day) for day in days] == ["機車月票", "機車月票", None]
    with database.read() as connection:
        assert bindings.listed(connection, owner, stage.clock.now()).vehicles[0].pass_lot == "機車月票"


def test_what_was_bought_for_an_owners_vehicle_is_among_what_was_paid(stage: Stage) -> None:
    database = stage.context.database
    owner, other = add_owner(database), add_owner(database)
    bind(database, owner, MOTORCYCLE, PAPERLESS, now=SALE)
    payment = order(stage, device="kiosk-2")
    stage.confirm(payment)
    with database.read() as connection:
        assert owner_receipts.listed(connection, stage.context, owner).receipts == ()
    stage.pays(payment)
    with database.read() as connection:
        (found,) = owner_receipts.listed(connection, stage.context, owner).receipts
        assert owner_receipts.listed(connection, stage.context, other).receipts == ()
        receipt = owner_receipts.get(connection, stage.context, owner, payment.id)
        assert (
            refused(lambda: owner_receipts.get(connection, stage.context, other, payment.id)) is ProblemKind.NOT_FOUND
        )
    assert (found.pass_name, found.amount, found.plates, found.bills) == ("機車月票", 300, ("MKR-0825",), 1)
    assert receipt == receipts.get(stage.context, "kiosk-2", payment.id)


@pytest.mark.each_database
def test_the_database_itself_keeps_a_pass_from_being_held_twice(stage: Stage) -> None:
    order(stage)
    other = garage(stage, 1)
    with pytest.raises(IntegrityError), stage.context.database.write() as connection:
        connection.execute(
            insert(passes_table).values(
                id="p", product="roadside", month=MONTH, plate="MKR-0825", vehicle_type="motorcycle",
                payment_id=other.id, price=300, holds=1,
            )
        )  # fmt: skip


def test_a_pass_is_ordered_over_the_wire_without_signing_in(backend: LiveBackend) -> None:
    with Caller(backend) as kiosk:
        found = kiosk.call("GET", "/v1/passes?language=en").json
        assert found["month"] is None  # the demo's day is the 23rd
        assert found["on_sale_from"] == "2026-11-25"
        wish = {
            "product": "roadside-motorcycle",
            "month": "2026-12",
            "vehicle": {"plate": "MKR-0825", "type": "motorcycle"},
            "provider": "jkopay",
            "expected": 300,
        }
        assert kiosk.call("POST", "/v1/passes", wish).problem is ProblemKind.KEY_MISSING
        refusal = kiosk.call("POST", "/v1/passes", wish, headers={"Idempotency-Key": "k"})
        assert (refusal.status, refusal.problem) == (409, ProblemKind.NOT_ON_SALE)
        wrong = kiosk.call("POST", "/v1/passes", {**wish, "month": "2026-13"}, headers={"Idempotency-Key": "k"})
        assert wrong.problem is ProblemKind.INVALID


@pytest.mark.each_database
def test_ordering_and_expiring_at_once_never_oversells(stage: Stage) -> None:
    first, second = garage(stage, 1), garage(stage, 2)
    stage.clock.advance(stage.context.terms.lifetime.total_seconds() + timedelta(seconds=1).total_seconds())

    def act(index: int) -> ProblemKind | None:
        try:
            if index % 2:
                stage.worker.run_due()
            else:
                garage(stage, 10 + index)
        except Refusal as refusal:
            return refusal.kind
        return None

    assert set(at_once(6, act)) == {None, ProblemKind.SOLD_OUT}
    assert left(stage) == 0
    assert {stage.state(first), stage.state(second)} == {PaymentState.EXPIRED}


def test_a_pass_that_was_not_used_frees_its_place_once_the_office_gives_its_money_back(stage: Stage) -> None:
    payment = garage(stage, 1)
    stage.pays(payment)
    assert left(stage) == 1
    clerk = Ordered("wang", "D261128-017")
    with pytest.raises(Refusal) as refused:
        staff_refunds.order(stage.context, RefundOrder(payment.id, RefundReason.WRONG_TICKET, payment.amount, clerk))
    assert refused.value.kind is ProblemKind.INVALID
    assert (stage.state(payment), left(stage)) == (PaymentState.PAID, 1)
    staff_refunds.order(stage.context, RefundOrder(payment.id, RefundReason.PASS_NOT_USED, payment.amount, clerk))
    assert left(stage) == 2
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.REFUNDED
    assert stage.provider.refunded == {payment.number: payment.amount}


@pytest.mark.each_database
def test_a_pass_goes_back_at_the_desk_by_two_people_whole_and_only_for_its_own_reason(stage: Stage) -> None:
    office = StaffStage(stage)
    payment = garage(stage, 1)
    stage.pays(payment)
    clerk = office.at_work(StaffRole.CLERK)
    senior, finance = (office.at_work(role, name=role.value) for role in (StaffRole.SENIOR, StaffRole.FINANCE))
    seen = story.see(stage.context, clerk, PaymentWish(id=payment.id))
    assert (seen.pass_name, seen.bills, seen.refundable) == ("地下停車場", (), payment.amount)

    def ask(ground: RefundGround, *bills: str) -> Approval:
        case = office.case(clerk)
        wish = RefundAsking(payment=payment.id, ground=ground, seen=seen.refundable, bills=bills, case=case)
        return refund_acts.ask(stage.context, clerk, wish)

    for ground in set(RefundGround) - {RefundGround.PASS_NOT_USED}:
        assert refused(lambda ground=ground: ask(ground)) is ProblemKind.INVALID  # type: ignore[misc]
    assert refused(lambda: ask(RefundGround.PASS_NOT_USED, "Q7158601D030025")) is ProblemKind.INVALID
    request, known = ask(RefundGround.PASS_NOT_USED), acts(stage.context)
    assert (left(stage), stage.state(payment)) == (1, PaymentState.PAID)
    with pytest.raises(DeskRefusal) as too_much:
        approvals.decide(stage.context, senior, known, request.id, approve=True)
    assert too_much.value.kind is DeskProblem.NOT_PERMITTED
    approvals.decide(stage.context, finance, known, request.id, approve=True)
    assert approvals.execute(stage.context, finance, known, request.id).state is ApprovalState.EXECUTED
    stage.worker.run_due()
    assert (left(stage), stage.state(payment)) == (2, PaymentState.REFUNDED)
    assert stage.provider.refunded == {payment.number: payment.amount}
    (refund,) = story.see(stage.context, clerk, PaymentWish(id=payment.id)).refunds
    assert (refund.reason, refund.status, refund.case) == ("pass-not-used", "refunded", request.case)
    assert money_books.prove(stage.context.database, stage.clock.now()).breaches == []


@pytest.mark.each_database
def test_the_desk_finds_a_vehicle_by_its_pass_and_shows_what_was_paid_for_it(stage: Stage) -> None:
    office = StaffStage(stage)
    acting = office.at_work(StaffRole.CLERK)
    payment = order(stage)
    answer = search(stage.context, acting, DeskSearch(text=MOTORCYCLE.plate))
    assert [(hit.plate, hit.vehicle_type) for hit in answer.hits] == [(MOTORCYCLE.plate, MOTORCYCLE.type)]
    seen = things.see_vehicle(stage.context, acting, VehicleWish(vehicle=MOTORCYCLE), None)
    assert [one.number for one in seen.payments] == [payment.number]
