"""The owners' interface over plain HTTP: whom it lets in, what it tells, and what it keeps to itself."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from structlog.testing import capture_logs

from kiosk.backend.demo.owner import MOBILE, PASSWORD
from kiosk.backend.domain.sign_in_limits import HERE
from kiosk.backend.http import threads
from kiosk.backend.proof.passwords import Passwords
from kiosk.backend.terminals import enrolment
from kiosk.contract.headers import SESSION
from kiosk.contract.problems import ProblemKind
from tests.backend.caller import Answer, Caller
from tests.live_backend import LiveBackend
from tests.patience import PATIENCE, wait_until

NEW_NUMBER = "0987654321"
UNKNOWN = "0912999678"
"""Masked like the demo owner's number."""
NEW_PASSWORD = "Kx7mQ2vT"
FLOW = 32 * "0"

WITH_SESSION = [
    ("DELETE", "/v1/session"),
    ("GET", "/v1/owner"),
    ("PATCH", "/v1/owner"),
    ("POST", "/v1/owner/mobile-changes"),
    ("POST", f"/v1/owner/mobile-changes/{FLOW}/code"),
    ("GET", "/v1/owner/history"),
    ("GET", "/v1/owner/messages"),
    ("POST", "/v1/owner/messages/read"),
    ("GET", "/v1/owner/receipts"),
    ("GET", f"/v1/owner/receipts/{FLOW}"),
    ("POST", f"/v1/owner/receipts/{FLOW}/sheet"),
    ("POST", "/v1/owner/closing"),
]
WITHOUT_SESSION = [
    ("POST", "/v1/registrations"),
    ("POST", f"/v1/registrations/{FLOW}/code"),
    ("POST", "/v1/sessions"),
    ("POST", "/v1/password-resets"),
    ("POST", f"/v1/password-resets/{FLOW}/code"),
    ("POST", f"/v1/password-resets/{FLOW}/password"),
]


@pytest.fixture
def kiosk(backend: LiveBackend) -> Iterator[Caller]:
    with Caller(backend) as caller:
        yield caller


def draft(mobile: str = NEW_NUMBER, *, plate: str = "AXY-7788", **other: Any) -> dict[str, Any]:
    vehicle = {"plate": plate, "type": "car"}
    return {
        "vehicle": vehicle,
        "mobile": mobile,
        "name": "陳大文",
        "password": NEW_PASSWORD,
        "notice": "2026-11",
        **other,
    }


def code_for(kiosk: Caller) -> str:
    """Return the newest code on the demo's phone, as soon as it has arrived."""
    end = time.monotonic() + PATIENCE
    while not (messages := kiosk.call("GET", "/v1/demo/phone").json["messages"]):
        assert time.monotonic() < end
    found = re.search(r"驗證碼為([0-9]+)", messages[-1]["text"])
    assert found is not None
    return found[1]


def sign_in(kiosk: Caller, mobile: str = MOBILE, password: str = PASSWORD) -> Mapping[str, str]:
    """Sign in; return the header that says so."""
    answer = kiosk.call("POST", "/v1/sessions", {"mobile": mobile, "password": password})
    assert answer.status == 201, answer.body
    return {SESSION: answer.json["token"]}


@pytest.mark.parametrize(("method", "path"), WITH_SESSION + WITHOUT_SESSION)
def test_nothing_of_owners_is_answered_without_a_token(shared_backend: LiveBackend, method: str, path: str) -> None:
    with Caller(shared_backend) as kiosk:
        answer = kiosk.call(method, path, {}, headers={SESSION: "x" * 43}, token=False)
    assert answer.problem is ProblemKind.UNAUTHENTICATED


def test_guests_are_informed_that_this_is_for_enrolled_terminals(shared_backend: LiveBackend) -> None:
    database, now = shared_backend.database, shared_backend.clock.now()
    token = database.run(
        lambda connection: enrolment.add(connection, "guest", now, guest_until=now.replace(year=now.year + 1))[1]
    )
    with Caller(shared_backend, token) as guest:
        for method, path in WITH_SESSION + WITHOUT_SESSION:
            answer = guest.call(method, path, {}, headers={SESSION: "x" * 43})
            assert answer.problem is ProblemKind.NOT_FOR_GUESTS


@pytest.mark.parametrize(("method", "path"), WITH_SESSION)
def test_nothing_of_an_owner_is_answered_without_a_session(shared_backend: LiveBackend, method: str, path: str) -> None:
    bodies: dict[str, Any] = {
        "/v1/owner": {"name": "陳大文"},
        "/v1/owner/mobile-changes": {"mobile": NEW_NUMBER},
        f"/v1/owner/mobile-changes/{FLOW}/code": {"code": "12345678"},
        "/v1/owner/closing": {"password": PASSWORD},
    }
    body = None if method == "GET" else bodies.get(path)
    with Caller(shared_backend) as kiosk:
        for header in ({}, {SESSION: ""}, {SESSION: "x" * 43}, {SESSION: "x" * 500}, {SESSION: "é" * 43}):
            answer = kiosk.call(method, path, body, headers=header)
            assert answer.problem is ProblemKind.SESSION_OVER


def test_a_visitor_registers_changes_things_and_leaves_and_no_log_knows_who(kiosk: Caller) -> None:
    with capture_logs() as lines:
        sent = kiosk.call("POST", "/v1/registrations", draft(email="chen@example.tw"))
        assert sent.status == 202, sent.body
        code = code_for(kiosk)
        registered = kiosk.call("POST", f"/v1/registrations/{sent.json['id']}/code", {"code": code})
        assert registered.status == 201, registered.body
        assert registered.json["vehicle_bound"] is True
        token = registered.json["session"]["token"]
        me = {SESSION: token}
        assert kiosk.call("PATCH", "/v1/owner", {"name": "陳小文"}, headers=me).json["name"] == "陳○文"
        events = kiosk.call("GET", "/v1/owner/history", headers=me).json["events"]
        assert [event["kind"] for event in events] == ["name-changed", "vehicle-bound", "registered"]
        assert {event["place"] for event in events} == {"kiosk"}
        assert kiosk.call("GET", "/v1/owner/messages", headers=me).json == {"messages": []}
        assert kiosk.call("POST", "/v1/owner/messages/read", headers=me).status == 204
        assert kiosk.call("GET", "/v1/owner/receipts", headers=me).json == {"receipts": []}
        assert kiosk.call("DELETE", "/v1/session", headers=me).status == 204
        assert kiosk.call("GET", "/v1/owner", headers=me).problem is ProblemKind.SESSION_OVER
        again = sign_in(kiosk, NEW_NUMBER, NEW_PASSWORD)
        assert kiosk.call("POST", "/v1/owner/closing", {"password": NEW_PASSWORD}, headers=again).status == 204
        assert kiosk.call("GET", "/v1/owner", headers=again).problem is ProblemKind.SESSION_OVER
    written = json.dumps(lines, ensure_ascii=False, default=str)
    personal = (NEW_NUMBER, "陳大文", "陳小文", "chen@", NEW_PASSWORD, token, again[SESSION], code, "AXY-7788")
    assert not [word for word in personal if word in written]


def test_a_forgotten_password_is_replaced(kiosk: Caller) -> None:
    sent = kiosk.call("POST", "/v1/password-resets", {"mobile": MOBILE})
    path = f"/v1/password-resets/{sent.json['id']}"
    allowed = kiosk.call("POST", f"{path}/code", {"code": code_for(kiosk)})
    new = {"proof": allowed.json["proof"], "password": NEW_PASSWORD}
    assert kiosk.call("POST", f"{path}/password", new).status == 204
    sign_in(kiosk, password=NEW_PASSWORD)


def test_another_number_is_proved_by_its_code(kiosk: Caller) -> None:
    me = sign_in(kiosk)
    sent = kiosk.call("POST", "/v1/owner/mobile-changes", {"mobile": NEW_NUMBER}, headers=me)
    path = f"/v1/owner/mobile-changes/{sent.json['id']}/code"
    assert kiosk.call("POST", path, {"code": "123"}, headers=me).problem is ProblemKind.CODE_SHORT
    changed = kiosk.call("POST", path, {"code": code_for(kiosk)}, headers=me)
    assert changed.json["mobile"] == "0987-***-321"
    sign_in(kiosk, NEW_NUMBER)


def reported(answer: Answer) -> tuple[int, Mapping[str, str], bytes]:
    """Return an answer byte for byte, without what differs each time: ids, support codes, moments, seconds to wait."""
    body = re.sub(rb'"(id|instance|support)":"[^"]*"', rb'"\1":""', answer.body)
    body = re.sub(rb'"expires_at":"[^"]*"', b'"expires_at":""', body)
    # The clock runs on between two answers: of a wait, the minutes that have begun are compared.
    body = re.sub(rb'"wait":([0-9.]+)', lambda wait: b'"wait":%d min' % -(-float(wait[1]) // 60), body)
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return answer.status, {**headers, "x-request-id": "", "date": ""}, body


@pytest.mark.long
def test_no_answer_tells_which_numbers_plates_and_addresses_are_known(kiosk: Caller) -> None:
    known = draft(MOBILE, plate="BKZ-5937", email="wang@example.com.tw", name="王小明")
    unknown = draft(UNKNOWN, plate="AXY-7788", email="chen@example.com.tw", name="陳大文")
    one, other = (kiosk.call("POST", "/v1/registrations", typed) for typed in (known, unknown))
    assert one.status == 202
    assert reported(one) == reported(other)
    for attempt in range(HERE + 1):
        one, other = (
            kiosk.call("POST", "/v1/sessions", {"mobile": mobile, "password": "Wrong0ne!"})
            for mobile in (MOBILE, UNKNOWN)
        )
        assert reported(one) == reported(other)
        assert one.problem is (ProblemKind.SIGN_IN_REFUSED if attempt < HERE else ProblemKind.SIGN_IN_PAUSED)


def test_no_answer_to_a_reset_tells_which_numbers_are_known(kiosk: Caller) -> None:
    flows = [kiosk.call("POST", "/v1/password-resets", {"mobile": mobile}) for mobile in (MOBILE, UNKNOWN)]
    assert flows[0].status == 202
    assert reported(flows[0]) == reported(flows[1])
    code_for(kiosk)
    for method, path, body in (
        ("POST", "/v1/code-flows/{}/codes", {}),
        ("POST", "/v1/password-resets/{}/code", {"code": "1234"}),
        ("POST", "/v1/password-resets/{}/password", {"proof": "x" * 43, "password": NEW_PASSWORD}),
    ):
        one, other = (kiosk.call(method, path.format(flow.json["id"]), body) for flow in flows)
        assert reported(one) == reported(other)
    said = []
    for _ in range(6):
        one, other = (
            kiosk.call("POST", f"/v1/password-resets/{flow.json['id']}/code", {"code": "00000000"}) for flow in flows
        )
        assert reported(one) == reported(other)
        said.append(one.problem)
    assert said[-1] is ProblemKind.CODE_PAUSED


def test_two_passwords_are_hashed_at_once_and_no_more(backend: LiveBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    turn, lock = threading.Semaphore(0), threading.Lock()
    active = [0, 0]
    fits = Passwords.fits

    def slow(passwords: Passwords, kept: str | None, password: str) -> bool:
        with lock:
            active[0] += 1
            active[1] = max(active)
        assert turn.acquire(timeout=PATIENCE)
        with lock:
            active[0] -= 1
        return fits(passwords, kept, password)

    monkeypatch.setattr(Passwords, "fits", slow)

    def attempt(number: int) -> ProblemKind:
        with Caller(backend) as kiosk:
            body = {"mobile": f"09{number:08}", "password": "Wrong0ne!"}
            return kiosk.call("POST", "/v1/sessions", body).problem

    with ThreadPoolExecutor(6) as visitors, Caller(backend) as kiosk:
        answers = visitors.map(attempt, range(6))
        try:
            wait_until(
                lambda: active[0] == 2 and 2 + max(pools.passwords.waiting for pools in threads._pools.values()) == 6
            )
            # The others wait; a caller who asks for anything else does not.
            assert kiosk.call("GET", "/v1/service").status == 200
        finally:
            turn.release(6)
        assert list(answers) == [ProblemKind.SIGN_IN_REFUSED] * 6
    assert active == [0, 2]


@pytest.mark.long
@pytest.mark.parametrize(("limit", "value"), [("most", 0), ("seconds", -1.0)])
def test_where_too_many_wait_for_a_hash_or_too_long_the_visitor_is_asked_to_come_back(
    kiosk: Caller, monkeypatch: pytest.MonkeyPatch, limit: str, value: float
) -> None:
    for pools in threads._pools.values():
        monkeypatch.setattr(pools.passwords, limit, value)
    answer = kiosk.call("POST", "/v1/sessions", {"mobile": MOBILE, "password": PASSWORD})
    assert answer.problem is ProblemKind.BUSY
    assert answer.headers["retry-after"] == "1"
    monkeypatch.undo()
    sign_in(kiosk)
