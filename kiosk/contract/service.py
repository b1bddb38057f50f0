"""What a terminal learns about the service it stands in."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from kiosk.contract.wire import Label, Moment, Vehicle, Wire
from kiosk.domain.opening_hours import OpeningHours


def _readable(hours: str) -> str:
    return str(OpeningHours.parse(hours))


Hours = Annotated[
    Label,
    AfterValidator(_readable),
    Field(examples=["Mo-Fr 08:30-17:30"], description="Opening hours, in a part of OpenStreetMap's notation"),
]


class TrialVehicle(Vehicle):
    """A synthetic plate to try in the demo, and the id of the message that says what it shows (`trial-…`)."""

    shows: str


class OtherOffice(Wire):
    """Where people can go instead of here."""

    name: Label
    name_en: Label
    phone: Label
    hours: Hours


class ClosedReason(StrEnum):
    """Why a terminal is out of service, as its page says it."""

    MAINTENANCE = "maintenance"
    REPAIR = "repair"
    NETWORK = "network"
    OFFICE_CLOSED = "office-closed"


class TerminalPlace(Wire):
    """The office that a terminal stands in, as it tells visitors, and whether it serves them there."""

    office: Label
    office_en: Label | None = None
    """Its name in English, where the office has given one."""
    help_phone: Label
    hours: Hours | None = None
    """When somebody answers there; None where it was not set."""
    nearest: OtherOffice | None = None
    """The nearest other office, where there is one."""
    closed: ClosedReason | None = None
    """Why it is out of service; None where it serves."""


class ServiceInfo(TerminalPlace):
    """Where the terminal stands, the time by the backend's clock, and, in the demo, plates to try."""

    now: Moment
    demo: bool
    terminal: Label | None = None
    """What operators call the terminal that asks; None for a guest, and for a kiosk that has a backend of its own."""
    trial_vehicles: tuple[TrialVehicle, ...] = ()
    payments: bool = True
    """Whether anything can be paid here; without a payment platform, what is owed is only shown."""
    phones: bool = True
    """Whether a visitor's phone can open our links: not where the backend knows no address but its own machine's."""
    mails: bool = True
    """Whether an owner gets important notices by e-mail too; where not, no one is asked for an address."""
    store_codes: bool = False
    """Whether bills have bar codes with which convenience stores take them."""
    asks_city: Label | None = None
    """The city that is asked for what is owed, where this service has no register of its own: bills are paid at the
    city's own page, and there are neither accounts nor passes nor lists to take along."""
    asks_city_en: Label | None = None
    """Its name in English."""
    other_cities: bool = False
    """Whether other cities can be asked what a vehicle owes there."""


class Alive(Wire):
    """The process answers: what anybody may know of it, so that an installation can be looked at without a token."""

    status: str = "alive"
    office: Label | None = None
    version: Label | None = None
    now: Moment | None = None
    """The time by the backend's clock."""
