"""The owner's vehicles: seeing, adding, editing and removing them, and claiming one that somebody else has bound."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from kiosk.api_client.errors import ApiError, ProblemError
from kiosk.contract.problems import ProblemKind
from kiosk.contract.vehicles import USUAL, BoundVehicle, ChosenService, ServiceChoice
from kiosk.contract.wire import Vehicle
from kiosk.i18n import say
from kiosk.journeys.asking import Asking
from kiosk.journeys.steps import show
from kiosk.journeys.visit import Visit
from kiosk.screens.frame.confirm import ConfirmPage
from kiosk.screens.frame.trouble_kinds import Step
from kiosk.screens.owner import owner_troubles
from kiosk.screens.owner.bound import BoundPage
from kiosk.screens.owner.claim import ClaimPage
from kiosk.screens.owner.plate_of import PlateOfPage
from kiosk.screens.owner.service_words import ends
from kiosk.screens.owner.services import ServicesPage
from kiosk.screens.owner.vehicles import AddVehicle, EditVehicle, VehiclesPage
from kiosk.wording.vehicle_words import named


class _Then(Enum):
    """What comes after an attempt to bind a vehicle."""

    DONE = auto()
    OTHER_SERVICES = auto()
    OTHER_PLATE = auto()


async def manage_vehicles(visit: Visit) -> None:
    """Let an owner look after their vehicles until they have done enough."""
    managing = _Managing(visit)
    while True:
        match await show(visit.app, VehiclesPage(await managing.vehicles())):
            case AddVehicle():
                await managing.add()
            case EditVehicle(bound=bound):
                await managing.edit(bound)
            case None:
                return
            case wanted:
                await managing.remove(wanted.bound)


async def add_vehicle(visit: Visit) -> None:
    """Let an owner bind one vehicle."""
    await _Managing(visit).add()


class _Managing:
    """One run of managing the bound vehicles."""

    def __init__(self, visit: Visit) -> None:
        self._app, self._client, self._session = visit.app, visit.client, visit.token
        self._asking = Asking(visit, in_area=True)

    async def vehicles(self) -> tuple[BoundVehicle, ...]:
        return await self._asking.asked(lambda: self._client.vehicles.list(self._session))

    # Adding

    async def add(self) -> None:
        """Ask for a plate and for services; back from the services leads to the plate, with nothing lost."""
        vehicle: Vehicle | None = None
        while True:
            page = PlateOfPage(say("bind-title"), way_on="bind-next", step=(1, 2), vehicle=vehicle)
            vehicle = await show(self._app, page)
            if vehicle is None or await self._services_of(vehicle) is _Then.DONE:
                return

    async def _services_of(self, vehicle: Vehicle) -> _Then:
        chosen: tuple[ServiceChoice, ...] = (USUAL,)

        async def bind(services: tuple[ServiceChoice, ...]) -> BoundVehicle | ApiError:
            nonlocal chosen
            chosen = services
            try:
                return await self._client.vehicles.bind(self._session, vehicle, services)
            except ApiError as error:
                return error

        while True:
            made = await show(self._app, ServicesPage(vehicle, bind, chosen, step=(2, 2)))
            match made:
                case None:
                    return _Then.OTHER_PLATE
                case ApiError():
                    then = await self._not_bound(vehicle, made)
                    if then is not _Then.OTHER_SERVICES:
                        return then
                case _:
                    await show(self._app, BoundPage(made, new=True))
                    return _Then.DONE

    async def _not_bound(self, vehicle: Vehicle, error: ApiError) -> _Then:
        """Say why a vehicle was not bound; return what the visitor wants now."""
        match error:
            case ProblemError(kind=ProblemKind.VEHICLE_TAKEN):
                step = await self._asking.trouble(owner_troubles.taken(vehicle))
                if step is Step.CLAIM:
                    await self._claim(vehicle)
                    return _Then.DONE
            case ProblemError(kind=ProblemKind.VEHICLE_BOUND):
                step = await self._asking.trouble(owner_troubles.bound_already(vehicle))
            case ProblemError(kind=ProblemKind.VEHICLES_FULL):
                step = await self._asking.trouble(owner_troubles.VEHICLES_FULL)
            case _:
                step = await self._asking.failed(error)
        return _Then.OTHER_PLATE if step is Step.OTHER_PLATE else _Then.OTHER_SERVICES

    async def _claim(self, vehicle: Vehicle) -> None:
        """Have the claim taken down, and show its number."""
        while True:
            try:
                claim = await self._asking.waited(self._client.vehicles.claim(self._session, vehicle))
            except ProblemError as error:
                full = error.kind is ProblemKind.VEHICLES_FULL
                await (self._asking.trouble(owner_troubles.VEHICLES_FULL) if full else self._asking.failed(error))
            except ApiError as error:
                await self._asking.failed(error)
            else:
                await show(self._app, ClaimPage(claim))
                return

    # Editing and removing

    async def edit(self, bound: BoundVehicle) -> None:
        """Let the owner choose the services of a vehicle anew."""
        chosen: Sequence[ChosenService | ServiceChoice] = bound.services

        async def change(services: tuple[ServiceChoice, ...]) -> BoundVehicle | ApiError:
            nonlocal chosen
            chosen = services
            try:
                return await self._client.vehicles.change(self._session, bound.id, services)
            except ApiError as error:
                return error

        while (made := await show(self._app, ServicesPage(bound.vehicle, change, chosen))) is not None:
            if not isinstance(made, ApiError):
                await show(self._app, BoundPage(made, new=False))
                return
            if await self._is_gone(made):
                return

    async def remove(self, bound: BoundVehicle) -> None:
        """Ask once, say what ends, and give the vehicle up."""
        page = ConfirmPage(
            say("remove-title", vehicle=named(bound.vehicle)),
            [*map(ends, bound.services), say("remove-bills")],
            yes=say("remove-yes", plate=bound.vehicle.plate),
            no="remove-no",
        )
        wanted = await show(self._app, page)
        while wanted:
            try:
                await self._asking.waited(self._client.vehicles.unbind(self._session, bound.id))
            except ApiError as error:
                # Gone already: by an answer that was lost, or by the owner's own hand elsewhere.
                if isinstance(error, ProblemError) and error.kind is ProblemKind.NOT_FOUND:
                    return
                await self._asking.failed(error)
            else:
                return

    async def _is_gone(self, error: ApiError) -> bool:
        """Say what a change ended in; return whether there is nothing left to change."""
        if isinstance(error, ProblemError) and error.kind is ProblemKind.NOT_FOUND:
            await self._asking.trouble(owner_troubles.VEHICLE_GONE)
            return True
        await self._asking.failed(error)
        return False
