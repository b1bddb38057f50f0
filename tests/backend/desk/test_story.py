"""A payment's story: in each state what happened, who did it, and what to tell the person; and asking the provider."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.backend.desk import asking, story
from kiosk.backend.gateways.bounded import GatewayBusyError
from kiosk.backend.gateways.port import OrderStatus, Outcome, Redirect
from kiosk.backend.ground.problems import DeskRefusal, Refusal
from kiosk.backend.payments import payments
from kiosk.backend.staff.acting import Acting
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.desk.story import PaymentWish, ProviderAnswer, ProviderAsked, ProviderWish, Story, Tell, Teller
from kiosk.contract.payments import Decline, Payment
from kiosk.contract.problems import ProblemKind
from kiosk.domain.payment import PaymentState
from tests.backend.payment_stage import NET, reference_of
from tests.backend.staff_stage import StaffStage

DAY = 86_400.0


def story_of(office: StaffStage, acting: Acting, payment: Payment) -> Story:
    return story.see(office.context, acting, PaymentWish(id=payment.id))


def begun(office: StaffStage) -> Payment:
    return office.payments.create(office.payments.ticket())


def confirmed(office: StaffStage) -> Payment:
    payment = begun(office)
    office.payments.confirm(payment)
    office.payments.worker.run_due()
    return payment


def unknown(office: StaffStage) -> Payment:
    office.payments.provider.silent = True
    office.payments.provider.gone = True
    return confirmed(office)


def paid(office: StaffStage) -> Payment:
    payment = confirmed(office)
    office.payments.pays(payment)
    return payment


def paid_twice(office: StaffStage) -> Payment:
    payment = paid(office)
    office.payments.pays(payment, id="m2", reference="another")
    return payment


def declined(office: StaffStage) -> Payment:
    payment = confirmed(office)
    office.payments.message(payment, OrderStatus(Outcome.DECLINED, decline=Decline.REFUSED))
    return payment


def cancelled(office: StaffStage) -> Payment:
    payment = begun(office)
    office.payments.payer_cancels(payment)
    return payment


def late(office: StaffStage) -> Payment:
    payment = cancelled(office)
    office.payments.provider.gone = True
    office.payments.pays(payment)
    return payment


def given_back(office: StaffStage) -> Payment:
    payment = cancelled(office)
    office.payments.pays(payment)
    office.payments.worker.run_due()
    return payment


LIVES: dict[Tell, tuple[Callable[[StaffStage], Payment], PaymentState]] = {
    Tell.WAITING: (begun, PaymentState.WAITING),
    Tell.PROCESSING: (confirmed, PaymentState.PROCESSING),
    Tell.UNKNOWN: (unknown, PaymentState.UNKNOWN),
    Tell.PAID: (paid, PaymentState.PAID),
    Tell.PAID_AND_CHARGED_TWICE: (paid_twice, PaymentState.PAID),
    Tell.FAILED: (declined, PaymentState.FAILED),
    Tell.CANCELLED: (cancelled, PaymentState.CANCELLED),
    Tell.REFUND_DUE: (late, PaymentState.REFUND_DUE),
    Tell.REFUNDED: (given_back, PaymentState.REFUNDED),
}


@pytest.mark.parametrize("sentence", LIVES)
def test_what_a_person_is_informed_of_follows_from_what_is_known(office: StaffStage, sentence: Tell) -> None:
    acting = office.at_work(StaffRole.CLERK)
    live, state = LIVES[sentence]
    seen = story_of(office, acting, live(office))
    assert (seen.tell, seen.payment.state) == (sentence, state)
    assert seen.events[0].event == "created"
    assert (seen.events[0].actor, seen.events[0].actor_name) == (Teller.KIOSK, "kiosk-1")
    assert seen.ask_now == (state in (PaymentState.PROCESSING, PaymentState.UNKNOWN))
    assert [bill.plate for bill in seen.bills] == ["BKZ-5937"]


def test_the_money_and_what_goes_back_of_it_stand_in_the_story(office: StaffStage) -> None:
    acting, payment = office.at_work(StaffRole.CLERK), paid_twice(office)
    seen = story_of(office, acting, payment)
    assert [(one.kind, one.reference, one.amount) for one in seen.movements] == [
        ("charge", reference_of(payment.number), NET),
        ("charge", "another", NET),
    ]
    assert [(one.reason, one.amount, one.status) for one in seen.refunds] == [("second-charge", NET, "due")]
    assert seen.receipt_number == f"R{payment.number}"


@pytest.mark.parametrize(("live", "sentence"), [(paid_twice, Tell.PAID_AND_CHARGED_TWICE), (late, Tell.REFUND_STOPPED)])
def test_what_is_paid_stays_said_to_be_paid_however_long_a_refund_takes(
    office: StaffStage, live: Callable[[StaffStage], Payment], sentence: Tell
) -> None:
    acting, payment = office.at_work(StaffRole.CLERK), live(office)
    office.clock.advance(3601)
    assert story_of(office, acting, payment).tell is sentence


def test_a_ticket_that_an_open_payment_holds_is_being_paid_and_not_merely_owed(office: StaffStage) -> None:
    acting = office.at_work(StaffRole.CLERK)
    payment = unknown(office)
    assert [bill.now for bill in story_of(office, acting, payment).bills] == ["being-paid"]
    office.payments.pays(payment)
    assert [bill.now for bill in story_of(office, acting, payment).bills] == ["paid"]


def test_after_a_day_without_an_outcome_people_are_informed_that_somebody_looks_into_it(office: StaffStage) -> None:
    acting, payment = office.at_work(StaffRole.CLERK), unknown(office)
    office.clock.advance(2 * DAY)
    with office.context.database.read() as connection:
        assert story.of_payment(connection, office.context, payment.id).tell is Tell.UNKNOWN_LONG
    assert acting.who == "lin.yl"


def test_payments_for_the_same_ticket_are_shown(office: StaffStage) -> None:
    acting, first = office.at_work(StaffRole.CLERK), cancelled(office)
    second = office.payments.create(*first.bills)
    assert [one.number for one in story_of(office, acting, second).related] == [first.number]


def test_that_a_clerk_has_viewed_it_stands_in_the_story_by_name(office: StaffStage) -> None:
    acting, payment = office.at_work(StaffRole.CLERK), begun(office)
    story_of(office, acting, payment)
    last = story_of(office, acting, payment).events[-1]
    assert (last.event, last.actor, last.actor_name, last.state) == (
        "looked-at",
        Teller.STAFF,
        acting.display_name,
        None,
    )


def test_a_payment_that_is_not_there_is_not_found_and_the_try_is_a_row(office: StaffStage) -> None:
    acting = office.at_work(StaffRole.CLERK)
    with pytest.raises(Refusal) as refused:
        story.see(office.context, acting, PaymentWish(id=32 * "0"))
    assert refused.value.kind is ProblemKind.NOT_FOUND
    assert office.rows()[-1] == ("lin.yl", "payment.see", "refused:not-found")


def ask(office: StaffStage, acting: Acting, payment: Payment, case: str) -> ProviderAsked:
    return asking.ask(office.context, acting, ProviderWish(id=payment.id, case=case))


@pytest.mark.each_database
@pytest.mark.parametrize(
    ("status", "answer", "tell"),
    [
        (OrderStatus(Outcome.PENDING), ProviderAnswer.PENDING, Tell.PROCESSING),
        (OrderStatus(Outcome.PAID, "T1", NET), ProviderAnswer.PAID, Tell.PAID),
        (OrderStatus(Outcome.DECLINED, decline=Decline.REFUSED), ProviderAnswer.DECLINED, Tell.FAILED),
        (None, ProviderAnswer.MISSING, Tell.UNKNOWN),
    ],
)
def test_what_the_provider_says_now_is_applied_by_the_ordinary_rules(
    office: StaffStage, status: OrderStatus | None, answer: ProviderAnswer, tell: Tell
) -> None:
    acting, payment = office.at_work(StaffRole.CLERK), unknown(office)
    office.payments.provider.gone = False
    if status is not None:
        office.payments.provider.orders[payment.number] = status
    asked = ask(office, acting, payment, office.case(acting))
    assert (asked.answer, asked.story.tell) == (answer, tell)


def test_a_provider_that_is_silent_changes_nothing_and_is_said_to_be_silent(office: StaffStage) -> None:
    acting, payment = office.at_work(StaffRole.CLERK), unknown(office)
    asked = ask(office, acting, payment, office.case(acting))
    assert (asked.answer, asked.story.tell) == (ProviderAnswer.SILENT, Tell.UNKNOWN)


def test_a_provider_that_is_held_up_by_others_who_ask_it_is_said_to_be_silent(
    office: StaffStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting, payment = office.at_work(StaffRole.CLERK), unknown(office)

    def busy(number: str, reference: str | None = None) -> OrderStatus:
        raise GatewayBusyError

    monkeypatch.setattr(office.payments.provider, "inquire", busy)
    asked = ask(office, acting, payment, office.case(acting))
    assert (asked.answer, asked.story.tell) == (ProviderAnswer.SILENT, Tell.UNKNOWN)


def test_an_order_that_never_arrived_is_not_charged_once_none_can_come_any_more(office: StaffStage) -> None:
    acting, payment = office.at_work(StaffRole.CLERK), unknown(office)
    case = office.case(acting)
    office.payments.provider.gone = False
    office.clock.advance(payment.expires_in + 61)
    assert ask(office, acting, payment, case).story.tell is Tell.NOT_CHARGED


def test_an_answer_that_took_long_is_of_the_moment_at_which_it_was_asked(
    office: StaffStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting, payment = office.at_work(StaffRole.CLERK), unknown(office)
    case, provider = office.case(acting), office.payments.provider
    provider.gone = False
    inquire = provider.inquire

    def slow(number: str, reference: str | None = None) -> OrderStatus:
        answer = inquire(number, reference)
        office.clock.advance(20)
        return answer

    monkeypatch.setattr(provider, "inquire", slow)
    office.clock.advance(payment.expires_in + 50)
    assert ask(office, acting, payment, case).story.tell is Tell.UNKNOWN
    assert ask(office, acting, payment, case).story.tell is Tell.NOT_CHARGED


def test_the_provider_is_asked_at_most_once_in_ten_seconds(office: StaffStage) -> None:
    acting, payment = office.at_work(StaffRole.CLERK), confirmed(office)
    case = office.case(acting)
    assert ask(office, acting, payment, case).story.ask_again_in == 10.0
    office.clock.advance(9)
    with pytest.raises(DeskRefusal) as refused:
        ask(office, acting, payment, case)
    assert (refused.value.kind, refused.value.wait) == (DeskProblem.ASKED_JUST_NOW, 1.0)
    office.clock.advance(1)
    assert ask(office, acting, payment, case).answer is ProviderAnswer.PENDING


def test_a_provider_is_not_asked_about_what_has_an_outcome_or_without_a_case(office: StaffStage) -> None:
    acting, payment = office.at_work(StaffRole.CLERK), paid(office)
    with pytest.raises(Refusal) as refused:
        ask(office, acting, payment, office.case(acting))
    assert refused.value.kind is ProblemKind.PAYMENT_STATE
    with pytest.raises(DeskRefusal) as missing:
        ask(office, acting, payment, "D2611230000")
    assert missing.value.kind is DeskProblem.CASE_NEEDED


def at_wallet(office: StaffStage, monkeypatch: pytest.MonkeyPatch, *, takes_itself: bool = True) -> Payment:
    """Return a payment whose payer is at the wallet's own page."""
    provider = office.payments.provider
    provider.redirects, provider.takes_itself = True, takes_itself
    page = Redirect("https://wallet.example/page", "W1")
    monkeypatch.setattr(provider, "begin", lambda _: page)
    payment = confirmed(office)
    provider.orders[payment.number] = OrderStatus(Outcome.PENDING)
    return payment


def cancelled_at_wallet(office: StaffStage, payment: Payment) -> None:
    payments.cancel(office.context, "kiosk-1", payment.id)


def run_out_at_wallet(office: StaffStage, payment: Payment) -> None:
    office.clock.advance(700)
    assert payments.expire_due(office.context) == 1


def refused_at_wallet(office: StaffStage, payment: Payment) -> None:
    office.payments.message(payment, OrderStatus(Outcome.DECLINED, decline=Decline.REFUSED))


@pytest.mark.parametrize("ends", [cancelled_at_wallet, run_out_at_wallet, refused_at_wallet])
def test_no_one_is_asked_to_pay_again_while_a_wallet_that_takes_money_by_itself_may_have_it(
    office: StaffStage, monkeypatch: pytest.MonkeyPatch, ends: Callable[[StaffStage, Payment], None]
) -> None:
    acting, payment = office.at_work(StaffRole.CLERK), at_wallet(office, monkeypatch)
    assert story_of(office, acting, payment).tell is Tell.UNKNOWN
    ends(office, payment)
    acting = office.at_work(StaffRole.CLERK, name="wu.mh")
    seen = story_of(office, acting, payment)
    assert (seen.tell, seen.ask_now, seen.inquiry is not None) == (Tell.UNKNOWN, True, True)
    case = office.case(acting)
    asked = ask(office, acting, payment, case)
    assert (asked.answer, asked.story.payment.state) == (ProviderAnswer.PENDING, seen.payment.state)
    office.payments.provider.orders[payment.number] = OrderStatus(Outcome.PAID, "W1", NET)
    office.clock.advance(10)
    asked = ask(office, acting, payment, case)
    assert (asked.answer, asked.story.tell) == (ProviderAnswer.PAID, Tell.REFUND_DUE)


def test_once_the_wallet_has_said_that_no_money_comes_the_person_may_pay_again(
    office: StaffStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting, payment = office.at_work(StaffRole.CLERK), at_wallet(office, monkeypatch)
    cancelled_at_wallet(office, payment)
    office.payments.provider.orders[payment.number] = OrderStatus(Outcome.UNPAID)
    office.clock.advance(1300)
    office.payments.worker.run_due()
    acting = office.at_work(StaffRole.CLERK, name="wu.mh")
    seen = story_of(office, acting, payment)
    assert (seen.tell, seen.ask_now, seen.inquiry) == (Tell.CANCELLED, False, None)


def test_a_wallet_that_waits_for_our_word_has_taken_nothing_of_what_has_ended(
    office: StaffStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting, payment = office.at_work(StaffRole.CLERK), at_wallet(office, monkeypatch, takes_itself=False)
    assert story_of(office, acting, payment).tell is Tell.WAITING
    cancelled_at_wallet(office, payment)
    assert story_of(office, acting, payment).tell is Tell.CANCELLED


def test_who_began_at_a_wallet_is_not_asked_about_at_a_gateway_of_another_shape(
    office: StaffStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting, payment = office.at_work(StaffRole.CLERK), at_wallet(office, monkeypatch)
    provider = office.payments.provider
    provider.redirects = provider.takes_itself = False
    del provider.orders[payment.number]
    asked = ask(office, acting, payment, office.case(acting))
    assert asked.answer is ProviderAnswer.SILENT
