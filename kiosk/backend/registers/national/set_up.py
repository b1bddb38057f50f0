"""A city as the register of this service, and other cities beside it, from their settings."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from kiosk.backend.domain.city_settlement import CityWay
from kiosk.backend.registers.national.asking import Cities
from kiosk.backend.registers.national.cities import CitiesError, City, Quirk, cities
from kiosk.backend.registers.national.database_turns import DatabaseTurns
from kiosk.backend.registers.national.elsewhere import NationalElsewhere
from kiosk.backend.registers.national.host_call import HostCall
from kiosk.backend.registers.national.kept import KeptAnswers
from kiosk.backend.registers.national.register import NationalBills
from kiosk.backend.store.database import Database
from kiosk.clock import Clock
from kiosk.settings.office import is_loopback

TAIPEI = "TPE"
"""The city whose parking this service is about, where no other one is its register."""


def city_of(code: str, address: str = "") -> City:
    """Return the city with a code, asked at `address` where one is given; raise `CitiesError` with a sentence."""
    city = next((one for one in cities() if one.code == code), None)
    if city is None:
        raise CitiesError(f"national_city: {code} is none of {', '.join(one.code for one in cities())}")
    if not address:
        if city.off:
            raise CitiesError(f"national_city: {city.name_en} cannot be asked: {city.off}")
        return city
    quirks = [str(quirk) for quirk in city.quirks if quirk != Quirk.PLAIN_HTTP]
    if address.startswith("http:"):
        quirks.append(Quirk.PLAIN_HTTP)
    changed = {"addresses": (address,), "quirks": quirks, "off": ""}
    try:
        return City.model_validate(city.model_dump() | changed)
    except ValidationError as error:
        raise CitiesError(
            "national_address is to look like https://api.example.tw/Parking/PayBill/CarID/{plate}/CarType/{type}"
        ) from error


def register_of(city: City, database: Database, clock: Clock) -> NationalBills:
    """Return the register; only an address on this machine itself is asked in our own network."""
    call = HostCall(own_network=is_loopback(city.addresses[0]))
    return NationalBills(KeptAnswers(city, _asking(call, database, clock), clock), clock)


def others(own: str) -> tuple[City, ...]:
    """Return the cities that can be asked beside one's own; with an empty code, the service's own city is Taipei."""
    return tuple(city for city in cities() if not city.off and city.code != (own or TAIPEI))


def elsewhere_of(
    found: Sequence[City], database: Database, clock: Clock, ways: Mapping[str, CityWay] | None = None
) -> NationalElsewhere:
    """Return what asks these cities; `ways` has those whose bills are paid here.

    Only addresses on this machine itself are asked in our own network.
    """
    call = HostCall(own_network=all(is_loopback(address) for city in found for address in city.addresses))
    asking = _asking(call, database, clock)
    return NationalElsewhere([KeptAnswers(city, asking, clock) for city in found], ways)


def _asking(call: HostCall, database: Database, clock: Clock) -> Cities:
    return Cities(clock, DatabaseTurns(database, clock), call, threading.Event().wait)
