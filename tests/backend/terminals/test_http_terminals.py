"""Who may ask: terminals, their tokens, and what one terminal sees of another's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.http.principal import bearer
from kiosk.backend.store.database import Database
from kiosk.backend.terminals import enrolment
from kiosk.backend.terminals.recognition import REMEMBERED, Recognised, Recognition
from kiosk.contract.problems import ProblemKind
from tests.backend.caller import THREE_TICKETS, Caller
from tests.clock import ManualClock
from tests.live_backend import TOKEN, LiveBackend

OTHER = "canary-token-of-another-kiosk-00000000000000"


@pytest.fixture
def standing(sqlite_demo_url: str, clock: ManualClock) -> Iterator[LiveBackend]:
    """Serve with a clock that stands still."""
    with LiveBackend(sqlite_demo_url, clock=clock) as backend:
        yield backend


def add(database: Database, clock: ManualClock, name: str = "desk 1") -> tuple[str, str]:
    return database.run(lambda connection: enrolment.add(connection, name, clock.now()))


def revoke(database: Database, clock: ManualClock, device: str) -> bool:
    return database.run(lambda connection: enrolment.shut_out(connection, device, clock.now()))


def test_a_new_device_is_recognised_by_its_token_and_by_nothing_else(database: Database, clock: ManualClock) -> None:
    device, token = add(database, clock)
    recognition = Recognition(database, clock)
    assert recognition.remembered(token) is None
    assert recognition.look_up(token) == Recognised(device) == recognition.remembered(token)
    assert recognition.look_up(token + "x") is None
    assert recognition.look_up(enrolment.hash_of(token)) is None
    assert recognition.look_up("\ud800") is None


def test_tokens_have_256_bits_and_are_not_kept(sqlite_url: str, clock: ManualClock) -> None:
    database = Database(sqlite_url)
    tokens = {add(database, clock)[1] for _ in range(20)}
    database.close()
    assert len(tokens) == 20
    assert all(len(token) >= 43 for token in tokens)
    kept = b"".join(
        path.read_bytes() for path in Path(sqlite_url.removeprefix("sqlite:///")).parent.glob("kiosk.sqlite3*")
    )
    assert b"desk 1" in kept
    assert not [token for token in tokens if token.encode() in kept]


def test_a_revoked_device_is_forgotten_within_a_minute(database: Database, clock: ManualClock) -> None:
    device, token = add(database, clock)
    recognition = Recognition(database, clock)
    assert recognition.look_up(token) == Recognised(device)
    assert revoke(database, clock, device)
    assert not revoke(database, clock, device)
    clock.advance(REMEMBERED)
    assert REMEMBERED <= 60
    assert recognition.remembered(token) is None
    assert recognition.look_up(token) is None


def test_devices_are_listed_with_their_fate_and_without_their_tokens(database: Database, clock: ManualClock) -> None:
    first, _ = add(database, clock, "desk 1")
    clock.advance(1)
    second, token = add(database, clock, "desk 2")
    revoke(database, clock, first)
    with database.read() as connection:
        listed = enrolment.listed(connection)
    assert [(one.id, one.name, one.revoked_at is None) for one in listed] == [
        (first, "desk 1", False),
        (second, "desk 2", True),
    ]
    assert token not in repr(listed)


def test_two_kiosks_with_backends_of_their_own_are_one_device_and_do_not_lock_each_other_out(
    database: Database, clock: ManualClock
) -> None:
    def started(token: str) -> Recognition:
        device = database.run(lambda connection: enrolment.embedded(connection, clock.now()))
        return Recognition(database, clock, own={enrolment.hash_of(token): device})

    kiosk, beside_it = started("token of the kiosk"), started("token of a look-up")
    assert kiosk.remembered("token of the kiosk") == beside_it.remembered("token of a look-up") is not None
    clock.advance(2 * REMEMBERED)
    assert kiosk.remembered("token of the kiosk") is not None
    assert kiosk.remembered("token of a look-up") is None
    assert kiosk.look_up("token of a look-up") is None
    assert started("token of the next day").remembered("token of the kiosk") is None


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/bills/search"),
        ("GET", "/v1/providers"),
        ("POST", "/v1/payments"),
        ("GET", "/v1/payments/" + 32 * "0"),
        ("POST", f"/v1/payments/{32 * '0'}/cancel"),
        ("GET", f"/v1/payments/{32 * '0'}/events"),
        ("GET", f"/v1/payments/{32 * '0'}/receipt"),
        ("GET", "/v1/service"),
    ],
)
def test_nothing_is_answered_without_a_token(shared_backend: LiveBackend, method: str, path: str) -> None:
    with Caller(shared_backend) as kiosk:
        for header in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TOKEN}"}):
            answer = kiosk.call(method, path, headers=header, token=False)
            assert answer.problem is ProblemKind.UNAUTHENTICATED
            assert answer.headers["www-authenticate"] == "Bearer"


def test_a_revoked_kiosk_is_refused_after_a_minute(standing: LiveBackend, clock: ManualClock) -> None:
    with Caller(standing) as kiosk:
        assert kiosk.search(THREE_TICKETS).status == 200
        revoke(standing.database, clock, standing.terminal_id)
        clock.advance(REMEMBERED)
        assert kiosk.search(THREE_TICKETS).problem is ProblemKind.UNAUTHENTICATED


def test_a_kiosk_sees_only_its_own_payments(backend: LiveBackend) -> None:
    backend.enrol("another kiosk", OTHER)
    with Caller(backend) as kiosk, Caller(backend, OTHER) as other:
        payment = kiosk.pay()
        for method, path in (("GET", ""), ("POST", "/cancel"), ("GET", "/events"), ("GET", "/receipt")):
            answer = other.call(method, f"/v1/payments/{payment['id']}{path}")
            assert answer.problem is ProblemKind.NOT_FOUND
        assert kiosk.call("GET", f"/v1/payments/{payment['id']}").json["state"] == "waiting"


@given(st.text() | st.builds("{}{}{}".format, st.sampled_from(["Bearer", "bearer ", "Basic "]), st.text(), st.text()))
def test_any_authorization_header_is_a_token_or_a_refusal(header: str) -> None:
    raw = header.encode("latin-1", "ignore")
    request = Request({"type": "http", "headers": [(b"authorization", raw)]})
    with suppress(Refusal):
        assert 0 < len(bearer(request)) <= 128
