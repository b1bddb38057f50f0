"""Vehicles, services and claims as terminals ask for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from kiosk.backend.owners import sessions
from kiosk.contract.headers import SESSION
from kiosk.contract.problems import ProblemKind
from tests.backend.caller import Caller
from tests.backend.owner_rows import add_owner
from tests.live_backend import LiveBackend

VEHICLES = "/v1/owner/vehicles"
NEW = {"plate": "AXY-7788", "type": "motorcycle"}
TAKEN = {"plate": "BKZ-5937", "type": "car"}
"""The demo's owner has it."""
REMINDER = {"kind": "reminder", "start": 13, "end": 18}
UNKNOWN = 32 * "0"


@pytest.fixture
def kiosk(backend: LiveBackend) -> Iterator[Caller]:
    with Caller(backend) as caller:
        yield caller


@pytest.fixture
def owner(backend: LiveBackend) -> Mapping[str, str]:
    """Return the header of an owner who is signed in."""
    id, now = add_owner(backend.database), backend.clock.now()
    token = backend.database.run(lambda connection: sessions.begin(connection, id, backend.terminal_id, now))
    return {SESSION: token}


def bind(kiosk: Caller, owner: Mapping[str, str], vehicle: Any = NEW, *services: Any) -> Any:
    return kiosk.call("POST", VEHICLES, {"vehicle": vehicle, "services": services or [REMINDER]}, headers=owner)


def test_a_vehicle_is_bound_listed_changed_and_let_go(kiosk: Caller, owner: Mapping[str, str]) -> None:
    bound = bind(kiosk, owner)
    assert bound.status == 201
    service = {"kind": "reminder", "effective_on": "2026-11-24", "window": {"start": 13, "end": 18}, "area": None}
    assert bound.json["services"] == [service]
    assert kiosk.call("GET", VEHICLES, headers=owner).json["vehicles"] == [bound.json]
    path = f"{VEHICLES}/{bound.json['id']}"
    wanted = {"services": [REMINDER, {"kind": "flood", "area": "keelung"}]}
    changed = kiosk.call("PUT", f"{path}/services", wanted, headers=owner).json
    assert [one["kind"] for one in changed["services"]] == ["reminder", "flood"]
    assert kiosk.call("DELETE", path, headers=owner).status == 204
    assert kiosk.call("DELETE", path, headers=owner).problem is ProblemKind.NOT_FOUND
    assert kiosk.call("GET", VEHICLES, headers=owner).json["vehicles"] == []


def test_what_somebody_else_has_is_refused_without_a_word_of_them_and_can_be_claimed(
    kiosk: Caller, owner: Mapping[str, str]
) -> None:
    refused = bind(kiosk, owner, TAKEN)
    assert refused.problem is ProblemKind.VEHICLE_TAKEN
    assert refused.json.keys() <= {"type", "title", "status", "instance", "support"}
    claim = kiosk.call("POST", "/v1/owner/claims", {"vehicle": TAKEN}, headers=owner)
    assert claim.status == 201
    assert kiosk.call("POST", "/v1/owner/claims", {"vehicle": TAKEN}, headers=owner).json == claim.json
    assert claim.json.keys() == {"number", "vehicle", "made_at"}
    nothing = kiosk.call("POST", "/v1/owner/claims", {"vehicle": NEW}, headers=owner)
    assert nothing.problem is ProblemKind.NOT_FOUND


@pytest.mark.variants
@pytest.mark.parametrize(
    "services",
    [
        [],
        [REMINDER, REMINDER],
        [{"kind": "flood"}],
        [{"kind": "reminder", "start": 13, "end": 14}],
        [{"kind": "paperless", "area": "keelung"}],
        [{"kind": "valet"}],
    ],
)
def test_services_that_cannot_be_are_reported_where_they_are_wrong(
    kiosk: Caller, owner: Mapping[str, str], services: list[Any]
) -> None:
    answer = kiosk.call("POST", VEHICLES, {"vehicle": NEW, "services": services}, headers=owner)
    assert answer.problem is ProblemKind.INVALID
    assert answer.json["errors"][0]["loc"][:2] == ["body", "services"]
    assert kiosk.call("GET", VEHICLES, headers=owner).json["vehicles"] == []


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", VEHICLES, None),
        ("POST", VEHICLES, {"vehicle": NEW, "services": [REMINDER]}),
        ("PUT", f"{VEHICLES}/{UNKNOWN}/services", {"services": [REMINDER]}),
        ("DELETE", f"{VEHICLES}/{UNKNOWN}", None),
        ("POST", "/v1/owner/claims", {"vehicle": TAKEN}),
    ],
)
def test_nothing_of_it_is_answered_without_a_session(
    shared_backend: LiveBackend, method: str, path: str, body: Any
) -> None:
    with Caller(shared_backend) as kiosk:
        assert kiosk.call(method, path, body).problem is ProblemKind.SESSION_OVER
        assert kiosk.call(method, path, body, headers={SESSION: "x" * 43}).problem is ProblemKind.SESSION_OVER
