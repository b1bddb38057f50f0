"""JKOPAY's adapter against simulated JKOPAY, over real HTTP on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
import urllib3

from kiosk.backend.gateways.jkopay import signatures, wire
from kiosk.backend.gateways.jkopay.jkopay import JkoPay
from kiosk.backend.gateways.jkopay.simulator import Call, SimulatedJkoPay
from kiosk.backend.gateways.jkopay.wire import Result, Status
from kiosk.backend.gateways.port import (
    Order,
    OrderStatus,
    Outcome,
    ProviderMessageError,
    ProviderUnavailableError,
    Push,
    Redirect,
    Refund,
)
from kiosk.backend.gateways.troubles import Trouble
from kiosk.contract.payments import Decline
from tests.backend.loopback import LoopbackServer
from tests.clock import START, ManualClock
from tests.patience import wait_until
from tests.ports import closed_port

KEY, STORE = "TJxSPLd78-AUTG8bisnaAAdduAwzJyEM", "35f12dff-1581-11e9-a054-00505684fd45"
SECRET = b"a secret key of the store"
NUMBER = "261123000001"
DOWN = Push(OrderStatus(Outcome.DECLINED, decline=Decline.PROVIDER_DOWN))


def order(number: str = NUMBER, dollars: int = 48) -> Order:
    return Order(
        number,
        "jkopay",
        dollars,
        "臺北市停車費",
        START + timedelta(seconds=600),
        confirmed_url="http://127.0.0.1:9/P/7ZK3M0W9QA/back",
        cancelled_url="http://127.0.0.1:9/P/7ZK3M0W9QA/left",
    )


@dataclass
class Counter:
    """JKOPAY, and our adapter for it."""

    wallet: SimulatedJkoPay
    adapter: JkoPay
    clock: ManualClock
    url: str

    def begun(self) -> Redirect:
        begun = self.adapter.begin(order())
        assert isinstance(begun, Redirect)
        return begun

    def paid(self) -> str:
        """Return the number of the transaction."""
        self.begun()
        assert self.wallet.pay(NUMBER)
        return self.wallet.held[NUMBER].trade

    def asked(self, trouble: Trouble) -> JkoPay:
        """Return who asks, and soon gives up only where no answer comes: a busy machine's is late."""
        patience = 0.01 if trouble.silent else 1
        return JkoPay(self.url, KEY, STORE, SECRET, clock=self.clock, patience=patience)


@pytest.fixture
def counter(clock: ManualClock) -> Iterator[Counter]:
    wallet = SimulatedJkoPay(KEY, STORE, SECRET, clock)
    with LoopbackServer(wallet.app) as server:
        wallet.url = server.url
        adapter = JkoPay(server.url, KEY, STORE, SECRET, clock=clock)
        yield Counter(wallet, adapter, clock, server.url)
        adapter.close()
        wallet.close()


def test_an_order_leads_to_the_wallets_page_and_nothing_is_taken_there(counter: Counter) -> None:
    begun = counter.begun()
    assert begun.url.startswith(f"{counter.url}/wallet/")
    assert counter.adapter.inquire(NUMBER, begun.reference) == OrderStatus(Outcome.UNPAID, NUMBER)
    assert counter.wallet.payments == 0


def test_an_order_says_what_the_description_asks_for(counter: Counter) -> None:
    counter.begun()
    asked = counter.wallet.held[NUMBER].request
    assert (asked.store_id, asked.currency, asked.payment_type, asked.escrow) == (STORE, "TWD", "onetime", False)
    # What is owed to the city is paid in money, not in coins or coupons.
    assert (asked.total_price, asked.final_price, asked.unredeem) == (48, 48, 48)
    # 02:28 in UTC, and ten minutes.
    assert asked.valid_time == "2026-11-23 10:38:00"
    assert asked.result_display_url == order().confirmed_url


def test_a_payer_who_pays_is_sent_back_and_the_money_is_taken_at_once(counter: Counter) -> None:
    begun = counter.begun()
    back = urllib3.request("POST", f"{begun.url}/pay", redirect=False, retries=False)
    assert back.headers["Location"] == order().confirmed_url
    paid = OrderStatus(Outcome.PAID, counter.wallet.held[NUMBER].trade, 48)
    assert counter.adapter.inquire(NUMBER, begun.reference) == paid
    assert counter.adapter.inquire(NUMBER) == paid
    assert counter.adapter.confirm(order(), begun.reference) == paid
    assert counter.wallet.payments == 1


@pytest.mark.parametrize(("late", "taken"), [(0, 1), (1, 0)])
def test_nothing_is_taken_once_the_orders_time_is_over(counter: Counter, late: int, taken: int) -> None:
    begun = counter.begun()
    counter.clock.advance(600 + late)
    urllib3.request("POST", f"{begun.url}/pay", redirect=False, retries=False)
    assert counter.wallet.payments == taken


def test_an_order_asked_for_again_has_the_same_page_until_it_is_paid(counter: Counter) -> None:
    assert counter.begun() == counter.begun()
    counter.wallet.pay(NUMBER)
    assert counter.adapter.begin(order()) == Push(OrderStatus(Outcome.PAID, counter.wallet.held[NUMBER].trade, 48))


def test_an_order_whose_page_never_reached_us_is_asked_for_again_and_has_it(counter: Counter) -> None:
    counter.wallet.trouble(Call.ENTRY, Trouble(garbage=True, done=True))
    with pytest.raises(ProviderUnavailableError):
        counter.adapter.begin(order())
    assert counter.adapter.inquire(NUMBER) == OrderStatus(Outcome.MISSING)
    assert isinstance(counter.adapter.begin(order()), Redirect)
    assert len(counter.wallet.held) == 1


def test_an_order_of_another_amount_under_the_same_number_ends(counter: Counter) -> None:
    counter.begun()
    assert counter.adapter.begin(order(dollars=49)) == DOWN


def test_a_payment_that_takes_its_time_is_waited_for(counter: Counter) -> None:
    begun = counter.begun()
    counter.wallet.processing(NUMBER)
    for reference in (begun.reference, None):
        assert counter.adapter.inquire(NUMBER, reference) == OrderStatus(Outcome.PENDING, NUMBER)


def test_an_order_that_never_came_is_missing(counter: Counter) -> None:
    assert counter.adapter.inquire("261123000009", "261123000009") == OrderStatus(Outcome.MISSING)


def test_what_was_really_taken_is_reported(counter: Counter) -> None:
    counter.wallet.amount_off = 2
    counter.paid()
    assert counter.adapter.inquire(NUMBER, NUMBER).dollars == 50


CODES = [*Result, "301", "998"]
"""The last two stand for those that we know nothing of."""


def test_every_result_of_an_order_is_certain_or_unknown(counter: Counter) -> None:
    reference = counter.paid()
    for code in CODES:
        counter.wallet.trouble(Call.ENTRY, Trouble(code=code))
        if code in {Result.BAD_PARAMETER, Result.NOT_VALID}:
            assert counter.adapter.begin(order()) == DOWN
        elif code == Result.PAID_BEFORE:
            assert counter.adapter.begin(order()) == Push(OrderStatus(Outcome.PAID, reference, 48))
        else:
            # "000" without a page to go to is no answer either.
            with pytest.raises(ProviderUnavailableError, match=code):
                counter.adapter.begin(order())


def test_every_result_of_an_inquiry_is_certain_or_unknown(counter: Counter) -> None:
    for code in CODES:
        counter.wallet.trouble(Call.INQUIRY, Trouble(code=code))
        if code == Result.NO_ORDER:
            assert counter.adapter.inquire(NUMBER, NUMBER).outcome is Outcome.MISSING
        else:
            with pytest.raises(ProviderUnavailableError, match=code):
                counter.adapter.inquire(NUMBER, NUMBER)


def test_every_result_of_a_refund_but_done_is_asked_again(counter: Counter) -> None:
    for code in CODES:
        if code == Result.OK:
            continue
        counter.wallet.trouble(Call.REFUND, Trouble(code=code))
        with pytest.raises(ProviderUnavailableError, match=code):
            counter.adapter.refund(refund_of("J1"))


@pytest.mark.parametrize(
    "answer",
    [
        {"transactions": []},
        {"transactions": [{"platform_order_id": "another", "status": 0, "tradeNo": "J1", "final_price": "48"}]},
        {"transactions": [{"platform_order_id": NUMBER, "status": 7}]},
        {"transactions": [{"platform_order_id": NUMBER, "status": 0, "tradeNo": "J1"}]},
        {"transactions": [{"platform_order_id": NUMBER, "status": 0, "final_price": "48"}]},
        {"transactions": [{"platform_order_id": NUMBER, "status": 0, "tradeNo": "J1", "final_price": "48.5"}]},
        {"transactions": 2 * [{"platform_order_id": NUMBER, "status": 0, "tradeNo": "J1", "final_price": "48"}]},
        None,
    ],
)
def test_an_answer_that_does_not_say_what_became_of_the_order_says_nothing(clock: ManualClock, answer: object) -> None:
    async def answering(scope: object, receive: object, send: object) -> None:
        body = json.dumps({"result": "000", "message": None, "result_object": answer}).encode()
        await send({"type": "http.response.start", "status": 200, "headers": []})  # type: ignore[operator]
        await send({"type": "http.response.body", "body": body})  # type: ignore[operator]

    with LoopbackServer(answering) as server:
        adapter = JkoPay(server.url, KEY, STORE, SECRET, clock=clock)
        with pytest.raises(ProviderUnavailableError):
            adapter.inquire(NUMBER, NUMBER)
        adapter.close()


LOST = [Trouble(silent=True, done=True), Trouble(garbage=True, done=True), Trouble(garbage=True, done=True, status=502)]


def refund_of(reference: str) -> Refund:
    """Return the refund of a transaction of the order."""
    return Refund("r1", NUMBER, "jkopay", reference, 48)


def test_a_refund_asked_for_twice_is_made_once_and_has_one_number(counter: Counter) -> None:
    reference = counter.paid()
    made = {counter.adapter.refund(refund_of(reference)) for _ in range(2)}
    assert counter.wallet.held[NUMBER].refunds == {"r1": 48}
    assert len(made) == 1


def test_parts_of_a_charge_are_each_given_back_once(counter: Counter) -> None:
    first = replace(refund_of(counter.paid()), dollars=20)
    second = replace(first, id="r2", dollars=18, before=20)
    for refund in (first, first, second, second):
        counter.adapter.refund(refund)
    assert counter.wallet.held[NUMBER].refunds == {"r1": 20, "r2": 18}


@pytest.mark.parametrize("lost", LOST)
def test_a_refund_whose_answer_is_lost_is_made_once(counter: Counter, lost: Trouble) -> None:
    reference = counter.paid()
    counter.wallet.trouble(Call.REFUND, lost)
    adapter = counter.asked(lost)
    with pytest.raises(ProviderUnavailableError):
        adapter.refund(refund_of(reference))
    adapter.close()
    wait_until(lambda: not counter.wallet._troubles[Call.REFUND])
    counter.wallet.release()
    counter.adapter.refund(refund_of(reference))
    assert counter.wallet.held[NUMBER].refunds == {"r1": 48}


def test_what_was_never_taken_and_more_than_was_taken_is_not_given_back(counter: Counter) -> None:
    counter.begun()
    with pytest.raises(ProviderUnavailableError, match="100"):
        counter.adapter.refund(refund_of("J1"))
    counter.wallet.pay(NUMBER)
    with pytest.raises(ProviderUnavailableError, match="922"):
        counter.adapter.refund(replace(refund_of("J1"), dollars=49))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {signatures.KEY: KEY, signatures.DIGEST: "00"},
        {signatures.KEY: "another", signatures.DIGEST: signatures.digest(SECRET, b"{}")},
        {signatures.KEY: KEY, signatures.DIGEST: signatures.digest(b"another", b"{}")},
        {signatures.KEY: KEY, signatures.DIGEST: signatures.digest(SECRET, b"{} ")},
    ],
)
def test_a_request_that_is_not_signed_is_not_listened_to(counter: Counter, headers: dict[str, str]) -> None:
    reply = urllib3.request("POST", counter.url + wire.ENTRY, body=b"{}", headers=headers, retries=False)
    assert json.loads(reply.data)["result"] == "201"


def test_a_wrong_secret_is_never_taken_for_a_decline(counter: Counter) -> None:
    counter.begun()
    stranger = JkoPay(counter.url, KEY, STORE, b"another secret", clock=counter.clock)
    assert stranger.begin(order("261123000002")) == DOWN
    with pytest.raises(ProviderUnavailableError, match="201"):
        stranger.inquire(NUMBER, NUMBER)
    with pytest.raises(ProviderUnavailableError, match="201"):
        stranger.refund(refund_of("J1"))
    stranger.close()


def test_nothing_listening_means_that_nothing_was_sent(clock: ManualClock) -> None:
    with closed_port() as url:
        adapter = JkoPay(url, KEY, STORE, SECRET, clock=clock)
        assert adapter.begin(order()) == DOWN
        with pytest.raises(ProviderUnavailableError):
            adapter.inquire(NUMBER)
        with pytest.raises(ProviderUnavailableError):
            adapter.refund(refund_of("J1"))
        adapter.close()


def test_no_message_is_believed(counter: Counter) -> None:
    sent = {"transaction": {"platform_order_id": NUMBER, "status": int(Status.PAID)}}
    with pytest.raises(ProviderMessageError):
        counter.adapter.read_message("jkopay", {}, json.dumps(sent).encode(), counter.clock.now())


@pytest.mark.parametrize("missing", [(KEY, STORE, b""), ("", STORE, SECRET), (KEY, "", SECRET)])
def test_an_account_that_lacks_something_is_refused(clock: ManualClock, missing: tuple[str, str, bytes]) -> None:
    with pytest.raises(ValueError, match="secret"):
        JkoPay("https://onlinepay.jkopay.com", *missing, clock=clock)
