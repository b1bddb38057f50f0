"""Links that phones open: whatever is asked there, a page answers, in the phone's language."""

from __future__ import annotations

from collections import Counter
from typing import Any, NoReturn

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.ground.seals import SealBrokenError
from kiosk.backend.http.languages import preferred
from kiosk.backend.http.phones import PhonesOnly, is_open
from kiosk.backend.registers.port import SourceUnavailableError
from kiosk.backend.store.database import DatabaseBusyError, DatabaseLostError, StorageFullError
from kiosk.contract.problems import ProblemKind
from kiosk.languages import LANGUAGES
from tests.backend.caller import Caller
from tests.backend.http.test_http_edge import hello
from tests.live_backend import LiveBackend
from tests.patience import PATIENCE

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
ENGLISH = {"Accept-Language": "en-GB,en;q=0.9"}


def link_of(backend: LiveBackend) -> str:
    with Caller(backend) as kiosk:
        code = str(kiosk.pay()["link"]).rpartition("/")[2]
    return f"{backend.url}/P/{code}"


@pytest.fixture(scope="module")
def link(shared_backend: LiveBackend) -> str:
    """Return a payer's link that no one uses up."""
    return link_of(shared_backend)


def asked(method: str, url: str, **headers: str) -> httpx.Response:
    return httpx.request(method, url, headers=headers, timeout=PATIENCE)


@pytest.mark.parametrize("end", ["", "/"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_payers_page_answers_with_and_without_a_stroke_at_its_end(link: str, end: str, method: str) -> None:
    found = asked(method, link + end)
    assert (found.status_code, found.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert ("確認付款" in found.text) is (method == "GET")


@pytest.mark.parametrize("end", ["", "/"])
@pytest.mark.parametrize("step", ["pay", "cancel"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_step_that_is_loaded_again_leads_to_the_page(link: str, step: str, end: str, method: str) -> None:
    found = asked(method, f"{link}/{step}{end}")
    assert (found.status_code, found.headers["location"]) == (303, link.partition("/P/")[1] + link.rpartition("/")[2])


@pytest.mark.variants(keep=12)
@pytest.mark.parametrize(
    "path",
    ["/P", "/P/", "/p/", "/P/0123456789/else", "/R", "/r/", "/R/0123456789/else", "/P/0123456789/pay/more",
     "/P/%ff/pay", "/ID", "/ID/", "/ID/NOBODY",
     "/ID/LINE/A/B", "/id/", "/ID/LINE/AAAA-AAAA",
     *(f"/{first}{more}" for first in ("T", "S", "N") for more in ("", "/x", "/x/else"))],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT"])
def test_an_address_that_leads_nowhere_is_a_page(shared_backend: LiveBackend, path: str, method: str) -> None:
    found = asked(method, shared_backend.url + path)
    assert found.status_code in (404, 405)
    assert found.headers["content-type"] == "text/html; charset=utf-8"
    assert method == "HEAD" or "<h1" in found.text


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (SourceUnavailableError(), 503, "系統忙碌中"),
        (DatabaseBusyError(), 503, "系統忙碌中"),
        (StorageFullError(), 503, "系統忙碌中"),
        (DatabaseLostError(), 503, "系統忙碌中"),
        (SealBrokenError(), 404, "找不到這個頁面"),
        (Refusal(ProblemKind.RATE), 429, "系統忙碌中"),
        (Refusal(ProblemKind.COULD_NOT_ASK), 503, "系統忙碌中"),
        (Refusal(ProblemKind.NOT_FOUND), 404, "找不到這個頁面"),
        (Refusal(ProblemKind.SIGNATURE), 403, "找不到這個頁面"),
        (RuntimeError(), 500, ""),
    ],
)
def test_whatever_goes_wrong_behind_a_link_is_a_page_for_a_phone(
    shared_backend: LiveBackend, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, words: str
) -> None:
    def fails(*_: object, **__: object) -> NoReturn:
        raise error

    monkeypatch.setattr("kiosk.backend.http.payer_page._back", fails)
    found = asked("GET", f"{shared_backend.url}/P/0123456789/pay")
    assert (found.status_code, found.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert words in found.text


def test_a_browser_that_has_lost_its_way_gets_a_page_and_a_program_a_problem(shared_backend: LiveBackend) -> None:
    page = asked("GET", shared_backend.url + "/", **BROWSER)
    assert (page.status_code, "找不到這個頁面" in page.text) == (404, True)
    for path in ("/", "/v1/nothing"):
        assert asked("GET", shared_backend.url + path).headers["content-type"] == "application/problem+json"
    assert asked("GET", shared_backend.url + "/v1/nothing", **BROWSER).status_code == 404


def test_pages_speak_the_phones_language(link: str) -> None:
    lost = link.partition("/P/")[0] + "/P/nothing/here"
    assert "<h1>There is no such page</h1>" in asked("GET", lost, **ENGLISH).text
    assert "<h1>找不到這個頁面</h1>" in asked("GET", lost).text
    unknown = link.rpartition("/")[0] + "/ZZZZZZZZZZ"
    assert "<h1>There is no such payment</h1>" in asked("GET", unknown, **ENGLISH).text
    assert "<h1>找不到這筆付款</h1>" in asked("GET", unknown).text


@pytest.mark.parametrize(
    ("accepted", "english"),
    [
        ("", False),
        ("*", False),
        ("zh-TW,zh;q=0.9,en;q=0.8", False),
        ("en-US,en;q=0.9,zh-TW;q=0.8", True),
        ("ja", True),
        ("en;q=x", False),
    ],
)
def test_english_is_for_readers_who_do_not_read_chinese_first(accepted: str, english: bool) -> None:
    assert preferred(accepted) == ("en" if english else "zh-TW")


@given(st.text(max_size=60))
def test_whatever_a_phone_says_of_its_languages_is_borne(accepted: str) -> None:
    assert preferred(accepted) in LANGUAGES


@pytest.mark.variants(keep=3)
@pytest.mark.parametrize(
    ("headers", "done"),
    [
        ({}, True),
        ({"Origin": "{own}"}, True),
        ({"Origin": "{own}", "Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "null"}, True),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "http://127.0.0.1"}, False),
        ({"Origin": "http://["}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
    ],
)
def test_a_form_sent_from_another_site_does_nothing(backend: LiveBackend, headers: dict[str, str], done: bool) -> None:
    url = link_of(backend)
    token = asked("GET", url).text.partition('name="token" value="')[2].partition('"')[0]
    sent = {name: value.replace("{own}", backend.url) for name, value in headers.items()}
    found = httpx.post(f"{url}/cancel", data={"token": token}, headers=sent, timeout=PATIENCE)
    assert found.status_code == 303
    assert ("付款已取消" in asked("GET", url).text) is done


async def through(app: Any, path: str) -> tuple[int, str]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://phones") as client:
        answer = await client.get(path)
    return answer.status_code, answer.text


async def test_on_the_phones_own_socket_there_is_nothing_but_their_pages() -> None:
    for path in ("/P/0000000000", "/p/0000000000/pay", "/R/" + 26 * "0", "/r/0/", "/ID/LINE/WDJB-MJHT",
                 "/v1/providers/x/messages", "/v1/text-receipts/mitake/secret"):  # fmt: skip
        assert await through(PhonesOnly(hello), path) == (200, "hello")
    for path in ("/", "/metrics", "/readyz", "/healthz", "/openapi.json", "/v1/service", "/v1/picture-codes",
                 "/v1/providers2", "/v1", "/Pay", "/v1/bills/search", "//P/0"):  # fmt: skip
        status, page = await through(PhonesOnly(hello), path)
        assert (status, "找不到這個頁面" in page) == (404, True), path


BEGINNINGS = ("/p", "/r", "/id", "/t", "/s", "/n", "/v1/providers", "/v1/text-receipts")
NEARLY = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "", "", "", "/", "/."]),
    st.sampled_from([*BEGINNINGS, "/v1", "/metrics", "/v1/bills"]).flatmap(
        lambda one: st.sampled_from([one, one.upper()])
    ),
    st.sampled_from(["/", "/", "/", "", "2", "%2f", "\u2215", ";", "/.."]),
    st.text(max_size=10),
)


def test_no_spelling_of_another_path_opens_it() -> None:
    seen: Counter[bool] = Counter()

    @given(st.tuples(st.text(max_size=40), NEARLY, NEARLY))
    def holds(paths: tuple[str, ...]) -> None:
        for path in paths:
            seen[is_open(path)] += 1
            begun = any(path.lower() == one or path.lower().startswith(one + "/") for one in BEGINNINGS)
            assert is_open(path) is begun

    holds()
    assert min(seen[True], seen[False]) >= 10
