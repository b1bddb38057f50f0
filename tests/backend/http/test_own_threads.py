"""What takes long in one pool of threads keeps no one waiting in another, over real HTTP."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from typing import Any, NoReturn

import httpx
import pytest

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.http.phones import PhonesOnly
from kiosk.backend.http.threads import PHONES_WAITING
from kiosk.backend.identities import sign_in_offers
from kiosk.backend.owners import sessions
from kiosk.backend.payments import provider_messages
from kiosk.backend.registers import bills
from kiosk.backend.sheets import sheets
from kiosk.contract.headers import SESSION
from kiosk.contract.problems import ProblemKind
from tests.backend.caller import THREE_TICKETS, Caller
from tests.backend.owner_rows import add_owner
from tests.live_backend import LiveBackend
from tests.patience import PATIENCE


def test_look_ups_that_take_long_keep_no_terminal_from_being_recognised_and_no_one_from_being_signed_in(
    backend: LiveBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    searching, go = threading.Event(), threading.Event()
    search = bills.search_json

    def slow(*arguments: Any, **named: Any) -> bytes:
        searching.set()
        assert go.wait(PATIENCE)
        return search(*arguments, **named)

    monkeypatch.setattr(bills, "search_json", slow)
    owner = add_owner(backend.database)
    backend.enrol("another kiosk", "t" * 43)
    with Caller(backend) as kiosk, Caller(backend, "t" * 43) as another, ThreadPoolExecutor(1) as visitor:
        token = backend.database.run(
            lambda connection: sessions.begin(connection, owner, backend.terminal_id, backend.clock.now())
        )
        waiting = visitor.submit(kiosk.search, THREE_TICKETS)
        try:
            # There is one thread of look-ups on SQLite, and it is taken.
            assert searching.wait(PATIENCE)
            assert another.call("GET", "/v1/service").status == 200
            assert kiosk.call("GET", "/v1/owner", headers={SESSION: token}).status == 200
        finally:
            go.set()
        assert waiting.result(PATIENCE).status == 200


def test_transactions_that_take_long_keep_no_terminal_from_searching_up(
    backend: LiveBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go = threading.Semaphore(0), threading.Event()

    def slow(*_: Any) -> None:
        begun.release()
        assert go.wait(PATIENCE)

    monkeypatch.setattr(sign_in_offers, "seen", slow)
    threads = backend.settings.threads
    backend.enrol("another kiosk", "t" * 43)
    path = f"/v1/sign-in-offers/{32 * '0'}"
    with Caller(backend) as kiosk, Caller(backend, "t" * 43) as another, ThreadPoolExecutor(threads) as visitors:
        waiting = [visitors.submit(kiosk.call, "GET", path) for _ in range(threads)]
        try:
            for _ in range(threads):
                assert begun.acquire(timeout=PATIENCE)
            assert another.search(THREE_TICKETS).status == 200
        finally:
            go.set()
        for one in waiting:
            one.result(PATIENCE)


@pytest.mark.parametrize(
    ("path", "said"),
    [("/R/" + 26 * "0", "系統忙碌中"), ("/v1/providers/jkopay/messages", "busy")],
    ids=["a page", "a message"],
)
def test_phones_beyond_their_share_of_the_threads_are_asked_to_come_back_and_a_payment_goes_through(
    backend: LiveBackend, monkeypatch: pytest.MonkeyPatch, path: str, said: str
) -> None:
    begun, go = threading.Semaphore(0), threading.Event()
    at_once = backend.settings.threads // 2

    def slow(*_: Any) -> NoReturn:
        begun.release()
        assert go.wait(PATIENCE)
        raise Refusal(ProblemKind.NOT_FOUND)

    monkeypatch.setattr(sheets, "page", slow)
    monkeypatch.setattr(provider_messages, "receive", slow)

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(PhonesOnly(backend.app))
        async with httpx.AsyncClient(transport=transport, base_url="http://phones") as phone:
            return await phone.request("GET" if path.startswith("/R") else "POST", path)

    assert backend._loop is not None
    asking = [asyncio.run_coroutine_threadsafe(asked(), backend._loop) for _ in range(at_once + PHONES_WAITING + 1)]
    try:
        for _ in range(at_once):
            assert begun.acquire(timeout=PATIENCE)
        [refused] = wait(asking, PATIENCE, FIRST_COMPLETED).done
        answer = refused.result()
        assert (answer.status_code, said in answer.text) == (503, True)
        assert int(answer.headers["Retry-After"]) > 0
        with Caller(backend) as kiosk:
            assert kiosk.pay()["state"] == "waiting"
        assert not begun.acquire(blocking=False)  # no phone has a thread more than it may
    finally:
        go.set()
    assert sorted(one.result(PATIENCE).status_code for one in asking) == [*(at_once + PHONES_WAITING) * [404], 503]
