"""The desk's operations about money as a whole. Thin: what is done is in `kiosk.backend.desk`."""

from __future__ import annotations

from fastapi import APIRouter

from kiosk.backend.context import Context
from kiosk.backend.desk import day_close, differences
from kiosk.backend.http.desk.entrance import FromClerk
from kiosk.backend.http.desk.refusals import OF_A_SESSION, may
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
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.problems import ProblemKind

_V = "/desk/v1"


def day_close_router(context: Context) -> APIRouter:
    """Return the route of a day's close."""
    routes = APIRouter(tags=["figures"], route_class=JsonRoute)

    @routes.post(
        f"{_V}/day-close", operation_id="seeDayCloseAtDesk", openapi_extra=may(*OF_A_SESSION, DeskProblem.NOT_PERMITTED)
    )
    async def see_day_close_at_desk(asking_: FromClerk, wish: DayCloseWish) -> DayClose:
        """Return a day's close, by office and provider."""
        return await in_unit_of_work(lambda: day_close.see(context, asking_.acting, wish))

    return routes


def difference_router(context: Context) -> APIRouter:
    """Return the routes of the queue of differences."""
    routes = APIRouter(tags=["differences"], route_class=JsonRoute)

    @routes.post(
        f"{_V}/differences",
        operation_id="listDifferencesAtDesk",
        openapi_extra=may(*OF_A_SESSION, DeskProblem.NOT_PERMITTED),
    )
    async def list_differences_at_desk(asking_: FromClerk, wish: DifferenceListWish) -> DifferenceList:
        """Return a page of the differences."""
        return await in_unit_of_work(lambda: differences.listed(context, asking_.acting, wish))

    @routes.post(
        f"{_V}/differences/see",
        operation_id="seeDifferenceAtDesk",
        openapi_extra=may(*OF_A_SESSION, DeskProblem.NOT_PERMITTED, ProblemKind.NOT_FOUND),
    )
    async def see_difference_at_desk(asking_: FromClerk, wish: DifferenceWish) -> DifferenceSeen:
        """Return a difference."""
        return await in_unit_of_work(lambda: differences.see(context, asking_.acting, wish))

    @routes.post(
        f"{_V}/differences/take",
        operation_id="takeDifferenceAtDesk",
        openapi_extra=may(
            *OF_A_SESSION, DeskProblem.NOT_PERMITTED, ProblemKind.NOT_FOUND, DeskProblem.DIFFERENCE_CHANGED
        ),
    )
    async def take_difference_at_desk(asking_: FromClerk, wish: DifferenceTaking) -> DifferenceSeen:
        """Look after a difference from now on."""
        return await in_unit_of_work(lambda: differences.take(context, asking_.acting, wish))

    @routes.post(
        f"{_V}/differences/close",
        operation_id="closeDifferenceAtDesk",
        openapi_extra=may(
            *OF_A_SESSION,
            DeskProblem.NOT_PERMITTED,
            ProblemKind.NOT_FOUND,
            DeskProblem.DIFFERENCE_CHANGED,
            DeskProblem.REFUND_FIRST,
        ),
    )
    async def close_difference_at_desk(asking_: FromClerk, wish: DifferenceClosing) -> DifferenceSeen:
        """Close a difference; no money moves by it."""
        return await in_unit_of_work(lambda: differences.close(context, asking_.acting, wish))

    return routes


ROUTERS = (
    day_close_router,
    difference_router,
)
"""What `create_desk_app` serves of these."""
