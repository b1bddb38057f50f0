"""How a city's ticket may be made up: only ever what comes to the amount that the city says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.backend.ground import rules
from kiosk.backend.registers.national.answers import NationalBill
from kiosk.backend.registers.national.cities import City, cities
from kiosk.backend.registers.national.questions import CarType
from kiosk.backend.registers.national.reckoning import worked_out
from kiosk.domain.fee_units import FeeUnits

BY_CODE = {city.code: city for city in cities()}
CAR, MOTORCYCLE = CarType.CAR, CarType.MOTORCYCLE


def bill(hours: str | None, amount: int, day: date = date(2026, 7, 7)) -> NationalBill:
    return NationalBill("Q7158601D030025", day, day, 0, None if hours is None else Decimal(hours), amount, amount)


@pytest.mark.parametrize(
    ("city", "vehicle", "hours", "amount", "units"),
    [
        ("TPE", CAR, "2.5", 50, FeeUnits(5, 30, 10)),
        ("TPE", CAR, "1.5", 75, FeeUnits(3, 30, 25)),
        ("TPE", MOTORCYCLE, None, 20, FeeUnits(1, None, 20)),
        ("NWT", CAR, "1.5", 30, FeeUnits(3, 30, 10)),
        ("NWT", CAR, None, 60, FeeUnits(1, None, 60)),
        ("NWT", MOTORCYCLE, None, 20, FeeUnits(1, None, 20)),
        ("NWT", MOTORCYCLE, "3", 30, FeeUnits(1, 240, 30)),
    ],
)
def test_hours_and_an_amount_are_explained_by_the_citys_own_rate(
    city: str, vehicle: CarType, hours: str | None, amount: int, units: FeeUnits
) -> None:
    assert worked_out(BY_CODE[city], bill(hours, amount), vehicle) == units


@pytest.mark.parametrize(
    ("city", "vehicle", "hours", "amount"),
    [
        ("TPE", CAR, "2.5", 55),  # by no rate
        ("TPE", CAR, None, 20),  # a motorcycle's
        ("TPE", MOTORCYCLE, None, 40),  # two days on one ticket: a city makes one for each
        ("TPE", CAR, "0", 0),
        ("TPE", CarType.OTHER, "2.5", 50),
        ("KHH", CAR, "2.5", 50),  # whose rates no one has read
    ],
)
def test_what_fits_no_rate_of_the_city_is_not_explained(
    city: str, vehicle: CarType, hours: str | None, amount: int
) -> None:
    assert worked_out(BY_CODE[city], bill(hours, amount), vehicle) is None


def test_an_amount_that_two_rates_explain_in_two_ways_is_not_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    half_hours = rules.rates("rates.toml")["car-hourly-20"]
    hours = replace(half_hours, id="by-hours", minutes=60, dollars=20)
    monkeypatch.setattr(rules, "rates", lambda _: {"by-half-hours": half_hours, "by-hours": hours})
    assert worked_out(BY_CODE["TPE"], bill("1", 20), CAR) is None
    # Half an hour is an hour begun by one of them: only the other comes to ten.
    assert worked_out(BY_CODE["TPE"], bill("0.5", 10), CAR) == FeeUnits(1, 30, 10)


def test_a_rate_of_another_day_explains_nothing() -> None:
    assert worked_out(BY_CODE["NWT"], bill("1.5", 30, date(2024, 7, 7)), CAR) is None


@given(
    st.sampled_from([BY_CODE["TPE"], BY_CODE["NWT"], BY_CODE["TNN"]]),
    st.sampled_from(CarType),
    st.none() | st.decimals(0, 500, places=1).map(str),
    st.integers(0, 500).map(lambda tens: 10 * tens) | st.integers(0, 10_000),
    st.dates(date(2015, 1, 1), date(2030, 1, 1)),
)
def test_an_explanation_always_comes_to_the_amount_of_the_city(
    city: City, vehicle: CarType, hours: str | None, amount: int, day: date
) -> None:
    found = worked_out(city, bill(hours, amount, day), vehicle)
    assert found is None or found.total.dollars == amount
