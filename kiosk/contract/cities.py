"""Other counties and cities: what a vehicle owes there, as each city says by the national bill query."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kiosk.contract.wire import Dollars, Label, Moment, ProviderCode, Request, Vehicle, Wire

CityCode = Annotated[str, Field(pattern=r"^[A-Z]{3}$", examples=["KHH"], description="ISO 3166-2:TW")]
CityBillNumber = Annotated[
    str,
    Field(
        pattern=r"^[0-9A-Za-z-]{1,32}$",
        examples=["KHH000000000001"],
        description="A bill's number as its city writes it: it means something only there",
    ),
]

MOST_CITY_BILLS = 100
"""The most bills of another city that one payment holds."""


class CityReason(StrEnum):
    """Why it is unknown what is owed to a city. The value ends a message id: `cities-reason-…`."""

    SILENT = "silent"
    """No answer in time."""
    NO_CONNECTION = "no-connection"
    NO_SUCH_HOST = "no-such-host"
    PRIVATE_ADDRESS = "private-address"
    """The name leads into a network of our own, where no city is."""
    CERTIFICATE = "certificate"
    REDIRECTED = "redirected"
    NOT_ALLOWED = "not-allowed"
    """HTTP 401 or 403."""
    NOT_FOUND = "not-found"
    """HTTP 404: the query has moved."""
    TOO_MANY = "too-many"
    """HTTP 429: more than one call a second."""
    SERVER_FAILED = "server-failed"
    """HTTP 500, 502, 503 and their like."""
    HTTP = "http"
    """Any other status of HTTP."""
    TOO_LONG = "too-long"
    EMPTY = "empty"
    """A success with no content, or with the word `null`."""
    NOT_JSON = "not-json"
    """A page for people, or JSON that can be read in two ways."""
    NO_PLATE = "no-plate"
    """ERR01: no plate arrived."""
    BAD_PLATE = "bad-plate"
    """ERR02."""
    BAD_TYPE = "bad-type"
    """ERR03."""
    FAILED = "failed"
    """Any other status of the interface."""
    SHAPE = "shape"
    """A success that is not what the specification says."""
    OTHER_VEHICLE = "other-vehicle"
    """An answer about another vehicle than the one asked for."""
    RESTING = "resting"
    """The city has failed again and again, and is not asked for a while."""
    NO_TURN = "no-turn"
    """This machine could not note whose turn it is, so the city was not asked."""
    BUSY = "busy"
    """Too many questions wait for this city already."""


class OtherCity(Wire):
    """A city that can be asked."""

    code: CityCode
    name: Label
    name_en: Label
    secured: bool = True
    """False where it is asked without TLS: its answer may have been read, or changed, on its way."""
    payable: bool = False
    """Whether its bills can be paid here: the city has agreed with the office on how it learns of a payment."""


class OtherCityList(Wire):
    """The cities that can be asked, in the order in which they are shown."""

    cities: tuple[OtherCity, ...]


class CitySearch(Request):
    """One vehicle, asked for in one city. Sent by POST, as plates are."""

    city: CityCode
    vehicle: Vehicle


class PaidHere(StrEnum):
    """What has become at this service of a bill that its city still lists."""

    BEING_PAID = "being-paid"
    PAID = "paid"
    """Its city may not have it as paid yet."""


class CityBill(Wire):
    """One thing to pay in another city: a ticket, or a reminder (催繳單) with its tickets."""

    number: Label
    tickets: Annotated[int, Field(ge=1, le=10_000)] = 1
    """How many it merges; more than one, or a surcharge, make it a reminder."""
    reminder: bool = False
    parked_on: date | None
    """None of a reminder: its tickets are of many days."""
    pay_by: date
    amount: Dollars
    """What there is to pay, the surcharge included."""
    surcharge: Dollars = 0
    payable: bool = True
    """False where its number stands for more than this one thing: where its city takes payment here, not of this."""
    here: PaidHere | None = None
    """None of a bill that no payment of ours is for."""


class CityAnswer(Wire):
    """What a city said of a vehicle, or why it said nothing."""

    city: CityCode
    bills: tuple[CityBill, ...] | None
    """None where the city could not be asked: never to be read as "nothing owed", which is an empty list."""
    complete: bool = True
    """False where the city's own totals speak of more than it lists."""
    reason: CityReason | None = None
    """Why `bills` is None."""
    asked_at: Moment
    """When the city was asked."""

    @property
    def total(self) -> int:
        """Return the dollars of all that it lists."""
        return sum(bill.amount for bill in self.bills or ())


class CityPaymentRequest(Request):
    """A visitor's wish to pay these bills of one city through this provider."""

    city: CityCode
    vehicle: Vehicle
    bills: Annotated[tuple[CityBillNumber, ...], Field(min_length=1, max_length=MOST_CITY_BILLS)]
    provider: ProviderCode
    expected: Dollars
    """The total that stood on the screen. The backend asks the city anew, and makes no payment of another amount."""


class CityStanding(StrEnum):
    """What a city has said of bills that were paid here."""

    WAITING = "waiting"
    """The money is here, and the city has not said yet that it has the bills as paid."""
    CONFIRMED = "confirmed"
    UNCLEAR = "unclear"
    """It has said nothing for days: the office is asking."""
