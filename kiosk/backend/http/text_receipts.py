"""Where gateways report what became of messages: no token, no signature, an address that cannot be guessed."""

from __future__ import annotations

from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response

from kiosk.backend.context import Context
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.http.bodies import BodyTooLargeError, read_body
from kiosk.backend.http.routers import unlisted_router
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.messages import text_receipts
from kiosk.contract.problems import ProblemKind

_LONGEST = 4096
"""Bytes of a receipt; they have about two hundred."""
_MOST_FIELDS = 30


def router(context: Context) -> APIRouter:
    """Return the route that takes receipts, as a query or as a form; what it answers says nothing."""
    routes = unlisted_router()

    @routes.api_route(
        "/v1/text-receipts/{gateway}/{secret}", operation_id="takeTextReceipt", methods=["GET", "POST"], status_code=200
    )
    async def take(gateway: str, secret: str, request: Request) -> Response:
        try:
            form = await read_body(request, _LONGEST)
        except BodyTooLargeError as error:
            raise Refusal(ProblemKind.TOO_LARGE) from error
        reported = {**_fields(request.url.query), **_fields(form.decode("utf-8", "replace"))}
        await in_unit_of_work(lambda: text_receipts.receive(context, gateway, secret, reported))
        return Response("OK", media_type="text/plain")

    return routes


def _fields(encoded: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(encoded[:_LONGEST], max_num_fields=_MOST_FIELDS))
    except ValueError as error:
        raise Refusal(ProblemKind.INVALID, "too many fields") from error
