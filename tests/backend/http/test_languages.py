"""What somebody begins in English goes on in English: on the phone's pages and in messages, with a way to Chinese."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import httpx
import pytest
from fastapi import FastAPI

from kiosk.backend.http import entry_page, payer_page, sheet_page
from kiosk.backend.http.languages import tag
from kiosk.backend.messages import owner_texts
from kiosk.backend.payments import payer, payments
from kiosk.backend.payments.providers import load
from kiosk.backend.proof import phone_entries
from kiosk.backend.sheets import sheets
from kiosk.backend.store.database import Database
from kiosk.contract.phone_entries import EntryField
from kiosk.domain.one_time_code import CodePurpose
from kiosk.domain.payment import PaymentState
from kiosk.domain.service import FloodArea
from kiosk.languages import LANGUAGES
from kiosk.settings import BackendSettings
from tests.backend.caller import Caller
from tests.backend.payment_stage import SETTINGS, Stage, make_stage
from tests.backend.payments.test_payer_page import Page
from tests.clock import ManualClock
from tests.live_backend import LiveBackend

CHINESE_PHONE = {"Accept-Language": "zh-TW,zh;q=0.9"}
ENGLISH_PHONE = {"Accept-Language": "en-GB,en;q=0.9"}
CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+")
DAY_IN_DIGITS = re.compile(r"[0-9]+/[0-9]+|[0-9]{4}-[0-9]{2}\b")
ONLY_THE_WAY_BACK = ["中文"]
GSM = re.compile(r"[A-Za-z0-9 @£$¥!\"#%&'()*+,\-./:;<=>?_\n]*\Z")


@pytest.fixture
def stage(sqlite_url: str, clock: ManualClock) -> Iterator[Stage]:
    database = Database(sqlite_url)
    yield make_stage(database, clock)
    database.close()


@pytest.fixture
async def phone(stage: Stage) -> AsyncIterator[httpx.AsyncClient]:
    """Return a phone whose owner reads Chinese."""
    app = FastAPI()
    for page in (payer_page, sheet_page, entry_page):
        app.include_router(page.router(stage.context))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://127.0.0.1:8080",
        follow_redirects=True,
        headers=CHINESE_PHONE,
    ) as client:
        yield client


def path(link: str | None) -> str:
    assert link is not None
    return "/" + "/".join(link.split("/")[-2:])


def foreign(html: str) -> list[str]:
    """Return what is Chinese on a page, and days only in digits: 12/09 is read as one in September."""
    text = Page(html).text
    return [*CJK.findall(text), *DAY_IN_DIGITS.findall(text)]


async def test_a_payment_that_was_begun_in_english_is_paid_in_english(phone: httpx.AsyncClient, stage: Stage) -> None:
    payment = stage.create(stage.ticket(1), stage.ticket(2), language="en")
    page = await phone.get(path(payment.link))
    assert '<html lang="en">' in page.text
    assert foreign(page.text) == ONLY_THE_WAY_BACK
    for words in ("JKOPAY", "Taipei City Parking Management and Development Office", "Pay NT$96", "Cancel"):
        assert words in Page(page.text).text, words
    form = Page(page.text).forms[f"{path(payment.link)}/pay"]
    assert "being processed" in (await phone.post(f"{path(payment.link)}/pay", data=form)).text


async def test_a_payer_who_chose_another_language_stays_in_it(phone: httpx.AsyncClient, stage: Stage) -> None:
    payment = stage.create(stage.ticket(), language="en")
    page = await phone.get(path(payment.link))
    assert 'href="?lang=zh-TW"' in page.text
    turned = Page((await phone.get(f"{path(payment.link)}?lang=zh-TW")).text)
    assert "應繳金額" in turned.text
    action = f"{path(payment.link)}/pay?lang=zh-TW"
    answer = await phone.post(action, data=turned.forms[action])
    assert answer.url.query == b"lang=zh-TW"
    assert "付款處理中" in answer.text


async def test_where_the_terminal_did_not_say_the_phone_does(phone: httpx.AsyncClient, stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    assert "應繳金額" in (await phone.get(path(payment.link))).text
    assert "To pay" in (await phone.get(path(payment.link), headers=ENGLISH_PHONE)).text


@pytest.mark.parametrize("state", [state for state in PaymentState if state is not PaymentState.WAITING])
@pytest.mark.parametrize("bought", [False, True])
def test_every_state_is_reported_in_english(stage: Stage, state: PaymentState, bought: bool) -> None:
    shown = payer.page(stage.context, stage.create(stage.ticket(), language="en").link.rpartition("/")[2])
    html = payer_page.render(stage.context, replace(shown, state=state, bought=bought), "en")
    assert foreign(html) == ONLY_THE_WAY_BACK


async def test_the_receipt_is_in_the_language_of_its_payment(phone: httpx.AsyncClient, stage: Stage) -> None:
    payment = stage.create(stage.ticket(), language="en")
    stage.confirm(payment)
    stage.pays(payment, id=payment.id)
    with stage.context.database.read() as connection:
        sheet = payments.view(connection, stage.context, "kiosk-1", payment.id)
    page = await phone.get(path(sheet.receipt_link))
    assert "Receipt for parking fees" in page.text
    assert "JKOPAY" in page.text
    assert foreign(page.text) == ONLY_THE_WAY_BACK
    assert "停車費繳費收據" in (await phone.get(f"{path(sheet.receipt_link)}?lang=zh-TW")).text


async def test_a_list_and_a_field_are_in_the_language_in_which_they_were_asked_for(
    phone: httpx.AsyncClient, stage: Stage
) -> None:
    owed = await phone.get(path(sheets.of_owed(stage.context, "kiosk-1", [stage.ticket()], "en").link))
    assert "Parking ticket" in owed.text
    assert foreign(owed.text) == ONLY_THE_WAY_BACK
    for field in EntryField:
        asked = await phone.get(path(phone_entries.begin(stage.context, "kiosk-1", field, "en").link))
        assert "Send to the machine" in asked.text
        assert foreign(asked.text) == ONLY_THE_WAY_BACK


def test_a_terminal_says_over_the_wire_which_language_its_visitor_reads(backend: LiveBackend) -> None:
    with Caller(backend) as kiosk:
        entry = kiosk.call("POST", "/v1/phone-entries", {"field": "name"}, headers={"Accept-Language": "en"}).json
        code = str(entry["link"]).rpartition("/")[2]
        assert "Your name" in kiosk.call("GET", f"/T/{code}", headers=CHINESE_PHONE).body.decode()


def texts(language: str) -> Mapping[str, str]:
    """Return every message, as long as it usually gets."""
    due = date(2026, 11, 26)
    at = datetime(2026, 11, 23, 10, 28, tzinfo=UTC)
    codes = {one.value: owner_texts.code(one, "0" * one.digits, language) for one in CodePurpose}
    return {
        **codes,
        "number": owner_texts.number_changed(at, "02-2726-9600", language),
        "one": owner_texts.reminder("BKZ-5937", 1, 15, due, "02-2726-9600", language),
        "more": owner_texts.reminder("BKZ-5937", 12, 1_234, due, "02-2726-9600", language),
        "ticket": owner_texts.ticket("BKZ-5937", at, 15, due, "Q7158601D030025", language),
        "flood": owner_texts.flood(FloodArea.SHUANGXI, at, ["BKZ-5937", "MKR-0825"], language),
    }


MESSAGES = [*(one.value for one in CodePurpose), "number", "one", "more", "ticket", "flood"]


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_fits_in_one_on_the_air_in_either_language(name: str) -> None:
    assert list(texts("en")) == MESSAGES
    in_chinese, in_english = texts("zh-TW")[name], texts("en")[name]
    assert in_chinese.startswith("【臺北市停車】")
    assert len(in_chinese) <= 70
    assert CJK.findall(in_english) == []
    assert DAY_IN_DIGITS.findall(in_english) == []
    assert GSM.match(in_english)
    assert len(in_english) <= 160


def test_a_browser_learns_which_letters_a_language_has() -> None:
    assert {tag(language) for language in LANGUAGES} == {"zh-Hant-TW", "en"}


def test_every_provider_has_a_name_that_readers_of_english_can_read() -> None:
    names = [provider.name_en or provider.name for provider in load(demo=True).by_code.values()]
    assert [name for name in names if CJK.search(name)] == []


@pytest.mark.parametrize(
    ("settings", "office", "payee"),
    [
        ({}, "Songshan Parking Service Centre", "Taipei City Parking Management and Development Office"),
        ({"office": "內湖", "payee": "某局"}, None, None),
        ({"office": "內湖", "office_en": "Neihu", "payee": "某局", "payee_en": "Some Office"}, "Neihu", "Some Office"),
    ],
)
def test_an_office_that_gives_no_english_name_is_not_called_by_anothers(
    settings: dict[str, str], office: str | None, payee: str | None
) -> None:
    made = BackendSettings(**{**SETTINGS.model_dump(), **settings})
    assert (made.english_office, made.english_payee) == (office, payee)
