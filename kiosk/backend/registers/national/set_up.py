"""A city as the register of this service, from its settings."""

from __future__ import annotations

import threading

from pydantic import ValidationError

from kiosk.backend.registers.national.asking import Cities
from kiosk.backend.registers.national.cities import CitiesError, City, Quirk, cities
from kiosk.backend.registers.national.database_pace import DatabasePace
from kiosk.backend.registers.national.host_call import HostCall
from kiosk.backend.registers.national.register import NationalBills
from kiosk.backend.store.database import Database
from kiosk.clock import Clock
from kiosk.settings.office import is_loopback


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
    return NationalBills(city, Cities(clock, DatabasePace(database, clock), call, threading.Event().wait), clock)
