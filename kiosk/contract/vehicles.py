"""Bound vehicles (綁定車輛) and the services chosen for them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from kiosk.contract.wire import Id, Label, Moment, Request, Vehicle, Wire, on_the_wire
from kiosk.domain.service import FIRST_HOUR, LAST_HOUR, LEAST_WINDOW, FloodArea, ServiceKind

MOST_VEHICLES = 10
"""Vehicles that one owner binds; also the most that one look-up asks for."""

Hour = Annotated[int, Field(ge=FIRST_HOUR, le=LAST_HOUR)]


class Window(Wire):
    """Hours of a day in Taipei, the end not included: 13 and 18 mean from one in the afternoon until six."""

    start: Hour
    end: Hour


class ServiceChoice(Request):
    """One service that the owner chose. A reminder has a window, a flood notice an area."""

    kind: ServiceKind
    start: Hour | None = None
    end: Hour | None = None
    area: FloodArea | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.kind is ServiceKind.REMINDER:
            if self.start is None or self.end is None or self.end - self.start < LEAST_WINDOW:
                raise ValueError(f"a reminder needs a window of at least {LEAST_WINDOW} hours")
        elif self.start is not None or self.end is not None:
            raise ValueError("only a reminder has a window")
        if (self.kind is ServiceKind.FLOOD) != (self.area is not None):
            raise ValueError("a flood notice needs an area, and nothing else has one")
        return self


USUAL = ServiceChoice(kind=ServiceKind.REMINDER, start=13, end=18)
"""What a vehicle has from its registration on, until its owner chooses others, and what is offered for another one."""


def _each_once(services: tuple[ServiceChoice, ...]) -> tuple[ServiceChoice, ...]:
    if len({service.kind for service in services}) < len(services):
        raise ValueError("a service is chosen once")
    return services


ServiceChoices = Annotated[
    tuple[ServiceChoice, ...], Field(min_length=1, max_length=len(ServiceKind)), AfterValidator(_each_once)
]


class ChosenService(Wire):
    """One service of a vehicle, and from which day it holds."""

    kind: ServiceKind
    effective_on: date
    window: Window | None = None
    area: FloodArea | None = None


class BoundVehicle(Wire):
    """One vehicle of an owner."""

    id: Id
    vehicle: Vehicle
    bound_at: Moment
    services: tuple[ChosenService, ...]
    member: bool = False
    """公有停車場會員."""
    pass_lot: Label | None = on_the_wire("season_lot")
    """月票場所: where a monthly pass of this or the next month holds."""
    pass_lot_en: Label | None = on_the_wire("season_lot_en")
    third_party: Label | None = None
    """第三方支付: who is charged by itself, if anybody."""


class VehicleList(Wire):
    """The owner's vehicles, in the order in which they were bound."""

    vehicles: tuple[BoundVehicle, ...]


class BindRequest(Request):
    """Binds a vehicle with at least one service."""

    vehicle: Vehicle
    services: ServiceChoices


class ServicesChange(Request):
    """Chooses a bound vehicle's services anew, at least one. What was chosen before keeps its day."""

    services: ServiceChoices


class Claim(Wire):
    """A plate that somebody else has bound: the office looks at the vehicle's licence and decides."""

    number: Label
    """To be named at the counter or on the telephone."""
    vehicle: Vehicle
    made_at: Moment


class ClaimRequest(Request):
    """Asks the office to decide whose vehicle it is."""

    vehicle: Vehicle
