"""Every route of the application, asked by everybody: what they are answered is what the table of scopes says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI, Request
from fastapi.routing import APIRoute

from kiosk.backend.described import terminals
from kiosk.backend.ground.principals import Clerk, Guest, Owner, Principal, Scope, Terminal, holders
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.http import principal, routers, scopes
from kiosk.backend.http.principal import Entrance, FromOwner, FromTerminal, check, routes_of
from kiosk.backend.http.scopes import SCOPES
from kiosk.backend.terminals import enrolment
from kiosk.backend.terminals import statements as terminal_statements
from kiosk.backend.terminals.recognition import Recognition
from kiosk.contract.headers import SESSION
from kiosk.contract.problems import MEDIA_TYPE, ProblemKind
from tests.backend.caller import Answer, Caller
from tests.contract.openapi_snapshot import committed
from tests.live_backend import LiveBackend

OWNER = {"mobile": "0912345678", "password": "Parking-2026"}
"""The demo's owner."""
PARTS = {"{kind}": "notice", "{slug}": "x", "{provider}": "line"}
TURNED_AWAY = {ProblemKind.UNAUTHENTICATED, ProblemKind.NOT_FOR_GUESTS, ProblemKind.SESSION_OVER}


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody with a token or without, signed in or not."""

    caller: Caller
    token: bool = True
    signed_in: bool = False
    session: str | None = None
    """Of somebody who says that they are signed in, and are not."""

    def ask(self, route: APIRoute, method: str) -> Answer:
        path = route.path
        for name, value in PARTS.items():
            path = path.replace(name, value)
        while "{" in path:
            path = path[: path.index("{")] + "0" * 32 + path[path.index("}") + 1 :]
        headers = {"Idempotency-Key": "k" * 20}
        if self.signed_in and SCOPES[route.operation_id or ""] in Owner.scopes:
            # A new session for each question: among them are some that end it.
            headers[SESSION] = self.caller.call("POST", "/v1/sessions", OWNER).json["token"]
        if self.session is not None and SCOPES[route.operation_id or ""] in Owner.scopes:
            headers[SESSION] = self.session
        body: Any = None if method in ("GET", "HEAD", "DELETE") else {}
        return self.caller.call(method, path, body, headers=headers, token=self.token)


def expected(scope: Scope, kind: type[Principal] | None) -> ProblemKind | None:
    """Return how somebody is turned away by a scope; None where they are let in."""
    if scope is Scope.PUBLIC or kind in holders(scope) or (kind is Owner and Terminal in holders(scope)):
        return None
    if kind is None:
        return ProblemKind.UNAUTHENTICATED
    return ProblemKind.NOT_FOR_GUESTS if kind is Guest else ProblemKind.SESSION_OVER


def turned_away(answer: Answer) -> ProblemKind | None:
    """Return the problem by which the answer turns somebody away; None for any answer to the question itself."""
    if answer.headers.get("content-type") != MEDIA_TYPE or not answer.body:
        return None
    return answer.problem if answer.problem in TURNED_AWAY else None


def test_every_route_lets_in_whom_its_scope_names_and_turns_everybody_else_away(backend: LiveBackend) -> None:
    now = backend.clock.now()
    guest = backend.database.run(
        lambda connection: enrolment.add(connection, "guest", now, guest_until=now + timedelta(days=1))[1]
    )
    found, wanted = {}, {}
    with Caller(backend) as terminal, Caller(backend, guest) as as_guest:
        everybody: dict[type[Principal] | None, Asking] = {
            None: Asking(terminal, token=False),
            Guest: Asking(as_guest),
            Terminal: Asking(terminal),
            Owner: Asking(terminal, signed_in=True),
        }
        for route, method in asked_routes(backend):
            for kind, asking in everybody.items():
                cell = (method, route.path, kind and kind.__name__)
                wanted[cell] = expected(SCOPES[route.operation_id or ""], kind)
                found[cell] = turned_away(asking.ask(route, method))
    assert found == wanted
    assert len(found) > 4 * 70


@pytest.mark.long
def test_who_has_a_token_or_a_session_that_is_no_good_is_let_in_nowhere(backend: LiveBackend) -> None:
    now = backend.clock.now()
    revoked = backend.enrol("revoked", "a token that was good")
    backend.database.run(lambda connection: terminal_statements.revoke(connection, revoked, now))
    backend.enrol("elsewhere", "the token of another terminal")
    found, wanted = {}, {}
    with (
        Caller(backend) as terminal,
        Caller(backend, "the token of another terminal") as elsewhere,
        Caller(backend, "a token that was good") as shut_out,
        Caller(backend, "a token of no terminal") as unknown,
    ):
        over, of_another = (
            str(caller.call("POST", "/v1/sessions", OWNER).json["token"]) for caller in (terminal, elsewhere)
        )
        assert terminal.call("DELETE", "/v1/session", headers={SESSION: over}).status == 204
        everybody: dict[str, tuple[type[Principal] | None, Asking]] = {
            "unknown": (None, Asking(unknown)),
            "revoked": (None, Asking(shut_out)),
            "signed out": (Terminal, Asking(terminal, session=over)),
            "signed in elsewhere": (Terminal, Asking(terminal, session=of_another)),
        }
        for route, method in asked_routes(backend):
            for name, (kind, asking) in everybody.items():
                wanted[method, route.path, name] = expected(SCOPES[route.operation_id or ""], kind)
                found[method, route.path, name] = turned_away(asking.ask(route, method))
    assert found == wanted
    # With the four of the test before: what an attack once went through by hand.
    assert 2 * len(found) > 405


def asked_routes(backend: LiveBackend) -> list[tuple[APIRoute, str]]:
    """Return every route with each of its methods; HEAD is GET without a body."""
    return [
        (route, method) for route in routes_of(backend.app) for method in sorted((route.methods or set()) - {"HEAD"})
    ]


def test_every_operation_in_the_table_is_a_route_and_every_described_one_is_in_it(backend: LiveBackend) -> None:
    assert set(SCOPES) == {route.operation_id for route in routes_of(backend.app)}
    operations = [one for path in committed()["paths"].values() for one in path.values()]
    needed = {one["operationId"]: {name for each in one.get("security", ()) for name in each} for one in operations}
    for id, schemes in needed.items():
        assert (SCOPES[id] is Scope.PUBLIC) == (not schemes)
        assert (SCOPES[id] in Owner.scopes) == ("owner" in schemes)


@pytest.mark.parametrize("forgotten", ["searchBills", "takeProviderMessage"])
def test_an_application_with_an_operation_that_has_no_scope_does_not_start(
    monkeypatch: pytest.MonkeyPatch, forgotten: str
) -> None:
    left = {id: scope for id, scope in SCOPES.items() if id != forgotten}
    monkeypatch.setattr(scopes, "SCOPES", left)
    with pytest.raises(LookupError, match=forgotten):
        terminals()


def test_a_function_that_takes_another_principal_than_its_scope_lets_in_does_not_start() -> None:
    async def for_owners(owner: FromOwner) -> None: ...

    async def for_terminals(terminal: FromTerminal) -> None: ...

    for endpoint, operation in (
        (for_owners, "searchBills"),
        (for_terminals, "searchBills"),
        (for_terminals, "getOwner"),
        (for_owners, "isAlive"),
    ):
        app = FastAPI()
        app.add_api_route("/x", endpoint, operation_id=operation)
        with pytest.raises(TypeError, match=operation):
            check(app)
    app = FastAPI()
    app.add_api_route("/x", for_owners, operation_id="getOwner")
    check(app)


async def test_no_one_becomes_a_clerk_and_nothing_but_a_clerk_is_let_in_at_the_desk(backend: LiveBackend) -> None:
    assert holders(Scope.DESK) == {Clerk}
    assert Scope.DESK not in SCOPES.values()
    entrance = Entrance(backend.context, Recognition(backend.database, backend.clock), lambda _id, _agent: None)
    headers = [(b"authorization", f"Bearer {backend.token}".encode())]
    with pytest.raises(Refusal) as refused:
        await entrance.let_in(Request({"type": "http", "headers": headers}), Scope.DESK)
    assert refused.value.kind is ProblemKind.UNAUTHENTICATED


def test_the_scopes_of_a_guest_have_an_allowance_each() -> None:
    assert set(principal.ALLOWANCES) == Guest.scopes


def test_a_router_that_asks_no_one_who_comes_is_not_added() -> None:
    def anybody() -> None:
        pass

    bare, listed = APIRouter(), routers.json_router("bills")
    for router in (bare, listed):
        router.add_api_route("/v1/bare", anybody, operation_id="bare")
    app = FastAPI()
    with pytest.raises(TypeError, match="does not ask who comes"):
        routers.add(app, bare)
    routers.add(app, listed)
    assert [route.path for route in routes_of(app)] == ["/v1/bare"]
