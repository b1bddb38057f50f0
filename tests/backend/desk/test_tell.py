"""The one sentence for the person: of each state, and from exactly which moment on it is another one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.backend.desk.asking import _SAID
from kiosk.backend.desk.story import _other_city, _through
from kiosk.backend.desk.tell import tell
from kiosk.backend.domain.payment import PaymentEvent
from kiosk.backend.gateways.port import Outcome
from kiosk.backend.payments.payable import PaidCity, PaidLine
from kiosk.contract.cities import CityStanding
from kiosk.contract.desk.story import ProviderAnswer, Tell, Teller
from kiosk.domain.payment import PaymentState
from tests.clock import START

EXPIRES = START + timedelta(minutes=5)
A_DAY_LATER = EXPIRES + timedelta(days=1)
A_SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
CITY = PaidCity("HUA", "花蓮縣", "Hualien County", CityStanding.WAITING)

SENTENCES = {
    PaymentState.WAITING: Tell.WAITING,
    PaymentState.AT_WALLET: Tell.WAITING,
    PaymentState.PROCESSING: Tell.PROCESSING,
    PaymentState.UNKNOWN: Tell.UNKNOWN,
    PaymentState.PAID: Tell.PAID,
    PaymentState.FAILED: Tell.FAILED,
    PaymentState.CANCELLED: Tell.CANCELLED,
    PaymentState.EXPIRED: Tell.EXPIRED,
    PaymentState.REFUND_DUE: Tell.REFUND_DUE,
    PaymentState.REFUNDED: Tell.REFUNDED,
}


def test_every_state_has_its_sentence() -> None:
    assert {state: tell(state, "", EXPIRES, None, START) for state in PaymentState} == SENTENCES


@pytest.mark.parametrize("state", PaymentState)
def test_only_what_has_no_outcome_is_unknown_for_long_from_a_day_after_its_end_on(state: PaymentState) -> None:
    open_ = state in (PaymentState.PROCESSING, PaymentState.UNKNOWN)
    assert tell(state, "", EXPIRES, None, A_DAY_LATER - A_SECOND) is SENTENCES[state]
    assert tell(state, "", EXPIRES, None, A_DAY_LATER) is (Tell.UNKNOWN_LONG if open_ else SENTENCES[state])


def test_a_refund_has_stopped_only_after_more_than_an_hour_and_never_of_what_is_paid() -> None:
    due, paid = PaymentState.REFUND_DUE, PaymentState.PAID
    assert tell(due, "", EXPIRES, START, START + HOUR) is Tell.REFUND_DUE
    assert tell(due, "", EXPIRES, START, START + HOUR + A_SECOND) is Tell.REFUND_STOPPED
    assert tell(paid, "", EXPIRES, START, START + 2 * HOUR) is Tell.PAID_AND_CHARGED_TWICE


def test_only_a_payment_that_failed_because_its_order_never_arrived_is_not_charged() -> None:
    last = PaymentEvent.NEVER_ARRIVED.value
    assert tell(PaymentState.FAILED, last, EXPIRES, None, START) is Tell.NOT_CHARGED
    assert tell(PaymentState.CANCELLED, last, EXPIRES, None, START) is Tell.CANCELLED
    assert tell(PaymentState.FAILED, PaymentEvent.DECLINED.value, EXPIRES, None, START) is Tell.FAILED


def test_what_a_provider_says_reaches_the_clerk_in_five_words() -> None:
    assert _SAID == {
        Outcome.PAID: ProviderAnswer.PAID,
        Outcome.DECLINED: ProviderAnswer.DECLINED,
        Outcome.CANCELLED: ProviderAnswer.DECLINED,
        Outcome.PENDING: ProviderAnswer.PENDING,
        Outcome.UNPAID: ProviderAnswer.PENDING,
        Outcome.AUTHORISED: ProviderAnswer.PENDING,
        Outcome.MISSING: ProviderAnswer.MISSING,
    }


def test_each_event_is_of_the_one_who_caused_it() -> None:
    event = PaymentEvent
    others = {
        event.CREATED: Teller.KIOSK,
        event.PAYER_CONFIRMED: Teller.PAYER,
        event.PAYER_AGREED: Teller.PAYER,
        event.CANCELLED: Teller.PAYER,
        event.REFUND_ORDERED: Teller.STAFF,
        event.PART_REFUND_ORDERED: Teller.STAFF,
    }
    by_itself = {event.EXPIRED, event.NO_ANSWER, event.CASE_OPENED}
    by_itself |= {event.CITY_SILENT, event.CITY_CONFIRMED, event.CITY_REFUSED}
    for one in event:
        assert _through(one.value) is others.get(one, Teller.SYSTEM if one in by_itself else Teller.PROVIDER), one


def test_of_many_bills_of_another_city_the_first_hundred_and_ten_characters_are_shown() -> None:
    def shown(*numbers: str) -> str | None:
        return _other_city([PaidLine("BKZ-5937", 1, 1, bill=number, city=CITY) for number in numbers])

    assert shown() is None
    assert _other_city([PaidLine("BKZ-5937", 1, 1, bill="A1")]) is None
    assert shown("A1", "B2") == "花蓮縣 A1 B2"
    assert shown("7" * 50, "8" * 55) == f"花蓮縣 {'7' * 50} {'8' * 55}"
    assert shown("7" * 50, "8" * 56) == f"花蓮縣 {'7' * 50} …"
