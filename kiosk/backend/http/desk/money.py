"""The desk's operations about money as a whole. Thin: what is done is in `kiosk.backend.desk`."""

from __future__ import annotations

from fastapi import APIRouter

from kiosk.backend.context import Context
from kiosk.backend.desk import day_close, differences
from kiosk.backend.http.desk.entrance import FromClerk
from kiosk.backend.http.json_routes import JsonRoute
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.contract.desk.day_close import DayClose, DayCloseWish
from kiosk.contract.desk.differences import (
    DifferenceClosing,
    DifferenceList,
    DifferenceListWish,
    DifferenceSeen,
    DifferenceTaking,
    DifferenceWish,
)

_V = "/desk/v1"


def day_close_router(context: Context) -> APIRouter:
    """Return the route of a day's close."""
    routes = APIRouter(tags=["figures"], route_class=JsonRoute)

    @routes.post(f"{_V}/day-close", operation_id="seeDayCloseAtDesk")
    async def see_day_close_at_desk(asking_: FromClerk, wish: DayCloseWish) -> DayClose:
        """Return a day's close, by office and provider."""
        return await in_unit_of_work(lambda: day_close.see(context, asking_.acting, wish))

    return routes


def difference_router(context: Context) -> APIRouter:
    """Return the routes of the queue of differences."""
    routes = APIRouter(tags=["differences"], route_class=JsonRoute)

    @routes.post(f"{_V}/differences", operation_id="listDifferencesAtDesk")
    async def list_differences_at_desk(asking_: FromClerk, wish: DifferenceListWish) -> DifferenceList:
        """Return a page of the differences."""
        return await in_unit_of_work(lambda: differences.listed(context, asking_.acting, wish))

    @routes.post(f"{_V}/differences/see", operation_id="seeDifferenceAtDesk")
    async def see_difference_at_desk(asking_: FromClerk, wish: DifferenceWish) -> DifferenceSeen:
        """Return a difference."""
        return await in_unit_of_work(lambda: differences.see(context, asking_.acting, wish))

    @routes.post(f"{_V}/differences/take", operation_id="takeDifferenceAtDesk")
    async def take_difference_at_desk(asking_: FromClerk, wish: DifferenceTaking) -> DifferenceSeen:
        """Look after a difference from now on."""
        return await in_unit_of_work(lambda: differences.take(context, asking_.acting, wish))

    @routes.post(f"{_V}/differences/close", operation_id="closeDifferenceAtDesk")
    async def close_difference_at_desk(asking_: FromClerk, wish: DifferenceClosing) -> DifferenceSeen:
        """Close a difference; no money moves by it."""
        return await in_unit_of_work(lambda: differences.close(context, asking_.acting, wish))

    return routes
