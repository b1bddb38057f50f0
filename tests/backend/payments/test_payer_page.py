"""The payer's page, through the real routes."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from unittest.mock import Mock

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from kiosk.backend.gateways.port import OrderStatus, Outcome
from kiosk.backend.http import payer_page
from kiosk.backend.office.offices import Place
from kiosk.backend.payments import payer, payment_links, payments
from kiosk.backend.payments.payer import READABLE
from kiosk.backend.store.database import Database, DatabaseBusyError
from kiosk.backend.terms import terms_of
from kiosk.contract.payments import Decline, Payment
from kiosk.domain.payment import PaymentState
from kiosk.settings import BackendSettings
from tests.backend.payment_stage import SETTINGS, Stage, make_stage
from tests.clock import ManualClock

HOSTILE = "<script>alert(1)</script>\"'&\x1b[2J\u202e停管處"


class Page(HTMLParser):
    """What a phone would make of the HTML: the texts, the forms, the tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.forms: dict[str, dict[str, str]] = {}
        self.metas: dict[str, str] = {}
        self.attributes: set[str] = set()
        self._action = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.attributes |= set(values)
        if tag == "form":
            self._action = values["action"]
            self.forms[self._action] = {}
        if tag == "input":
            self.forms[self._action][values["name"]] = values["value"]
        if tag == "meta" and "http-equiv" in values:
            self.metas[values["http-equiv"]] = values["content"]

    def handle_data(self, data: str) -> None:
        if data.strip() and self.tags[-1:] != ["style"]:
            self.texts.append(data.strip())

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


@pytest.fixture
def stage(sqlite_url: str, clock: ManualClock) -> Iterator[Stage]:
    """Return a service on SQLite: what a page shows does not hang on the kind of database."""
    database = Database(sqlite_url)
    yield make_stage(database, clock)
    database.close()


@pytest.fixture
async def phone(stage: Stage) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(payer_page.router(stage.context))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8080", follow_redirects=True
    ) as client:
        yield client


def path(payment: Payment) -> str:
    return "/P/" + payment.link.rpartition("/")[2]


async def press(phone: httpx.AsyncClient, payment: Payment, act: str = "pay") -> httpx.Response:
    page = Page((await phone.get(path(payment))).text)
    action = f"{path(payment)}/{act}"
    return await phone.post(action, data=page.forms[action])


async def test_the_page_shows_what_is_to_be_paid(phone: httpx.AsyncClient, stage: Stage, clock: ManualClock) -> None:
    bills = [stage.ticket(1), stage.ticket(2)]
    payment = stage.create(*bills)
    clock.advance(61)
    answer = await phone.get(path(payment))
    page = Page(answer.text)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    for shown in (*bills, "NT$100", "-NT$4", "NT$96", "街口支付", payment.number, "BK*-**37 · 繳費期限 2026/11/26"):
        assert any(shown in text for text in page.texts), shown
    assert "10:33" in page.text
    assert "約剩 3 分鐘" in page.text
    assert page.metas["refresh"] == "240"
    assert "BKZ-5937" not in answer.text
    assert list(page.forms) == [f"{path(payment)}/pay", f"{path(payment)}/cancel"]


async def test_the_page_runs_nothing_and_loads_nothing(phone: httpx.AsyncClient, stage: Stage) -> None:
    answer = await phone.get(path(stage.create(stage.ticket())))
    page = Page(answer.text)
    assert not {"script", "img", "link", "iframe", "object"} & set(page.tags)
    assert not {"style", "src", "onclick", "onload"} & page.attributes
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in policy
    style = re.search("<style>(.*)</style>", answer.text, re.DOTALL)
    assert style is not None
    assert b64encode(hashlib.sha256(style[1].encode()).digest()).decode() in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers


async def test_paying_goes_from_processing_to_paid(phone: httpx.AsyncClient, stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    answer = await press(phone, payment)
    assert answer.history[0].status_code == 303
    page = Page(answer.text)
    assert "付款處理中" in page.text
    assert page.metas["refresh"] == "1"
    assert page.forms == {}
    stage.worker.run_due()
    stage.pays(payment)
    page = Page((await phone.get(path(payment))).text)
    assert "付款完成" in page.text
    assert f"R{payment.number}" in page.text
    assert "refresh" not in page.metas


async def test_cancelling_says_so_and_nothing_is_charged(phone: httpx.AsyncClient, stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    assert "付款已取消" in Page((await press(phone, payment, "cancel")).text).text
    assert stage.state(payment) is PaymentState.CANCELLED


async def test_an_expired_page_says_where_to_go_on(phone: httpx.AsyncClient, stage: Stage, clock: ManualClock) -> None:
    payment = stage.create(stage.ticket())
    clock.advance(300)
    page = Page((await phone.get(path(payment))).text)
    assert "已超過付款時間" in page.text
    assert "請回到現場機台" in page.text
    assert page.forms == {}


async def test_pressing_on_a_page_that_was_open_too_long_loses_cleanly(
    phone: httpx.AsyncClient, stage: Stage, clock: ManualClock
) -> None:
    payment = stage.create(stage.ticket())
    form = Page((await phone.get(path(payment))).text).forms[f"{path(payment)}/pay"]
    clock.advance(300)
    answer = await phone.post(f"{path(payment)}/pay", data=form)
    assert "已超過付款時間" in Page(answer.text).text
    assert stage.state(payment) is PaymentState.EXPIRED


@pytest.mark.parametrize(
    ("decline", "shown"),
    [(Decline.INSUFFICIENT, "餘額不足"), (Decline.REFUSED, "未接受"), (Decline.PROVIDER_DOWN, "暫停服務")],
)
async def test_a_failed_page_says_why_and_what_to_do(
    phone: httpx.AsyncClient, stage: Stage, decline: Decline, shown: str
) -> None:
    stage.provider.answer = OrderStatus(Outcome.DECLINED, decline=decline)
    payment = stage.create(stage.ticket())
    stage.confirm(payment)
    stage.worker.run_due()
    page = Page((await phone.get(path(payment))).text)
    assert shown in page.text
    assert "沒有扣款" in page.text
    assert "改用其他支付" in page.text


async def test_every_state_has_its_page(phone: httpx.AsyncClient, stage: Stage, clock: ManualClock) -> None:
    stage.provider.silent = True
    payment = stage.create(stage.ticket())
    stage.confirm(payment)
    stage.worker.run_due()
    assert "請不要重複付款" in Page((await phone.get(path(payment))).text).text
    stage.pays(payment, dollars=1)
    assert "款項將退還給您" in Page((await phone.get(path(payment))).text).text
    stage.worker.run_due()
    assert "款項已退還" in Page((await phone.get(path(payment))).text).text


@pytest.mark.parametrize("code", ["0123456789", "nonsense", "A" * 500, "%3Cscript%3E", "012345678%00", "..%2Fhealthz"])
async def test_codes_that_open_nothing_all_look_alike(phone: httpx.AsyncClient, stage: Stage, code: str) -> None:
    unknown = await phone.get("/P/ZZZZZZZZZZ")
    answer = await phone.get(f"/P/{code}")
    assert (answer.status_code, answer.text) == (404, unknown.text) or "%2F" in code
    assert answer.status_code == 404
    assert "找不到這筆付款" in unknown.text
    assert unknown.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("act", ["pay", "cancel"])
async def test_pressing_with_a_code_that_opens_nothing_finds_nothing(
    phone: httpx.AsyncClient, stage: Stage, act: str
) -> None:
    token = payment_links.form_token(stage.context.terms.form_key, "ZZZZZZZZZZ")
    assert (await phone.post(f"/P/ZZZZZZZZZZ/{act}", data={"token": token})).status_code == 404
    assert (await phone.post(f"/P/ZZZZZZZZZZ/{act}")).status_code == 404
    assert (await phone.post(f"/P/short/{act}")).status_code == 404


@pytest.mark.parametrize(
    "body",
    [b"", b"token=", b"token=wrong", b"token=" + b"x" * 5000, b"\xff\xfe", b"&".join([b"a=1"] * 50)],
    ids=["empty", "no token", "wrong", "too long", "not ASCII", "too many fields"],
)
@pytest.mark.parametrize("act", ["pay", "cancel"])
async def test_a_form_that_is_not_ours_does_nothing_and_shows_the_page_again(
    phone: httpx.AsyncClient, stage: Stage, body: bytes, act: str
) -> None:
    payment = stage.create(stage.ticket())
    answer = await phone.post(f"{path(payment)}/{act}", content=body)
    assert "確認付款" in Page(answer.text).text
    assert stage.state(payment) is PaymentState.WAITING


async def test_another_payments_token_opens_nothing(phone: httpx.AsyncClient, stage: Stage) -> None:
    one, other = stage.create(stage.ticket(1)), stage.create(stage.ticket(2))
    form = Page((await phone.get(path(one))).text).forms[f"{path(one)}/pay"]
    await phone.post(f"{path(other)}/pay", data=form)
    assert stage.state(other) is PaymentState.WAITING


async def test_a_code_typed_by_hand_opens_the_page(phone: httpx.AsyncClient, stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    assert (await phone.get(path(payment).lower())).status_code == 200


async def test_a_page_is_gone_after_a_day(phone: httpx.AsyncClient, stage: Stage, clock: ManualClock) -> None:
    payment = stage.create(stage.ticket())
    payments.cancel(stage.context, "kiosk-1", payment.id)
    clock.advance(READABLE.total_seconds() + 299)
    assert (await phone.get(path(payment))).status_code == 200
    clock.advance(1)
    assert (await phone.get(path(payment))).status_code == 404


async def test_a_busy_database_is_a_page_that_tries_again(
    phone: httpx.AsyncClient, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise DatabaseBusyError

    monkeypatch.setattr(payer, "page", busy)
    answer = await phone.get("/P/0123456789")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "3"
    assert Page(answer.text).metas["refresh"] == "3"


def test_a_long_list_of_bills_is_folded(stage: Stage) -> None:
    payment = stage.create(*[stage.ticket(serial) for serial in range(60)])
    shown = payer.page(stage.context, payment.link.rpartition("/")[2])
    page = Page(payer_page.render(stage.context, shown))
    assert "details" in page.tags
    assert page.tags.count("li") == 60


def hostile_page(stage: Stage, text: str) -> payer.PayerPage:
    shown = payer.page(stage.context, stage.create(stage.ticket()).link.rpartition("/")[2])
    (line,) = shown.lines
    return replace(shown, provider=text, number=text, lines=(replace(line, title=text, plate=text),))


def test_text_from_outside_is_never_markup_nor_control(sqlite_url: str, clock: ManualClock) -> None:
    settings = BackendSettings(**{**SETTINGS.model_dump(), "payee": HOSTILE, "help_phone": HOSTILE})
    database = Database(sqlite_url)
    stage = make_stage(database, clock, settings=settings)
    html = payer_page.render(stage.context, hostile_page(stage, HOSTILE))
    page = Page(html)
    assert "script" not in page.tags
    assert "\x1b" not in html
    assert "\u202e" not in html
    assert page.text.count("<script>alert(1)</script>\"'&�[2J停管處") >= 5
    database.close()


@given(text=st.text(max_size=30))
def test_any_text_leaves_the_pages_tags_as_they_are(text: str) -> None:
    terms = terms_of(BackendSettings(**{**SETTINGS.model_dump(), "payee": "x"}))
    shown = payer.PayerPage(
        code="0123456789",
        state=PaymentState.WAITING,
        number=text,
        language=None,
        payee=text,
        payee_en=None,
        place=Place(text, phone=text),
        provider=text,
        provider_en=None,
        lines=(payer.PageLine(text, None, text, 1, pay_by=ManualClock().now().date()),),
        bought=False,
        gross=1,
        discount=0,
        fee=0,
        dollars=1,
        expires_at=ManualClock().now(),
        seconds_left=9,
        paid_at=None,
        receipt_number=None,
        decline=None,
    )
    context = Mock(terms=terms)
    plain = Page(payer_page.render(context, shown))
    bare = replace(
        shown,
        number="n",
        payee="n",
        provider="n",
        place=Place("n", phone="n"),
        lines=(replace(shown.lines[0], title="n", plate="n"),),
    )
    assert plain.tags == Page(payer_page.render(context, bare)).tags
