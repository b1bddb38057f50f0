"""A phone is led from our page to an identity provider's over TLS, by a real browser that keeps to our policy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.routing import Mount

from kiosk.backend.context import Context
from kiosk.backend.http import offer_page
from kiosk.backend.identities import sign_in_offers
from kiosk.backend.identities.oidc.phone_page import PATH
from kiosk.backend.identities.oidc.signing import SigningKey
from kiosk.backend.identities.oidc.simulator import SimulatedIdentities
from kiosk.backend.store.database import Database
from kiosk.contract.identity import OfferState
from tests.backend.identity_stage import NAMES, Simulated, rsa_key
from tests.backend.loopback import LoopbackServer
from tests.backend.payment_stage import make_stage
from tests.client.certificates import Authority
from tests.clock import ManualClock
from tests.phone.browser import PROGRAMS, Browser, program

pytestmark = pytest.mark.skipif(program() is None, reason=f"no browser: none of {', '.join(PROGRAMS)}")

HERE = "kiosk-1"


@dataclass
class Offering:
    """A terminal's offer to sign in, whose page stands at one origin, and its provider's at another."""

    context: Context
    ours: str
    provider: str
    """Its origin."""

    def offers(self) -> tuple[str, str]:
        """Return a new offer's id, and the address of its page."""
        offer = sign_in_offers.begin(self.context, HERE, "zh-TW")
        return offer.id, f"{self.ours}/S/{(offer.link or '').rpartition('/')[2]}"


@pytest.fixture
def offering(sqlite_url: str, clock: ManualClock, tmp_path: Path) -> Iterator[Offering]:
    authority = Authority(tmp_path)
    authority.certificate("localhost")
    (certificate,) = tmp_path.glob("localhost-*.pem")
    database = Database(sqlite_url)
    stage = make_stage(database, clock)
    identities = SimulatedIdentities(NAMES, clock, phone_url="")
    identities.key = SigningKey(rsa_key("simulated"))
    app = FastAPI()
    with (
        LoopbackServer(Starlette(routes=[Mount("/identity", identities.app)])) as interface,
        LoopbackServer(Starlette(routes=[Mount(PATH, identities.phone)]), certificate) as pages,
        LoopbackServer(app) as ours,
    ):
        identities.url, identities.phone_url = f"{interface.url}/identity", f"{pages.url}{PATH}"
        provider = Simulated(identities, clock, interface.url)
        ports = replace(stage.context.ports, identities={"line": provider.line})
        context = replace(stage.context, ports=ports, terms=replace(stage.context.terms, public_url=ours.url))
        app.include_router(offer_page.router(context))
        yield Offering(context, ours.url, pages.url)
        provider.line.close()
    database.close()


@pytest.mark.parametrize(("answer", "says"), [("yes", "已允許連結"), ("no", "沒有連結")])
def test_a_browser_goes_from_our_form_to_the_providers_page_and_answers_there(
    offering: Offering, browser: Browser, clock: ManualClock, answer: str, says: str
) -> None:
    offer, page = offering.offers()
    with browser.opened(page) as tab:
        # Whom it trusts is not the browser's part here, and the adapter's is tested with the adapter.
        tab.asked("Security.setIgnoreCertificateErrors", {"ignore": True})
        tab.touches("button[name=provider][value=line]")
        tab.until(f"location.origin === '{offering.provider}' && document.readyState === 'complete'")
        assert "請確認和螢幕上的代碼相同" in tab.says()
        tab.touches(f"button[name=answer][value={answer}]")
        tab.until(f"document.body !== null && document.body.innerText.includes('{says}')")
    seen = sign_in_offers.seen(offering.context, HERE, offer)
    assert seen.state is OfferState.TAKEN
    assert seen.sign_in is not None
