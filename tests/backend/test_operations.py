"""Every operation that is described, asked by everybody who must not: no cell of the table is open.

A new operation stands in none of the sets below, so it must be for enrolled terminals, or be put there on purpose.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from kiosk.backend.terminals import enrolment
from kiosk.contract.headers import SESSION
from kiosk.contract.problems import ProblemKind
from tests.backend.caller import Answer, Caller
from tests.contract.openapi_snapshot import committed
from tests.live_backend import LiveBackend

FOR_ANYBODY = {"isAlive", "isReady", "makePictureCode", "answerPictureCode", "enrolTerminal"}
FOR_GUESTS = {
    "searchBills", "findBill", "getService", "listProviders", "listArticles", "getArticle", "listPasses", "orderPass",
    "createPayment", "getPayment", "cancelPayment", "watchPayment", "getReceipt",
    "makeSheet", "makeStoreCodes",
}  # fmt: skip
FOR_OWNERS = {"owner"}
"""The security scheme that says so."""

OWNER = {"mobile": "0912345678", "password": "Parking-2026"}
"""The demo's owner."""


@dataclass(frozen=True, slots=True)
class Operation:
    id: str
    method: str
    path: str
    owners: bool

    def __str__(self) -> str:
        return self.id


def _operations() -> list[Operation]:
    found = []
    for path, operations in committed()["paths"].items():
        for method, described in operations.items():
            schemes = {scheme for one in described.get("security", ()) for scheme in one}
            found.append(Operation(described["operationId"], method.upper(), path, owners=bool(schemes & FOR_OWNERS)))
    return found


OPERATIONS = _operations()
GUARDED = [operation for operation in OPERATIONS if operation.id not in FOR_ANYBODY]
PARTS = {"{kind}": "notice", "{slug}": "x", "{provider}": "line", "{plate}": "BKZ-5937", "{type}": "car"}


def asks(
    caller: Caller, operation: Operation, headers: Mapping[str, str] | None = None, *, token: bool = True
) -> Answer:
    path = operation.path
    for name, value in PARTS.items():
        path = path.replace(name, value)
    while "{" in path:
        path = path[: path.index("{")] + "0" * 32 + path[path.index("}") + 1 :]
    body: Any = None if operation.method in ("GET", "DELETE") else {}
    return caller.call(
        operation.method, path, body, headers={"Idempotency-Key": "k" * 20, **(headers or {})}, token=token
    )


def enrolled(backend: LiveBackend, *, guest_until: timedelta | None = None, revoked: bool = False) -> str:
    """Return the token of a device of its own."""
    now = backend.clock.now()

    def work(connection: Any) -> str:
        until = None if guest_until is None else now + guest_until
        id, token = enrolment.add(connection, "another", now, guest_until=until)
        if revoked:
            enrolment.shut_out(connection, id, now)
        return token

    return backend.database.run(work)


def test_the_sets_name_operations_that_there_are() -> None:
    assert {operation.id for operation in OPERATIONS} >= FOR_ANYBODY | FOR_GUESTS
    assert not any(operation.owners for operation in OPERATIONS if operation.id in FOR_ANYBODY | FOR_GUESTS)
    assert sum(operation.owners for operation in OPERATIONS) > 15


@pytest.fixture(scope="module")
def strangers(shared_backend: LiveBackend) -> list[str]:
    """Return tokens that open nothing."""
    return [
        "wrong",
        secrets.token_urlsafe(32),
        enrolled(shared_backend, guest_until=-timedelta(seconds=1)),
        enrolled(shared_backend, revoked=True),
    ]


@pytest.mark.parametrize("operation", GUARDED, ids=str)
def test_nothing_is_done_for_who_is_not_known(
    shared_backend: LiveBackend, strangers: list[str], operation: Operation
) -> None:
    with Caller(shared_backend) as no_one:
        assert asks(no_one, operation, token=False).problem is ProblemKind.UNAUTHENTICATED
    for token in strangers:
        with Caller(shared_backend, token) as stranger:
            assert asks(stranger, operation).problem is ProblemKind.UNAUTHENTICATED


@pytest.fixture(scope="module")
def guest(shared_backend: LiveBackend) -> str:
    return enrolled(shared_backend, guest_until=timedelta(days=1))


@pytest.mark.parametrize("operation", GUARDED, ids=str)
def test_a_guest_looks_up_reads_and_pays_and_nothing_else(
    shared_backend: LiveBackend, guest: str, operation: Operation
) -> None:
    with Caller(shared_backend, guest) as caller:
        answer = asks(caller, operation, {SESSION: "x" * 43})
    if operation.id in FOR_GUESTS:
        assert answer.status == 200 or answer.problem is not ProblemKind.NOT_FOR_GUESTS
    else:
        assert answer.problem is ProblemKind.NOT_FOR_GUESTS


@pytest.fixture(scope="module")
def sessions(shared_backend: LiveBackend) -> list[str]:
    """Return sessions that are no session of this terminal: made up, ended, and another terminal's."""
    found = []
    with Caller(shared_backend) as terminal:
        ended = terminal.call("POST", "/v1/sessions", OWNER)
        assert ended.status == 201, ended.body
        found.append(ended.json["token"])
        assert terminal.call("DELETE", "/v1/session", headers={SESSION: found[0]}).status == 204
    with Caller(shared_backend, enrolled(shared_backend)) as other:
        found.append(other.call("POST", "/v1/sessions", OWNER).json["token"])
    return ["", "x" * 43, *found]


@pytest.mark.parametrize("operation", [operation for operation in OPERATIONS if operation.owners], ids=str)
def test_nothing_of_an_owner_is_reported_or_done_without_a_session_of_this_terminal(
    shared_backend: LiveBackend, sessions: list[str], operation: Operation
) -> None:
    with Caller(shared_backend) as terminal:
        for session in sessions:
            assert asks(terminal, operation, {SESSION: session}).problem in (
                ProblemKind.SESSION_OVER,
                ProblemKind.INVALID,  # the body is looked at first, and tells nothing
            )
