"""LINE Pay's adapter against simulated LINE Pay, over real HTTP on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
import urllib3

from kiosk.backend.gateways.line_pay import signatures, wire
from kiosk.backend.gateways.line_pay.line_pay import LinePay
from kiosk.backend.gateways.line_pay.simulator import LIFETIME, Call, SimulatedLinePay
from kiosk.backend.gateways.line_pay.wire import ReturnCode
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

CHANNEL = "1656123456"
SECRET = b"a secret of the channel"
NUMBER = "261123000001"
DOWN = Push(OrderStatus(Outcome.DECLINED, decline=Decline.PROVIDER_DOWN))


def order(number: str = NUMBER, dollars: int = 48) -> Order:
    return Order(
        number,
        "line-pay",
        dollars,
        "臺北市停車費",
        START + timedelta(seconds=330),
        confirmed_url="http://127.0.0.1:9/P/7ZK3M0W9QA/back",
        cancelled_url="http://127.0.0.1:9/P/7ZK3M0W9QA/left",
    )


@dataclass
class Counter:
    """LINE Pay, and our adapter for it."""

    wallet: SimulatedLinePay
    adapter: LinePay
    clock: ManualClock
    url: str

    def begun(self) -> Redirect:
        begun = self.adapter.begin(order())
        assert isinstance(begun, Redirect)
        return begun

    def agreed(self) -> str:
        begun = self.begun()
        self.wallet.agree(NUMBER)
        return begun.reference

    def press(self, begun: Redirect, step: str) -> urllib3.BaseHTTPResponse:
        return urllib3.request("POST", f"{begun.url}/{step}", redirect=False, retries=False)


@pytest.fixture
def counter(clock: ManualClock) -> Iterator[Counter]:
    wallet = SimulatedLinePay(CHANNEL, SECRET, clock)
    with LoopbackServer(wallet.app) as server:
        wallet.url = server.url
        adapter = LinePay(server.url, CHANNEL, SECRET, clock=clock)
        yield Counter(wallet, adapter, clock, server.url)
        adapter.close()
        wallet.close()


def test_an_order_leads_to_the_wallets_page_and_nothing_is_taken_there(counter: Counter) -> None:
    begun = counter.begun()
    assert begun.url.startswith(f"{counter.url}/wallet/")
    assert len(begun.reference) == 19
    assert int(begun.reference) > 2**53
    assert counter.adapter.inquire(NUMBER, begun.reference) == OrderStatus(Outcome.PENDING, begun.reference)
    assert counter.wallet.confirmations == 0


def test_a_payer_who_agrees_is_sent_back_and_the_money_is_taken_when_we_confirm(counter: Counter) -> None:
    begun = counter.begun()
    back = counter.press(begun, "agree")
    assert back.headers["Location"] == (f"{order().confirmed_url}?transactionId={begun.reference}&orderId={NUMBER}")
    assert counter.adapter.inquire(NUMBER, begun.reference).outcome is Outcome.AUTHORISED
    paid = OrderStatus(Outcome.PAID, begun.reference, 48)
    assert counter.adapter.confirm(order(), begun.reference) == paid
    counter.clock.advance(1)
    assert counter.adapter.inquire(NUMBER, begun.reference) == paid
    assert counter.adapter.inquire(NUMBER) == paid
    assert counter.wallet.confirmations == 1


def test_a_payer_who_gives_up_is_sent_back_and_the_order_is_cancelled(counter: Counter) -> None:
    begun = counter.begun()
    back = counter.press(begun, "cancel")
    assert back.headers["Location"].startswith(f"{order().cancelled_url}?transactionId=")
    assert counter.adapter.inquire(NUMBER, begun.reference) == OrderStatus(Outcome.CANCELLED, begun.reference)


@pytest.mark.parametrize(("early", "outcome"), [(1, Outcome.PENDING), (0, Outcome.CANCELLED)])
def test_an_order_ends_after_twenty_minutes(counter: Counter, early: int, outcome: Outcome) -> None:
    begun = counter.begun()
    counter.clock.advance(LIFETIME.total_seconds() - early)
    assert counter.adapter.inquire(NUMBER, begun.reference).outcome is outcome


def test_nothing_is_taken_for_a_payer_who_agreed_and_was_confirmed_too_late(counter: Counter) -> None:
    reference = counter.agreed()
    counter.clock.advance(LIFETIME.total_seconds())
    with pytest.raises(ProviderUnavailableError, match="1180"):
        counter.adapter.confirm(order(), reference)
    assert counter.adapter.inquire(NUMBER, reference).outcome is Outcome.CANCELLED
    assert counter.wallet.confirmations == 0


def test_a_payment_that_fails_in_the_wallet_is_declined(counter: Counter) -> None:
    begun = counter.begun()
    counter.wallet.fail(NUMBER)
    found = counter.adapter.inquire(NUMBER, begun.reference)
    assert (found.outcome, found.decline) == (Outcome.DECLINED, Decline.REFUSED)


def test_an_order_that_never_came_is_missing(counter: Counter) -> None:
    assert counter.adapter.inquire(NUMBER) == OrderStatus(Outcome.MISSING)
    assert counter.adapter.inquire(NUMBER, "2026112300000000001") == OrderStatus(Outcome.MISSING)


LOST = [
    Trouble(status=502, garbage=True, done=True),
    Trouble(garbage=True, done=True),
    Trouble(code="1199", done=True),
    Trouble(code="9000", done=True),
    Trouble(silent=True, done=True),
]


@pytest.mark.parametrize("lost", LOST)
def test_a_confirmation_whose_answer_is_lost_is_found_to_be_paid(counter: Counter, lost: Trouble) -> None:
    reference = counter.agreed()
    counter.wallet.trouble(Call.CONFIRM, lost)
    # Soon given up only where no answer comes: a busy machine's is late.
    adapter = LinePay(counter.url, CHANNEL, SECRET, clock=counter.clock, patience=0.005 if lost.silent else 1)
    with pytest.raises(ProviderUnavailableError):
        adapter.confirm(order(), reference)
    adapter.close()
    wait_until(lambda: not counter.wallet._troubles[Call.CONFIRM])
    counter.wallet.release()
    assert counter.adapter.inquire(NUMBER, reference) == OrderStatus(Outcome.PAID, reference, 48)


@pytest.mark.parametrize("lost", [replace(trouble, done=False) for trouble in LOST])
def test_a_confirmation_that_was_never_heard_is_to_be_sent_again(counter: Counter, lost: Trouble) -> None:
    reference = counter.agreed()
    counter.wallet.trouble(Call.CONFIRM, lost)
    # Soon given up only where no answer comes: a busy machine's is late.
    adapter = LinePay(counter.url, CHANNEL, SECRET, clock=counter.clock, patience=0.005 if lost.silent else 1)
    with pytest.raises(ProviderUnavailableError):
        adapter.confirm(order(), reference)
    adapter.close()
    wait_until(lambda: not counter.wallet._troubles[Call.CONFIRM])
    counter.wallet.release()
    assert counter.adapter.inquire(NUMBER, reference).outcome is Outcome.AUTHORISED
    assert counter.adapter.confirm(order(), reference).outcome is Outcome.PAID
    assert counter.wallet.confirmations == 1


def test_confirming_twice_takes_the_money_once(counter: Counter) -> None:
    reference = counter.agreed()
    counter.adapter.confirm(order(), reference)
    with pytest.raises(ProviderUnavailableError, match="1152"):
        counter.adapter.confirm(order(), reference)
    assert counter.adapter.inquire(NUMBER, reference).outcome is Outcome.PAID
    assert counter.wallet.confirmations == 1


def test_a_payer_who_has_not_agreed_is_waited_for(counter: Counter) -> None:
    begun = counter.begun()
    assert counter.adapter.confirm(order(), begun.reference) == OrderStatus(Outcome.PENDING, begun.reference)


def test_what_was_really_taken_is_reported(counter: Counter) -> None:
    reference = counter.agreed()
    counter.wallet.amount_off = 2
    assert counter.adapter.confirm(order(), reference).dollars == 50


def test_a_balance_too_low_has_its_reason(counter: Counter) -> None:
    reference = counter.agreed()
    counter.wallet.low_balance = True
    found = counter.adapter.confirm(order(), reference)
    assert (found.outcome, found.decline) == (Outcome.DECLINED, Decline.INSUFFICIENT)


TWO_WAYS = {ReturnCode.LOW_BALANCE, ReturnCode.CARD_LOW}
ENDS_ORDER = {"1104", "1105", "1106", "1124", "1172", "2101", "2102"}
DECLINES = {"1101", "1102", "1110", "1141", "1170", *(str(code) for code in range(1281, 1299) if code != 1297)}


CODES = [*ReturnCode, "1190", "1999"]
"""The last two stand for those that we know nothing of."""


def test_every_return_code_of_a_request_is_certain_or_unknown(counter: Counter) -> None:
    for code in CODES:
        counter.wallet.trouble(Call.REQUEST, Trouble(code=code))
        if code in ENDS_ORDER:
            assert counter.adapter.begin(order()) == DOWN
        else:
            # "0000" without a page to go to is no answer either.
            with pytest.raises(ProviderUnavailableError, match=code):
                counter.adapter.begin(order())


def test_every_return_code_of_a_confirmation_is_certain_or_unknown(counter: Counter) -> None:
    reference = counter.agreed()
    for code in CODES:
        counter.wallet.trouble(Call.CONFIRM, Trouble(code=code))
        if code in TWO_WAYS or code in DECLINES:
            decline = Decline.INSUFFICIENT if code in TWO_WAYS else Decline.REFUSED
            declined = OrderStatus(Outcome.DECLINED, reference, decline=decline)
            assert counter.adapter.confirm(order(), reference) == declined
        elif code == ReturnCode.NOT_AUTHENTICATED:
            assert counter.adapter.confirm(order(), reference).outcome is Outcome.PENDING
        else:
            with pytest.raises(ProviderUnavailableError, match=code):
                counter.adapter.confirm(order(), reference)


def test_every_return_code_of_a_check_is_certain_or_unknown(counter: Counter) -> None:
    begun = counter.begun()
    outcomes = {
        "0000": Outcome.PENDING,
        "0110": Outcome.AUTHORISED,
        "0121": Outcome.CANCELLED,
        "0122": Outcome.DECLINED,
        "1159": Outcome.MISSING,
    }
    for code in CODES:
        counter.wallet.trouble(Call.CHECK, Trouble(code=code))
        if code in outcomes:
            assert counter.adapter.inquire(NUMBER, begun.reference).outcome is outcomes[code]
        else:
            with pytest.raises(ProviderUnavailableError, match=code):
                counter.adapter.inquire(NUMBER, begun.reference)


def test_an_order_asked_for_twice_ends_since_no_one_has_its_page(counter: Counter) -> None:
    counter.wallet.trouble(Call.REQUEST, Trouble(garbage=True, done=True))
    with pytest.raises(ProviderUnavailableError):
        counter.adapter.begin(order())
    assert counter.adapter.inquire(NUMBER) == OrderStatus(Outcome.MISSING)
    assert counter.adapter.begin(order()) == DOWN


def refund_of(reference: str) -> Refund:
    """Return the refund of a transaction of the order."""
    return Refund("r1", NUMBER, "linepay", reference, 48)


def test_a_refund_asked_for_twice_is_made_once(counter: Counter) -> None:
    reference = counter.agreed()
    counter.adapter.confirm(order(), reference)
    counter.adapter.refund(refund_of(reference))
    counter.adapter.refund(refund_of(reference))
    assert counter.wallet.held[NUMBER].refunds == [48]


def test_parts_of_a_charge_are_each_given_back_once(counter: Counter) -> None:
    reference = counter.agreed()
    counter.adapter.confirm(order(), reference)
    first = replace(refund_of(reference), dollars=20)
    # Less than the first: what has gone back before it is no sign that it was done.
    second = replace(first, id="r2", dollars=18, before=20)
    for refund in (first, first, second, second):
        counter.adapter.refund(refund)
    assert counter.wallet.held[NUMBER].refunds == [20, 18]


@pytest.mark.parametrize("lost", [*LOST[:4], Trouble(code="1165")])
def test_a_refund_whose_answer_is_lost_is_made_once(counter: Counter, lost: Trouble) -> None:
    reference = counter.agreed()
    counter.adapter.confirm(order(), reference)
    counter.wallet.trouble(Call.REFUND, lost)
    with pytest.raises(ProviderUnavailableError):
        counter.adapter.refund(refund_of(reference))
    counter.adapter.refund(refund_of(reference))
    assert counter.wallet.held[NUMBER].refunds == [48]


def test_what_was_never_taken_is_not_given_back(counter: Counter) -> None:
    reference = counter.agreed()
    with pytest.raises(ProviderUnavailableError):
        counter.adapter.refund(refund_of(reference))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {signatures.CHANNEL: CHANNEL, signatures.NONCE: "n", signatures.SIGNATURE: "bm8="},
        {
            signatures.CHANNEL: "another",
            signatures.NONCE: "n",
            signatures.SIGNATURE: signatures.request_signature(SECRET, wire.REQUEST, b"{}", "n"),
        },
    ],
)
def test_a_request_that_is_not_signed_is_not_listened_to(counter: Counter, headers: dict[str, str]) -> None:
    reply = urllib3.request("POST", counter.url + wire.REQUEST, body=b"{}", headers=headers, retries=False)
    assert json.loads(reply.data)["returnCode"] == "1106"


def test_a_request_sent_again_by_somebody_else_is_not_listened_to(counter: Counter) -> None:
    signed = {
        signatures.CHANNEL: CHANNEL,
        signatures.NONCE: "n",
        signatures.SIGNATURE: signatures.request_signature(SECRET, wire.DETAILS, b"orderId=1", "n"),
    }
    codes = [
        json.loads(urllib3.request("GET", f"{counter.url}{wire.DETAILS}?orderId=1", headers=signed).data)["returnCode"]
        for _ in range(2)
    ]
    assert codes == ["1150", "1106"]


def test_a_wrong_secret_is_never_taken_for_a_decline(counter: Counter) -> None:
    reference = counter.agreed()
    stranger = LinePay(counter.url, CHANNEL, b"another secret", clock=counter.clock)
    assert stranger.begin(order("261123000002")) == DOWN
    with pytest.raises(ProviderUnavailableError, match="1106"):
        stranger.confirm(order(), reference)
    with pytest.raises(ProviderUnavailableError, match="1106"):
        stranger.inquire(NUMBER)
    stranger.close()


def test_nothing_listening_means_that_nothing_was_sent(clock: ManualClock) -> None:
    with closed_port() as url:
        adapter = LinePay(url, CHANNEL, SECRET, clock=clock)
        assert adapter.begin(order()) == DOWN
        with pytest.raises(ProviderUnavailableError):
            adapter.inquire(NUMBER)
        with pytest.raises(ProviderUnavailableError):
            adapter.confirm(order(), "2026112300000000001")
        adapter.close()


def test_no_message_is_believed(counter: Counter) -> None:
    with pytest.raises(ProviderMessageError):
        counter.adapter.read_message("line-pay", {}, b"{}", counter.clock.now())


def test_a_channel_without_a_secret_is_refused(clock: ManualClock) -> None:
    with pytest.raises(ValueError, match="secret"):
        LinePay("https://api-pay.line.me", CHANNEL, b"", clock=clock)
