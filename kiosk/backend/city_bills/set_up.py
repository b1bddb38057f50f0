"""How other cities come to know of what is paid here, made of the settings."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass

from kiosk.backend.city_bills.asked_again import AskedAgain
from kiosk.backend.city_bills.confirming.confirming import Confirming
from kiosk.backend.city_bills.port import CitySettlement
from kiosk.backend.domain.city_settlement import CityWay
from kiosk.backend.registers.port import OtherCities
from kiosk.clock import Clock
from kiosk.settings import BackendSettings


@dataclass(frozen=True, slots=True)
class Settlements:
    """Cities whose bills are paid here, by their codes."""

    by_city: Mapping[str, CitySettlement]
    _open: ExitStack

    def close(self) -> None:
        """Close what they hold open."""
        self._open.close()


def ways_of(settings: BackendSettings) -> dict[str, CityWay]:
    """Return the cities whose bills are paid here by these settings, and how payments are reported to each."""
    return {paid.city: CityWay(paid.way) for paid in settings.cities_paid}


def settlements_of(settings: BackendSettings, elsewhere: OtherCities, clock: Clock) -> Settlements:
    """Return how payments are reported to these cities; `elsewhere` asks those that are asked again."""
    found: dict[str, CitySettlement] = {}
    open_ = ExitStack()
    for paid in settings.cities_paid:
        if paid.way == "confirms":
            confirming = Confirming(paid.url, paid.secret.get_secret_value().encode(), clock=clock)
            open_.callback(confirming.close)
            found[paid.city] = confirming
        else:
            found[paid.city] = AskedAgain(elsewhere)
    return Settlements(found, open_)
