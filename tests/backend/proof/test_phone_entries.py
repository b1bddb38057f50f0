"""A field that is typed on a phone: who may, how often, for how long, and that nothing of it stays."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from kiosk.backend.context import Context
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.http import entry_page
from kiosk.backend.http.problems import answer_with_problems
from kiosk.backend.proof import phone_entries
from kiosk.backend.proof.phone_entries import BEGINNINGS, LIFETIME, UnfitError
from kiosk.backend.proof.tables import phone_entries as table
from kiosk.backend.store.database import Database, DatabaseBusyError
from kiosk.contract.phone_entries import EntryField, EntryState, PhoneEntry
from kiosk.contract.problems import ProblemKind
from tests.backend.payment_stage import Stage, make_stage
from tests.clock import ManualClock

HERE, ELSEWHERE = "kiosk-1", "kiosk-2"
NAME, PASSWORD = "歐·蜜·偉浪", "Xk7qLm2p"
WAITING, GIVEN, OVER = EntryState.WAITING, EntryState.GIVEN, EntryState.OVER


@pytest.fixture
def stage(database_url: str, clock: ManualClock) -> Iterator[Stage]:
    database = Database(database_url)
    yield make_stage(database, clock)
    database.close()


@pytest.fixture
def context(stage: Stage) -> Context:
    return stage.context


def begun(context: Context, field: EntryField = EntryField.NAME, device: str = HERE) -> tuple[PhoneEntry, str]:
    """Return a new entry, and the code that its link ends with."""
    entry = phone_entries.begin(context, device, field)
    return entry, (entry.link or "").rpartition("/")[2]


def value_of(context: Context, entry: PhoneEntry, device: str = HERE) -> str | None:
    value = phone_entries.seen(context, device, entry.id).value
    return None if value is None else value.get_secret_value()


def refused(work: Callable[[], object]) -> ProblemKind:
    with pytest.raises(Refusal) as caught:
        work()
    return caught.value.kind


def rows(context: Context) -> list[tuple[object, ...]]:
    with context.database.read() as connection:
        return [tuple(row) for row in connection.execute(select(table))]


def test_what_is_typed_on_the_phone_reaches_the_terminal_and_is_erased_once_it_has_it(context: Context) -> None:
    entry, code = begun(context)
    assert (entry.state, value_of(context, entry)) == (WAITING, None)
    assert phone_entries.give(context, code, "  歐‧蜜·偉浪 ").state is GIVEN
    # Asked twice, since the first answer may have got lost.
    assert value_of(context, entry) == value_of(context, entry) == NAME
    phone_entries.end(context, HERE, entry.id)
    phone_entries.end(context, HERE, entry.id)
    assert rows(context) == []
    assert refused(lambda: phone_entries.seen(context, HERE, entry.id)) is ProblemKind.NOT_FOUND
    assert refused(lambda: phone_entries.asked(context, code)) is ProblemKind.NOT_FOUND


def test_the_link_cannot_be_guessed_is_not_kept_and_is_short_enough_for_a_small_code(context: Context) -> None:
    codes = {begun(context)[1] for _ in range(20)}
    assert len(codes) == 20
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{16}", code) for code in codes)
    entry, code = begun(context)
    assert code not in str(rows(context))
    assert len(entry.link or "") <= 47
    assert phone_entries.seen(context, HERE, entry.id).link is None


def test_a_value_is_unreadable_in_the_database(context: Context) -> None:
    _, code = begun(context, EntryField.PASSWORD)
    phone_entries.give(context, code, PASSWORD)
    assert PASSWORD.encode() not in str(rows(context)).encode()
    ((*_, sealed, _, _, _),) = rows(context)
    assert isinstance(sealed, bytes)
    assert PASSWORD.encode() not in sealed


def test_a_link_takes_one_value(context: Context) -> None:
    entry, code = begun(context)
    phone_entries.give(context, code, NAME)
    assert phone_entries.give(context, code, "Mallory").state is GIVEN
    assert value_of(context, entry) == NAME


@pytest.mark.each_database
def test_of_phones_that_send_at_once_one_is_heard(context: Context) -> None:
    entry, code = begun(context)

    def give(name: str) -> None:
        while True:
            try:
                phone_entries.give(context, code, name)
            except DatabaseBusyError:
                continue
            return

    names = [f"Mary {letter}" for letter in "ABCDEFGH"]
    with ThreadPoolExecutor(len(names)) as threads:
        list(threads.map(give, names))
    first = value_of(context, entry)
    assert first in names
    for name in names:
        give(name)
    assert value_of(context, entry) == first


def test_a_terminal_has_one_entry_and_a_new_link_ends_the_one_before(context: Context) -> None:
    old, old_code = begun(context)
    new, new_code = begun(context)
    assert phone_entries.give(context, old_code, NAME).state is OVER
    assert phone_entries.seen(context, HERE, old.id).state is OVER
    phone_entries.give(context, new_code, NAME)
    assert value_of(context, new) == NAME
    begun(context)
    assert (phone_entries.seen(context, HERE, new.id).state, value_of(context, new)) == (OVER, None)
    with context.database.read() as connection:
        assert set(connection.scalars(select(table.c.sealed))) == {b""}


def test_another_terminal_neither_sees_nor_ends_it(context: Context) -> None:
    entry, code = begun(context)
    other, _ = begun(context, device=ELSEWHERE)
    phone_entries.give(context, code, NAME)
    assert refused(lambda: phone_entries.seen(context, ELSEWHERE, entry.id)) is ProblemKind.NOT_FOUND
    phone_entries.end(context, ELSEWHERE, entry.id)
    assert value_of(context, entry) == NAME
    assert phone_entries.seen(context, ELSEWHERE, other.id).state is WAITING


def test_after_five_minutes_nothing_is_taken_reported_or_kept(context: Context, clock: ManualClock) -> None:
    late, late_code = begun(context)
    clock.advance(LIFETIME.total_seconds() - 1)
    assert phone_entries.asked(context, late_code).state is WAITING
    clock.advance(1)
    assert phone_entries.give(context, late_code, NAME).state is OVER
    assert phone_entries.seen(context, HERE, late.id).state is OVER
    given, code = begun(context)
    phone_entries.give(context, code, NAME)
    clock.advance(LIFETIME.total_seconds())
    assert value_of(context, given) is None
    assert phone_entries.erase_due(context) == 2
    assert rows(context) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (EntryField.NAME, ""),
        (EntryField.NAME, "x" * 41),
        (EntryField.NAME, "王\x07"),
        (EntryField.EMAIL, "wang@example"),
        (EntryField.EMAIL, ""),
        (EntryField.PASSWORD, "short"),
        (EntryField.PASSWORD, "Xk7qLm2p\x1b"),
    ],
)
def test_what_is_none_of_what_was_asked_for_is_not_taken_and_may_be_put_right(
    context: Context, field: EntryField, value: str
) -> None:
    entry, code = begun(context, field)
    with pytest.raises(UnfitError):
        phone_entries.give(context, code, value)
    assert phone_entries.seen(context, HERE, entry.id).state is WAITING
    right = {EntryField.NAME: NAME, EntryField.EMAIL: "wang@example.tw", EntryField.PASSWORD: PASSWORD}[field]
    phone_entries.give(context, code, right)
    assert value_of(context, entry) == right


def test_a_terminal_may_ask_for_so_many_links_an_hour_and_no_more(context: Context) -> None:
    for _ in range(BEGINNINGS.most):
        begun(context)
    assert refused(lambda: begun(context)) is ProblemKind.RATE
    begun(context, device=ELSEWHERE)


# The page on the phone.


@pytest.fixture
async def phone(context: Context) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(entry_page.router(context))
    answer_with_problems(app)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url=context.terms.public_url, follow_redirects=True
    ) as client:
        yield client


def token_in(html: str) -> str:
    found = re.search(r'name="token" value="([0-9a-f]+)"', html)
    assert found is not None
    return found[1]


async def sent(phone: httpx.AsyncClient, code: str, value: str, **headers: str) -> httpx.Response:
    token = token_in((await phone.get(f"/T/{code}")).text)
    return await phone.post(f"/T/{code}", data={"value": value, "token": token}, headers=headers)


async def test_the_phone_sends_a_name_and_loading_the_page_again_sends_it_no_more(
    context: Context, phone: httpx.AsyncClient
) -> None:
    entry, code = begun(context)
    answer = await sent(phone, code, NAME)
    assert (answer.status_code, answer.request.method) == (200, "GET")
    assert "已送到現場機台" in answer.text
    assert NAME not in answer.text
    assert value_of(context, entry) == NAME
    again = await phone.get(f"/T/{code}")
    assert "已送到現場機台" in again.text


@pytest.mark.parametrize("shape", ["/T/{}", "/t/{}", "/T/{}/", "/t/{}/"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_every_way_to_write_the_address_is_the_page(
    context: Context, phone: httpx.AsyncClient, shape: str, method: str
) -> None:
    _, code = begun(context)
    typed = code.lower() if shape.startswith("/t") else code
    answer = await phone.request(method, shape.format(typed))
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-store"
    assert "form-action 'self'" in answer.headers["content-security-policy"]


async def test_what_never_was_a_link_is_answered_with_a_page(phone: httpx.AsyncClient) -> None:
    for path in ("/T/NOTHING", "/T/" + "7" * 16, "/t/%00", "/T/" + "x" * 300):
        for answer in (await phone.get(path), await phone.post(path, data={"value": NAME, "token": "0"})):
            assert answer.status_code == 404
            assert "找不到這個頁面" in answer.text


async def test_a_link_that_is_over_says_so_and_takes_nothing(
    context: Context, phone: httpx.AsyncClient, clock: ManualClock
) -> None:
    _, code = begun(context)
    clock.advance(LIFETIME.total_seconds())
    answer = await phone.get(f"/T/{code}")
    assert "已經失效" in answer.text
    assert "<form" not in answer.text


async def test_the_page_speaks_the_phones_language(context: Context, phone: httpx.AsyncClient) -> None:
    _, code = begun(context)
    chinese, english = [
        (await phone.get(f"/T/{code}", headers={"accept-language": language})).text for language in ("zh-TW", "en-GB")
    ]
    assert "車主姓名" in chinese
    assert "Your name" in english
    assert re.findall("[\u4e00-\u9fff]+", english) == ["中文"]


async def test_another_sites_form_and_a_forged_one_are_not_heeded(context: Context, phone: httpx.AsyncClient) -> None:
    entry, code = begun(context)
    await sent(phone, code, NAME, origin="https://elsewhere.example")
    await sent(phone, code, NAME, **{"sec-fetch-site": "cross-site"})
    await phone.post(f"/T/{code}", data={"value": NAME, "token": "0" * 64})
    await phone.post(f"/T/{code}", data={"value": NAME})
    await phone.post(f"/T/{code}", content=b"value=" + b"x" * 20_000)
    assert phone_entries.seen(context, HERE, entry.id).state is WAITING


async def test_a_slip_is_said_beside_what_was_typed_and_a_password_never_stands_in_a_page(
    context: Context, phone: httpx.AsyncClient
) -> None:
    _, code = begun(context, EntryField.EMAIL)
    answer = await sent(phone, code, 'wang@"><script>')
    assert answer.status_code == 422
    assert "這不是完整的 E-mail" in answer.text
    assert 'value="wang@&#34;&gt;&lt;script&gt;"' in answer.text
    _, code = begun(context, EntryField.PASSWORD)
    answer = await sent(phone, code, "nodigits")
    assert "密碼至少要 6 個字" in answer.text
    assert "nodigits" not in answer.text
    assert 'type="password"' in answer.text
    assert 'autocomplete="new-password"' in answer.text


async def test_while_the_database_is_busy_a_page_says_so_and_nothing_is_lost(
    context: Context, phone: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, code = begun(context)

    def busy(*_: object) -> None:
        raise DatabaseBusyError

    monkeypatch.setattr(phone_entries, "asked", busy)
    answer = await phone.get(f"/T/{code}")
    assert answer.status_code == 503
    assert "系統發生問題" in answer.text
    assert answer.headers["retry-after"] == "3"
