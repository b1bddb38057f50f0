"""The main errand: a plate, its bills, a provider, a code for the phone, a receipt.

One function a page, each returning what comes next; "back" is the page before. What the visitor has chosen so far is
one frozen value, so going back loses nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from kiosk.api_client import KioskClient, new_intent_key
from kiosk.api_client.errors import ApiError, ProblemError, TimedOutError, UnreachableError
from kiosk.contract.bills import BillAnswer
from kiosk.contract.payments import Payment, PaymentRequest, Provider
from kiosk.contract.wire import Vehicle
from kiosk.domain.money import Money
from kiosk.domain.payment import PaymentState
from kiosk.domain.plate import Plate, VehicleType
from kiosk.journeys.given_up import end_given_up
from kiosk.journeys.steps import VisitOver, show
from kiosk.platform.open_payments import OpenPayments
from kiosk.screens import trouble_kinds
from kiosk.screens.bill import BillPage
from kiosk.screens.bills import BillsPage, BillsView, PayBills, by_number
from kiosk.screens.check import ChangeBills, ChangeProvider, CheckPage
from kiosk.screens.paid import AfterPaying, PaidPage
from kiosk.screens.payment import PaymentPage, Settled
from kiosk.screens.plate import PlatePage
from kiosk.screens.providers import ProvidersPage
from kiosk.screens.receipt import ReceiptPage
from kiosk.screens.trouble import TroublePage
from kiosk.screens.trouble_kinds import Step, TroubleKind

if TYPE_CHECKING:
    from kiosk.app import KioskApp
    from kiosk.screens.welcome import Pay


Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Found:
    """A vehicle, and what was found for it."""

    vehicle: Vehicle
    answer: BillAnswer | ApiError


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the visitor has chosen so far."""

    vehicle: Vehicle
    answer: BillAnswer
    view: BillsView | None = None
    numbers: tuple[str, ...] = ()
    provider: Provider | None = None

    @property
    def total(self) -> Money:
        return Money(sum(by_number(self.answer, number).amount for number in self.numbers))


async def pay(app: KioskApp, client: KioskClient, payments: OpenPayments, errand: Pay) -> None:
    """Take a visitor from a plate to a receipt; raise `VisitOver` where they leave on the way."""
    await _Paying(app, client, payments).run(errand)


class _Paying:
    """One run through the errand. It keeps nothing but the app, the client, and which codes were shown."""

    def __init__(self, app: KioskApp, client: KioskClient, payments: OpenPayments) -> None:
        self._app, self._client, self._payments = app, client, payments

    async def run(self, errand: Pay) -> None:
        plate, vehicle = errand.plate, None if errand.vehicle is None else VehicleType(errand.vehicle)
        while (found := await show(self._app, PlatePage(self._find, plate=plate, vehicle=vehicle))) is not None:
            plate, vehicle = found.vehicle.plate, found.vehicle.type
            answer = await self._settled_answer(found)
            if answer is not None and await self._choose(Chosen(found.vehicle, answer)):
                return

    # Looking up

    async def _find(self, plate: Plate, vehicle: VehicleType) -> Found:
        wanted = Vehicle(plate=str(plate), type=vehicle)
        try:
            return Found(wanted, await self._client.bills.search([wanted]))
        except ApiError as error:
            return Found(wanted, error)

    async def _settled_answer(self, found: Found) -> BillAnswer | None:
        """Return bills to choose from, or None for another plate. An answer that is missing is asked for again."""
        while True:
            if isinstance(found.answer, ApiError):
                step = await self._trouble(_kind(found.answer), found.answer.support_code)
            elif not found.answer.complete:
                step = await self._trouble(trouble_kinds.partly(found.answer.missing))
                if step is Step.SHOW:
                    return found.answer
            elif not found.answer.bills:
                step = await self._trouble(trouble_kinds.nothing_owed(found.vehicle))
            else:
                return found.answer
            if step is Step.OTHER_PLATE:
                return None
            found = await self._find(Plate.parse(found.vehicle.plate), found.vehicle.type)

    async def _trouble(self, kind: TroubleKind, support_code: str | None = None) -> Step:
        step = await show(self._app, TroublePage(kind, support_code))
        if step is None or step is Step.HOME:
            raise VisitOver
        if step is Step.AGAIN:
            # The visitor's own wish to try again: not to be answered by the memory of an outage.
            await self._client.probe()
        return step

    # Choosing

    async def _choose(self, chosen: Chosen) -> bool:
        """Let the visitor choose bills and pay them; return False for "back", True when the errand is done."""
        while True:
            picked = await show(self._app, BillsPage(chosen.answer, chosen.vehicle, chosen.view))
            if picked is None:
                return False
            chosen = replace(chosen, view=picked.view)
            if not isinstance(picked, PayBills):
                await show(self._app, BillPage(by_number(chosen.answer, picked.number)))
                continue
            after = await self._provider(replace(chosen, numbers=picked.numbers))
            if after is None:
                continue
            if after is AfterPaying.FINISH:
                return True
            # More bills, or other ones than we thought: what is owed is asked anew.
            found = await self._find(Plate.parse(chosen.vehicle.plate), chosen.vehicle.type)
            answer = await self._settled_answer(found)
            if answer is None:
                return False
            chosen = Chosen(chosen.vehicle, answer)

    async def _provider(self, chosen: Chosen) -> AfterPaying | None:
        """Let the visitor choose a provider and pay; return None to choose other bills."""
        while True:
            providers = await self._asked(self._client.providers.list)
            provider = await show(self._app, ProvidersPage(providers, chosen.total))
            if provider is None:
                return None
            after = await self._confirm(replace(chosen, provider=provider), provider)
            if after is Step.OTHER_PROVIDER:
                continue
            if isinstance(after, AfterPaying):
                return after
            return AfterPaying.MORE if after is Step.LOOK_AGAIN else None

    async def _confirm(self, chosen: Chosen, provider: Provider) -> AfterPaying | Step | None:
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

        bills = [by_number(chosen.answer, number) for number in chosen.numbers]
        while True:
            made = await show(self._app, CheckPage(bills, provider, chosen.vehicle, make))
            match made:
                case None | ChangeProvider():
                    return Step.OTHER_PROVIDER
                case ChangeBills():
                    return None
                case ApiError():
                    step = await self._trouble(_kind(made), made.support_code)
                    if step is not Step.AGAIN:
                        return step
                case _:
                    return await self._collect(made, provider)

    # Paying

    async def _collect(self, payment: Payment, provider: Provider) -> AfterPaying | Step:
        """Show the code until the payment is settled; return what comes next."""
        page = PaymentPage(payment, provider.name, lambda: self._client.payments.watch(payment))
        self._payments.shown(payment.id)
        try:
            answer = await show(self._app, page)
        except VisitOver:
            await self._give_up(payment)
            raise
        if not isinstance(answer, Settled):
            payment = await self._give_up(payment)
            if not payment.state.settled or payment.state is PaymentState.CANCELLED:
                return Step.OTHER_PROVIDER
            answer = Settled(payment)
        self._payments.ended(payment.id)
        if answer.payment.state is not PaymentState.PAID:
            return await self._trouble(trouble_kinds.of_payment(answer.payment))
        return await self._paid(answer.payment, provider)

    async def _give_up(self, payment: Payment) -> Payment:
        """Cancel a payment that nobody has confirmed; one that somebody has stays as it is."""
        self._payments.give_up(payment.id)
        try:
            payment = await self._client.payments.cancel(payment.id)
        except ApiError:
            # Cancelled when the backend is back; a confirmation that comes first is kept and paid out.
            return payment
        self._payments.ended(payment.id)
        return payment

    async def _paid(self, payment: Payment, provider: Provider) -> AfterPaying:
        while True:
            after = await show(self._app, PaidPage(payment, provider.name))
            if after is not AfterPaying.RECEIPT:
                return after or AfterPaying.FINISH
            receipt = await self._asked(lambda: self._client.payments.receipt(payment.id))
            await show(self._app, ReceiptPage(receipt))

    async def _asked(self, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        """Return what the backend answers; show trouble until it does or the visitor leaves."""
        while True:
            try:
                return await ask()
            except ApiError as error:
                await self._trouble(replace(_kind(error), steps=(Step.AGAIN, Step.HOME)), error.support_code)


def _kind(error: ApiError) -> TroubleKind:
    match error:
        case UnreachableError():
            return trouble_kinds.UNREACHABLE
        case TimedOutError():
            return trouble_kinds.TIMED_OUT
        case ProblemError():
            return trouble_kinds.of_problem(error.problem.kind)
        case _:
            return trouble_kinds.BROKEN
