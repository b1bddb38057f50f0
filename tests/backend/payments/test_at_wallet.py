"""A payment whose payer goes to a wallet's own page: there, back, and what is confirmed when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import httpx
import pytest
from fastapi import FastAPI
from pydantic import TypeAdapter, ValidationError

from kiosk.backend.domain.payment import AT_WALLET_FOR, WALLET_DELAY, WALLET_PAUSE
from kiosk.backend.gateways.line_pay.line_pay import LinePay
from kiosk.backend.gateways.line_pay.simulator import Call, SimulatedLinePay
from kiosk.backend.gateways.port import Order, OrderStatus, Outcome, Push, Redirect
from kiosk.backend.gateways.troubles import Trouble
from kiosk.backend.ground import outbox
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.http import payer_page
from kiosk.backend.payments import charges, payment_records, payments, wallet_visits
from kiosk.backend.payments.wallet_visits import Return
from kiosk.backend.store.database import Database
from kiosk.backend.worker import Worker
from kiosk.contract.payments import Payment, WireState
from kiosk.domain.payment import PaymentState as S
from tests.backend.loopback import LoopbackServer
from tests.backend.payment_stage import NET, PROVIDER, Stage, make_stage
from tests.clock import ManualClock
from tests.patience import wait_until

CHANNEL, SECRET = "1656123456", b"a secret of the channel"
WireStates = TypeAdapter[S](WireState)


class Asked(LinePay):
    """Gives up soon where the wallet keeps silent, and only there: a busy machine's answer is late."""

    wallet: SimulatedLinePay

    def confirm(self, order: Order, reference: str) -> OrderStatus:
        silent = any(trouble.silent for trouble in self.wallet._troubles.get(Call.CONFIRM, ()))
        self._patience = 0.02 if silent else 1.0
        try:
            return super().confirm(order, reference)
        finally:
            self._patience = 1.0


@dataclass
class Counter:
    """A service whose provider is collected for by simulated LINE Pay, and one visitor's payment."""

    stage: Stage
    wallet: SimulatedLinePay
    clock: ManualClock
    payment: Payment
    ticket: str

    def state(self) -> S:
        with self.stage.context.database.read() as connection:
            record = payment_records.load(connection, id=self.payment.id)
        assert record is not None
        return record.state

    @property
    def code(self) -> str:
        return self.payment.link.rpartition("/")[2]

    @property
    def events(self) -> list[str]:
        return self.stage.events(self.payment)

    def confirmed(self) -> None:
        """Press pay on our page, and let the worker fetch the wallet's."""
        self.stage.confirm(self.payment)
        self.stage.worker.run_due()
        assert self.state() is S.AT_WALLET

    def later(self, seconds: float = WALLET_DELAY) -> None:
        self.clock.advance(seconds)
        self.stage.worker.run_due()

    def agree(self) -> None:
        self.wallet.agree(self.payment.number)

    def returns(self, way: Return = Return.AGREED) -> None:
        url = wallet_visits.return_url(self.stage.context, self.code, way)
        wallet_visits.come_back(self.stage.context, self.code, url.rpartition("/")[2], way)

    def cancel_at_kiosk(self) -> S:
        return payments.cancel(self.stage.context, "kiosk-1", self.payment.id).state


@pytest.fixture
def counter(sqlite_url: str, clock: ManualClock) -> Iterator[Counter]:
    database = Database(sqlite_url)
    stage = make_stage(database, clock)
    wallet = SimulatedLinePay(CHANNEL, SECRET, clock)
    with LoopbackServer(wallet.app) as server:
        wallet.url = server.url
        adapter = Asked(server.url, CHANNEL, SECRET, clock=clock)
        adapter.wallet = wallet
        ports = replace(stage.context.ports, own_gateways={PROVIDER: adapter})
        stage.context = replace(stage.context, ports=ports)
        stage.worker = Worker(stage.context, stage.worker._woken, daily=False)
        ticket = stage.ticket()
        yield Counter(stage, wallet, clock, stage.create(ticket), ticket)
        adapter.close()
        wallet.close()
    database.close()


def test_a_payer_who_agrees_and_comes_back_has_paid_once(counter: Counter) -> None:
    counter.confirmed()
    assert counter.wallet.confirmations == 0
    counter.later()
    counter.agree()
    counter.returns()
    counter.later(1)
    assert counter.state() is S.PAID
    assert counter.events == [
        "created",
        "payer-confirmed",
        "sent-to-wallet",
        "payer-returned",
        "payer-agreed",
        "money-confirmed",
    ]
    assert (counter.wallet.confirmations, counter.stage.ticket_status(counter.ticket)) == (1, "paid")
    counter.later(60)
    assert (counter.wallet.confirmations, counter.wallet.hurried) == (1, 0)


def test_a_payer_who_agrees_and_never_comes_back_has_paid(counter: Counter) -> None:
    counter.confirmed()
    counter.agree()
    counter.later()
    assert counter.state() is S.PAID


def test_coming_back_often_asks_no_more_than_once_a_second(counter: Counter) -> None:
    counter.confirmed()
    counter.later()
    for _ in range(5):
        counter.returns()
        counter.later(0.2)
    counter.later(0.2)
    assert counter.state() is S.AT_WALLET
    assert counter.wallet.hurried == 0


def test_coming_back_without_having_agreed_proves_nothing(counter: Counter) -> None:
    counter.confirmed()
    counter.returns()
    counter.later()
    assert counter.state() is S.AT_WALLET
    assert counter.wallet.confirmations == 0


def test_each_way_back_counts_once(counter: Counter) -> None:
    counter.confirmed()
    for _ in range(3):
        counter.returns()
    assert counter.events.count("payer-returned") == 1
    counter.later(WALLET_PAUSE)
    counter.returns()
    assert counter.events.count("payer-returned") == 1
    for _ in range(2):
        counter.returns(Return.LEFT)
    assert (counter.state(), counter.events.count("cancelled")) == (S.CANCELLED, 1)


def test_a_terminal_sees_a_payment_at_a_wallet_as_one_that_is_worked_on(counter: Counter) -> None:
    counter.confirmed()
    reported = payments.get(counter.stage.context, "kiosk-1", counter.payment.id)
    assert (reported.state, reported.at_wallet) == (S.PROCESSING, True)
    assert b"at-wallet" not in reported.model_dump_json().encode()
    counter.agree()
    counter.later()
    reported = payments.get(counter.stage.context, "kiosk-1", counter.payment.id)
    assert (reported.state, reported.at_wallet) == (S.PAID, False)


@pytest.mark.parametrize("state", S)
def test_what_a_terminal_is_sent_is_a_state_that_older_ones_know(state: S) -> None:
    assert state.sent_as.value in WireStates.json_schema()["enum"]
    assert (state.sent_as is state) == (state is not S.AT_WALLET)
    if state is S.AT_WALLET:
        with pytest.raises(ValidationError):
            WireStates.validate_python(state)


def test_a_payer_who_gives_up_at_the_wallet_has_cancelled_and_the_ticket_is_free(counter: Counter) -> None:
    counter.confirmed()
    counter.returns(Return.LEFT)
    assert counter.state() is S.CANCELLED
    assert counter.stage.holders(counter.ticket) == []
    counter.later(60)
    assert counter.wallet.confirmations == 0


def test_a_payment_that_ended_at_the_wallet_is_found_by_asking(counter: Counter) -> None:
    counter.confirmed()
    counter.wallet.choose(counter.wallet.held[counter.payment.number], agree=False)
    counter.later()
    assert counter.state() is S.CANCELLED


def test_a_payment_that_failed_at_the_wallet_has_failed(counter: Counter) -> None:
    counter.confirmed()
    counter.wallet.fail(counter.payment.number)
    counter.later()
    assert counter.state() is S.FAILED


def test_a_payer_who_stays_away_runs_out_of_time_and_is_never_charged(counter: Counter) -> None:
    counter.confirmed()
    counter.clock.advance(AT_WALLET_FOR - 1)
    counter.stage.worker.run_due()
    assert counter.state() is S.AT_WALLET
    counter.agree()
    counter.clock.advance(1)
    counter.stage.worker.run_due()
    assert counter.state() is S.EXPIRED
    counter.later(60)
    assert counter.wallet.confirmations == 0
    assert counter.stage.holders(counter.ticket) == []


def test_what_is_cancelled_at_the_kiosk_is_never_charged_though_the_payer_agrees(counter: Counter) -> None:
    counter.confirmed()
    assert counter.cancel_at_kiosk() is S.CANCELLED
    counter.agree()
    counter.returns()
    counter.later(60)
    assert (counter.state(), counter.wallet.confirmations) == (S.CANCELLED, 0)


def test_what_the_payer_agreed_to_can_not_be_cancelled_while_it_is_confirmed(counter: Counter) -> None:
    counter.confirmed()
    counter.agree()
    counter.wallet.trouble(Call.CONFIRM, Trouble(code="9000"))
    counter.later()
    assert counter.state() is S.UNKNOWN
    with pytest.raises(Refusal):
        counter.cancel_at_kiosk()
    counter.later()
    assert (counter.state(), counter.wallet.confirmations) == (S.PAID, 1)


@pytest.mark.parametrize("trouble", [Trouble(silent=True, done=True), Trouble(code="1199", done=True)])
def test_a_confirmation_that_timed_out_and_was_heard_is_found_to_be_paid(counter: Counter, trouble: Trouble) -> None:
    counter.confirmed()
    counter.agree()
    counter.wallet.trouble(Call.CONFIRM, trouble)
    counter.later()
    assert counter.state() is S.UNKNOWN
    wait_until(lambda: counter.wallet.confirmations == 1)
    counter.wallet.release()
    counter.later()
    assert (counter.state(), counter.wallet.confirmations) == (S.PAID, 1)


def test_a_balance_too_low_is_reported_as_such(counter: Counter) -> None:
    counter.confirmed()
    counter.agree()
    counter.wallet.low_balance = True
    counter.later()
    assert counter.state() is S.FAILED


def test_another_amount_than_asked_for_goes_back(counter: Counter) -> None:
    counter.confirmed()
    counter.agree()
    counter.wallet.amount_off = 1
    counter.later()
    assert counter.state() is S.REFUND_DUE
    counter.later(0)
    assert counter.state() is S.REFUNDED
    assert counter.wallet.held[counter.payment.number].refunds == [NET + 1]


def test_a_page_that_never_reached_us_ends_the_payment_with_nothing_taken(counter: Counter) -> None:
    counter.wallet.trouble(Call.REQUEST, Trouble(garbage=True, done=True))
    counter.stage.confirm(counter.payment)
    counter.stage.worker.run_due()
    assert counter.state() is S.UNKNOWN
    counter.later(1)
    assert counter.state() is S.FAILED
    assert counter.wallet.confirmations == 0


def test_who_has_the_wallets_page_keeps_it_though_another_worker_sent_the_order_again(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.stage.confirm(counter.payment)
    context, gateway = counter.stage.context, counter.stage.context.ports.own_gateways[PROVIDER]
    (first,) = context.database.run(lambda connection: outbox.claim(connection, counter.clock.now(), 1))
    counter.clock.advance(outbox.CHARGE_LEASE.total_seconds())
    begin = gateway.begin

    def begin_last(order: Order) -> Redirect | Push:
        # The one that was slow has its page just before the wallet hears of the order a second time.
        monkeypatch.setattr(gateway, "begin", begin)
        charges.charge(context, first)
        assert counter.state() is S.AT_WALLET
        return begin(order)

    monkeypatch.setattr(gateway, "begin", begin_last)
    counter.stage.worker.run_due()
    assert counter.state() is S.AT_WALLET
    counter.agree()
    counter.later()
    assert (counter.state(), counter.wallet.confirmations) == (S.PAID, 1)


@pytest.mark.parametrize("way", Return)
def test_a_token_opens_its_own_way_back_and_no_other(counter: Counter, way: Return) -> None:
    counter.confirmed()
    other = Return.LEFT if way is Return.AGREED else Return.AGREED
    token = wallet_visits.return_url(counter.stage.context, counter.code, other).rpartition("/")[2]
    for wrong in (token, "", "x" * 32, "é"):
        with pytest.raises(Refusal):
            wallet_visits.come_back(counter.stage.context, counter.code, wrong, way)
    assert counter.state() is S.AT_WALLET


async def test_the_phone_is_led_to_the_wallet_and_back(counter: Counter) -> None:
    app = FastAPI()
    app.include_router(payer_page.router(counter.stage.context))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080") as phone:
        page = f"/P/{counter.code}"
        token = (await phone.get(page)).text.partition('name="token" value="')[2].partition('"')[0]
        pressed = await phone.post(f"{page}/pay", data={"token": token})
        assert (pressed.status_code, pressed.headers["Location"]) == (303, f"{page}/wallet")
        waiting = await phone.get(f"{page}/wallet")
        assert f'http-equiv="refresh" content="1;url={page}/go"' in waiting.text
        assert (await phone.get(f"{page}/go")).headers["Location"] == f"{page}/wallet"
        counter.stage.worker.run_due()
        url = f"{counter.wallet.url}/wallet/{counter.wallet.held[counter.payment.number].page}"
        assert f'http-equiv="refresh" content="0;url={page}/go"' in (await phone.get(f"{page}/wallet")).text
        led = await phone.get(f"{page}/go")
        assert (led.status_code, led.headers["Location"]) == (303, url)
        assert "form-action 'self';" in waiting.headers["content-security-policy"]
        there = (await phone.get(page)).text
        assert 'content="2"' in there
        assert f'href="{url}"' in there
        left = wallet_visits.return_url(counter.stage.context, counter.code, Return.LEFT)
        back = await phone.get(left + "?transactionId=1&orderId=2")
        assert (back.status_code, back.headers["Location"]) == (303, page)
        assert "付款已取消" in (await phone.get(page)).text
        for gone in (f"{page}/wallet", f"{page}/go", left):
            assert (await phone.get(gone)).headers["Location"] == page
        assert (await phone.get(f"{page}/back/nonsense")).status_code == 404


@pytest.mark.parametrize("end", ["", "/"])
@pytest.mark.parametrize("first", ["P", "p"])
async def test_every_step_of_the_way_answers_however_it_is_typed_and_who_asks_for_its_head_has_not_come_back(
    counter: Counter, first: str, end: str
) -> None:
    app = FastAPI()
    app.include_router(payer_page.router(counter.stage.context))
    counter.confirmed()
    left = wallet_visits.return_url(counter.stage.context, counter.code, Return.LEFT)
    back = left.partition(f"/P/{counter.code}/")[2]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8080") as phone:
        for step, status in (("wallet", 200), ("go", 303), (back, 303)):
            assert (await phone.head(f"/{first}/{counter.code}/{step}{end}")).status_code == status, step
        assert counter.state() is S.AT_WALLET
        assert (await phone.get(f"/{first}/{counter.code}/{back}{end}")).headers["Location"] == f"/P/{counter.code}"
    assert counter.state() is S.CANCELLED


async def test_who_has_come_back_reads_that_the_outcome_is_asked_for_and_not_to_pay(counter: Counter) -> None:
    app = FastAPI()
    app.include_router(payer_page.router(counter.stage.context))
    counter.confirmed()
    counter.later()
    transport, page = httpx.ASGITransport(app), f"/P/{counter.code}?lang=en"
    async with httpx.AsyncClient(transport=transport, base_url="http://kiosk") as phone:
        before = (await phone.get(page)).text
        assert "Please finish paying" in before
        assert "Finding out how your payment ended" not in before
        counter.returns()
        after = (await phone.get(page)).text
        assert "Finding out how your payment ended" in after
        assert "do not pay again" in after
        assert "Please finish paying" not in after
        # A payer who came back without paying can still go on, or give up.
        assert "wallet" in after
        assert f"/P/{counter.code}/cancel" in after
        counter.agree()
        counter.later(1)
        assert "Payment complete" in (await phone.get(page)).text


@pytest.mark.parametrize("way", Return)
async def test_who_comes_back_after_the_time_is_informed_and_is_never_charged(counter: Counter, way: Return) -> None:
    counter.confirmed()
    counter.clock.advance(AT_WALLET_FOR)
    app = FastAPI()
    app.include_router(payer_page.router(counter.stage.context))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080", follow_redirects=True) as phone:
        counter.agree()
        shown = await phone.get(wallet_visits.return_url(counter.stage.context, counter.code, way))
        assert "已超過付款時間" in shown.text
        assert "沒有扣款" in shown.text
        assert (await phone.get(f"/P/{counter.code}/go")).url.path == f"/P/{counter.code}"
    counter.later(60)
    assert (counter.state(), counter.wallet.confirmations) == (S.EXPIRED, 0)


def test_a_payment_whose_gateway_has_left_the_settings_is_never_called_unpaid(counter: Counter) -> None:
    counter.confirmed()
    counter.agree()
    counter.wallet.trouble(Call.CONFIRM, Trouble(code="9000", done=True))
    counter.later()
    assert counter.state() is S.UNKNOWN
    there = counter.stage.context
    counter.stage.worker = Worker(
        replace(there, ports=replace(there.ports, own_gateways={})), counter.stage.worker._woken, daily=False
    )
    counter.later(24 * 3600)
    assert counter.state() is S.UNKNOWN
    counter.stage.worker = Worker(there, counter.stage.worker._woken, daily=False)
    counter.later(24 * 3600)
    assert (counter.state(), counter.wallet.confirmations) == (S.PAID, 1)


def test_a_payment_at_a_wallet_is_not_asked_about_anywhere_else(counter: Counter) -> None:
    counter.stage.provider.orders[counter.payment.number] = OrderStatus(Outcome.PAID, "T1", NET)
    counter.confirmed()
    counter.later()
    assert counter.state() is S.AT_WALLET
    assert counter.stage.provider.charged == []
