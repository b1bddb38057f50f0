"""Where providers send their messages: signed, without a terminal's token, no part of the terminals' interface."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from kiosk.backend.context import Context
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.http.bodies import BodyTooLargeError, read_body
from kiosk.backend.http.routers import unlisted_router
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.payments import provider_messages
from kiosk.contract.problems import ProblemKind


def router(context: Context) -> APIRouter:
    """Return the route that takes messages; it answers 204 only when what follows is committed."""
    routes = unlisted_router()

    @routes.post("/v1/providers/{code}/messages", operation_id="takeProviderMessage", status_code=204)
    async def take(code: str, request: Request) -> Response:
        try:
            body = await read_body(request, provider_messages.MAX_BODY)
        except BodyTooLargeError as error:
            raise Refusal(ProblemKind.TOO_LARGE) from error
        await in_unit_of_work(lambda: provider_messages.receive(context, code, request.headers, body))
        return Response(status_code=204)

    return routes
