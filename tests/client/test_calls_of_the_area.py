"""What the client sends for an owner, for readers and for buyers: method, address, session, key, and body."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from kiosk.api_client import KioskClient
from kiosk.api_client.errors import UnreachableError
from kiosk.contract.content import ArticleKind
from kiosk.contract.headers import IDEMPOTENCY_KEY, SESSION
from kiosk.contract.passes import PassOrder
from kiosk.contract.vehicles import ServiceChoice
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from kiosk.domain.service import ServiceKind
from tests.client.backend_double import BackendDouble, in_turn, payment
from tests.client.virtual_time import virtual
from tests.traces import given_away

TOKEN = SecretStr("canary-token-of-the-owner")
ID = "0" * 32
CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)
PAPERLESS = ServiceChoice(kind=ServiceKind.PAPERLESS)
BOUND = {"id": ID, "vehicle": CAR.model_dump(mode="json"), "bound_at": "2026-11-23T02:28:00Z", "services": []}
CLAIM = {"number": "48217730", "vehicle": CAR.model_dump(mode="json"), "made_at": "2026-11-23T02:28:00Z"}
LINKING = {
    "id": ID, "provider": "line", "state": "waiting", "link": "http://i/1", "short_link": "http://i",
    "user_code": "WDJB-MJHT", "expires_in": 600, "poll_in": 5,
}  # fmt: skip

SHEET = {"link": "HTTP://127.0.0.1:8080/R/0123456789ABCDEFGHJKMNPQRS", "days": 30}

Call = Callable[[KioskClient], Awaitable[Any]]

OWNERS: dict[str, tuple[Call, str, str, Any]] = {
    "list": (lambda c: c.vehicles.list(TOKEN), "GET", "/v1/owner/vehicles", {"vehicles": [BOUND]}),
    "bind": (lambda c: c.vehicles.bind(TOKEN, CAR, [PAPERLESS]), "POST", "/v1/owner/vehicles", BOUND),
    "change": (
        lambda c: c.vehicles.change(TOKEN, ID, [PAPERLESS]), "PUT", f"/v1/owner/vehicles/{ID}/services", BOUND,
    ),
    "unbind": (lambda c: c.vehicles.unbind(TOKEN, ID), "DELETE", f"/v1/owner/vehicles/{ID}", None),
    "claim": (lambda c: c.vehicles.claim(TOKEN, CAR), "POST", "/v1/owner/claims", CLAIM),
    "identities": (lambda c: c.identities.list(TOKEN), "GET", "/v1/identities", {"providers": []}),
    "start": (lambda c: c.identities.start(TOKEN, "line"), "POST", "/v1/identities/line/links", LINKING),
    "look": (lambda c: c.identities.get(TOKEN, ID), "GET", f"/v1/identity-links/{ID}", LINKING),
    "sheet": (
        lambda c: c.owner.receipt_sheet(TOKEN, ID), "POST", f"/v1/owner/receipts/{ID}/sheet", SHEET,
    ),
    "unlink": (lambda c: c.identities.unlink(TOKEN, "line"), "DELETE", "/v1/identities/line", None),
}  # fmt: skip


@pytest.mark.parametrize("name", OWNERS)
async def test_every_call_of_an_owner_carries_the_session_in_its_header_and_nowhere_else(name: str) -> None:
    call, method, path, answer = OWNERS[name]
    double = BackendDouble(in_turn(httpx.Response(204) if answer is None else httpx.Response(200, json=answer)))
    async with double.client() as client:
        await call(client)
    (request,) = double.asked
    assert (request.method, request.url.path) == (method, path)
    assert request.headers[SESSION] == TOKEN.get_secret_value()
    assert TOKEN.get_secret_value() not in f"{request.url}{request.content.decode()}"


async def test_plates_travel_in_bodies_never_in_addresses() -> None:
    double = BackendDouble(in_turn(httpx.Response(201, json=BOUND)))
    async with double.client() as client:
        await client.vehicles.bind(TOKEN, CAR, [PAPERLESS])
    assert json.loads(double.asked[0].content)["vehicle"] == {"plate": "BKZ-5937", "type": "car"}
    assert given_away(str(double.asked[0].url), "BKZ-5937") == []


async def test_the_offices_words_are_asked_for_in_the_readers_language() -> None:
    empty = httpx.Response(200, json={"headlines": []})
    article = {
        "kind": "notice", "slug": "smart-posts", "title": "t", "published_at": "2026-11-23T02:28:00Z",
        "language": "zh-TW", "body": "一段。\n\n又一段。",
    }  # fmt: skip
    offer: dict[str, Any] = {"month": None, "on_sale_from": "2026-11-25", "products": []}
    double = BackendDouble(in_turn(empty, httpx.Response(200, json=article), httpx.Response(200, json=offer)))
    async with double.client() as client:
        await client.articles.column(ArticleKind.NOTICE, "en")
        read = await client.articles.article(ArticleKind.NOTICE, "smart-posts", "zh-TW")
        await client.passes.offer("en")
    assert [request.url.raw_path.decode() for request in double.asked] == [
        "/v1/articles/notice?language=en",
        "/v1/articles/notice/smart-posts?language=zh-TW",
        "/v1/passes?language=en",
    ]
    assert read.body == "一段。\n\n又一段。"


@virtual
async def test_a_pass_is_bought_under_a_key_which_every_try_repeats() -> None:
    order = PassOrder(product="roadside-motorcycle", month="2026-12", vehicle=CAR, provider="jkopay", expected=300)
    made = httpx.Response(201, json=payment(bills=[]))
    double = BackendDouble(in_turn(httpx.ReadError("lost"), made))
    async with double.client() as client:
        assert (await client.passes.buy(order, key="k" * 32)).bills == ()
        with pytest.raises(ValueError, match="under a key"):
            await client.passes.buy(order, key="")
    assert [request.headers[IDEMPOTENCY_KEY] for request in double.asked] == ["k" * 32] * 2


@pytest.mark.parametrize("name", ["bind", "claim", "start"])
async def test_what_might_be_done_twice_is_not_sent_again_when_its_answer_is_lost(name: str) -> None:
    double = BackendDouble(in_turn(httpx.ReadError("lost")))
    async with double.client() as client:
        with pytest.raises(UnreachableError):
            await OWNERS[name][0](client)
    assert len(double.asked) == 1


async def test_what_is_taken_along_is_asked_for_by_numbers_only_in_the_body() -> None:
    codes = {"bill": "Q7158601D030025", "segments": ["1512010ZZ", "0Q7158601D030025", "1201AX000000048"], "amount": 48,
             "pay_by": "2026-12-01", "link": SHEET["link"]}  # fmt: skip
    double = BackendDouble(in_turn(httpx.Response(200, json=SHEET), httpx.Response(200, json=codes)))
    async with double.client() as client:
        assert (await client.bills.sheet(["Q7158601D030025", "102006712"])).days == 30
        assert (await client.bills.store_codes("Q7158601D030025")).segments[1] == "0Q7158601D030025"
    sheet, store = double.asked
    assert (sheet.url.path, json.loads(sheet.content)) == (
        "/v1/bills/sheet", {"bills": ["Q7158601D030025", "102006712"]},
    )  # fmt: skip
    assert (store.url.path, json.loads(store.content)) == ("/v1/bills/store-codes", {"bill": "Q7158601D030025"})
