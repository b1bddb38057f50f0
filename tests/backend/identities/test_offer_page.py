"""The page on which a phone begins to sign in at the terminal: only a press begins, and it leads to the provider."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import cast

import httpx
import pytest
from fastapi import FastAPI

from kiosk.backend.context import Context
from kiosk.backend.http import offer_page
from kiosk.backend.http.problems import answer_with_problems
from kiosk.backend.identities import sign_in_offers
from kiosk.backend.identities.sign_in_offers import LIFETIME
from kiosk.backend.store.database import Database, DatabaseBusyError
from kiosk.contract.identity import OfferState, SignInOffer
from tests.backend.caller import Caller
from tests.backend.identities.test_identities import GRANT
from tests.backend.identities.test_sign_in_offers import CountingIssuer
from tests.backend.payment_stage import make_stage
from tests.clock import ManualClock
from tests.live_backend import LiveBackend

HERE = "kiosk-1"


@pytest.fixture
def context(sqlite_url: str, clock: ManualClock) -> Iterator[Context]:
    database = Database(sqlite_url)
    context = make_stage(database, clock).context
    both = {"taipei-pass": CountingIssuer("台北通", "TaipeiPASS"), "line": CountingIssuer("LINE")}
    yield replace(context, ports=replace(context.ports, identities=both))
    database.close()


@pytest.fixture
async def phone(context: Context) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(offer_page.router(context))
    answer_with_problems(app)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url=context.terms.public_url, headers={"accept-language": "zh-TW"}
    ) as client:
        yield client


def offered(context: Context, language: str | None = None) -> tuple[SignInOffer, str]:
    """Return a new offer, and the path of its page."""
    offer = sign_in_offers.begin(context, HERE, language)
    return offer, "/S/" + (offer.link or "").rpartition("/")[2]


def line(context: Context) -> CountingIssuer:
    return cast("CountingIssuer", context.ports.identities["line"])


def state(context: Context, offer: SignInOffer) -> OfferState:
    return sign_in_offers.seen(context, HERE, offer.id).state


async def pressed(phone: httpx.AsyncClient, path: str, provider: str = "line", **headers: str) -> httpx.Response:
    token = re.search(r'name="token" value="([0-9a-f]+)"', (await phone.get(path)).text)
    assert token is not None
    return await phone.post(path, data={"provider": provider, "token": token[1]}, headers=headers)


async def test_the_page_shows_the_terminals_code_and_a_button_for_each_provider(
    context: Context, phone: httpx.AsyncClient
) -> None:
    offer, path = offered(context)
    answer = await phone.get(path)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert f">{offer.compare}<" in answer.text
    assert re.findall(r'name="provider" value="([^"]+)">([^<]+)<', answer.text) == [
        ("taipei-pass", "用 台北通 登入"),
        ("line", "用 LINE 登入"),
    ]


async def test_a_press_leads_to_the_providers_page_with_the_code_in_it(
    context: Context, phone: httpx.AsyncClient
) -> None:
    offer, path = offered(context)
    answer = await pressed(phone, path)
    assert (answer.status_code, answer.headers["location"]) == (303, GRANT.link)
    # Without this a browser would stop at the redirect, and with a referrer the provider would see the link.
    assert "form-action 'self' https:;" in (await phone.get(path)).headers["content-security-policy"]
    assert answer.headers["referrer-policy"] == "same-origin"
    seen = sign_in_offers.seen(context, HERE, offer.id).sign_in
    assert seen is not None
    assert seen.provider == "line"


@pytest.mark.parametrize("shape", ["/S/{}", "/s/{}", "/S/{}/", "/s/{}/"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_every_way_to_write_the_address_is_the_page_and_opening_it_begins_nothing(
    context: Context, phone: httpx.AsyncClient, shape: str, method: str
) -> None:
    offer, path = offered(context)
    code = path.rpartition("/")[2]
    for _ in range(2):
        answer = await phone.request(method, shape.format(code.lower() if shape.startswith("/s") else code))
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/html")
    assert (line(context).begun, state(context, offer)) == (0, OfferState.WAITING)


async def test_loading_the_page_again_after_a_press_begins_nothing_more(
    context: Context, phone: httpx.AsyncClient
) -> None:
    _, path = offered(context)
    await pressed(phone, path)
    again = await phone.get(path)
    assert "這個連結已經使用" in again.text
    assert "<form" not in again.text
    assert GRANT.link not in again.text
    assert line(context).begun == 1


async def test_another_sites_form_and_a_forged_one_begin_nothing(context: Context, phone: httpx.AsyncClient) -> None:
    offer, path = offered(context)
    for headers in ({"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}):
        assert (await pressed(phone, path, **headers)).status_code == 200
    for form in ({"provider": "line", "token": "0" * 64}, {"provider": "line"}, {}):
        assert (await phone.post(path, data=form)).status_code == 200
    await phone.post(path, content=b"provider=line&token=" + b"x" * 20_000)
    assert (await pressed(phone, path, "nobody")).status_code == 200
    assert (line(context).begun, state(context, offer)) == (0, OfferState.WAITING)


async def test_a_provider_that_does_not_answer_is_named_and_the_buttons_stay(
    context: Context, phone: httpx.AsyncClient
) -> None:
    offer, path = offered(context)
    line(context).down = True
    answer = await pressed(phone, path)
    assert answer.status_code == 503
    assert "現在連不上 LINE" in answer.text
    assert state(context, offer) is OfferState.WAITING
    line(context).down = False
    assert (await pressed(phone, path)).status_code == 303


async def test_a_link_that_is_over_says_so_and_one_that_never_was_is_answered_with_a_page(
    context: Context, phone: httpx.AsyncClient, clock: ManualClock
) -> None:
    offer, path = offered(context)
    clock.advance(LIFETIME.total_seconds())
    answer = await phone.get(path)
    assert "已經失效" in answer.text
    assert "<form" not in answer.text
    sign_in_offers.end(context, HERE, offer.id)
    for gone in (path, "/S/NOTHING", "/S/" + "7" * 16, "/s/%00", "/S/" + "x" * 300):
        for answer in (await phone.get(gone), await phone.post(gone, data={"provider": "line", "token": "0"})):
            assert answer.status_code == 404
            assert "找不到這個頁面" in answer.text


async def test_the_page_speaks_the_language_of_the_terminal_and_else_the_phones(
    context: Context, phone: httpx.AsyncClient, clock: ManualClock
) -> None:
    for begun, accepted in (("en", "zh-TW"), (None, "en-GB")):
        phone.headers["accept-language"] = accepted
        _, path = offered(context, begun)
        pages = [(await phone.get(path)).text]
        assert "Sign in with TaipeiPASS" in pages[0]
        assert "用手機登入停車繳費機台" in (await phone.get(f"{path}?lang=zh-TW")).text
        line(context).down = True
        pages.append((await pressed(phone, path)).text)
        line(context).down = False
        await pressed(phone, path)
        pages.append((await phone.get(path)).text)
        clock.advance(LIFETIME.total_seconds())
        pages.append((await phone.get(path)).text)
        for page in pages:
            assert re.findall("[\u4e00-\u9fff]+", page) == ["中文"]


async def test_while_the_database_is_busy_a_page_says_so(
    context: Context, phone: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, path = offered(context)

    def busy(*_: object) -> None:
        raise DatabaseBusyError

    monkeypatch.setattr(sign_in_offers, "opened", busy)
    answer = await phone.get(path)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "3")
    assert "系統發生問題" in answer.text


def test_a_terminal_offers_follows_and_ends_over_the_wire_and_another_has_no_part_in_it(backend: LiveBackend) -> None:
    with Caller(backend) as kiosk:
        offer = kiosk.call("POST", "/v1/sign-in-offers", headers={"Accept-Language": "en"}).json
        path = "/S/" + str(offer["link"]).rpartition("/")[2]
        page = kiosk.call("GET", path, headers={"Accept-Language": "zh-TW"}).body.decode()
        assert "The machine must show the same code" in page
        assert str(offer["compare"]) in page
        seen = kiosk.call("GET", f"/v1/sign-in-offers/{offer['id']}").json
        assert (seen["state"], seen.get("link"), seen.get("sign_in")) == ("waiting", None, None)
        assert kiosk.call("GET", f"/v1/sign-in-offers/{'0' * 32}").status == 404
        for _ in range(2):
            assert kiosk.call("DELETE", f"/v1/sign-in-offers/{offer['id']}").status == 204
        assert kiosk.call("GET", f"/v1/sign-in-offers/{offer['id']}").status == 404
        assert kiosk.call("GET", path).status == 404
