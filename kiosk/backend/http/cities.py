"""What a vehicle owes in other cities, one request for each: they answer one by one, and a terminal shows them so."""

from __future__ import annotations

from fastapi import APIRouter

from kiosk.backend.city_bills import paid_here
from kiosk.backend.context import Context
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.http.outside import asking_city
from kiosk.backend.http.principal import FromTerminal
from kiosk.backend.http.routers import json_router
from kiosk.backend.http.thread_pool import NoThreadError
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.contract.cities import CityAnswer, CityReason, CitySearch, OtherCityList
from kiosk.contract.problems import ProblemKind


def router(context: Context) -> APIRouter:
    """Return the routes of other cities."""
    routes = json_router("cities")
    elsewhere = context.ports.elsewhere

    @routes.get("/v1/cities", operation_id="listCities")
    async def list_cities(_asking: FromTerminal) -> OtherCityList:
        """Return the other cities that can be asked; none where the office does not have them asked."""
        return OtherCityList(cities=() if elsewhere is None else tuple(elsewhere.listed))

    @routes.post("/v1/cities/search", operation_id="searchCity")
    async def search_city(_asking: FromTerminal, search: CitySearch) -> CityAnswer:
        """Return what one city says of a vehicle within eight seconds, or why that is unknown."""
        if elsewhere is None:
            raise Refusal(ProblemKind.NOT_FOUND)
        try:
            answer = await asking_city(elsewhere, search.city, lambda: elsewhere.ask(search.city, search.vehicle))
            return await in_unit_of_work(lambda: paid_here.marked(context, answer))
        except KeyError:
            raise Refusal(ProblemKind.NOT_FOUND) from None
        except NoThreadError:
            return CityAnswer(
                city=search.city,
                bills=None,
                complete=False,
                reason=CityReason.BUSY,
                asked_at=context.clock.now(),
            )

    return routes
