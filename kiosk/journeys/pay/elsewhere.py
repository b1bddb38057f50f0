"""Asking other counties and cities what a vehicle owes there: all at once, each shown as it answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from kiosk.api_client.errors import ApiError
from kiosk.contract.cities import CityAnswer, OtherCity
from kiosk.contract.wire import Vehicle
from kiosk.journeys.asking import Asking
from kiosk.journeys.steps import show
from kiosk.journeys.visit import Visit
from kiosk.screens.pay.city_bills import CityBillsPage
from kiosk.screens.pay.other_cities import AskAgain, OtherCitiesPage, OtherType, ShowCity


async def look_elsewhere(visit: Visit, asking: Asking, vehicle: Vehicle) -> None:
    """Show what a vehicle owes in the other cities that this service asks; return when the visitor has seen enough."""
    cities = (await asking.asked(visit.client.cities.listed, to_read=True)).cities
    found = _Found(visit, cities, vehicle)
    cursor = 0
    while True:
        page = OtherCitiesPage(found.vehicle, cities, found.answers, found.ask, cursor=cursor)
        match await show(visit.app, page):
            case None:
                return
            case OtherType():
                other = Vehicle(plate=found.vehicle.plate, type=found.vehicle.type.other)
                found, cursor = _Found(visit, cities, other), 0
            case AskAgain():
                found.forget_what_lacks()
                cursor = 0
            case ShowCity(code=code, cursor=cursor):
                answer = found.answers[code]
                if answer is not None:
                    city = next(city for city in cities if city.code == code)
                    await show(visit.app, CityBillsPage(city, found.vehicle, answer))


class _Found:
    """What the cities have said of one vehicle so far."""

    def __init__(self, visit: Visit, cities: Sequence[OtherCity], vehicle: Vehicle) -> None:
        self.vehicle = vehicle
        self.answers: dict[str, CityAnswer | None] = {}
        """By code; None where our own service gave no answer."""
        self._visit, self._cities = visit, cities

    def forget_what_lacks(self) -> None:
        """Have those asked again of which something is not known."""
        whole = {code: one for code, one in self.answers.items() if one is not None and one.bills is not None}
        self.answers = {code: one for code, one in whole.items() if one.complete}

    async def ask(self, came: Callable[[], None]) -> None:
        """Ask every city that has not answered yet, all at once; call `came` after each."""
        waiting = [city.code for city in self._cities if city.code not in self.answers]
        await asyncio.gather(*(self._ask(code, came) for code in waiting))

    async def _ask(self, code: str, came: Callable[[], None]) -> None:
        try:
            self.answers[code] = await self._visit.client.cities.search(code, self.vehicle)
        except ApiError:
            self.answers[code] = None  # said on the page: nobody knows
        came()
