"""The terminals' interface to what phones take along: what is owed, and the bar codes for a convenience store."""

from __future__ import annotations

from fastapi import APIRouter

from kiosk.backend.context import Context
from kiosk.backend.http.languages import Language
from kiosk.backend.http.principal import FromAnybody
from kiosk.backend.http.routers import json_router
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.sheets import sheets
from kiosk.contract.sheets import Sheet, SheetRequest, StoreCodes, StoreCodesRequest


def router(context: Context) -> APIRouter:
    """Return the routes; the numbers come in the body, since an address stands in logs."""
    routes = json_router("bills")

    def taken_along(terminal_id: str, request: SheetRequest, language: str | None) -> Sheet:
        return sheets.of_owed(
            context, terminal_id, request.bills, language, payments=request.payments, paid=request.paid
        )

    @routes.post("/v1/bills/sheet", operation_id="makeSheet")
    async def make_sheet(request: SheetRequest, terminal: FromAnybody, language: Language) -> Sheet:
        """Return a link to what is owed under these numbers and was paid in the same visit, to be kept and printed."""
        return await in_unit_of_work(lambda: taken_along(terminal.id, request, language))

    @routes.post("/v1/bills/store-codes", operation_id="makeStoreCodes")
    async def make_store_codes(request: StoreCodesRequest, language: Language) -> StoreCodes:
        """Return the three bar codes with which a convenience store takes a bill."""
        return await in_unit_of_work(lambda: sheets.store_codes_of(context, request.bill, language))

    return routes
