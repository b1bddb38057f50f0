"""How a terminal is enrolled: by the code that the office made for it.

Behind a proxy all terminals come from its address, and share what one is allowed, unless `trusted_proxies` names it.
"""

from __future__ import annotations

from fastapi import APIRouter, Request

from kiosk.backend.context import Context
from kiosk.backend.http.routers import json_router
from kiosk.backend.http.threads import with_password
from kiosk.backend.terminals import invitations
from kiosk.contract.enrolment import Enrolled, Enrolment


def router(context: Context) -> APIRouter:
    """Return the route of enrolling; it needs no token."""
    routes = json_router("service")

    @routes.post("/v1/enrolments", operation_id="enrolTerminal", status_code=201)
    async def enrol_terminal(request: Request, given: Enrolment) -> Enrolled:
        """Return a token to the terminal at which a code of the office was typed; five wrong tries, one success."""
        address = request.client.host if request.client is not None else ""
        # Its hash is as slow as a password's.
        return await with_password(lambda: invitations.redeem(context, address, given.code.get_secret_value()))

    return routes
