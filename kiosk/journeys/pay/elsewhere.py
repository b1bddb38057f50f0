"""Asking other counties and cities what a vehicle owes there: all at once, each shown as it answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from kiosk.api_client.errors import ApiError
from kiosk.contract.cities import CityAnswer, OtherCity
from kiosk.contract.wire import Vehicle
from kiosk.journeys.asking import Asking, GaveUp
from kiosk.journeys.pay.city_paying import CityPaying
from kiosk.journeys.steps import show
from kiosk.journeys.visit import Visit
from kiosk.screens.pay.city_bills import CityBillsPage
from kiosk.screens.pay.city_words import payable, taken_here
from kiosk.screens.pay.other_cities import AskAgain, OtherCitiesPage, OtherType, ShowCity
from kiosk.screens.pay.paid import AfterPaying


async def look_up_elsewhere(visit: Visit, asking: Asking, vehicle: Vehicle) -> AfterPaying | None:
    """Show what a vehicle owes in the other cities that this service asks, and have paid what can be paid here.

    Return None when the visitor has seen enough, and `FINISH` where they have paid and want nothing more.
    """
    try:
        cities = (await asking.asked(visit.client.cities.listed, to_read=True)).cities
    except GaveUp:
        return None
    found = _Found(visit, cities, vehicle)
    cursor = 0
    while True:
        page = OtherCitiesPage(found.vehicle, cities, found.answers, found.ask, cursor=cursor, pays=_pays(visit))
        match await show(visit.app, page):
            case None:
                return None
            case OtherType():
                other = Vehicle(plate=found.vehicle.plate, type=found.vehicle.type.other)
                found, cursor = _Found(visit, cities, other), 0
            case AskAgain():
                found.forget_what_lacks()
                cursor = 0
            case ShowCity(code=code, cursor=cursor):
                city = next(city for city in cities if city.code == code)
                after = await _show_bills(visit, asking, city, found)
                if after is AfterPaying.FINISH:
                    return after
                if after is not None:
                    found.forget(code)
                    cursor = 0


async def _show_bills(visit: Visit, asking: Asking, city: OtherCity, found: _Found) -> AfterPaying | None:
    """Show what one city asks for, to be paid here where that can be done; return None where nothing has changed."""
    answer = found.answers[city.code]
    if answer is None:
        return None
    if _pays(visit) and (payable(city, answer) or taken_here(city, answer)):
        return await CityPaying(visit, asking, city, found.vehicle).run(answer)
    await show(visit.app, CityBillsPage(city, found.vehicle, answer))
    return None


def _pays(visit: Visit) -> bool:
    """Say whether anything can be paid at this terminal."""
    return visit.app.service is None or visit.app.service.payments


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

    def forget(self, code: str) -> None:
        """Have one city asked again: something was paid there."""
        self.answers = {other: one for other, one in self.answers.items() if other != code}

    async def ask(self, came: Callable[[], None]) -> None:
        """Ask every city that has not answered yet, all at once; call `came` after each."""
        waiting = [city.code for city in self._cities if city.code not in self.answers]
        await asyncio.gather(*(self._ask(code, came) for code in waiting))

    async def _ask(self, code: str, came: Callable[[], None]) -> None:
        try:
            self.answers[code] = await self._visit.client.cities.search(code, self.vehicle)
        except ApiError:
            self.answers[code] = None  # the page says that it is unknown
        came()
