"""From what is owed to a receipt: bills, a provider, a code for the phone. The caller says whose bills they are.

One function a page, each returning what comes next; "back" is the page before. What the visitor has chosen so far is
one frozen value, so going back loses nothing.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial

from kiosk.api_client import new_intent_key
from kiosk.api_client.errors import ApiError
from kiosk.contract.bills import BillAnswer
from kiosk.contract.content import ArticleKind
from kiosk.contract.payments import Payment, PaymentRequest, Provider
from kiosk.domain.money import Money
from kiosk.domain.payment import PaymentState
from kiosk.journeys.asking import Asking, GaveUp
from kiosk.journeys.pay.at_city import pay_at_city, settling
from kiosk.journeys.pay.bill import show_bill, take_along
from kiosk.journeys.pay.collecting import Collecting
from kiosk.journeys.pay.debtor import Debtor, Outcome
from kiosk.journeys.pay.elsewhere import look_up_elsewhere
from kiosk.journeys.pay.given_up import end_given_up
from kiosk.journeys.read.articles import read_articles
from kiosk.journeys.steps import VisitOver, show
from kiosk.journeys.visit import Visit
from kiosk.screens.frame import trouble_kinds
from kiosk.screens.frame.trouble_kinds import Step, TroubleKind
from kiosk.screens.pay.bill_words import PAYABLE, bought
from kiosk.screens.pay.bills import BillsPage, by_number
from kiosk.screens.pay.bills_answers import BillsView, LookUpElsewhere, PayBills, PayElsewhere, TakeAlong
from kiosk.screens.pay.check import ChangeProvider, ChangeWhat, CheckPage, rows_of_bills
from kiosk.screens.pay.paid import AfterPaying, Still
from kiosk.screens.pay.providers import ProvidersPage


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What the visitor has chosen so far."""

    answer: BillAnswer
    view: BillsView | None = None
    numbers: tuple[str, ...] = ()

    @property
    def total(self) -> Money:
        return Money(sum(by_number(self.answer, number).amount for number in self.numbers))


class Left(Enum):
    """How a visitor left the bills."""

    BACK = auto()
    OTHER_PLATE = auto()
    DONE = auto()


class Paying:
    """Pays the bills of one debtor, or of the same plate as the other type of vehicle, if the visitor wants these."""

    def __init__(self, visit: Visit, asking: Asking, debtor: Debtor) -> None:
        self._visit, self._app, self._client, self._payments = visit, visit.app, visit.client, visit.payments
        self._asking, self.debtor = asking, debtor
        self._collecting = Collecting(visit, asking)
        self._said_paid: set[str] = set()
        """What the visitor says that they paid at the city's own page."""

    async def run(self, outcome: Outcome, bill: str | None = None) -> Left:
        """Let the visitor pay what was found; show first the bill with the number `bill`, if it is there."""
        try:
            return await self._run(outcome, bill)
        except GaveUp:
            return Left.BACK

    async def _run(self, outcome: Outcome, bill: str | None) -> Left:
        answer = await self._settled_answer(outcome)
        if answer is None:
            return Left.OTHER_PLATE
        await self._asking.waited(
            self._visit.informed()
        )  # whether anything can be paid here, and other cities can be asked
        if bill in {one.number for one in answer.bills}:
            await show_bill(self._visit, self._asking, answer, bill)
        return await self._choose(_Chosen(answer))

    async def _settled_answer(self, outcome: Outcome) -> BillAnswer | None:
        """Return bills to choose from, or None for another plate. An answer that is missing is asked for again."""
        while True:
            if isinstance(outcome, ApiError):
                step = await self._asking.failed(outcome, to_read=bool(self._visit.paid))
            elif not outcome.complete:
                step = await self._asking.trouble(trouble_kinds.partly(outcome.missing))
                if step is Step.SHOW:
                    if not self.debtor.own(outcome).bills and outcome.bills:
                        # "Nothing" would not be true of this type, and of the other there is something to show.
                        self._turn_to_other()
                    return self.debtor.own(outcome)
            elif (own := self.debtor.own(outcome)).bills:
                return own
            else:
                step = await self._nothing_owed(outcome)
                if step is Step.SHOW_OTHER:
                    self._turn_to_other()
                    continue
            if step is Step.OTHER_PLATE:
                return None
            outcome = await self._outcome()

    async def _outcome(self) -> Outcome:
        """Ask what is owed; meanwhile the screen is not empty."""
        return await self._asking.waited(self.debtor.outcome())

    async def _nothing_owed(self, answer: BillAnswer) -> Step:
        """Say that nothing is owed, and come back to that from what can be seen besides."""
        while True:
            match step := await self._asking.trouble(await self._nothing(answer)):
                case Step.ELSEWHERE:
                    await self._look_up_elsewhere()
                case Step.TAKE_ALONG:
                    await take_along(self._visit, self._asking, answer, ())
                case _:
                    return step

    async def _nothing(self, answer: BillAnswer) -> TroubleKind:
        if self.debtor.vehicle is not None and answer.bills:
            return trouble_kinds.owed_as_other(self.debtor.vehicle, len(answer.bills))
        kind = self.debtor.nothing_owed
        if self.debtor.vehicle is not None:
            await self._asking.waited(self._visit.informed())
        takes = bool(self._visit.paid) and self._visit.takes_along
        match takes, self._elsewhere:
            case True, True:
                # Four do not stand side by side in a slim window; the way home is below them anyway.
                return replace(kind, steps=(Step.TAKE_ALONG, Step.OTHER_PLATE, Step.ELSEWHERE))
            case True, False:
                return replace(kind, steps=(*kind.steps, Step.TAKE_ALONG))
            case False, True:
                return replace(kind, steps=(*kind.steps, Step.ELSEWHERE))
        return kind

    @property
    def _elsewhere(self) -> bool:
        """Whether other cities can be asked about this vehicle."""
        return self.debtor.vehicle is not None and self._app.service is not None and self._app.service.other_cities

    async def _look_up_elsewhere(self) -> None:
        """Show what other cities ask for; raise `VisitOver` where the visitor has paid some of it and is done."""
        if self.debtor.vehicle is None:
            return
        if await look_up_elsewhere(self._visit, self._asking, self.debtor.vehicle) is AfterPaying.FINISH:
            raise VisitOver

    def _turn_to_other(self) -> None:
        if self.debtor.as_other is not None:
            self.debtor = self.debtor.as_other()

    # Choosing

    def _step(self, number: int) -> tuple[int, int]:
        """Return which step of how many a page is, counted from the bills."""
        # Where nothing can be paid, the bills are the end of it.
        return self.debtor.steps_before + number, self.debtor.steps_before + (3 if self._pays else 1)

    @property
    def _pays(self) -> bool:
        return self._app.service is None or self._app.service.payments

    @property
    def _at_city(self) -> bool:
        return self._app.service is not None and self._app.service.asks_city is not None

    async def _by_phone(self, chosen: _Chosen) -> AfterPaying | None:
        """Let the visitor pay at the city's page; return None to choose other bills."""
        said = await pay_at_city(self._visit, [by_number(chosen.answer, number) for number in chosen.numbers])
        self._said_paid |= said
        return AfterPaying.MORE if said else None

    async def _owed_anew(self) -> BillAnswer | None:
        """Return what is owed now, with what is said to be paid and still listed as such; None for another plate."""
        while (answer := await self._settled_answer(await self._outcome())) is not None:
            left = [bill for bill in answer.bills if bill.number in self._said_paid]
            if not left or await self._asking.trouble(trouble_kinds.settling(len(left))) is Step.SHOW:
                return settling(answer, self._said_paid)
        return None

    async def _choose(self, chosen: _Chosen) -> Left:
        """Let the visitor choose bills and pay them."""
        while True:
            title = self.debtor.title(chosen.answer)
            at_city = self._at_city
            page = BillsPage(
                chosen.answer,
                title,
                chosen.view,
                step=self._step(1),
                pays=self._pays,
                at_city=at_city,
                takes=self._visit.takes_along,
                elsewhere=self._elsewhere,
            )
            picked = await show(self._app, page)
            if picked is None:
                return Left.BACK
            chosen = replace(chosen, view=picked.view)
            if isinstance(picked, PayElsewhere):
                with suppress(GaveUp):
                    await read_articles(self._visit, ArticleKind.CHANNEL)
                continue
            if isinstance(picked, TakeAlong):
                await take_along(self._visit, self._asking, chosen.answer, picked.numbers)
                continue
            if isinstance(picked, LookUpElsewhere):
                await self._look_up_elsewhere()
                continue
            if not isinstance(picked, PayBills):
                await show_bill(self._visit, self._asking, chosen.answer, picked.number)
                continue
            pay = self._by_phone if at_city else self._provider
            after = await pay(replace(chosen, numbers=picked.numbers))
            if after is None:
                continue
            if after is AfterPaying.FINISH:
                return Left.DONE
            # More bills, or other ones than we thought: what is owed is asked anew.
            answer = await self._owed_anew()
            if answer is None:
                return Left.OTHER_PLATE
            chosen = _Chosen(answer)

    async def _provider(self, chosen: _Chosen) -> AfterPaying | None:
        """Let the visitor choose a provider and pay; return None to choose other bills."""
        while True:
            try:
                providers = await self._asking.asked(self._client.providers.list, to_read=bool(self._visit.paid))
            except GaveUp:
                return None
            provider = await show(self._app, ProvidersPage(providers, chosen.total, step=self._step(2)))
            if provider is None:
                return None
            after = await self._confirm(chosen, provider)
            if after is Step.OTHER_PROVIDER:
                continue
            if isinstance(after, AfterPaying):
                return after
            return AfterPaying.MORE if after is Step.RELOAD else None

    async def _confirm(self, chosen: _Chosen, provider: Provider) -> AfterPaying | Step | None:
        """Let the visitor check and say yes; return what comes next, None to choose other bills."""
        request = PaymentRequest(bills=chosen.numbers, provider=provider.code, expected=chosen.total.dollars)
        # One key for this wish: however often it is sent, there is one payment.
        key = new_intent_key()

        async def make() -> Payment | ApiError:
            try:
                # A code that was given up while the backend was gone may hold the same bills.
                await end_given_up(self._client, self._payments)
                return await self._client.payments.create(request, key=key)
            except ApiError as error:
                return error

        rows = rows_of_bills([by_number(chosen.answer, number) for number in chosen.numbers])
        while True:
            page = CheckPage(chosen.total, rows, provider, make, step=self._step(2), note="check-warning")
            made = await show(self._app, page)
            match made:
                case None | ChangeProvider():
                    return Step.OTHER_PROVIDER
                case ChangeWhat():
                    return None
                case ApiError():
                    step = await self._asking.failed(made)
                    if step is not Step.AGAIN:
                        return step
                case _:
                    return await self._collecting.collect(
                        made,
                        provider,
                        bought(len(chosen.numbers)),
                        _still(chosen),
                        partial(self._take_along, chosen.answer) if self._visit.takes_along else None,
                    )

    async def _take_along(self, answer: BillAnswer, ended: Payment) -> None:
        """Let the visitor take along what an answer leaves to be paid after a payment, and what was paid."""
        paid = ended.bills if ended.state is PaymentState.PAID else ()
        left = [bill.number for bill in answer.bills if bill.number not in paid]
        await take_along(self._visit, self._asking, answer, left)


def _still(chosen: _Chosen) -> Still:
    """Return what is left to pay here of an answer once what was chosen is paid."""
    left = [bill for bill in chosen.answer.bills if bill.state in PAYABLE and bill.number not in chosen.numbers]
    return Still(len(left), Money(sum(bill.amount for bill in left)))
