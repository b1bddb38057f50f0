"""An office for the desk's tests: one clerk, one car that was paid for and still shows, one number, one claim."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import SecretStr
from textual.pilot import Pilot

from kiosk.api_client.desk import DeskClient
from kiosk.contract.bills import Bill, Line, ParkingTicket
from kiosk.contract.desk.approvals import ApprovalList
from kiosk.contract.desk.cases import Case, CaseList, CaseOutcome, CaseState, CaseTopic
from kiosk.contract.desk.masked import Masked, MaskedField, MaskedPerson, Revealed
from kiosk.contract.desk.search import DeskAnswer, Hit, HitKind, KeyKind
from kiosk.contract.desk.session import DeskSession, DeskStanding, Permission
from kiosk.contract.desk.story import (
    Inquiry,
    PaymentSeen,
    ProviderAnswer,
    ProviderAsked,
    Story,
    StoryBill,
    StoryEvent,
    Tell,
    Teller,
)
from kiosk.contract.desk.things import (
    BindingSeen,
    ClaimBrief,
    ClaimSeen,
    LimitKind,
    LimitSeen,
    NumberSeen,
    SupportSeen,
    TextSeen,
    TicketBrief,
    TicketSeen,
    VehicleSeen,
)
from kiosk.contract.wire import Vehicle
from kiosk.desk.app import DeskApp
from kiosk.desk.sign_in_page import SignInPage
from kiosk.desk.trial import Situation, Trial, TrialPerson
from kiosk.domain.payment import PaymentState
from kiosk.domain.plate import VehicleType
from kiosk.domain.ticket import BillState, IssuedHow, LineKind, Stage
from tests.clock import START, ManualClock
from tests.desk.stub import Answer, Refusal, Script, Stub, serving
from tests.screens.stage import until

NAME, PASSWORD, CODE = "lin.yl", "correct horse 9", "492039"
FULL_MOBILE, FULL_NAME = "0912345678", "王小明"
PERSON = "a" * 32
UNKNOWN, PAID = "1" * 32, "2" * 32

CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)


def ago(**passed: float) -> datetime:
    return START - timedelta(**passed)


def standing(**changes: Any) -> DeskStanding:
    seen = DeskStanding(
        name=NAME,
        display_name="林○玲",
        office="松山停車服務中心",
        roles=("clerk",),
        permissions=tuple(
            one.value
            for one in (
                Permission.SEARCH, Permission.ASK_PROVIDER, Permission.NUMBER, Permission.REVEAL, Permission.CASE,
            )
        ),
        idle_in=300.0,
        ends_in=12 * 3600.0,
        factor_fresh_in=300.0,
        as_of=START,
    )  # fmt: skip
    return seen.model_copy(update=changes)


def case(number: str = "D2611237ZK3", **changes: Any) -> Case:
    made = Case(
        number=number,
        topic=CaseTopic.OTHER,
        state=CaseState.OPEN,
        opened_at=START,
        opened_by="林○玲",
        office="松山停車服務中心",
    )
    return made.model_copy(update=changes)


PERSON_SEEN = MaskedPerson(
    id=PERSON,
    fields=(
        Masked(field=MaskedField.NAME, shown="王○明"),
        Masked(field=MaskedField.MOBILE, shown="0912-***-678"),
    ),
    registered_at="2026-11-02",
)


def payment(id: str = UNKNOWN, state: PaymentState = PaymentState.UNKNOWN, number: str = "261123102107") -> PaymentSeen:
    return PaymentSeen(
        id=id,
        number=number,
        state=state,
        provider_name="街口支付",
        amount=55,
        created_at=ago(minutes=7),
        terminal_name="松山 1 號機",
    )


def event(name: str, actor: Teller, who: str | None = None, **passed: float) -> StoryEvent:
    return StoryEvent(at=ago(**passed), event=name, state=None, actor=actor, actor_name=who)


EVENTS = (
    event("created", Teller.KIOSK, "松山 1 號機", minutes=7),
    event("payer-confirmed", Teller.PAYER, minutes=6, seconds=27),
    event("accepted", Teller.PROVIDER, "街口支付", minutes=6, seconds=22),
    event("no-answer", Teller.SYSTEM, minutes=2, seconds=15),
)


def story(
    state: PaymentState = PaymentState.UNKNOWN, tell: Tell = Tell.UNKNOWN, id: str = UNKNOWN, **changes: Any
) -> Story:
    opened = state in {PaymentState.UNKNOWN, PaymentState.PROCESSING}
    reported = Story(
        payment=payment(id, state),
        version=4,
        fee=0,
        expires_at=ago(minutes=2),
        changed_at=ago(minutes=2),
        provider="jkopay",
        provider_reference="JK-88213",
        bills=(
            StoryBill(number="Q7158601D030025", plate="BKZ-5937", amount=15, now="being-paid"),
            StoryBill(number="Q7158601D032965", plate="BKZ-5937", amount=40, now="being-paid"),
        ),
        events=EVENTS,
        inquiry=Inquiry(tries=3, next_at=START + timedelta(seconds=30)) if opened else None,
        movements=(),
        refunds=(),
        related=(),
        tell=tell,
        ask_now=opened,
        as_of=START,
    )
    return reported.model_copy(update=changes)


def bill() -> Bill:
    ticket = ParkingTicket(
        number="Q7158601D031187", issued=IssuedHow.PAPER, parked_at=ago(days=21), left_at=ago(days=21, hours=-2),
        due_on=date(2026, 11, 16), rate="car-hourly-20", fee=70,
    )  # fmt: skip
    return Bill(
        number=ticket.number, stage=Stage.GENERAL, state=BillState.OVERDUE, vehicle=CAR, tickets=(ticket,),
        lines=(Line(kind=LineKind.FEE, dollars=70),), amount=70, pay_by=date(2026, 11, 16), days_late=7,
    )  # fmt: skip


def brief(number: str = "Q7158601D030025", status: str = "being-paid", fee: int = 15) -> TicketBrief:
    return TicketBrief(number=number, status=status, parked_at=ago(days=7), due_on=date(2026, 12, 1), fee=fee)


def vehicle(**changes: Any) -> VehicleSeen:
    seen = VehicleSeen(
        vehicle=CAR,
        binding=BindingSeen(person=PERSON_SEEN, bound_at=ago(days=20), services=("paperless",)),
        bills=(bill(),),
        bills_missing=False,
        payments=(payment(), payment(PAID, PaymentState.PAID, "261120098117")),
        more_payments=False,
        tickets=(brief(), brief("Q7158601D032965", fee=40)),
        more_tickets=False,
        claims=(ClaimBrief(number="C261122-0412", made_at=ago(days=1), outcome=None),),
        as_of=START,
    )
    return seen.model_copy(update=changes)


def ticket() -> TicketSeen:
    return TicketSeen(
        number="Q7158601D030025", vehicle=CAR, status="being-paid", tickets=(brief(),), rate="car-hourly-20",
        left_at=ago(days=7, hours=-1), issued="paper", lines=(Line(kind=LineKind.FEE, dollars=15),), amount=15,
        payments=(payment(),), as_of=START,
    )  # fmt: skip


def number() -> NumberSeen:
    return NumberSeen(
        shown="0912-***-678",
        person=PERSON_SEEN,
        texts=(
            TextSeen(
                at=ago(minutes=26), kind="code", state="failed", changed_at=ago(minutes=25), gateway="台灣簡訊",
                trouble="refused (13)", terminal_name="松山 1 號機",
            ),
            TextSeen(
                at=ago(minutes=30), kind="code", state="delivered", changed_at=ago(minutes=29), gateway="台灣簡訊",
            ),
        ),
        more_texts=False,
        limits=(LimitSeen(kind=LimitKind.SEND_LATER, about="short", until=START + timedelta(minutes=13)),),
        gateways_down=False,
        as_of=START,
    )  # fmt: skip


def claim() -> ClaimSeen:
    return ClaimSeen(
        claim=ClaimBrief(number="C261122-0412", made_at=ago(days=1), outcome=None), vehicle=CAR,
        bound_since=ago(days=20), services=("paperless",), paid_in_this_time=2, other_claims=(), as_of=START,
    )  # fmt: skip


def support() -> SupportSeen:
    return SupportSeen(
        code="S-2345678", at=ago(hours=1), terminal_name="松山 1 號機", route="POST /v1/payments",
        problem="provider-unavailable",
    )  # fmt: skip


def hit(kind: HitKind, by: KeyKind, title: str, **more: Any) -> Hit:
    return Hit(kind=kind, by=by, title=title, **{"id": "", **more})


HITS: dict[str, tuple[Hit, ...]] = {
    "BKZ-5937": (hit(HitKind.VEHICLE, KeyKind.PLATE, "BKZ-5937", plate="BKZ-5937", vehicle_type=VehicleType.CAR),),
    "261123102107": (
        hit(HitKind.PAYMENT, KeyKind.ORDER, "261123102107", id=UNKNOWN, state="unknown", amount=55, at=ago(minutes=7)),
    ),
    "Q7158601D030025": (
        hit(HitKind.TICKET, KeyKind.TICKET, "Q7158601D030025", id="Q7158601D030025", state="being-paid", amount=15),
    ),
    "0912-345-678": (hit(HitKind.NUMBER, KeyKind.MOBILE, "0912-***-678"),),
    "S-2345678": (hit(HitKind.SUPPORT_CODE, KeyKind.SUPPORT_CODE, "S-2345678", id="S-2345678"),),
    "C261122-0412": (hit(HitKind.CLAIM, KeyKind.CLAIM, "C261122-0412", id="C261122-0412", state="open"),),
}
"""What the office knows, by what is typed."""


def search(body: dict[str, Any]) -> DeskAnswer:
    hits = HITS.get(body["text"], ())
    return DeskAnswer(taken_for=tuple({one.by for one in hits}) or (KeyKind.PLATE,), hits=hits, as_of=START)


SECRET = "drawn at this start of the demo"


def trial(digits: Callable[[str], tuple[str, float]]) -> Trial:
    """Return what the demo brings with it: two people, and two situations of which the stub knows."""
    return Trial(
        people=(TrialPerson("trial.lin", "林雅婷", ("clerk",)), TrialPerson("trial.wu", "吳淑芬", ("senior",))),
        situations=(Situation("payment.unknown", "BKZ-5937"), Situation("claim.open", "C261122-0412")),
        password=SECRET,
        digits=digits,
    )


class Office:
    """The scripts of a stub, and what the office counts."""

    def __init__(self) -> None:
        self.cases = 0
        self.revealed = 0
        self.scripts: dict[str, Script] = {
            "/session": self._sign_in,
            "/session/now": lambda _: standing(),
            "/session/end": lambda _: None,
            "/search": search,
            "/vehicle": lambda _: vehicle(),
            "/ticket": lambda _: ticket(),
            "/payment": lambda body: story(id=body["id"]) if body["id"] == UNKNOWN else self.paid(),
            "/payment/ask": lambda _: ProviderAsked(answer=ProviderAnswer.PAID, story=self.paid(UNKNOWN)),
            "/number": lambda _: number(),
            "/support-code": lambda _: support(),
            "/claim": lambda _: claim(),
            "/reveal": self._reveal,
            "/cases": lambda _: CaseList(cases=(case("D261122ABCD", topic=CaseTopic.PAID_TWICE),), more=False),
            "/approvals": lambda _: ApprovalList(approvals=(), more=False),
            "/cases/open": self._open,
            "/cases/close": self._close,
        }

    @staticmethod
    def paid(id: str = PAID) -> Story:
        done = (*EVENTS, event("money-confirmed", Teller.PROVIDER, "街口支付", seconds=1))
        return story(PaymentState.PAID, Tell.PAID, id, events=done, receipt_number="R261123185974")

    def _sign_in(self, body: dict[str, Any]) -> Answer:
        if (body["password"], body["code"]) != (PASSWORD, CODE):
            return Refusal("sign-in-refused", 403)
        return DeskSession(token=SecretStr("t" * 43), standing=standing(name=body["name"]))

    def _open(self, _: dict[str, Any]) -> Answer:
        self.cases += 1
        return case(f"D261123AAA{self.cases}")

    @staticmethod
    def _close(body: dict[str, Any]) -> Answer:
        return case(body["case"], state=CaseState.CLOSED, outcome=CaseOutcome(body["outcome"]), closed_at=START)

    def _reveal(self, body: dict[str, Any]) -> Answer:
        self.revealed += 1
        value = FULL_MOBILE if body["field"] == "mobile" else FULL_NAME
        return Revealed(field=MaskedField(body["field"]), value=value, shown_for=30.0, left=30 - self.revealed)


class Desk:
    """The real app against a stub, with what tests do to it."""

    def __init__(self, app: DeskApp, stub: Stub, office: Office, clock: ManualClock, pilot: Pilot[None]) -> None:
        self.app, self.stub, self.office, self.clock, self.pilot = app, stub, office, clock, pilot

    def text(self) -> str:
        """Return what the screen shows, one line a row."""
        return "\n".join(
            "".join(segment.text for segment in strip).rstrip() for strip in self.app.screen._compositor.render_strips()
        )

    async def shows(self, *words: str) -> None:
        """Wait until all these words stand on the screen."""
        try:
            await until(self.pilot, lambda: all(one in self.text() for one in words))
        except AssertionError:
            raise AssertionError(f"{words} not on the screen:\n{self.text()}") from None

    async def hides(self, *words: str) -> None:
        """Wait until none of these words stands on the screen."""
        await until(self.pilot, lambda: not any(one in self.text() for one in words))

    async def type(self, text: str) -> None:
        """Type as an input method does: what was composed comes as one piece."""
        focused = self.app.focused
        assert focused is not None
        focused.enter(text)  # type: ignore[attr-defined]  # a field has the focus
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def sign_in(self, name: str = NAME) -> None:
        await until(self.pilot, lambda: isinstance(self.app.screen, SignInPage))
        await self.pilot.pause()
        await self.type(name)
        await self.press("enter")
        await self.type(PASSWORD)
        await self.press("enter")
        await self.type(CODE)
        await self.press("enter")
        await until(self.pilot, lambda: not isinstance(self.app.screen, SignInPage))
        await self.pilot.pause()

    async def find(self, text: str) -> None:
        """Type something into the box and search for it."""
        await self.press("f2")
        await self.type(text)
        await self.press("enter")
        await self.pilot.pause()


@asynccontextmanager
async def desk(
    office: Office | None = None, size: tuple[int, int] = (80, 24), language: str = "zh-TW"
) -> AsyncIterator[Desk]:
    """Run the app in a window of `size`, at its sign-in page."""
    office, clock = office or Office(), ManualClock()
    async with serving(office.scripts) as stub, DeskClient(stub.url, clock=clock) as client:
        app = DeskApp(client, clock=clock, counter="3 號窗口", language=language)
        app.animation_level = "none"
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: isinstance(app.screen, SignInPage) and not app.screen._layout_required)
            yield Desk(app, stub, office, clock, pilot)
