"""How the amount of a city's ticket may be made up: the query tells hours and an amount, and no rate."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_CEILING

from kiosk.backend.domain.tariff import Rate
from kiosk.backend.ground import rules
from kiosk.backend.registers.national.answers import NationalBill
from kiosk.backend.registers.national.cities import City
from kiosk.backend.registers.national.questions import CarType
from kiosk.domain.fee_units import FeeUnits
from kiosk.domain.plate import VehicleType

_TYPES = {CarType.CAR: VehicleType.CAR, CarType.MOTORCYCLE: VehicleType.MOTORCYCLE}


def worked_out(city: City, bill: NationalBill, type: CarType) -> FeeUnits | None:
    """Return the units that a ticket's hours and amount are by the city's own rates of that day.

    None where no rate of the city is known, none fits, or two fit in different ways; raise `TariffError`.
    """
    rates: Mapping[str, Rate] = rules.rates(city.rates) if city.rates else {}
    fitting = {
        units
        for rate in rates.values()
        if rate.vehicle is _TYPES.get(type) and bill.parked_on in rate.period
        if (units := _units(rate, bill)).total.dollars == bill.amount and units.count
    }
    return fitting.pop() if len(fitting) == 1 else None


def _units(rate: Rate, bill: NationalBill) -> FeeUnits:
    """Return what a ticket's hours are by a rate, no unit where it is not of that kind."""
    if rate.minutes is None:
        # Visits have no hours, and a ticket is for one day.
        return FeeUnits(1 if bill.hours is None else 0, None, rate.dollars)
    if bill.hours is None:
        return FeeUnits(0, rate.minutes, rate.dollars)
    begun = (bill.hours * 60 / rate.minutes).to_integral_value(ROUND_CEILING)
    return FeeUnits(int(begun), rate.minutes, rate.dollars)
