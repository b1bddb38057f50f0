"""Signing in and out."""

from __future__ import annotations

from fastapi import APIRouter, Response

from kiosk.backend.context import Context
from kiosk.backend.http.principal import FromOwner, FromTerminal
from kiosk.backend.http.routers import json_router
from kiosk.backend.http.threads import in_unit_of_work, with_password
from kiosk.backend.owners import sessions, sign_in
from kiosk.contract.owners import SignedIn, SignInRequest


def router(context: Context) -> APIRouter:
    """Return the routes of sessions."""
    routes = json_router("owners")

    @routes.post("/v1/sessions", operation_id="signIn", status_code=201)
    async def begin_session(terminal: FromTerminal, request: SignInRequest) -> SignedIn:
        """Sign an owner in on this terminal, for this visit."""
        return await with_password(lambda: sign_in.begin(context, terminal.id, request))

    @routes.delete("/v1/session", operation_id="signOut", status_code=204, response_class=Response)
    async def end_session(owner: FromOwner) -> None:
        """Sign out. A second time, the answer is that the session is over."""
        await in_unit_of_work(
            lambda: context.database.run(
                lambda connection: sessions.end(connection, owner.session, context.clock.now())
            )
        )

    return routes
