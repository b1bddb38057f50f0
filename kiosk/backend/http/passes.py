"""Monthly passes: what is on sale, and ordering one. Needs no session."""

from __future__ import annotations

from fastapi import APIRouter, Query, Response

from kiosk.backend.context import Context
from kiosk.backend.http.languages import Language
from kiosk.backend.http.payments import IDEMPOTENCY_HEADER
from kiosk.backend.http.principal import FromAnybody
from kiosk.backend.http.routers import json_router
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.office import articles
from kiosk.backend.passes import passes
from kiosk.backend.passes.pass_payable import PASSES
from kiosk.backend.payments import payments
from kiosk.contract.content import LANGUAGE_PATTERN
from kiosk.contract.passes import PassOffer, PassOrder
from kiosk.contract.payments import Payment

_LANGUAGE = Query(
    default=articles.ORIGINAL,
    pattern=LANGUAGE_PATTERN,
    max_length=5,
    description="The language wanted; what was not translated comes in Chinese.",
)


def router(context: Context) -> APIRouter:
    """Return the routes of passes."""
    routes = json_router("passes")

    @routes.get("/v1/passes", operation_id="listPasses")
    async def list_passes(language: str = _LANGUAGE) -> PassOffer:
        """Return the passes that are sold, for which month, and how many are left."""

        def work() -> PassOffer:
            with context.database.read() as connection:
                return passes.offer(connection, language, context.clock.now())

        return await in_unit_of_work(work)

    @routes.post("/v1/passes", operation_id="orderPass", status_code=201, response_model=Payment)
    async def order_pass(
        buyer: FromAnybody,
        request: PassOrder,
        language: Language,
        idempotency_key: str | None = IDEMPOTENCY_HEADER,
    ) -> Response:
        """Make a payment for a pass of the month on sale, and keep its place for a few minutes."""
        answer = await in_unit_of_work(
            lambda: payments.create(context, buyer.id, PASSES, request, idempotency_key, language)
        )
        return Response(answer.body, answer.status, media_type="application/json")

    return routes
