"""The desk's routes of a terminal's hour."""

from __future__ import annotations

from fastapi import APIRouter

from kiosk.backend.context import Context
from kiosk.backend.desk import terminal_hours
from kiosk.backend.http.desk.entrance import FromClerk
from kiosk.backend.http.desk.refusals import OF_SEEING, may
from kiosk.backend.http.json_routes import JsonRoute
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.contract.desk.terminals import HourSeen, HourWish, TerminalList, TerminalListWish, TerminalReporting
from kiosk.contract.problems import ProblemKind

_V = "/desk/v1"


def terminal_router(context: Context) -> APIRouter:
    """Return the routes of choosing a terminal, of seeing an hour of it, and of telling the fleet of it."""
    routes = APIRouter(tags=["terminals"], route_class=JsonRoute)

    @routes.post(f"{_V}/terminals", operation_id="listTerminalsAtDesk", openapi_extra=may(*OF_SEEING))
    async def list_terminals_at_desk(asking_: FromClerk, wish: TerminalListWish) -> TerminalList:
        """Return the terminals of which an hour may be looked at."""
        return await in_unit_of_work(lambda: terminal_hours.listed(context, asking_.acting, wish))

    @routes.post(
        f"{_V}/terminals/hour",
        operation_id="seeTerminalHourAtDesk",
        openapi_extra=may(*OF_SEEING, ProblemKind.NOT_FOUND),
    )
    async def see_terminal_hour_at_desk(asking_: FromClerk, wish: HourWish) -> HourSeen:
        """Return what a terminal did in an hour, without plates."""
        return await in_unit_of_work(lambda: terminal_hours.see(context, asking_.acting, wish))

    @routes.post(
        f"{_V}/terminals/report",
        operation_id="reportTerminalAtDesk",
        openapi_extra=may(*OF_SEEING, ProblemKind.NOT_FOUND),
        status_code=204,
    )
    async def report_terminal_at_desk(asking_: FromClerk, wish: TerminalReporting) -> None:
        """Tell the fleet of a terminal, in the same case."""
        await in_unit_of_work(lambda: terminal_hours.report(context, asking_.acting, wish))

    return routes


ROUTERS = (terminal_router,)
"""What `create_desk_app` serves of these."""
