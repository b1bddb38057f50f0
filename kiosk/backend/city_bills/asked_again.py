"""A city that hears of payments from the company that collects for us, and is asked until the bills are gone."""

from __future__ import annotations

from kiosk.backend.city_bills.port import CityOrder, CityUnavailableError
from kiosk.backend.domain.city_settlement import CityWay, CityWord
from kiosk.backend.registers.port import OtherCities


class AskedAgain:
    """`CitySettlement` by asking. That a bill is gone says that it is paid, and not by whom."""

    way = CityWay.ASKED_AGAIN

    def __init__(self, cities: OtherCities) -> None:
        self._cities = cities

    def confirm(self, order: CityOrder) -> CityWord | None:
        """Return `SETTLED` once none of the order's numbers is in the city's answer, as `inquire`."""
        return self.inquire(order)

    def inquire(self, order: CityOrder) -> CityWord | None:
        """Return `SETTLED` once none of the order's numbers is in the city's answer, not even within a reminder.

        Raise `CityUnavailableError` where it gave none, or one that may lack something: nothing is gone by that.
        """
        try:
            listed = self._cities.numbers(order.city, order.vehicle)
        except KeyError:
            raise CityUnavailableError("the city is not among those that are asked") from None
        if listed is None:
            raise CityUnavailableError("no answer to rely on")
        return CityWord.SETTLED if listed.isdisjoint(number for number, _ in order.bills) else None
