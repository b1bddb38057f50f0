"""What vehicles owe. The plates come in the body: an address stands in logs and histories."""

from __future__ import annotations

from fastapi import APIRouter, Response

from kiosk.backend.context import Context
from kiosk.backend.ground import rules
from kiosk.backend.http.direct import direct_route
from kiosk.backend.http.json_routes import JsonRoute
from kiosk.backend.http.outside import looking_up
from kiosk.backend.http.principal import FromAnybody
from kiosk.backend.registers import bills
from kiosk.contract.bills import BillAnswer, BillSearch, NumberFound, NumberSearch


def add_to(routes: APIRouter, context: Context) -> None:
    """Add the routes of the look-ups, first the one that terminals use all day."""
    # Who has to pay elsewhere needs to know what it costs there.
    tariff = rules.tariff() if context.terms.providers.some else rules.tariff_elsewhere()
    source = context.ports.bills

    async def search_bills(_asking: FromAnybody, search: BillSearch) -> Response:
        """Return every unpaid bill of these vehicles, and which registers did not answer."""
        # Bytes, not a model: what we made ourselves is not validated a second time.
        found = await looking_up(source)(lambda: bills.search_json(source, search, clock=context.clock, tariff=tariff))
        return Response(found, media_type="application/json")

    routes.add_api_route(
        "/v1/bills/search",
        search_bills,
        methods=["POST"],
        operation_id="searchBills",
        response_model=BillAnswer,
        tags=["bills"],
        route_class_override=direct_route(BillSearch, search_bills),
    )

    async def find_bill(search: NumberSearch) -> NumberFound:
        """Return whose a ticket's or a notice's number is: what anybody reads on the paper that it was scanned from."""
        return await looking_up(source)(lambda: bills.find(source, search.number))

    routes.add_api_route(
        "/v1/bills/find",
        find_bill,
        methods=["POST"],
        operation_id="findBill",
        tags=["bills"],
        route_class_override=JsonRoute,
    )
