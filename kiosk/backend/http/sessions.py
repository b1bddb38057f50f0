"""Signing in and out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Depends, Response

from kiosk.backend.context import Context
from kiosk.backend.http.json_routes import JsonRoute
from kiosk.backend.http.owner_auth import OwnerAuth
from kiosk.backend.http.threads import in_unit_of_work, with_password
from kiosk.backend.owners import sessions, sign_in
from kiosk.backend.owners.sessions import Session
from kiosk.contract.owners import SignedIn, SignInRequest


def router(context: Context, device: Callable[..., Awaitable[str]], owner: OwnerAuth) -> APIRouter:
    """Return the routes of sessions; `device` returns the id of an enrolled terminal."""
    routes = APIRouter(tags=["owners"], route_class=JsonRoute)
    own, signed_in = Depends(device), Depends(owner.session)

    @routes.post("/v1/sessions", operation_id="signIn", status_code=201)
    async def begin_session(request: SignInRequest, terminal_id: str = own) -> SignedIn:
        """Sign an owner in on this terminal, for this visit."""
        return await with_password(lambda: sign_in.begin(context, terminal_id, request))

    @routes.delete("/v1/session", operation_id="signOut", status_code=204, response_class=Response)
    async def end_session(session: Session = signed_in) -> None:
        """Sign out. Whoever does it again is told that the session is over."""
        await in_unit_of_work(
            lambda: context.database.run(lambda connection: sessions.end(connection, session, context.clock.now()))
        )

    return routes
