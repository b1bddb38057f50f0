"""The desk's operations that one person decides on, or two. Thin: what is done is in the subjects."""

from __future__ import annotations

from fastapi import APIRouter

from kiosk.backend.context import Context
from kiosk.backend.desk.acts import acts
from kiosk.backend.http.desk.entrance import FromClerk
from kiosk.backend.http.desk.refusals import OF_A_CLAIM, OF_A_LINK, OF_A_REFUND, OF_DECIDING, OF_DOING, OF_SEEING, may
from kiosk.backend.http.json_routes import JsonRoute
from kiosk.backend.http.threads import in_unit_of_work
from kiosk.backend.owners import new_number_acts, readmission
from kiosk.backend.payments import refund_acts
from kiosk.backend.staff import approvals
from kiosk.backend.staff.acting import Acting
from kiosk.backend.vehicles import claim_acts
from kiosk.contract.desk.approvals import Approval, ApprovalDecision, ApprovalList, ApprovalListWish, ApprovalWish
from kiosk.contract.desk.claims import ClaimArguments, ClaimAsking, ClaimSettling, ClaimUndoAsking, ClaimUndoing
from kiosk.contract.desk.new_number_wishes import NewNumberAsking, NewNumberStopping
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.readmission import ReadmitAsking, ReadmitWish
from kiosk.contract.desk.refunds import RefundAsking
from kiosk.contract.problems import ProblemKind

_V = "/desk/v1"


def approval_router(context: Context) -> APIRouter:
    """Return the routes of requests that wait for a second person."""
    routes = APIRouter(tags=["approvals"], route_class=JsonRoute)
    known = acts(context)

    def decided(acting: Acting, wish: ApprovalDecision) -> Approval:
        made = approvals.decide(context, acting, known, wish.id, approve=wish.approve)
        return approvals.execute(context, acting, known, wish.id) if wish.approve else made

    @routes.post(f"{_V}/approvals", operation_id="listApprovalsAtDesk", openapi_extra=may(*OF_SEEING))
    async def list_approvals_at_desk(asking_: FromClerk, _: ApprovalListWish) -> ApprovalList:
        """Return the requests that wait, one's own and those that one decides on."""
        return await in_unit_of_work(lambda: approvals.listed(context, asking_.acting))

    @routes.post(
        f"{_V}/approvals/see", operation_id="seeApprovalAtDesk", openapi_extra=may(*OF_SEEING, ProblemKind.NOT_FOUND)
    )
    async def see_approval_at_desk(asking_: FromClerk, wish: ApprovalWish) -> Approval:
        """Return a request."""
        return await in_unit_of_work(lambda: approvals.see(context, asking_.acting, wish.id))

    @routes.post(
        f"{_V}/approvals/decide", operation_id="decideApprovalAtDesk", openapi_extra=may(*OF_DECIDING, *OF_DOING)
    )
    async def decide_approval_at_desk(asking_: FromClerk, wish: ApprovalDecision) -> Approval:
        """Decide on a request; what is approved is done at once."""
        return await in_unit_of_work(lambda: decided(asking_.acting, wish))

    @routes.post(
        f"{_V}/approvals/execute", operation_id="executeApprovalAtDesk", openapi_extra=may(*OF_DECIDING, *OF_DOING)
    )
    async def execute_approval_at_desk(asking_: FromClerk, wish: ApprovalWish) -> Approval:
        """Have done what was approved, where it could not be done at once."""
        return await in_unit_of_work(lambda: approvals.execute(context, asking_.acting, known, wish.id))

    return routes


def refund_router(context: Context) -> APIRouter:
    """Return the route of asking that money be given back."""
    routes = APIRouter(tags=["refunds"], route_class=JsonRoute)

    @routes.post(
        f"{_V}/payment/refund",
        operation_id="askForRefundAtDesk",
        openapi_extra=may(*OF_SEEING, *OF_A_REFUND, DeskProblem.FACTOR_NEEDED, DeskProblem.REQUEST_WAITS),
    )
    async def ask_for_refund_at_desk(asking_: FromClerk, wish: RefundAsking) -> Approval:
        """Ask that what was paid be given back, all of it or some bills; somebody else decides."""
        return await in_unit_of_work(lambda: refund_acts.ask(context, asking_.acting, wish))

    return routes


def readmission_router(context: Context) -> APIRouter:
    """Return the routes of letting a number have codes again."""
    routes = APIRouter(tags=["numbers"], route_class=JsonRoute)

    @routes.post(
        f"{_V}/number/readmit",
        operation_id="readmitAtDesk",
        openapi_extra=may(*OF_SEEING, DeskProblem.PROOF_NEEDED, DeskProblem.APPROVAL_NEEDED),
        status_code=204,
    )
    async def readmit_at_desk(asking_: FromClerk, wish: ReadmitWish) -> None:
        """Let a number have codes again, and write to its owner."""
        await in_unit_of_work(lambda: readmission.without_approval(context, asking_.acting, wish))

    @routes.post(
        f"{_V}/number/readmit/ask",
        operation_id="askToReadmitAtDesk",
        openapi_extra=may(*OF_SEEING, DeskProblem.PROOF_NEEDED, ProblemKind.NOT_FOUND),
    )
    async def ask_to_readmit_at_desk(asking_: FromClerk, wish: ReadmitAsking) -> Approval:
        """Ask that somebody else let a number have codes again that had them back three times of late."""
        return await in_unit_of_work(lambda: readmission.ask(context, asking_.acting, wish))

    return routes


def new_number_router(context: Context) -> APIRouter:
    """Return the routes of new numbers for those who have lost phone and password."""
    routes = APIRouter(tags=["numbers"], route_class=JsonRoute)

    @routes.post(
        f"{_V}/vehicle/new-number",
        operation_id="askForNewNumberAtDesk",
        openapi_extra=may(
            *OF_SEEING, DeskProblem.PROOF_NEEDED, DeskProblem.FACTOR_NEEDED, DeskProblem.NUMBER_STATE, *OF_A_LINK
        ),
    )
    async def ask_for_new_number_at_desk(asking_: FromClerk, wish: NewNumberAsking) -> Approval:
        """Send a link to a new number, and ask that somebody else let the account of a vehicle have it after a wait."""
        return await in_unit_of_work(lambda: new_number_acts.ask(context, asking_.acting, wish))

    @routes.post(
        f"{_V}/new-number/stop",
        operation_id="stopNewNumberAtDesk",
        openapi_extra=may(*OF_SEEING, ProblemKind.NOT_FOUND, DeskProblem.NUMBER_STATE),
        status_code=204,
    )
    async def stop_new_number_at_desk(asking_: FromClerk, wish: NewNumberStopping) -> None:
        """Stop what goes on about a new number."""
        await in_unit_of_work(lambda: new_number_acts.stop(context, asking_.acting, wish))

    return routes


def claim_router(context: Context) -> APIRouter:
    """Return the routes of deciding whose a vehicle is."""
    routes = APIRouter(tags=["claims"], route_class=JsonRoute)

    @routes.post(
        f"{_V}/claim/settle",
        operation_id="settleClaimAtDesk",
        openapi_extra=may(*OF_SEEING, DeskProblem.PROOF_NEEDED, DeskProblem.APPROVAL_NEEDED, *OF_A_CLAIM),
        status_code=204,
    )
    async def settle_claim_at_desk(asking_: FromClerk, wish: ClaimSettling) -> None:
        """Decide on a claim without a second person, and write to both owners."""
        act, wanted = _act(wish), ClaimArguments(number=wish.number)
        await in_unit_of_work(lambda: approvals.without_approval(context, asking_.acting, act, wanted, case=wish.case))

    @routes.post(
        f"{_V}/claim/ask",
        operation_id="askAboutClaimAtDesk",
        openapi_extra=may(*OF_SEEING, DeskProblem.PROOF_NEEDED, DeskProblem.REQUEST_WAITS),
    )
    async def ask_about_claim_at_desk(asking_: FromClerk, wish: ClaimAsking) -> Approval:
        """Ask that somebody else decide on a claim."""
        act, wanted = _act(wish), ClaimArguments(number=wish.number)
        return await in_unit_of_work(
            lambda: approvals.ask(context, asking_.acting, act, wanted, case=wish.case, reason=wish.reason)
        )

    @routes.post(
        f"{_V}/claim/undo",
        operation_id="undoClaimAtDesk",
        openapi_extra=may(
            *OF_SEEING,
            DeskProblem.PROOF_NEEDED,
            DeskProblem.APPROVAL_NEEDED,
            ProblemKind.NOT_FOUND,
            DeskProblem.UNDO_REFUSED,
        ),
        status_code=204,
    )
    async def undo_claim_at_desk(asking_: FromClerk, wish: ClaimUndoing) -> None:
        """Undo a granted claim without a second person, and write to both owners."""
        act, wanted = claim_acts.UNDO, ClaimArguments(number=wish.number)
        await in_unit_of_work(lambda: approvals.without_approval(context, asking_.acting, act, wanted, case=wish.case))

    @routes.post(
        f"{_V}/claim/undo/ask",
        operation_id="askToUndoClaimAtDesk",
        openapi_extra=may(*OF_SEEING, DeskProblem.PROOF_NEEDED, DeskProblem.REQUEST_WAITS),
    )
    async def ask_to_undo_claim_at_desk(asking_: FromClerk, wish: ClaimUndoAsking) -> Approval:
        """Ask that somebody else undo a granted claim."""
        act, wanted = claim_acts.UNDO, ClaimArguments(number=wish.number)
        return await in_unit_of_work(
            lambda: approvals.ask(context, asking_.acting, act, wanted, case=wish.case, reason=wish.reason)
        )

    return routes


def _act(wish: ClaimSettling) -> approvals.Act[ClaimArguments]:
    return claim_acts.GRANT if wish.grant else claim_acts.REFUSE


ROUTERS = (
    approval_router,
    refund_router,
    readmission_router,
    new_number_router,
    claim_router,
)
"""What `create_desk_app` serves of these."""
