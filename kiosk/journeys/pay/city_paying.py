"""Paying bills of one other city: which of them, through whom, a code for the phone, and what the city says of it."""

from __future__ import annotations

from kiosk.api_client import new_intent_key
from kiosk.api_client.errors import ApiError, ProblemError
from kiosk.contract.cities import CityAnswer, CityPaymentRequest, OtherCity
from kiosk.contract.payments import Payment, Provider
from kiosk.contract.wire import Vehicle
from kiosk.domain.money import Money
from kiosk.i18n import money, say
from kiosk.journeys.asking import Asking, GaveUp
from kiosk.journeys.pay.collecting import Collecting
from kiosk.journeys.pay.given_up import end_given_up
from kiosk.journeys.steps import show
from kiosk.journeys.visit import Visit
from kiosk.screens.frame.trouble_kinds import Step
from kiosk.screens.pay.check import ChangeProvider, ChangeWhat, CheckPage
from kiosk.screens.pay.city_choice import CityChoicePage
from kiosk.screens.pay.city_troubles import not_paid
from kiosk.screens.pay.city_words import named_city, payable
from kiosk.screens.pay.paid import AfterPaying, Still
from kiosk.screens.pay.providers import ProvidersPage
from kiosk.widgets.lists.lines import Row
from kiosk.wording.vehicle_words import named as named_vehicle


class CityPaying:
    """Pays what one city asks for of one vehicle. Each function returns what comes next: None is the page before."""

    def __init__(self, visit: Visit, asking: Asking, city: OtherCity, vehicle: Vehicle) -> None:
        self._visit, self._app, self._client, self._payments = visit, visit.app, visit.client, visit.payments
        self._asking, self._city, self._vehicle = asking, city, vehicle
        self._collecting = Collecting(visit, asking)

    async def run(self, answer: CityAnswer) -> AfterPaying | None:
        """Let the visitor choose and pay; return None where they go back.

        After anything else, what the city asks for is to be asked anew.
        """
        chosen: tuple[str, ...] | None = None
        while True:
            picked = await show(self._app, CityChoicePage(self._city, self._vehicle, answer, chosen))
            if picked is None:
                return None
            chosen = picked.numbers
            after = await self._provider(answer, chosen)
            if after is not None:
                return after if isinstance(after, AfterPaying) else AfterPaying.MORE

    async def _provider(self, answer: CityAnswer, numbers: tuple[str, ...]) -> AfterPaying | Step | None:
        """Let the visitor choose a provider and pay; return None to choose other bills."""
        dollars = payable(self._city, answer)
        total = Money(sum(dollars[number] for number in numbers))
        while True:
            try:
                providers = await self._asking.asked(self._client.providers.list, to_read=bool(self._visit.paid))
            except GaveUp:
                return None
            provider = await show(self._app, ProvidersPage(providers, total))
            if provider is None:
                return None
            after = await self._confirm(answer, numbers, total, provider)
            if after is not Step.OTHER_PROVIDER:
                return after

    async def _confirm(
        self, answer: CityAnswer, numbers: tuple[str, ...], total: Money, provider: Provider
    ) -> AfterPaying | Step | None:
        """Let the visitor check and say yes; return what comes next, None to choose other bills."""
        request = CityPaymentRequest(
            city=self._city.code,
            vehicle=self._vehicle,
            bills=numbers,
            provider=provider.code,
            expected=total.dollars,
        )
        # One key for this wish: however often it is sent, there is one payment.
        key = new_intent_key()

        async def make() -> Payment | ApiError:
            try:
                # A code that was given up while the backend was gone may hold the same bills.
                await end_given_up(self._client, self._payments)
                return await self._client.cities.pay(request, key=key)
            except ApiError as error:
                return error

        rows = [
            Row("city-check", named_city(self._city), strong=True),
            Row("check-plate", named_vehicle(self._vehicle)),
            Row("city-check-bills", say("check-of", count=len(numbers), amount=money(total))),
        ]
        note = say("city-check-note", city=named_city(self._city))
        while True:
            made = await show(self._app, CheckPage(total, rows, provider, make, note=note))
            match made:
                case None | ChangeProvider():
                    return Step.OTHER_PROVIDER
                case ChangeWhat():
                    return None
                case ApiError():
                    step = await self._failed(made)
                    if step is not Step.AGAIN:
                        return step
                case _:
                    bought = say("city-bought", city=named_city(self._city), count=len(numbers))
                    return await self._collecting.collect(made, provider, bought, self._still(answer, numbers))

    async def _failed(self, error: ApiError) -> Step:
        kind = not_paid(error.kind, self._city) if isinstance(error, ProblemError) else None
        if kind is not None:
            return await self._asking.trouble(kind, error.support_code)
        return await self._asking.failed(error)

    def _still(self, answer: CityAnswer, numbers: tuple[str, ...]) -> Still:
        left = [dollars for number, dollars in payable(self._city, answer).items() if number not in numbers]
        return Still(len(left), Money(sum(left)))
