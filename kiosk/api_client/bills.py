"""What vehicles owe, and what of it a phone takes along."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.api_client._caller import Caller
from kiosk.api_client._route import Route
from kiosk.contract.bills import BillAnswer, BillSearch, NumberFound, NumberSearch
from kiosk.contract.sheets import Sheet, SheetRequest, StoreCodes, StoreCodesRequest
from kiosk.contract.wire import Vehicle

SEARCH = Route("POST", "/v1/bills/search")
FIND = Route("POST", "/v1/bills/find")
SHEET = Route("POST", "/v1/bills/sheet")
"""A retry only leaves an unused link behind."""
STORE_CODES = Route("POST", "/v1/bills/store-codes")


class Bills:
    """Looking up what is owed, and taking it along."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def search(self, vehicles: Sequence[Vehicle]) -> BillAnswer:
        """Return what the vehicles owe (1 to 10 of them), and which registers could not be asked.

        Raise `ApiError`. A `ProblemError` of the kind `could-not-ask` means unknown: never "nothing owed".
        """
        return await self._caller.call(SEARCH, BillAnswer, body=BillSearch(vehicles=tuple(vehicles)))

    async def find(self, number: str) -> NumberFound:
        """Return whose bill a ticket's or a notice's number is, and which bill it is part of now.

        Raise `ApiError` (`not-found`, `ticket-already-paid`; `could-not-ask` where it is unknown).
        """
        return await self._caller.call(FIND, NumberFound, body=NumberSearch(number=number))

    async def sheet(self, numbers: Sequence[str], *, payments: Sequence[str] = ()) -> Sheet:
        """Return a link to what is owed under these numbers (at most 400), to be kept and printed.

        `payments`: the ids of payments that this terminal made in the same visit (at most 50), which the page shows
        with their amounts. One of both has to be there.

        Raise `ApiError` (`ticket-already-paid`, `bill-not-payable` where a number is not owed; `not-found`,
        `payment-state` where a payment is another terminal's or is not paid).
        """
        request = SheetRequest(bills=tuple(numbers), payments=tuple(payments))
        return await self._caller.call(SHEET, Sheet, body=request)

    async def store_codes(self, number: str) -> StoreCodes:
        """Return the three bar codes with which a convenience store takes a bill, and a link to them.

        Raise `ApiError` (`bill-not-at-store`, whose `state` says why; and as `sheet` does).
        """
        return await self._caller.call(STORE_CODES, StoreCodes, body=StoreCodesRequest(bill=number))
