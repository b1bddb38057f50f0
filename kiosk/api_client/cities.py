"""What a vehicle owes in other cities."""

from __future__ import annotations

from kiosk.api_client._caller import Caller
from kiosk.api_client._route import Replay, Route
from kiosk.api_client.timing import CITY
from kiosk.contract.cities import CityAnswer, CityPaymentRequest, CitySearch, OtherCityList
from kiosk.contract.payments import Payment
from kiosk.contract.wire import Vehicle

LIST = Route("GET", "/v1/cities")
SEARCH = Route("POST", "/v1/cities/search", patience=CITY)
PAY = Route("POST", "/v1/cities/payments", Replay.WITH_KEY, CITY)


class OtherCities:
    """Cities that are asked one by one, each for itself."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def listed(self) -> OtherCityList:
        """Return the cities that can be asked; raise `ApiError`."""
        return await self._caller.call(LIST, OtherCityList)

    async def search(self, city: str, vehicle: Vehicle) -> CityAnswer:
        """Return what a city says of a vehicle, or why it says nothing, within about ten seconds.

        Raise `ApiError`, which means the same: it is unknown.
        """
        return await self._caller.call(SEARCH, CityAnswer, body=CitySearch(city=city, vehicle=vehicle))

    async def pay(self, request: CityPaymentRequest, *, key: str) -> Payment:
        """Make a payment of bills of one city, which is asked anew for it; raise `ApiError` (`could-not-ask`).

        After an error whose `sent` is true the payment may exist: call again with the same `key`, never a new one.
        """
        if not key:
            raise ValueError("a payment is made under a key, so that a lost answer never makes a second payment")
        return await self._caller.call(PAY, Payment, body=request, key=key)
