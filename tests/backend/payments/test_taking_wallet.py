"""A payment at a wallet that takes the money by itself: what was given up here may be paid there, and goes back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from kiosk.backend.domain.payment import AT_WALLET_FOR, CASE_AFTER, CASE_DELAY, LATE_MONEY_FOR, WALLET_DELAY
from kiosk.backend.gateways.jkopay.jkopay import JkoPay
from kiosk.backend.gateways.jkopay.simulator import Call, SimulatedJkoPay
from kiosk.backend.gateways.troubles import Trouble
from kiosk.backend.ground import outbox, retention
from kiosk.backend.http import payer_page
from kiosk.backend.payments import payer, payment_records, payments
from kiosk.backend.store.database import Database
from kiosk.backend.worker import Worker
from kiosk.contract.payments import Payment
from kiosk.domain.dates import taipei
from kiosk.domain.payment import PaymentState as S
from tests.backend.loopback import LoopbackServer
from tests.backend.payment_stage import NET, PROVIDER, Stage, make_stage
from tests.clock import ManualClock

AN_HOUR = 3600.0
KEY, STORE, SECRET = "an-api-key", "35f12dff-1581-11e9-a054-00505684fd45", b"a secret key of the store"


@dataclass
class Counter:
    """A service whose provider is collected for by simulated JKOPAY, and one visitor's payment."""

    stage: Stage
    wallet: SimulatedJkoPay
    clock: ManualClock
    payment: Payment
    ticket: str

    def state(self) -> S:
        with self.stage.context.database.read() as connection:
            record = payment_records.load(connection, id=self.payment.id)
        assert record is not None
        return record.state

    def confirmed(self) -> None:
        """Press pay on our page, and let the worker fetch the wallet's."""
        self.stage.confirm(self.payment)
        self.stage.worker.run_due()
        assert self.state() is S.AT_WALLET

    def later(self, seconds: float = WALLET_DELAY) -> None:
        self.clock.advance(seconds)
        self.stage.worker.run_due()

    def pay(self) -> bool:
        return self.wallet.pay(self.payment.number)

    @property
    def refunds(self) -> list[int]:
        return list(self.wallet.held[self.payment.number].refunds.values())


@pytest.fixture
def counter(sqlite_url: str, clock: ManualClock) -> Iterator[Counter]:
    database = Database(sqlite_url)
    stage = make_stage(database, clock)
    wallet = SimulatedJkoPay(KEY, STORE, SECRET, clock)
    with LoopbackServer(wallet.app) as server:
        wallet.url = server.url
        adapter = JkoPay(server.url, KEY, STORE, SECRET, clock=clock)
        ports = replace(stage.context.ports, own_gateways={PROVIDER: adapter})
        stage.context = replace(stage.context, ports=ports)
        stage.worker = Worker(stage.context, stage.worker._woken, daily=False)
        ticket = stage.ticket()
        yield Counter(stage, wallet, clock, stage.create(ticket), ticket)
        adapter.close()
        wallet.close()
    database.close()


@pytest.mark.parametrize(("language", "sentence"), [("zh-TW", "款項會自動退還"), ("en", "is returned automatically")])
def test_the_payers_page_does_not_say_that_nothing_was_charged_and_asks_for_a_check_before_paying_again(
    counter: Counter, language: str, sentence: str
) -> None:
    counter.confirmed()
    code = counter.payment.link.rpartition("/")[2]

    def shown() -> str:
        context = counter.stage.context
        return payer_page.render(context, payer.page(context, code), language)

    assert sentence not in shown()
    payments.cancel(counter.stage.context, "kiosk-1", counter.payment.id)
    assert sentence in shown()
    assert not re.search("沒有扣款。|Nothing was charged", shown())


def test_who_never_went_to_the_wallet_reads_that_nothing_was_charged(counter: Counter) -> None:
    payments.cancel(counter.stage.context, "kiosk-1", counter.payment.id)
    page = payer.page(counter.stage.context, counter.payment.link.rpartition("/")[2])
    assert "沒有扣款。" in payer_page.render(counter.stage.context, page, "zh-TW")


def test_a_payer_who_pays_and_never_comes_back_has_paid(counter: Counter) -> None:
    counter.confirmed()
    assert counter.pay()
    counter.later()
    assert (counter.state(), counter.stage.ticket_status(counter.ticket)) == (S.PAID, "paid")
    assert counter.stage.events(counter.payment) == ["created", "payer-confirmed", "sent-to-wallet", "money-confirmed"]
    counter.later(60)
    assert (counter.wallet.payments, counter.refunds) == (1, [])


def test_the_wallets_page_is_good_as_long_as_the_payer_may_stay_there(counter: Counter) -> None:
    counter.confirmed()
    until = taipei(counter.clock.now() + timedelta(seconds=AT_WALLET_FOR))
    assert counter.wallet.held[counter.payment.number].request.valid_time == f"{until:%Y-%m-%d %H:%M:%S}"


def test_what_was_cancelled_at_the_kiosk_and_paid_at_the_wallet_goes_back(counter: Counter) -> None:
    counter.confirmed()
    payments.cancel(counter.stage.context, "kiosk-1", counter.payment.id)
    counter.later()
    assert counter.state() is S.CANCELLED
    assert counter.pay()
    counter.later(60)
    counter.later(1)
    assert (counter.state(), counter.refunds) == (S.REFUNDED, [NET])
    assert counter.stage.ticket_status(counter.ticket) != "paid"
    counter.later(LATE_MONEY_FOR)
    assert counter.refunds == [NET]


def test_the_wallet_is_asked_again_although_it_did_not_answer_in_between(counter: Counter) -> None:
    counter.confirmed()
    payments.cancel(counter.stage.context, "kiosk-1", counter.payment.id)
    counter.wallet.trouble(Call.INQUIRY, *(Trouble(garbage=True) for _ in range(3)))
    assert counter.pay()
    for _ in range(6):
        counter.later(60)
    assert (counter.state(), counter.refunds) == (S.REFUNDED, [NET])


def test_what_was_still_being_paid_as_the_time_ended_goes_back(counter: Counter) -> None:
    counter.confirmed()
    counter.wallet.processing(counter.payment.number)
    counter.later(AT_WALLET_FOR - 1)
    assert counter.state() is S.AT_WALLET
    assert counter.pay()
    counter.wallet.processing(counter.payment.number)
    counter.later(2)
    assert counter.state() is S.EXPIRED
    counter.wallet.settled(counter.payment.number)
    counter.later(60)
    counter.later(1)
    assert (counter.state(), counter.refunds) == (S.REFUNDED, [NET])


def test_once_no_money_can_come_any_more_no_one_is_asked(counter: Counter) -> None:
    counter.confirmed()
    payments.cancel(counter.stage.context, "kiosk-1", counter.payment.id)
    counter.later(AT_WALLET_FOR + LATE_MONEY_FOR)
    counter.later(60)
    asked = counter.wallet.inquiries
    for _ in range(3):
        counter.later(60)
    assert (counter.state(), counter.wallet.inquiries) == (S.CANCELLED, asked)


def test_another_amount_than_asked_for_goes_back(counter: Counter) -> None:
    counter.confirmed()
    counter.wallet.amount_off = 1
    assert counter.pay()
    counter.later()
    counter.later(0)
    assert (counter.state(), counter.refunds) == (S.REFUNDED, [NET + 1])


def test_a_page_that_never_reached_us_is_asked_for_again(counter: Counter) -> None:
    counter.wallet.trouble(Call.ENTRY, Trouble(garbage=True, done=True))
    counter.stage.confirm(counter.payment)
    counter.stage.worker.run_due()
    assert counter.state() is S.UNKNOWN
    counter.later(1)
    assert counter.state() is S.AT_WALLET
    assert counter.pay()
    counter.later()
    assert counter.state() is S.PAID


def test_money_is_found_and_given_back_however_long_the_backend_stood_still(counter: Counter) -> None:
    counter.confirmed()
    assert counter.pay()
    counter.later(AN_HOUR)
    counter.later(1)
    assert (counter.state(), counter.refunds) == (S.REFUNDED, [NET])


def test_what_takes_its_time_beyond_every_end_is_waited_for(counter: Counter) -> None:
    counter.confirmed()
    assert counter.pay()
    counter.wallet.processing(counter.payment.number)
    for _ in range(3):
        counter.later(AN_HOUR)
    assert counter.state() is S.EXPIRED
    counter.wallet.settled(counter.payment.number)
    counter.later(60)
    counter.later(1)
    assert (counter.state(), counter.refunds) == (S.REFUNDED, [NET])


def test_silence_beyond_every_end_is_no_answer_and_after_a_day_a_case(counter: Counter) -> None:
    counter.confirmed()
    counter.wallet.trouble(Call.INQUIRY, *(Trouble(garbage=True) for _ in range(3)))
    assert counter.pay()
    with capture_logs() as lines:
        counter.later(AN_HOUR)
    assert "payment-case-opened" not in [line["event"] for line in lines]
    with capture_logs() as lines:
        counter.later(CASE_AFTER)
    assert "payment-case-opened" in [line["event"] for line in lines]
    counter.later(CASE_DELAY)
    assert (counter.state(), counter.refunds) == (S.EXPIRED, [])
    counter.later(CASE_DELAY)
    counter.later(1)
    assert (counter.state(), counter.refunds) == (S.REFUNDED, [NET])


def test_silence_until_the_payment_is_forgotten_ends_the_asking(counter: Counter) -> None:
    counter.confirmed()
    payments.cancel(counter.stage.context, "kiosk-1", counter.payment.id)
    counter.wallet.trouble(Call.INQUIRY, Trouble(garbage=True))
    counter.later()
    counter.clock.advance((retention.UNPAID + timedelta(days=1)).total_seconds())
    assert retention.PARTS["unpaid"](counter.stage.context.database, counter.clock.now()) == 1
    counter.stage.worker.run_due()
    counter.later(outbox.LEASE.total_seconds())
    database = counter.stage.context.database
    assert database.run(lambda connection: outbox.due(connection, counter.clock.now())) == set()
