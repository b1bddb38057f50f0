"""The terminals' look-up."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Depends, Response

from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.services import bills
from kiosk.backend.services.ports import BillSource
from kiosk.clock import Clock
from kiosk.contract.bills import BillAnswer, BillSearch


def router(source: BillSource, clock: Clock, device: Callable[..., object]) -> APIRouter:
    """Return the route that finds what vehicles owe."""
    routes = APIRouter(tags=["bills"])

    @routes.post(
        "/v1/bills/search", operation_id="searchBills", response_model=BillAnswer, dependencies=[Depends(device)]
    )
    async def search_bills(search: BillSearch) -> Response:
        """Return what these vehicles owe. A plate is sent in the body: addresses end up in logs."""
        # Bytes, not models: what we made ourselves is not validated again.
        found = await in_unit_of_work(lambda: bills.search_json(source, search, clock=clock))
        return Response(found, media_type="application/json")

    return routes
