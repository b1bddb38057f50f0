"""What takes long in one pool of threads keeps no one waiting in another, over real HTTP."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from kiosk.backend.identities import sign_in_offers
from kiosk.backend.owners import sessions
from kiosk.backend.registers import bills
from kiosk.contract.headers import SESSION
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
