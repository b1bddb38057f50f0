"""A phone is led from our page to a wallet's over TLS, and back, by a real browser that keeps to our policy."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from kiosk.backend.domain.payment import WALLET_DELAY
from kiosk.backend.gateways.line_pay.line_pay import LinePay
from kiosk.backend.gateways.line_pay.simulator import SimulatedLinePay
from kiosk.backend.http import payer_page
from kiosk.backend.store.database import Database
from kiosk.backend.worker import Worker
from kiosk.contract.payments import Payment
from kiosk.domain.payment import PaymentState
from tests.backend.loopback import LoopbackServer
from tests.backend.payment_stage import PROVIDER, Stage, make_stage
from tests.client.certificates import Authority
from tests.clock import ManualClock
from tests.patience import PATIENCE
from tests.phone.browser import PROGRAMS, Browser, program

CHANNEL, SECRET = "1656123456", b"a secret of the channel"

needs_browser = pytest.mark.skipif(program() is None, reason=f"no browser: none of {', '.join(PROGRAMS)}")


@dataclass
class Counter:
    """A payment whose page stands at one origin, and its wallet's at another."""

    stage: Stage
    clock: ManualClock
    payment: Payment
    page: str
    wallet: str
    """Its origin."""
    authority: Path
    """The file of who has signed its certificate."""

    def works(self) -> None:
        self.stage.worker.run_due()

    def later(self) -> None:
        self.clock.advance(WALLET_DELAY)
        self.works()

    @property
    def state(self) -> PaymentState:
        return self.stage.state(self.payment)


@pytest.fixture
def counter(sqlite_url: str, clock: ManualClock, tmp_path: Path) -> Iterator[Counter]:
    authority = Authority(tmp_path)
    authority.certificate("localhost")
    (certificate,) = tmp_path.glob("localhost-*.pem")
    database = Database(sqlite_url)
    stage = make_stage(database, clock)
    simulated = SimulatedLinePay(CHANNEL, SECRET, clock)
    app = FastAPI()
    with (
        LoopbackServer(simulated.app) as interface,
        LoopbackServer(simulated.app, certificate) as wallet,
        LoopbackServer(app) as ours,
    ):
        simulated.url = wallet.url
        adapter = LinePay(interface.url, CHANNEL, SECRET, clock=clock)
        ports = replace(stage.context.ports, own_gateways={PROVIDER: adapter})
        terms = replace(stage.context.terms, public_url=ours.url)
        stage.context = replace(stage.context, ports=ports, terms=terms)
        stage.worker = Worker(stage.context, stage.worker._woken, daily=False)
        app.include_router(payer_page.router(stage.context))
        payment = stage.create(stage.ticket())
        page = f"{ours.url}/P/{payment.link.rpartition('/')[2]}"
        yield Counter(stage, clock, payment, page, wallet.url, authority.file)
        adapter.close()
        simulated.close()
    database.close()


@needs_browser
@pytest.mark.parametrize(
    ("step", "state", "says"), [("agree", "paid", "付款完成"), ("cancel", "cancelled", "付款已取消")]
)
def test_a_browser_goes_to_the_wallet_and_comes_back_under_our_policy(
    counter: Counter, browser: Browser, step: str, state: str, says: str
) -> None:
    with browser.opened(counter.page) as tab:
        # Whom it trusts is not the browser's part here: the same way is gone below by one that asks for it.
        tab.asked("Security.setIgnoreCertificateErrors", {"ignore": True})
        tab.goes_on_with("form.pay button")
        counter.works()
        tab.until(f"location.origin === '{counter.wallet}' && document.readyState === 'complete'")
        assert "LINE Pay" in tab.says()
        tab.touches(f"form[action$='{step}'] button")
        tab.until(f"location.href === '{counter.page}' && document.readyState === 'complete'")
        counter.later()
        tab.until(f"document.body !== null && document.body.innerText.includes('{says}')")
    assert counter.state.value == state


@pytest.mark.long
def test_the_phone_is_sent_on_with_303_to_a_wallet_whose_certificate_it_trusts(counter: Counter) -> None:
    trusting = ssl.create_default_context(cafile=counter.authority)
    with httpx.Client(verify=trusting, timeout=PATIENCE, follow_redirects=True) as phone:
        token = phone.get(counter.page).text.partition('name="token" value="')[2].partition('"')[0]
        waiting = phone.post(f"{counter.page}/pay", data={"token": token})
        assert (waiting.status_code, str(waiting.url)) == (200, f"{counter.page}/wallet")
        counter.works()
        there = phone.get(f"{counter.page}/go")
        assert [answer.status_code for answer in there.history] == [303]
        assert str(there.url).startswith(f"{counter.wallet}/wallet/")
        assert "LINE Pay" in there.text
        back = phone.post(f"{there.url}/agree")
        assert str(back.url) == counter.page
    counter.later()
    assert counter.state is PaymentState.PAID
