"""Buying a monthly pass (月票): which one, for which vehicle, through whom; then the code, as for a ticket."""

from __future__ import annotations

from kiosk.api_client import new_intent_key
from kiosk.api_client.errors import ApiError, ProblemError
from kiosk.contract.passes import PassOffer, PassOrder, PassProduct
from kiosk.contract.payments import Payment, Provider
from kiosk.contract.wire import Vehicle
from kiosk.domain.money import Money
from kiosk.i18n import Message, say
from kiosk.journeys.asking import Asking, GaveUp
from kiosk.journeys.pay.collecting import Collecting
from kiosk.journeys.pay.given_up import end_given_up
from kiosk.journeys.steps import show
from kiosk.journeys.visit import Visit
from kiosk.screens.frame import trouble_kinds
from kiosk.screens.frame.trouble_kinds import Step
from kiosk.screens.frame.written_page import OtherLanguage
from kiosk.screens.owner.plate_of import PlateOfPage
from kiosk.screens.pay import pass_troubles
from kiosk.screens.pay.check import ChangeProvider, ChangeWhat, CheckPage
from kiosk.screens.pay.paid import AfterPaying
from kiosk.screens.pay.passes import PassesPage
from kiosk.screens.pay.providers import ProvidersPage
from kiosk.widgets.lists.lines import Row
from kiosk.wording.date_words import month
from kiosk.wording.vehicle_words import named


async def buy_pass(visit: Visit) -> None:
    """Sell a visitor a pass, or as many as they want; raise `VisitOver` where they leave on the way."""
    await _Buying(visit).run()


class _Buying:
    """One run of buying a monthly pass. Each function returns the next step: None is the previous page."""

    def __init__(self, visit: Visit) -> None:
        self._visit, self._app, self._client, self._payments = visit, visit.app, visit.client, visit.payments
        self._asking = Asking(visit)
        self._collecting = Collecting(visit, self._asking)

    async def run(self) -> None:
        await self._asking.waited(self._visit.informed())
        service = self._app.service
        if service is not None and not service.payments:
            await self._asking.trouble(trouble_kinds.NO_PAYMENTS)
            return
        while True:
            offer = await self._asking.asked(
                lambda: self._client.passes.offer(self._app.texts.language), to_read=bool(self._visit.paid)
            )
            wanted = await show(self._app, PassesPage(offer))
            match wanted:
                case None:
                    return
                case OtherLanguage():
                    continue
                case PassProduct() if await self._vehicle(offer, wanted) is AfterPaying.FINISH:
                    return

    async def _vehicle(self, offer: PassOffer, product: PassProduct) -> AfterPaying | Step | None:
        """Ask whose the pass shall be; return what comes after, None to choose another pass."""
        title = say("pass-plate-title", type=product.vehicle_type.value)
        vehicle: Vehicle | None = None
        while True:
            page = PlateOfPage(title, way_on="pass-plate-next", step=(2, 4), vehicle=vehicle, only=product.vehicle_type)
            vehicle = await show(self._app, page)
            if vehicle is None:
                return None
            after = await self._provider(offer, product, vehicle)
            if after is not None and after is not Step.OTHER_PLATE:
                return after

    async def _provider(self, offer: PassOffer, product: PassProduct, vehicle: Vehicle) -> AfterPaying | Step | None:
        """Ask who carries the money; return what comes after, None for another plate."""
        while True:
            try:
                providers = await self._asking.asked(self._client.providers.list, to_read=bool(self._visit.paid))
            except GaveUp:
                return None
            provider = await show(self._app, ProvidersPage(providers, Money(product.price)))
            if provider is None:
                return None
            after = await self._confirm(offer, product, vehicle, provider)
            if after is not Step.OTHER_PROVIDER:
                return after

    async def _confirm(
        self, offer: PassOffer, product: PassProduct, vehicle: Vehicle, provider: Provider
    ) -> AfterPaying | Step:
        """Let the visitor check and say yes, and pay; return what comes next."""
        bought = say("pass-bought", name=product.name, month=month(offer.month or ""))
        order = PassOrder(
            product=product.code,
            month=offer.month or "",
            vehicle=vehicle,
            provider=provider.code,
            expected=product.price,
        )
        # One key for this wish: however often it is sent, there is one payment.
        key = new_intent_key()

        async def make() -> Payment | ApiError:
            try:
                # A code that was given up while the backend was gone may hold the same pass.
                await end_given_up(self._client, self._payments)
                return await self._client.passes.buy(order, key=key)
            except ApiError as error:
                return error

        while True:
            page = CheckPage(Money(product.price), _rows(offer, product, vehicle), provider, make, change="pass-change")
            match made := await show(self._app, page):
                case None | ChangeProvider():
                    return Step.OTHER_PROVIDER
                case ChangeWhat():
                    return Step.RELOAD
                case ApiError():
                    step = await self._failed(made)
                    if step is not Step.AGAIN:
                        return step
                case _:
                    return await self._collecting.collect(made, provider, bought)

    async def _failed(self, error: ApiError) -> Step:
        kind = pass_troubles.NOT_SOLD.get(error.kind) if isinstance(error, ProblemError) and error.kind else None
        if kind is not None:
            return await self._asking.trouble(kind, error.support_code)
        return await self._asking.failed(error)


def _rows(offer: PassOffer, product: PassProduct, vehicle: Vehicle) -> list[Row]:
    """Return what is bought, line by line."""
    sold_for: str | Message = "" if offer.month is None else month(offer.month)
    return [
        Row("pass-name", product.name, strong=True),
        Row("pass-month", sold_for),
        Row("check-plate", named(vehicle)),
    ]
