"""The desk's operations. Thin: what is done is in `kiosk.backend.staff` and `kiosk.backend.desk`."""

from __future__ import annotations

from fastapi import APIRouter, Response

from kiosk.backend.context import Context
from kiosk.backend.desk import asking, figures, numbers, people, search, story, things
from kiosk.backend.desk import cases as case_history
from kiosk.backend.http.desk.entrance import AtDesk, FromClerk
from kiosk.backend.http.desk.refusals import OF_A_SESSION, OF_SEEING, OF_SIGNING_IN, may
from kiosk.backend.http.json_routes import JsonRoute
from kiosk.backend.http.outside import asking_for_desk, looking_up
from kiosk.backend.http.threads import in_unit_of_work, with_password
from kiosk.backend.registers.port import SourceUnavailableError
from kiosk.backend.staff import cases, sessions, sign_in
from kiosk.contract.desk.cases import (
    Case,
    CaseClosing,
    CaseList,
    CaseListWish,
    CaseOpening,
    CaseSeen,
    CaseWish,
    ProofSeen,
)
from kiosk.contract.desk.figures import Figures, FiguresWish
from kiosk.contract.desk.masked import Revealed, RevealWish
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.search import DeskAnswer, DeskSearch
from kiosk.contract.desk.session import DeskFactor, DeskSession, DeskSignIn, DeskStanding, DeskUse
from kiosk.contract.desk.story import PaymentWish, ProviderAsked, ProviderWish, Story
from kiosk.contract.desk.things import (
    ClaimSeen,
    ClaimWish,
    NumberSeen,
    NumberWish,
    SupportSeen,
    SupportWish,
    TicketSeen,
    TicketWish,
    VehicleSeen,
    VehicleWish,
)
from kiosk.contract.problems import ProblemKind

_V = "/desk/v1"


def session_router(context: Context) -> APIRouter:
    """Return the routes of signing in and out."""
    routes = APIRouter(tags=["session"], route_class=JsonRoute)

    @routes.post(f"{_V}/session", operation_id="signInAtDesk", openapi_extra=may(*OF_SIGNING_IN))
    async def sign_in_at_desk(at: AtDesk, wish: DeskSignIn) -> DeskSession:
        """Sign somebody in with name, password and six digits."""
        return await with_password(lambda: sign_in.begin(context, at, wish))

    @routes.post(f"{_V}/session/now", operation_id="getDeskSession", openapi_extra=may(*OF_A_SESSION))
    async def get_desk_session(asking_: FromClerk, _: DeskUse) -> DeskStanding:
        """Return who is signed in and for how long; it counts as a use."""
        return await in_unit_of_work(lambda: sessions.standing(context, asking_.desk, asking_.acting))

    @routes.post(
        f"{_V}/session/confirm", operation_id="confirmAtDesk", openapi_extra=may(*OF_A_SESSION, *OF_SIGNING_IN)
    )
    async def confirm_at_desk(asking_: FromClerk, wish: DeskFactor) -> DeskStanding:
        """Take six digits once more, for what needs a fresh second factor."""
        return await in_unit_of_work(lambda: sign_in.confirm(context, asking_.desk, asking_.acting, wish.code))

    @routes.post(f"{_V}/session/end", operation_id="signOutOfDesk", openapi_extra=may(*OF_A_SESSION), status_code=204)
    async def sign_out_of_desk(asking_: FromClerk, _: DeskUse) -> Response:
        """Sign out."""
        await in_unit_of_work(lambda: sign_in.end(context, asking_.acting))
        return Response(status_code=204)

    return routes


def seeing_router(context: Context) -> APIRouter:
    """Return the routes of searching, and of seeing what belongs to no owner."""
    routes = APIRouter(tags=["see"], route_class=JsonRoute)
    look_up = looking_up(context.ports.bills)

    @routes.post(f"{_V}/search", operation_id="searchDesk", openapi_extra=may(*OF_SEEING))
    async def search_desk(asking_: FromClerk, wish: DeskSearch) -> DeskAnswer:
        """Return what a text stands for."""
        return await in_unit_of_work(lambda: search.search(context, asking_.acting, wish))

    @routes.post(f"{_V}/vehicle", operation_id="seeVehicleAtDesk", openapi_extra=may(*OF_SEEING))
    async def see_vehicle_at_desk(asking_: FromClerk, wish: VehicleWish) -> VehicleSeen:
        """Return what is known of a vehicle."""
        try:
            owed = await look_up(lambda: things.owed(context, wish.vehicle))
        except SourceUnavailableError:
            owed = None
        return await in_unit_of_work(lambda: things.see_vehicle(context, asking_.acting, wish, owed))

    @routes.post(f"{_V}/ticket", operation_id="seeTicketAtDesk", openapi_extra=may(*OF_SEEING, ProblemKind.NOT_FOUND))
    async def see_ticket_at_desk(asking_: FromClerk, wish: TicketWish) -> TicketSeen:
        """Return a ticket, or a notice with its tickets."""
        return await in_unit_of_work(lambda: things.see_ticket(context, asking_.acting, wish))

    @routes.post(
        f"{_V}/support-code", operation_id="seeSupportCodeAtDesk", openapi_extra=may(*OF_SEEING, ProblemKind.NOT_FOUND)
    )
    async def see_support_code_at_desk(asking_: FromClerk, wish: SupportWish) -> SupportSeen:
        """Return what failed, by its support code."""
        return await in_unit_of_work(lambda: things.see_support_code(context, asking_.acting, wish))

    @routes.post(f"{_V}/claim", operation_id="seeClaimAtDesk", openapi_extra=may(*OF_SEEING, ProblemKind.NOT_FOUND))
    async def see_claim_at_desk(asking_: FromClerk, wish: ClaimWish) -> ClaimSeen:
        """Return both sides of a claim, without names."""
        return await in_unit_of_work(lambda: things.see_claim(context, asking_.acting, wish))

    return routes


def figures_router(context: Context) -> APIRouter:
    """Return the route of the day in figures."""
    routes = APIRouter(tags=["figures"], route_class=JsonRoute)

    @routes.post(
        f"{_V}/figures", operation_id="seeFiguresAtDesk", openapi_extra=may(*OF_A_SESSION, DeskProblem.NOT_PERMITTED)
    )
    async def see_figures_at_desk(asking_: FromClerk, _: FiguresWish) -> Figures:
        """Return today in figures."""
        return await in_unit_of_work(lambda: figures.see(context, asking_.acting))

    return routes


def payment_router(context: Context) -> APIRouter:
    """Return the routes of payments and of people."""
    routes = APIRouter(tags=["payments", "people"], route_class=JsonRoute)

    @routes.post(f"{_V}/payment", operation_id="seePaymentAtDesk", openapi_extra=may(*OF_SEEING, ProblemKind.NOT_FOUND))
    async def see_payment_at_desk(asking_: FromClerk, wish: PaymentWish) -> Story:
        """Return a payment's story."""
        return await in_unit_of_work(lambda: story.see(context, asking_.acting, wish))

    @routes.post(
        f"{_V}/payment/ask",
        operation_id="askProviderAtDesk",
        openapi_extra=may(*OF_SEEING, ProblemKind.NOT_FOUND, ProblemKind.PAYMENT_STATE, DeskProblem.ASKED_JUST_NOW),
    )
    async def ask_provider_at_desk(asking_: FromClerk, wish: ProviderWish) -> ProviderAsked:
        """Ask the provider now what became of an order, and return the story after that."""
        return await asking_for_desk(lambda: asking.ask(context, asking_.acting, wish))

    @routes.post(f"{_V}/number", operation_id="seeNumberAtDesk", openapi_extra=may(*OF_SEEING))
    async def see_number_at_desk(asking_: FromClerk, wish: NumberWish) -> NumberSeen:
        """Return what happened to a mobile number."""
        return await in_unit_of_work(lambda: numbers.see(context, asking_.acting, wish))

    @routes.post(
        f"{_V}/reveal",
        operation_id="revealAtDesk",
        openapi_extra=may(*OF_SEEING, ProblemKind.NOT_FOUND, DeskProblem.NOT_MASKED, DeskProblem.REVEALS_USED_UP),
    )
    async def reveal_at_desk(asking_: FromClerk, wish: RevealWish) -> Revealed:
        """Return one masked field in full, with a reason."""
        return await in_unit_of_work(lambda: people.reveal(context, asking_.acting, wish))

    return routes


def case_router(context: Context) -> APIRouter:
    """Return the routes of cases."""
    routes = APIRouter(tags=["cases"], route_class=JsonRoute)

    @routes.post(f"{_V}/cases/open", operation_id="openCaseAtDesk", openapi_extra=may(*OF_SEEING))
    async def open_case_at_desk(asking_: FromClerk, wish: CaseOpening) -> Case:
        """Open a case."""
        return await in_unit_of_work(lambda: cases.begin(context, asking_.acting, wish))

    @routes.post(f"{_V}/cases", operation_id="listCasesAtDesk", openapi_extra=may(*OF_SEEING))
    async def list_cases_at_desk(asking_: FromClerk, wish: CaseListWish) -> CaseList:
        """Return the cases that are not closed."""
        return await in_unit_of_work(lambda: cases.listed(context, asking_.acting, wish))

    @routes.post(f"{_V}/cases/see", operation_id="seeCaseAtDesk", openapi_extra=may(*OF_SEEING, ProblemKind.NOT_FOUND))
    async def see_case_at_desk(asking_: FromClerk, wish: CaseWish) -> CaseSeen:
        """Return a case with its history."""
        return await in_unit_of_work(lambda: case_history.see(context, asking_.acting, wish))

    @routes.post(f"{_V}/cases/proof", operation_id="recordProofAtDesk", openapi_extra=may(*OF_SEEING))
    async def record_proof_at_desk(asking_: FromClerk, wish: ProofSeen) -> Case:
        """Record what proof of the person was seen."""
        return await in_unit_of_work(lambda: cases.record_proof(context, asking_.acting, wish))

    @routes.post(
        f"{_V}/cases/close",
        operation_id="closeCaseAtDesk",
        openapi_extra=may(*OF_SEEING, ProblemKind.NOT_FOUND, DeskProblem.REQUEST_WAITS),
    )
    async def close_case_at_desk(asking_: FromClerk, wish: CaseClosing) -> Case:
        """End a case."""
        return await in_unit_of_work(lambda: cases.close(context, asking_.acting, wish))

    return routes


ROUTERS = (
    session_router,
    seeing_router,
    figures_router,
    payment_router,
    case_router,
)
"""What `create_desk_app` serves of these."""
