"""The terminals' interface to payments. Thin: what is done is in `kiosk.backend.payments`."""

from __future__ import annotations

from fastapi import APIRouter, Header, Path, Response

from kiosk.backend.context import Context
from kiosk.backend.http.languages import Language
from kiosk.backend.http.principal import FromAnybody
from kiosk.backend.http.routers import json_router
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.payments import payments, receipts
from kiosk.contract.payments import Payment, PaymentRequest, ProviderList, Receipt

_ID = Path(pattern=r"^[0-9a-f]{32}$", description="A payment's id")
IDEMPOTENCY_HEADER = Header(
    default=None,
    alias="Idempotency-Key",
    min_length=1,
    max_length=64,
    pattern=r"^[!-~]+$",
    description="Made once for each wish to pay; the same key and body have one effect and the same answer.",
)


def router(context: Context) -> APIRouter:
    """Return the routes of payments."""
    routes = json_router("payments")

    @routes.get("/v1/providers", operation_id="listProviders")
    async def list_providers() -> ProviderList:
        """Return the payment providers, in the order in which they are offered."""
        return context.terms.providers.listed()

    @routes.post("/v1/payments", operation_id="createPayment", status_code=201, response_model=Payment)
    async def create_payment(
        asking: FromAnybody,
        request: PaymentRequest,
        language: Language,
        idempotency_key: str | None = IDEMPOTENCY_HEADER,
    ) -> Response:
        """Make a payment of what is owed now, and reserve its tickets for a few minutes."""
        answer = await in_unit_of_work(
            lambda: payments.create(context, asking.id, context.ports.payable_bills, request, idempotency_key, language)
        )
        return Response(answer.body, answer.status, media_type="application/json")

    @routes.get("/v1/payments/{id}", operation_id="getPayment")
    async def get_payment(asking: FromAnybody, id: str = _ID) -> Payment:
        """Return a payment of this terminal."""
        return await in_unit_of_work(lambda: payments.get(context, asking.id, id))

    @routes.post("/v1/payments/{id}/cancel", operation_id="cancelPayment")
    async def cancel_payment(asking: FromAnybody, id: str = _ID) -> Payment:
        """End a payment that is not confirmed yet; once it is cancelled, asking again changes nothing."""
        return await in_unit_of_work(lambda: payments.cancel(context, asking.id, id))

    @routes.get("/v1/payments/{id}/receipt", operation_id="getReceipt")
    async def get_receipt(asking: FromAnybody, id: str = _ID) -> Receipt:
        """Return the receipt of a paid payment."""
        return await in_unit_of_work(lambda: receipts.get(context, asking.id, id))

    return routes
