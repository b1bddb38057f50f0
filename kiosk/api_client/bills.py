"""What vehicles owe."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.api_client._caller import Caller, Route
from kiosk.contract.bills import BillAnswer, BillSearch
from kiosk.contract.wire import Vehicle

SEARCH = Route("POST", "/v1/bills/search")


class Bills:
    """Looking up what is owed."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def search(self, vehicles: Sequence[Vehicle]) -> BillAnswer:
        """Return what the vehicles owe (1 to 10 of them), and which registers could not be asked.

        Raise `ApiError`. A `ProblemError` of the kind `could-not-ask` means that nobody knows: never "nothing owed".
        """
        return await self._caller.call(SEARCH, BillAnswer, body=BillSearch(vehicles=tuple(vehicles)))
