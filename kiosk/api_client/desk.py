"""The typed client of the staff's desk (服務台): another interface than the terminals', with its own session."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from pydantic import SecretStr

from kiosk.api_client import _desk_routes as routes
from kiosk.api_client._breaker import Reachability
from kiosk.api_client._caller import Caller
from kiosk.api_client._health import Health
from kiosk.api_client._probed import Probed
from kiosk.api_client._transport import Transport
from kiosk.api_client.timing import Timing
from kiosk.clock import Clock, SystemClock
from kiosk.contract.desk.approvals import Approval, ApprovalDecision, ApprovalList, ApprovalListWish, ApprovalWish
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
from kiosk.contract.desk.claims import ClaimAsking, ClaimSettling, ClaimUndoAsking, ClaimUndoing
from kiosk.contract.desk.day_close import DayClose, DayCloseWish
from kiosk.contract.desk.differences import (
    DifferenceClosing,
    DifferenceList,
    DifferenceListWish,
    DifferenceSeen,
    DifferenceTaking,
    DifferenceWish,
)
from kiosk.contract.desk.figures import Figures, FiguresWish
from kiosk.contract.desk.headers import DESK_TERMINAL
from kiosk.contract.desk.masked import Revealed, RevealWish
from kiosk.contract.desk.new_number_wishes import NewNumberAsking, NewNumberStopping
from kiosk.contract.desk.objections import (
    ObjectionAsking,
    ObjectionDeciding,
    ObjectionInquiry,
    ObjectionOpening,
    ObjectionTakingBack,
)
from kiosk.contract.desk.readmission import ReadmitAsking, ReadmitWish
from kiosk.contract.desk.refunds import RefundAsking
from kiosk.contract.desk.search import DeskAnswer, DeskSearch
from kiosk.contract.desk.session import DeskFactor, DeskSession, DeskSignIn, DeskStanding, DeskUse
from kiosk.contract.desk.story import PaymentWish, ProviderAsked, ProviderWish, Story
from kiosk.contract.desk.terminals import HourSeen, HourWish, TerminalList, TerminalListWish, TerminalReporting
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


class DeskClient(Probed):
    """Talks to the desk's listener of one backend. Used as `async with DeskClient(url) as client`.

    The session's token is kept here, in memory, and nowhere else; it is worth nothing without the key that this client
    draws for itself. Every call may raise `ApiError`, among them a `ProblemError` of a kind in
    `kiosk.contract.desk.problems`.
    """

    def __init__(
        self,
        base_url: str,
        *,
        clock: Clock | None = None,
        timing: Timing | None = None,
        transport: Transport | None = None,
    ) -> None:
        """Raise `ValueError` for an address that cannot be one. `transport` replaces the one that would be made."""
        transport = transport or Transport(base_url, "")
        super().__init__(transport, Health(transport, timing or Timing(), by_any_word=True))
        key = secrets.token_urlsafe(32)
        self._caller = Caller(self._transport, self._health, clock or SystemClock(), always={DESK_TERMINAL: key})

    def on_reachability(self, callback: Callable[[Reachability], object]) -> Callable[[], None]:
        """Have `callback` called in the event loop after each change; return a function that ends that."""
        return self._health.subscribe(callback)

    # The session

    async def sign_in(self, request: DeskSignIn) -> DeskStanding:
        """Begin the session in which everything else is asked (`sign-in-refused`, `sign-in-paused` with `wait`)."""
        begun = await self._caller.call(routes.SIGN_IN, DeskSession, body=request)
        self._transport.use_token(begun.token)
        return begun.standing

    async def standing(self) -> DeskStanding:
        """Ask who is signed in; that counts as a use of the session (`session-over`)."""
        return await self._caller.call(routes.STANDING, DeskStanding, body=DeskUse())

    async def confirm(self, factor: DeskFactor) -> DeskStanding:
        """Hand in the six digits once more, for what needs them to be fresh."""
        return await self._caller.call(routes.CONFIRM, DeskStanding, body=factor)

    async def sign_out(self) -> None:
        """End the session; the token is forgotten first, whatever the backend answers."""
        token = self._transport.token
        self.forget()
        if token.get_secret_value():
            await self._caller.send(routes.SIGN_OUT, body=DeskUse(), token=token)

    def forget(self) -> None:
        """Keep no token: the session has ended, or is to."""
        self._transport.use_token(SecretStr(""))

    # Reading

    async def search(self, request: DeskSearch) -> DeskAnswer:
        return await self._caller.call(routes.SEARCH, DeskAnswer, body=request)

    async def vehicle(self, wish: VehicleWish) -> VehicleSeen:
        return await self._caller.call(routes.VEHICLE, VehicleSeen, body=wish)

    async def ticket(self, wish: TicketWish) -> TicketSeen:
        return await self._caller.call(routes.TICKET, TicketSeen, body=wish)

    async def payment(self, wish: PaymentWish) -> Story:
        return await self._caller.call(routes.PAYMENT, Story, body=wish)

    async def number(self, wish: NumberWish) -> NumberSeen:
        return await self._caller.call(routes.NUMBER, NumberSeen, body=wish)

    async def support_code(self, wish: SupportWish) -> SupportSeen:
        return await self._caller.call(routes.SUPPORT, SupportSeen, body=wish)

    async def claim(self, wish: ClaimWish) -> ClaimSeen:
        return await self._caller.call(routes.CLAIM, ClaimSeen, body=wish)

    async def terminals(self, wish: TerminalListWish) -> TerminalList:
        """Return the terminals of which an hour may be looked at (`not-permitted`)."""
        return await self._caller.call(routes.TERMINALS, TerminalList, body=wish)

    async def terminal_hour(self, wish: HourWish) -> HourSeen:
        """Return an hour of a terminal (`not-permitted`, `case-needed`, `not-found`)."""
        return await self._caller.call(routes.TERMINAL_HOUR, HourSeen, body=wish)

    async def figures(self) -> Figures:
        """Return today in figures (`not-permitted`)."""
        return await self._caller.call(routes.FIGURES, Figures, body=FiguresWish())

    async def day_close(self, wish: DayCloseWish) -> DayClose:
        """Return a day's close (`not-permitted`)."""
        return await self._caller.call(routes.DAY_CLOSE, DayClose, body=wish)

    async def differences(self, wish: DifferenceListWish) -> DifferenceList:
        """Return a page of the differences between ledgers (`not-permitted`)."""
        return await self._caller.call(routes.DIFFERENCES, DifferenceList, body=wish)

    async def difference(self, wish: DifferenceWish) -> DifferenceSeen:
        return await self._caller.call(routes.DIFFERENCE, DifferenceSeen, body=wish)

    # Doing

    async def take_difference(self, wish: DifferenceTaking) -> DifferenceSeen:
        """Look after a difference from now on (`difference-changed` with `state`)."""
        return await self._caller.call(routes.TAKE_DIFFERENCE, DifferenceSeen, body=wish)

    async def close_difference(self, wish: DifferenceClosing) -> DifferenceSeen:
        """Close a difference (`difference-changed` with `state`, `refund-first`)."""
        return await self._caller.call(routes.CLOSE_DIFFERENCE, DifferenceSeen, body=wish)

    async def ask_provider(self, wish: ProviderWish) -> ProviderAsked:
        """Have the provider asked now (`asked-just-now` with `wait`, `payment-not-in-state`, `case-needed`)."""
        return await self._caller.call(routes.ASK_PROVIDER, ProviderAsked, body=wish)

    async def report_terminal(self, report: TerminalReporting) -> None:
        """Tell the fleet of a terminal (`not-permitted`, `case-needed`, `not-found`)."""
        await self._caller.send(routes.REPORT_TERMINAL, body=report)

    async def reveal(self, wish: RevealWish) -> Revealed:
        """Return one field in full, for as long as it says (`reveals-used-up`, `field-not-there`, `case-needed`)."""
        return await self._caller.call(routes.REVEAL, Revealed, body=wish)

    async def open_case(self, opening: CaseOpening) -> Case:
        return await self._caller.call(routes.OPEN_CASE, Case, body=opening)

    async def cases(self, wish: CaseListWish) -> CaseList:
        return await self._caller.call(routes.CASES, CaseList, body=wish)

    async def case(self, wish: CaseWish) -> CaseSeen:
        """Return a case with its history (`not-found`)."""
        return await self._caller.call(routes.CASE, CaseSeen, body=wish)

    async def close_case(self, closing: CaseClosing) -> Case:
        return await self._caller.call(routes.CLOSE_CASE, Case, body=closing)

    async def record_proof(self, seen: ProofSeen) -> Case:
        return await self._caller.call(routes.PROOF, Case, body=seen)

    # What one person decides on, or two

    async def settle_claim(self, wish: ClaimSettling) -> None:
        """Decide on a claim directly (`approval-needed` where it takes two)."""
        await self._caller.send(routes.SETTLE_CLAIM, body=wish)

    async def ask_about_claim(self, wish: ClaimAsking) -> Approval:
        return await self._caller.call(routes.ASK_ABOUT_CLAIM, Approval, body=wish)

    async def undo_claim(self, wish: ClaimUndoing) -> None:
        """Undo a granted claim directly (`approval-needed` where it takes two, `undo-refused` with `state`)."""
        await self._caller.send(routes.UNDO_CLAIM, body=wish)

    async def ask_to_undo_claim(self, wish: ClaimUndoAsking) -> Approval:
        return await self._caller.call(routes.ASK_TO_UNDO_CLAIM, Approval, body=wish)

    async def readmit(self, wish: ReadmitWish) -> None:
        """Let a number have codes again (`approval-needed` where it had them back three times of late)."""
        await self._caller.send(routes.READMIT, body=wish)

    async def ask_to_readmit(self, wish: ReadmitAsking) -> Approval:
        return await self._caller.call(routes.ASK_TO_READMIT, Approval, body=wish)

    async def ask_for_new_number(self, wish: NewNumberAsking) -> Approval:
        """Send a link to a new number and ask for it (`number-state` with `state`, `send-later` with `wait`)."""
        return await self._caller.call(routes.ASK_FOR_NEW_NUMBER, Approval, body=wish)

    async def stop_new_number(self, wish: NewNumberStopping) -> None:
        """Stop what goes on about a new number (`number-state` where nothing does)."""
        await self._caller.send(routes.STOP_NEW_NUMBER, body=wish)

    async def object_to(self, wish: ObjectionOpening) -> None:
        """Write down that somebody objects to a ticket (`objection-state` with `state`)."""
        await self._caller.send(routes.OBJECT, body=wish)

    async def take_objection_back(self, wish: ObjectionTakingBack) -> None:
        """End it (`objection-state` where there is no open one)."""
        await self._caller.send(routes.TAKE_OBJECTION_BACK, body=wish)

    async def inquire_about_objection(self, wish: ObjectionInquiry) -> None:
        """Write down what the street office was asked (`objection-state`)."""
        await self._caller.send(routes.INQUIRE_ABOUT_OBJECTION, body=wish)

    async def reject_objection(self, wish: ObjectionDeciding) -> None:
        """Let the ticket stay as it is (`objection-state`, `approval-needed`)."""
        await self._caller.send(routes.REJECT_OBJECTION, body=wish)

    async def ask_to_reject_objection(self, wish: ObjectionAsking) -> Approval:
        return await self._caller.call(routes.ASK_TO_REJECT_OBJECTION, Approval, body=wish)

    async def ask_to_uphold_objection(self, wish: ObjectionAsking) -> Approval:
        """Ask that the ticket be withdrawn (`objection-state`)."""
        return await self._caller.call(routes.ASK_TO_UPHOLD_OBJECTION, Approval, body=wish)

    async def ask_for_refund(self, wish: RefundAsking) -> Approval:
        """Ask that money be given back (`amount-changed` with `amount`, `payment-not-in-state`)."""
        return await self._caller.call(routes.ASK_FOR_REFUND, Approval, body=wish)

    async def approvals(self) -> ApprovalList:
        return await self._caller.call(routes.APPROVALS, ApprovalList, body=ApprovalListWish())

    async def approval(self, wish: ApprovalWish) -> Approval:
        return await self._caller.call(routes.APPROVAL, Approval, body=wish)

    async def decide(self, decision: ApprovalDecision) -> Approval:
        """Decide on what somebody else asked for; what is approved is done (`own-request`, `approval-over`)."""
        return await self._caller.call(routes.DECIDE, Approval, body=decision)

    async def execute(self, wish: ApprovalWish) -> Approval:
        """Have done what was approved and could not be done at once."""
        return await self._caller.call(routes.EXECUTE, Approval, body=wish)
