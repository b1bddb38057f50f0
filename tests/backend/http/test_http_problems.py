"""What is wrong is reported by kind, without a word of what was sent."""

from __future__ import annotations

import json
from typing import Any

import pytest
from structlog.testing import capture_logs

from kiosk.backend.demo.seeding import TRIAL_VEHICLES
from kiosk.backend.http.middleware import MAX_BODY
from kiosk.backend.http.problems import KINDS
from kiosk.backend.registers.local import LocalBills
from kiosk.backend.registers.port import SourceUnavailableError
from kiosk.backend.store.database import DatabaseBusyError, DatabaseLostError, StorageFullError
from kiosk.contract.problems import ProblemKind
from tests.backend.caller import THREE_TICKETS, Answer, Caller
from tests.live_backend import LiveBackend

SEARCH = "/v1/bills/search"
JSON = {"Content-Type": "application/json"}
CANARY = "ZZZ-9999"


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def ask(*_: object) -> None:
        plate = CANARY  # what a traceback with values would show
        raise error from ValueError(plate)

    monkeypatch.setattr(LocalBills, "ask", ask)


def sent(backend: LiveBackend, body: Any, headers: dict[str, str] | None = None) -> Answer:
    with Caller(backend) as kiosk:
        return kiosk.call("POST", SEARCH, body, headers=headers)


def test_every_kind_of_problem_has_its_status() -> None:
    assert set(KINDS) == set(ProblemKind)


def test_an_unknown_address_is_not_found(shared_backend: LiveBackend) -> None:
    with Caller(shared_backend) as kiosk:
        for path in ("/", "/v1", "/v1/bills/search/", "/v1/payments/x/y", "/docs", "/redoc"):
            assert kiosk.call("GET", path).problem is ProblemKind.NOT_FOUND


def test_a_method_that_is_not_taken_is_reported_with_those_that_are(shared_backend: LiveBackend) -> None:
    with Caller(shared_backend) as kiosk:
        for method, path, allowed in (
            ("PUT", SEARCH, "POST"),
            ("DELETE", "/v1/payments", "POST"),
            ("POST", "/healthz", "GET"),
            # Two functions at one address.
            ("DELETE", "/v1/passes", "GET, POST"),
        ):
            answer = kiosk.call(method, path)
            assert answer.problem is ProblemKind.METHOD
            assert answer.headers["allow"] == allowed


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"vehicles": [{"plate": CANARY.lower(), "type": "car"}]}, ["body", "vehicles", 0, "plate"]),
        ({"vehicles": [{"plate": "\u202eABC-1234", "type": "car"}]}, ["body", "vehicles", 0, "plate"]),
        ({"vehicles": [{"plate": "A" * 10_000, "type": "car"}]}, ["body", "vehicles", 0, "plate"]),
        ({"vehicles": [{"plate": CANARY, "type": "boat"}]}, ["body", "vehicles", 0, "type"]),
        ({"vehicles": []}, ["body", "vehicles"]),
        ({"vehicles": [THREE_TICKETS] * 11}, ["body", "vehicles"]),
        ({"vehicles": [THREE_TICKETS], "office": 1}, ["body", "office"]),
        ({}, ["body", "vehicles"]),
        ([], ["body"]),
        (None, ["body"]),
    ],
)
def test_a_wrong_request_is_answered_with_where_and_never_what(
    shared_backend: LiveBackend, body: Any, where: list[Any]
) -> None:
    answer = sent(shared_backend, body)
    assert answer.problem is ProblemKind.INVALID
    assert where in [error["loc"] for error in answer.json["errors"]]
    assert {frozenset(error) for error in answer.json["errors"]} == {frozenset({"loc", "msg"})}
    assert CANARY not in answer.body.decode().upper()
    assert b"A" * 8 not in answer.body


def test_a_wrong_payment_is_answered_with_where_and_never_what(shared_backend: LiveBackend) -> None:
    body = {"bills": [CANARY], "provider": CANARY, "expected": CANARY, "office": CANARY}
    with Caller(shared_backend) as kiosk:
        answer = kiosk.call("POST", "/v1/payments", body, headers={"Idempotency-Key": "k"})
    assert answer.problem is ProblemKind.INVALID
    assert {error["loc"][1] for error in answer.json["errors"]} == set(body)
    assert CANARY not in answer.body.decode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"ZZZ-9999",
        b'{"vehicles": NaN}',
        b'{"vehicles": ' + b"9" * 5000 + b"}",
        b'{"vehicles": [{"plate": "\\ud800", "type": "car"}]}',
        b"\xff\xfe" + json.dumps({"vehicles": [THREE_TICKETS]}).encode("utf-16-le"),
        "王".encode("big5"),
        b"[" * 60_000,
        b"<vehicles/>",
    ],
)
def test_what_is_no_json_is_refused_without_being_repeated(shared_backend: LiveBackend, body: bytes) -> None:
    with Caller(shared_backend) as kiosk:
        for path in (SEARCH, "/v1/payments"):
            answer = kiosk.call("POST", path, body, headers={**JSON, "Idempotency-Key": "k"})
            assert answer.problem is ProblemKind.INVALID
            assert answer.status in (400, 422)
            assert b"ZZZ-9999" not in answer.body
            assert b"9" * 8 not in answer.body


def test_only_json_is_taken_for_json(shared_backend: LiveBackend) -> None:
    body = json.dumps({"vehicles": [THREE_TICKETS]}).encode()
    for content_type in ("text/plain", "application/x-www-form-urlencoded", "application/jsonx"):
        assert sent(shared_backend, body, {"Content-Type": content_type}).problem is ProblemKind.INVALID
    assert sent(shared_backend, body, {"Content-Type": "application/json; charset=utf-8"}).status == 200


def test_a_long_body_is_refused_before_it_is_read(shared_backend: LiveBackend) -> None:
    for path in (SEARCH, "/v1/payments", "/v1/providers/jkopay/messages"):
        with Caller(shared_backend) as kiosk:
            answer = kiosk.call("POST", path, b" " * (MAX_BODY + 1), headers=JSON)
            assert answer.problem is ProblemKind.TOO_LARGE


def test_a_long_body_of_unknown_length_is_refused_when_it_has_become_too_long(shared_backend: LiveBackend) -> None:
    with Caller(shared_backend) as kiosk:
        for path in (SEARCH, "/v1/payments", "/v1/providers/jkopay/messages"):
            chunks = (b" " * 1024 for _ in range(65))
            reply = kiosk._pool.request(
                "POST",
                shared_backend.url + path,
                body=chunks,
                headers={**JSON, "Authorization": f"Bearer {shared_backend.token}", "Idempotency-Key": "k"},
            )
            assert Answer(reply.status, reply.headers, reply.data).problem is ProblemKind.TOO_LARGE


def test_a_payment_needs_a_key_and_a_key_means_one_request(backend: LiveBackend) -> None:
    with Caller(backend) as kiosk:
        payment = kiosk.pay(key="one")
        request = {"bills": payment["bills"], "provider": "jkopay", "expected": payment["amount"]}

        def again(body: object, **headers: str) -> Answer:
            return kiosk.call("POST", "/v1/payments", body, headers=headers)

        assert again(request).problem is ProblemKind.KEY_MISSING
        repeated = again(request, **{"Idempotency-Key": "one"}).json
        assert 0 < repeated["expires_in"] < payment["expires_in"]
        assert {**repeated, "expires_in": payment["expires_in"]} == payment
        assert again({**request, "expected": 1}, **{"Idempotency-Key": "one"}).problem is ProblemKind.KEY_REUSED
        assert again(request, **{"Idempotency-Key": "x" * 65}).problem is ProblemKind.INVALID
        taken = again(request, **{"Idempotency-Key": "two"})
        assert taken.problem is ProblemKind.TICKET_TAKEN
        assert sorted(taken.json["bills"]) == sorted(payment["bills"])


@pytest.mark.parametrize(
    ("error", "kind", "status", "retry"),
    [
        (SourceUnavailableError(), ProblemKind.COULD_NOT_ASK, 503, True),
        (DatabaseBusyError(), ProblemKind.BUSY, 503, True),
        (StorageFullError(), ProblemKind.BUSY, 503, True),
        (DatabaseLostError(), ProblemKind.UNAVAILABLE, 503, True),
        (RuntimeError(CANARY), ProblemKind.INTERNAL, 500, False),
        (RecursionError(CANARY), ProblemKind.INTERNAL, 500, False),
    ],
)
def test_a_fault_inside_is_reported_by_kind_and_leaks_nothing(
    shared_backend: LiveBackend,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    kind: ProblemKind,
    status: int,
    retry: bool,
) -> None:
    failing(monkeypatch, error)
    with capture_logs() as lines:
        answer = sent(shared_backend, {"vehicles": [THREE_TICKETS]}, {"X-Request-Id": "0123456789abcdef"})
    assert (answer.problem, answer.status, answer.json["status"]) == (kind, status, status)
    assert answer.json["instance"] == "0123456789abcdef"
    assert ("retry-after" in answer.headers) is retry
    assert CANARY not in answer.body.decode()
    assert CANARY not in repr(lines)
    assert "BKZ-5937" not in repr(lines)


def test_a_vehicle_that_no_register_answers_for_is_no_vehicle_that_owes_nothing(shared_backend: LiveBackend) -> None:
    silent = next(vehicle for vehicle in TRIAL_VEHICLES if vehicle.shows == "could-not-ask")
    answer = sent(shared_backend, {"vehicles": [{"plate": silent.plate, "type": silent.type.value}]})
    assert (answer.status, answer.problem) == (503, ProblemKind.COULD_NOT_ASK)
    assert "bills" not in answer.json


def test_a_fault_is_logged_with_the_lines_of_code_it_passed_through(
    shared_backend: LiveBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, KeyError(CANARY))
    with capture_logs() as lines:
        sent(shared_backend, {"vehicles": [THREE_TICKETS]})
    [line] = [line for line in lines if line["event"] == "unhandled"]
    assert line["error"] == "KeyError"
    assert line["through"][-1].startswith("test_http_problems.py:")
    assert line["through"][-1].endswith(" ask")
