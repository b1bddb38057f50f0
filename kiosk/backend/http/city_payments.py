"""Paying bills of another city, where it takes payment through this service: by the same payments as our own."""

from __future__ import annotations

from fastapi import APIRouter, Response

from kiosk.backend.city_bills import paying
from kiosk.backend.context import Context
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.http.languages import Language
from kiosk.backend.http.outside import asking_city
from kiosk.backend.http.payments import IDEMPOTENCY_HEADER
from kiosk.backend.http.principal import FromTerminal
from kiosk.backend.http.routers import json_router
from kiosk.backend.http.thread_pool import NoThreadError
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.contract.cities import CityAnswer, CityPaymentRequest
from kiosk.contract.payments import Payment
from kiosk.contract.problems import ProblemKind


def router(context: Context) -> APIRouter:
    """Return the route of paying other cities' bills."""
    routes = json_router("cities")

    @routes.post("/v1/cities/payments", operation_id="payCityBills", status_code=201, response_model=Payment)
    async def pay_city_bills(
        asking: FromTerminal,
        request: CityPaymentRequest,
        language: Language,
        idempotency_key: str | None = IDEMPOTENCY_HEADER,
    ) -> Response:
        """Make a payment of bills of one city, as it tells of them at this moment, and hold them for a few minutes."""
        made = await in_unit_of_work(lambda: paying.known(context, asking.id, request, idempotency_key))
        if made is None:
            answer = await _asked(context, request)
            made = await in_unit_of_work(
                lambda: paying.create(context, asking.id, request, answer, idempotency_key, language)
            )
        return Response(made.body, made.status, media_type="application/json")

    return routes


async def _asked(context: Context, request: CityPaymentRequest) -> CityAnswer:
    """Return what the city says now, in one of its own threads; raise `Refusal` as `paying.ask`."""
    elsewhere = context.ports.elsewhere
    if elsewhere is None:
        raise Refusal(ProblemKind.NOT_PAYABLE, "no other city is asked", bills=request.bills)
    try:
        return await asking_city(elsewhere, request.city, lambda: paying.ask(context, request))
    except KeyError:
        raise Refusal(ProblemKind.NOT_PAYABLE, "this city is not asked", bills=request.bills) from None
    except NoThreadError:
        raise Refusal(ProblemKind.COULD_NOT_ASK, "too many wait for this city") from None
