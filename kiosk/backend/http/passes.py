"""Monthly passes: what is on sale, and ordering one. Nobody has to sign in for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Depends, Query, Response

from kiosk.backend.context import Context
from kiosk.backend.http.json_routes import JsonRoute
from kiosk.backend.http.languages import Language
from kiosk.backend.http.payments import IDEMPOTENCY_HEADER
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.office import articles
from kiosk.backend.passes import passes
from kiosk.contract.content import LANGUAGE_PATTERN
from kiosk.contract.passes import PassOffer, PassOrder
from kiosk.contract.payments import Payment

_LANGUAGE = Query(
    default=articles.ORIGINAL,
    pattern=LANGUAGE_PATTERN,
    max_length=5,
    description="The language wanted; what was not translated comes in Chinese.",
)


def router(
    context: Context, device: Callable[..., Awaitable[str]], *, payer: Callable[..., Awaitable[str]]
) -> APIRouter:
    """Return the routes of passes; `device` returns the id of the terminal that asks, `payer` of one that buys."""
    routes = APIRouter(tags=["passes"], route_class=JsonRoute)

    @routes.get("/v1/passes", operation_id="listPasses", dependencies=[Depends(device)])
    async def list_passes(language: str = _LANGUAGE) -> PassOffer:
        """Return the passes that are sold, for which month, and how many are left."""

        def work() -> PassOffer:
            with context.database.read() as connection:
                return passes.offer(connection, language, context.clock.now())

        return await in_unit_of_work(work)

    @routes.post("/v1/passes", operation_id="orderPass", status_code=201, response_model=Payment)
    async def order_pass(
        request: PassOrder,
        language: Language,
        terminal_id: str = Depends(payer),
        idempotency_key: str | None = IDEMPOTENCY_HEADER,
    ) -> Response:
        """Make a payment for a pass of the month on sale, and keep its place for a few minutes."""
        answer = await in_unit_of_work(lambda: passes.order(context, terminal_id, request, idempotency_key, language))
        return Response(answer.body, answer.status, media_type="application/json")

    return routes
