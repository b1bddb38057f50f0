"""The pages of the two links about a new number: only a press does anything, and every one answers with a page."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from fastapi import FastAPI

from kiosk.backend.http import number_page
from kiosk.backend.http.problems import answer_with_problems
from kiosk.backend.owners import new_numbers
from kiosk.backend.owners.statements import accounts
from kiosk.backend.store.database import Database, DatabaseBusyError
from kiosk.domain.dates import taipei
from tests.backend.owners.number_stage import NEW, OLD, NumberStage, make_number_stage


@pytest.fixture
def at(sqlite_url: str) -> Iterator[NumberStage]:
    database = Database(sqlite_url)
    yield make_number_stage(database)
    database.close()


@pytest.fixture
async def phone(at: NumberStage) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(number_page.router(at.context))
    answer_with_problems(app)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url=at.context.terms.public_url,
        headers={"accept-language": "zh-TW"},
    ) as client:
        yield client


def stopping(at: NumberStage) -> str:
    """Return the path of the link that the old phone was sent about one that waits."""
    at.waits()
    return f"/N/{at.link(OLD)}"


async def pressed(phone: httpx.AsyncClient, path: str, **headers: str) -> httpx.Response:
    token = re.search(r'name="token" value="([0-9a-f]+)"', (await phone.get(path)).text)
    assert token is not None
    return await phone.post(path, data={"token": token[1]}, headers=headers)


async def test_one_page_and_one_touch_stop_it(at: NumberStage, phone: httpx.AsyncClient) -> None:
    path = stopping(at)
    page = await phone.get(path)
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert page.text.count("<button") == 1
    assert "這不是我，停止變更" in page.text
    day = taipei(at.row().effect_at)
    assert f"{day.year}/{day.month}/{day.day}" in page.text.replace("/0", "/")
    assert f"{day:%H:%M}" in page.text
    assert NEW not in page.text
    assert (await phone.get(path)).text == page.text
    assert at.states() == [("waiting", None)]
    done = await pressed(phone, path)
    assert (done.status_code, "已經停止" in done.text, "<button" in done.text) == (200, True, False)
    assert at.states() == [("stopped", "phone")]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_opening_does_nothing_however_it_is_opened(
    at: NumberStage, phone: httpx.AsyncClient, method: str
) -> None:
    path = stopping(at)
    for one in (path, path + "/", path.lower(), path.lower() + "/"):
        assert (await phone.request(method, one)).status_code == 200
    assert at.states() == [("waiting", None)]


async def test_pressed_again_and_loaded_again_it_says_that_it_is_stopped(
    at: NumberStage, phone: httpx.AsyncClient
) -> None:
    path = stopping(at)
    token = re.search(r'value="([0-9a-f]+)"', (await phone.get(path)).text)
    assert token is not None
    for _ in range(2):
        assert "已經停止" in (await phone.post(path + "/", data={"token": token[1]})).text
    assert "已經停止" in (await phone.get(path)).text
    assert at.states() == [("stopped", "phone")]


async def test_a_form_of_another_site_stops_nothing(at: NumberStage, phone: httpx.AsyncClient) -> None:
    path = stopping(at)
    for form in ({"other": "1"}, {"token": "0" * 64}, {"token": "ü" * 5000}):
        answer = await phone.post(path, data=form)
        assert (answer.status_code, "<button" in answer.text) == (200, True)
    assert "<button" in (await pressed(phone, path, **{"sec-fetch-site": "cross-site"})).text
    assert at.states() == [("waiting", None)]


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize("code", ["0000000000000000", "x", "%ff", "A" * 200])
async def test_an_unknown_link_is_answered_with_a_page(phone: httpx.AsyncClient, method: str, code: str) -> None:
    answer = await phone.request(method, f"/N/{code}")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")


async def test_the_link_to_the_new_number_confirms_it_and_says_what_to_do(
    at: NumberStage, phone: httpx.AsyncClient
) -> None:
    at.asks()
    path = f"/N/{at.link(NEW)}"
    assert "是我申請的，這是我的手機" in (await phone.get(path)).text
    assert at.states() == [("begun", None)]
    done = await pressed(phone, path)
    assert "請告訴服務人員" in done.text
    assert at.states() == [("proved", None)]
    assert "請告訴服務人員" in (await phone.get(path)).text


async def test_once_it_has_taken_effect_the_old_phone_shows_where_to_go(
    at: NumberStage, phone: httpx.AsyncClient
) -> None:
    path = stopping(at)
    at.later(72)
    at.round()
    page = await phone.get(path)
    assert "不能從這裡停止" in page.text
    assert "<button" not in page.text


async def test_a_link_that_no_one_pressed_within_a_day_is_over(at: NumberStage, phone: httpx.AsyncClient) -> None:
    at.asks()
    path = f"/N/{at.link(NEW)}"
    at.later(24)
    page = await phone.get(path)
    assert (page.status_code, "這個連結已經失效" in page.text) == (200, True)


async def test_it_speaks_the_phones_language_or_the_one_that_is_chosen(
    at: NumberStage, phone: httpx.AsyncClient
) -> None:
    path = stopping(at)
    english = await phone.get(path, headers={"accept-language": "en-GB"})
    assert "This is not me, stop it" in english.text
    assert "這不是我" in (await phone.get(f"{path}?lang=zh-TW", headers={"accept-language": "en"})).text


async def test_it_speaks_the_owners_language_before_the_phones(at: NumberStage, phone: httpx.AsyncClient) -> None:
    path = stopping(at)
    with at.context.database.write() as connection:
        accounts.change(connection, at.owner, language="en")
    assert "This is not me, stop it" in (await phone.get(path)).text


async def test_a_database_that_cannot_be_asked_is_no_unknown_link(
    at: NumberStage, phone: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = stopping(at)

    def busy(*_: object) -> None:
        raise DatabaseBusyError

    monkeypatch.setattr(new_numbers, "opened", busy)
    answer = await phone.get(path)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "3")
