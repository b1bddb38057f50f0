"""Who asks: the one dependency that tells terminals, guests and owners apart, and lets each do what its scope allows.

It stands before every route of the application, so that none can be forgotten; `scopes` says what each is for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from fastapi import Depends, FastAPI, Request
from fastapi.params import Depends as Dependency
from fastapi.routing import APIRoute, iter_route_contexts

from kiosk.backend.context import Context
from kiosk.backend.ground.principals import Guest, Owner, Principal, Scope, Terminal, holders
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.http import scopes
from kiosk.backend.http.threads import in_recognition, in_unit_of_work
from kiosk.backend.owners import sessions
from kiosk.backend.owners.sessions import Session
from kiosk.backend.proof import guests
from kiosk.backend.terminals.recognition import Recognition
from kiosk.contract.headers import SESSION
from kiosk.contract.problems import ProblemKind

_LONGEST = 128
"""Characters of a token; ours have 43."""

_TERMINAL = "device"
_OWNER = "owner"
SCHEMES: Mapping[str, Mapping[str, str]] = {
    _TERMINAL: {"type": "http", "scheme": "bearer", "description": "The terminal's token"},
    _OWNER: {"type": "apiKey", "in": "header", "name": SESSION, "description": "The owner's session"},
}
"""How a principal says who it is, as the API describes it."""

ALLOWANCES: Mapping[Scope, guests.Allowance] = {
    Scope.SERVICE: guests.REQUESTS,
    Scope.LOOK_UP: guests.LOOK_UPS,
    Scope.PAY: guests.PAYMENTS,
}
"""How often a guest may ask, by what for."""


class Entrance:
    """What an application recognises its principals by."""

    def __init__(self, context: Context, recognition: Recognition, note: Callable[[str, str], None]) -> None:
        """Have `note` given each enrolled terminal that asks: its id, and what it calls itself (`User-Agent`)."""
        self._context = context
        self._recognition = recognition
        self._note = note

    async def let_in(self, request: Request, scope: Scope) -> Principal:
        """Return who asks. Nearly always without a query.

        Raise `Refusal`: `UNAUTHENTICATED` for a stranger, `NOT_FOR_GUESTS`, `RATE` for a guest whose allowance is used
        up, `SESSION_OVER` where an owner has to be signed in.
        """
        asking = await self._recognised(bearer(request))
        request.scope.setdefault("state", {})["terminal_id"] = asking.id  # for the log of a failure
        if isinstance(asking, Guest):
            await self._allow(asking, scope)
        else:
            self._note(asking.id, request.headers.get("user-agent", ""))
        if scope in asking.scopes:
            return asking
        if scope in Owner.scopes:
            return Owner(await self._signed_in(asking.id, _session_token(request)))
        # The desk's scopes: staff sign in at an interface of their own.
        raise Refusal(ProblemKind.UNAUTHENTICATED)

    async def _recognised(self, token: str) -> Terminal | Guest:
        found = self._recognition.remembered(token)
        if found is None:
            found = await in_recognition(lambda: self._recognition.look_up(token))
        if found is None:
            raise Refusal(ProblemKind.UNAUTHENTICATED)
        return Guest(found.id) if found.guest else Terminal(found.id)

    async def _signed_in(self, terminal_id: str, token: str) -> Session:
        found = await in_recognition(lambda: sessions.find(self._context, terminal_id, token))
        if found.to_note:
            # It may wait for the write lock, and other requests are not to be recognised later for that.
            await in_unit_of_work(lambda: sessions.note_use(self._context, found.session))
        return found.session

    async def _allow(self, guest: Guest, scope: Scope) -> None:
        if scope not in guest.scopes:
            raise Refusal(ProblemKind.NOT_FOR_GUESTS)
        await in_unit_of_work(lambda: guests.admit(self._context, guest.id, ALLOWANCES[scope]))


async def principal(request: Request) -> Principal | None:
    """Return who asks for a route, as its scope lets in; None where the route is public. Raise `Refusal`."""
    scope = scopes.SCOPES[request.scope["route"].operation_id]
    if scope is Scope.PUBLIC:
        return None
    entrance: Entrance = request.app.state.entrance
    return await entrance.let_in(request, scope)


FromAnybody = Annotated[Terminal | Guest, Depends(principal)]
"""The caller of an operation that a guest may use too."""
FromTerminal = Annotated[Terminal, Depends(principal)]
FromOwner = Annotated[Owner, Depends(principal)]


def routes_of(app: FastAPI) -> Iterator[APIRoute]:
    """Yield every route of an application's own, with those of its routers."""
    for found in iter_route_contexts(app.routes):
        if isinstance(found.original_route, APIRoute):
            yield found.original_route


def check(app: FastAPI) -> None:
    """Raise `LookupError` for a route without a scope, `TypeError` for one whose function takes somebody else."""
    for route in routes_of(app):
        scope = scopes.SCOPES.get(route.operation_id or "")
        if scope is None:
            raise LookupError(f"{route.path} has no scope: name {route.operation_id} in {scopes.__name__}.SCOPES")
        for taken in _taken(route.endpoint):
            if not holders(scope) or not holders(scope) <= taken:
                raise TypeError(f"{route.path}: {route.operation_id} is for {scope.value}, and takes somebody else")


def _taken(endpoint: Callable[..., Any]) -> Iterator[frozenset[type]]:
    """Yield what an endpoint expects the dependency to return, for each argument that is given it."""
    for hint in get_type_hints(endpoint, include_extras=True).values():
        if get_origin(hint) is not Annotated:
            continue
        kind, *rest = get_args(hint)
        if any(isinstance(one, Dependency) and one.dependency is principal for one in rest):
            yield frozenset(get_args(kind) or (kind,))


def bearer(request: Request) -> str:
    """Return the token that a request carries; raise `Refusal` (`UNAUTHENTICATED`) if it cannot be one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or len(token) > _LONGEST:
        raise Refusal(ProblemKind.UNAUTHENTICATED)
    return token


def _session_token(request: Request) -> str:
    token = request.headers.get(SESSION, "").strip()
    if not token or len(token) > _LONGEST or not token.isascii():
        raise Refusal(ProblemKind.SESSION_OVER)
    return token


def security(scope: Scope) -> list[dict[str, list[str]]]:
    """Return how the API describes what a scope asks for."""
    if scope is Scope.PUBLIC:
        return []
    schemes = (_TERMINAL, _OWNER) if scope in Owner.scopes else (_TERMINAL,)
    return [{scheme: []} for scheme in schemes]
