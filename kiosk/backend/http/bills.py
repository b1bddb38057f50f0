"""What vehicles owe. The plates come in the body: an address stands in logs and histories."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Depends, Response

from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.services import bills
from kiosk.backend.services.till import Till
from kiosk.contract.bills import BillAnswer, BillSearch


def router(till: Till, device: Callable[..., object]) -> APIRouter:
    """Return the route of the look-up, the one that terminals use all day."""
    routes = APIRouter(tags=["bills"])

    @routes.post(
        "/v1/bills/search", operation_id="searchBills", response_model=BillAnswer, dependencies=[Depends(device)]
    )
    async def search_bills(search: BillSearch) -> Response:
        """Return every unpaid bill of these vehicles, and which registers did not answer."""
        # Bytes, not a model: what we made ourselves is not validated a second time.
        found = await in_unit_of_work(lambda: bills.search_json(till.ports.bills, search, clock=till.clock))
        return Response(found, media_type="application/json")

    return routes
