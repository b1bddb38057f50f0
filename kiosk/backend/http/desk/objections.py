"""The desk's routes of objections to tickets."""

from __future__ import annotations

from fastapi import APIRouter

from kiosk.backend.context import Context
from kiosk.backend.http.desk.entrance import FromClerk
from kiosk.backend.http.desk.refusals import OF_SEEING, may
from kiosk.backend.http.json_routes import JsonRoute
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.registers import objection_acts, objections
from kiosk.contract.desk.approvals import Approval
from kiosk.contract.desk.objections import (
    ObjectionAsking,
    ObjectionDeciding,
    ObjectionInquiry,
    ObjectionOpening,
    ObjectionTakingBack,
)
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.problems import ProblemKind

_V = "/desk/v1"


def objection_router(context: Context) -> APIRouter:
    """Return the routes of opening an objection, of asking about it, and of ending it."""
    routes = APIRouter(tags=["objections"], route_class=JsonRoute)

    @routes.post(
        f"{_V}/objection/open",
        operation_id="openObjectionAtDesk",
        openapi_extra=may(*OF_SEEING, ProblemKind.NOT_FOUND, DeskProblem.OBJECTION_STATE),
        status_code=204,
    )
    async def open_objection_at_desk(asking_: FromClerk, wish: ObjectionOpening) -> None:
        """Write down that somebody objects to a ticket; kiosks say so, and it can still be paid."""
        await in_unit_of_work(lambda: objections.begin(context, asking_.acting, wish))

    @routes.post(
        f"{_V}/objection/take-back",
        operation_id="takeObjectionBackAtDesk",
        openapi_extra=may(*OF_SEEING, DeskProblem.OBJECTION_STATE),
        status_code=204,
    )
    async def take_objection_back_at_desk(asking_: FromClerk, wish: ObjectionTakingBack) -> None:
        """End an objection that the person takes back."""
        await in_unit_of_work(lambda: objections.take_back(context, asking_.acting, wish))

    @routes.post(
        f"{_V}/objection/inquire",
        operation_id="inquireAboutObjectionAtDesk",
        openapi_extra=may(*OF_SEEING, DeskProblem.OBJECTION_STATE),
        status_code=204,
    )
    async def inquire_about_objection_at_desk(asking_: FromClerk, wish: ObjectionInquiry) -> None:
        """Write down what the street office was asked about a ticket."""
        await in_unit_of_work(lambda: objections.inquire(context, asking_.acting, wish))

    @routes.post(
        f"{_V}/objection/reject",
        operation_id="rejectObjectionAtDesk",
        openapi_extra=may(*OF_SEEING, DeskProblem.OBJECTION_STATE, DeskProblem.APPROVAL_NEEDED),
        status_code=204,
    )
    async def reject_objection_at_desk(asking_: FromClerk, wish: ObjectionDeciding) -> None:
        """Decide without a second person that a ticket stays as it is; kiosks say so."""
        await in_unit_of_work(lambda: objection_acts.reject(context, asking_.acting, wish))

    @routes.post(
        f"{_V}/objection/reject/ask",
        operation_id="askToRejectObjectionAtDesk",
        openapi_extra=may(*OF_SEEING, DeskProblem.OBJECTION_STATE, DeskProblem.REQUEST_WAITS),
    )
    async def ask_to_reject_objection_at_desk(asking_: FromClerk, wish: ObjectionAsking) -> Approval:
        """Ask that somebody else decide so."""
        return await in_unit_of_work(lambda: objection_acts.ask_to_reject(context, asking_.acting, wish))

    @routes.post(
        f"{_V}/objection/uphold/ask",
        operation_id="askToUpholdObjectionAtDesk",
        openapi_extra=may(
            *OF_SEEING, DeskProblem.OBJECTION_STATE, DeskProblem.FACTOR_NEEDED, DeskProblem.REQUEST_WAITS
        ),
    )
    async def ask_to_uphold_objection_at_desk(asking_: FromClerk, wish: ObjectionAsking) -> Approval:
        """Ask that somebody else have the ticket withdrawn."""
        return await in_unit_of_work(lambda: objection_acts.ask_to_uphold(context, asking_.acting, wish))

    return routes


ROUTERS = (objection_router,)
"""What `create_desk_app` serves of these."""
