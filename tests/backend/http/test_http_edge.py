"""Around every request: ids, headers, the log, the figures, health."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from kiosk import __version__
from kiosk.backend.ground import readiness
from kiosk.backend.http import health
from kiosk.backend.http.middleware import Edge
from kiosk.backend.store.database import Database, DatabaseLostError
from kiosk.contract.problems import ProblemKind
from tests.backend.caller import THREE_TICKETS, Caller
from tests.backend.terminals.test_fleet import REPORT
from tests.live_backend import LiveBackend
from tests.patience import PATIENCE
from tests.traces import given_away

pytestmark = pytest.mark.each_database


async def through(edge: Edge, scope: dict[str, Any]) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await edge(scope, receive, send)
    return sent


async def hello(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello"})


def asked(
    path: str = "/", *, client: str = "127.0.0.1", headers: list[tuple[bytes, bytes]] | None = None
) -> dict[str, Any]:
    return {"type": "http", "method": "GET", "path": path, "headers": headers or [], "client": (client, 1)}


def test_a_request_keeps_the_id_that_the_kiosk_gave_it(shared_backend: LiveBackend) -> None:
    with Caller(shared_backend) as kiosk:
        answer = kiosk.call("GET", "/v1/service", headers={"X-Request-Id": "0123456789abcdef0123456789abcdef"})
    assert answer.headers["x-request-id"] == "0123456789abcdef0123456789abcdef"


@given(st.binary(max_size=80))
async def test_an_id_that_could_be_anything_else_is_replaced(given_id: bytes) -> None:
    start, _ = await through(Edge(hello), asked(headers=[(b"x-request-id", given_id)]))
    [found] = [value for name, value in start["headers"] if name == b"x-request-id"]
    assert re.fullmatch(rb"[0-9A-Za-z_-]{8,64}", found)
    if re.fullmatch(rb"[0-9A-Za-z_-]{8,64}", given_id):
        assert found == given_id


@pytest.mark.parametrize("length", [b"", b"-1", b"abc", b"1e9", "٣".encode(), b"0" * 100])
async def test_a_length_that_is_no_number_is_counted_as_it_comes(length: bytes) -> None:
    start, _ = await through(Edge(hello), asked(headers=[(b"content-length", length)]))
    assert start["status"] == 200


async def test_a_length_beyond_all_bounds_is_too_large() -> None:
    start, _ = await through(Edge(hello), asked(headers=[(b"content-length", b"9" * 5000)]))
    assert start["status"] == 413


def test_answers_are_kept_by_no_one_and_taken_for_nothing_else(shared_backend: LiveBackend) -> None:
    with Caller(shared_backend) as kiosk:
        for answer in (kiosk.search(THREE_TICKETS), kiosk.call("GET", "/v1/nothing"), kiosk.call("GET", "/healthz")):
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "default-src 'none'" in answer.headers["content-security-policy"]
            assert "server" not in answer.headers
        page = kiosk.call("GET", "/P/0000000000", token=False)
        assert "style-src" in page.headers["content-security-policy"]


def test_a_problem_is_found_in_the_log_by_the_code_that_is_read_aloud_and_no_two_are_alike(
    backend: LiveBackend,
) -> None:
    with capture_logs() as lines, Caller(backend) as kiosk:
        reported = [kiosk.call("GET", f"/v1/payments/{32 * '0'}") for _ in range(3)]
        reported += [kiosk.call("POST", "/v1/payments", b"{" * 70_000), kiosk.call("GET", "/v1/service", token=False)]
        assert kiosk.call("GET", "/v1/service").status == 200
    requests = [line for line in lines if line["event"] == "request"]
    kinds = [answer.problem.value for answer in reported]
    assert [(line.get("problem"), line.get("support")) for line in requests] == [
        *zip(kinds, [answer.json["support"] for answer in reported], strict=True),
        (None, None),
    ]
    assert kinds == [*3 * ["not-found"], "request-too-large", "device-not-recognised"]
    assert len({answer.json["support"] for answer in reported}) == len(reported)


def test_the_log_shows_routes_and_nothing_that_was_asked(backend: LiveBackend) -> None:
    with capture_logs() as lines, Caller(backend) as kiosk:
        kiosk.search(THREE_TICKETS)
        payment = kiosk.pay()
        kiosk.call("GET", f"/v1/payments/{payment['id']}?plate=BKZ-5937")
        kiosk.call("GET", "/P/" + payment["link"].rpartition("/")[2], token=False)
        kiosk.call("GET", "/v1/plates/BKZ-5937")
        kiosk.call("PROPFIND", "/v1/service")
        kiosk.call("GET", "/readyz")
        kiosk.call("PUT", "/v1/terminal/report", REPORT)  # every minute, of each terminal: its row says so
        kiosk.call("PUT", "/v1/terminal/report", {**REPORT, "up_for": -1})
    requests = [line for line in lines if line["event"] == "request"]
    assert [(line["method"], line["route"], line["status"]) for line in requests] == [
        ("POST", "/v1/bills/search", 200),
        ("POST", "/v1/bills/search", 200),
        ("POST", "/v1/payments", 201),
        ("GET", "/v1/payments/{id}", 200),
        ("GET", "/P/{code}", 200),
        ("GET", "-", 404),
        ("OTHER", "/v1/service", 405),
        ("PUT", "/v1/terminal/report", 422),
    ]
    said = repr(lines)
    assert given_away(said, "BKZ-5937") == []
    for secret in (payment["id"], payment["link"].rpartition("/")[2], backend.token):
        assert secret not in said


def test_the_figures_count_by_route_and_tell_no_version(shared_backend: LiveBackend) -> None:
    with Caller(shared_backend) as kiosk:
        kiosk.search(THREE_TICKETS)
        kiosk.call("GET", "/v1/plates/BKZ-5937")
        text = shared_backend.figures()
    assert 'kiosk_http_requests_total{method="POST",route="/v1/bills/search",status="200"}' in text
    assert 'kiosk_http_request_seconds_bucket{le="0.1",route="/v1/bills/search"}' in text
    assert "kiosk_outbox_due" in text
    assert "kiosk_payment_cases" in text
    assert "python" not in text
    assert given_away(text, "BKZ-5937") == []


def test_a_backend_that_can_write_is_ready(demo_url: str) -> None:
    with LiveBackend(demo_url) as backend, Caller(backend) as kiosk:
        alive = kiosk.call("GET", "/healthz", token=False).json
        assert (alive["status"], alive["version"], set(alive)) == (
            "alive", __version__, {"status", "office", "version", "now"}
        )  # fmt: skip
        answer = kiosk.call("GET", "/readyz", token=False)
        assert answer.status == 200
        assert answer.json["status"] == "ready"
        assert answer.json["outbox_due"] == 0


def test_a_backend_without_its_database_is_alive_and_not_ready(
    shared_backend: LiveBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object) -> None:
        raise DatabaseLostError

    monkeypatch.setattr(readiness, "probe", lost)
    with Caller(shared_backend) as kiosk:
        assert kiosk.call("GET", "/healthz", token=False).status == 200
        assert kiosk.call("GET", "/readyz", token=False).problem is ProblemKind.UNAVAILABLE


def test_a_backend_whose_look_ups_find_no_database_is_not_ready(
    backend: LiveBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object) -> None:
        raise DatabaseLostError

    monkeypatch.setattr(Database, "query", lost)
    with Caller(backend) as kiosk:
        assert kiosk.call("GET", "/readyz", token=False).problem is ProblemKind.UNAVAILABLE


def test_a_backend_whose_look_ups_get_no_answer_says_so_instead_of_waiting_with_them(
    backend: LiveBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    monkeypatch.setattr(health, "ANSWERS_WITHIN", 0.2)
    monkeypatch.setattr(Database, "query", lambda *_: go_on.wait(PATIENCE))
    with Caller(backend) as kiosk:
        answer = kiosk.call("GET", "/readyz", token=False)
        go_on.set()
        assert answer.problem is ProblemKind.UNAVAILABLE


def test_a_backend_whose_worker_has_stopped_is_not_ready_and_is_to_be_started_anew(backend: LiveBackend) -> None:
    assert backend._assembly is not None
    backend._assembly.worker.stop()
    with Caller(backend) as kiosk:
        assert kiosk.call("GET", "/healthz", token=False).problem is ProblemKind.UNAVAILABLE
        assert kiosk.call("GET", "/readyz", token=False).problem is ProblemKind.UNAVAILABLE


async def test_an_answer_that_breaks_off_is_not_answered_twice() -> None:
    async def half(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError

    assert [message["type"] for message in await through(Edge(half), asked())] == ["http.response.start"]


def test_the_service_tells_the_office_and_plates_to_try(shared_backend: LiveBackend) -> None:
    with Caller(shared_backend) as kiosk:
        info = kiosk.call("GET", "/v1/service").json
    assert info["demo"] is True
    assert info["now"].startswith("2026-11-23T02:28")
    assert {"plate": "BKZ-5937", "type": "car", "shows": "three-tickets"} in info["trial_vehicles"]


@pytest.mark.long
def test_a_backend_that_was_away_serves_again_at_the_same_address(backend: LiveBackend) -> None:
    with Caller(backend) as kiosk:
        payment = kiosk.pay()
        backend.stop()
        backend.start()
        assert kiosk.call("GET", f"/v1/payments/{payment['id']}").json["state"] == "waiting"
