from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.backend.domain.dunning import Ladder
from kiosk.backend.domain.tariff import Tariff, is_heavy_motorcycle
from kiosk.backend.domain.validity import Period, TariffError
from kiosk.backend.ground.rules import ladder, parse, tariff
from kiosk.domain.dates import TAIPEI
from kiosk.domain.money import Money, total
from kiosk.domain.plate import VehicleType
from kiosk.domain.ticket import IssuedHow, LineKind
from kiosk.i18n import Texts
from kiosk.languages import LANGUAGES
from kiosk.platform.machine.paths import assets

DAY = date(2026, 7, 7)
HALF_HOUR = timedelta(minutes=30)
moments = st.datetimes(datetime(2023, 1, 1), datetime(2035, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001
stays = st.timedeltas(timedelta(0), timedelta(days=3))


def at(clock_time: str, day: date = DAY) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock_time}").replace(tzinfo=TAIPEI)


@pytest.mark.parametrize(
    ("parked", "left", "dollars"),
    [
        ("09:00:00", "11:29:00", 50),  # a recorded ticket
        ("09:23:35", "10:53:35", 30),  # a recorded ticket
        ("09:00:00", "09:00:00", 10),
        ("09:00:00", "09:30:00", 10),
        ("09:00:00", "09:30:01", 20),
    ],
)
def test_a_car_is_charged_for_every_half_hour_begun(parked: str, left: str, dollars: int) -> None:
    assert tariff().rate("car-hourly-20", DAY).fee(at(parked), at(left)) == Money(dollars)


@given(moments, stays)
def test_half_hours_are_neither_lost_nor_charged_twice(parked_at: datetime, stay: timedelta) -> None:
    rate = tariff().rate("car-hourly-20", DAY)
    fee = rate.fee(parked_at, parked_at + stay).dollars
    begun = fee // 10
    assert fee % 10 == 0
    assert (begun - 1) * HALF_HOUR < stay <= begun * HALF_HOUR or (stay == timedelta(0) and begun == 1)
    assert rate.fee(parked_at, parked_at + stay + HALF_HOUR).dollars == fee + (10 if stay else 0)


@given(moments, stays, stays, st.sampled_from(sorted(tariff().rates)))
def test_a_longer_stay_never_costs_less(parked_at: datetime, one: timedelta, more: timedelta, rate_id: str) -> None:
    rate = tariff().rates[rate_id]
    assert rate.fee(parked_at, parked_at + one) <= rate.fee(parked_at, parked_at + one + more)


@pytest.mark.parametrize(
    ("parked", "left", "dollars"),
    [
        (at("10:28"), None, 20),
        (at("10:55"), at("11:55"), 20),
        (at("23:20"), at("00:40", DAY + timedelta(days=1)), 40),
        (at("23:20"), at("00:00", DAY + timedelta(days=1)), 20),  # leaves on the stroke of midnight
        (at("00:00"), at("00:00"), 20),
        (at("09:00"), at("09:00", DAY + timedelta(days=2)), 60),
    ],
)
def test_a_motorcycle_is_charged_by_the_calendar_day(parked: datetime, left: datetime | None, dollars: int) -> None:
    assert tariff().rate("motorcycle-visit-20", DAY).fee(parked, left) == Money(dollars)


def test_a_smart_post_is_free_for_ten_minutes_and_charges_from_the_first_after_that() -> None:
    rate = tariff().rate("car-post-20", DAY)
    assert rate.fee(at("09:00"), at("09:10")) == Money(0)
    assert rate.fee(at("09:00"), at("09:11")) == Money(10)


@given(moments, stays, st.sampled_from(sorted(tariff().rates)))
def test_the_units_of_a_fee_are_its_stay_and_come_to_it(parked_at: datetime, stay: timedelta, rate_id: str) -> None:
    rate = tariff().rates[rate_id]
    units = rate.units(parked_at, parked_at + stay)
    assert units.total == rate.fee(parked_at, parked_at + stay)
    assert (units.minutes, units.dollars) == (rate.minutes, rate.dollars)
    if not units.count:
        assert stay <= rate.free
    elif units.minutes is not None:
        unit = timedelta(minutes=units.minutes)
        assert (units.count - 1) * unit <= stay <= units.count * unit


def test_a_stay_that_cannot_be_charged_is_refused() -> None:
    rate = tariff().rate("car-hourly-20", DAY)
    with pytest.raises(ValueError, match="time of leaving"):
        rate.fee(at("09:00"), None)
    with pytest.raises(ValueError, match="ends before"):
        rate.fee(at("09:00"), at("08:59"))


def _after(fee: int, vehicle: VehicleType, issued: IssuedHow, day: date, *, heavy: bool = False) -> int:
    taken_off = tariff().taken_off(Money(fee), vehicle, issued, day, heavy=heavy)
    return fee + total(line.amount for line in taken_off).dollars


@pytest.mark.parametrize(
    ("day", "fee", "left"),
    [
        (date(2026, 7, 7), 50, 48),  # a recorded bill: half a dollar goes up
        (date(2016, 1, 1), 50, 48),
        (date(2015, 12, 31), 50, 50),
        (date(2026, 7, 7), 20, 19),
        (date(2026, 7, 7), 0, 0),
    ],
)
def test_smart_payment_takes_five_per_cent_off_a_car(day: date, fee: int, left: int) -> None:
    assert _after(fee, VehicleType.CAR, IssuedHow.PAPER, day) == left


@pytest.mark.parametrize(
    ("day", "issued", "heavy", "left"),
    [
        (date(2022, 8, 16), IssuedHow.PAPERLESS, False, 10),  # a recorded bill: 20, 15, 10
        (date(2022, 7, 1), IssuedHow.PAPERLESS, False, 10),
        (date(2022, 12, 31), IssuedHow.PAPERLESS, False, 10),
        (date(2022, 6, 30), IssuedHow.PAPERLESS, False, 19),
        (date(2023, 1, 1), IssuedHow.PAPERLESS, False, 19),
        (date(2022, 8, 16), IssuedHow.PAPERLESS, True, 19),
        (date(2022, 8, 16), IssuedHow.PAPER, False, 19),
    ],
)
def test_motorcycles_had_two_discounts_in_the_second_half_of_2022(
    day: date,
    issued: IssuedHow,
    heavy: bool,
    left: int,
) -> None:
    assert _after(20, VehicleType.MOTORCYCLE, issued, day, heavy=heavy) == left


def test_discounts_are_lines_in_their_order() -> None:
    lines = tariff().taken_off(Money(20), VehicleType.MOTORCYCLE, IssuedHow.PAPERLESS, date(2022, 8, 16), heavy=False)
    assert [(line.kind, line.amount.dollars) for line in lines] == [
        (LineKind.PAPERLESS_DISCOUNT, -5),
        (LineKind.SMART_PAYMENT_DISCOUNT, -5),
    ]


def test_a_second_discount_is_of_what_the_first_has_left() -> None:
    paperless = DISCOUNTS.replace("smart-payment", "paperless").replace("percent = 95", "dollars = 40")
    both = Tariff.of(tomllib.loads(RATES), tomllib.loads(paperless + DISCOUNTS))
    lines = both.taken_off(Money(100), VehicleType.CAR, IssuedHow.PAPERLESS, DAY, heavy=False)
    assert lines == (
        (LineKind.PAPERLESS_DISCOUNT, Money(-40), None),
        (LineKind.SMART_PAYMENT_DISCOUNT, Money(-3), 95),
    )


@pytest.mark.parametrize("fee", [0, 5])
def test_a_discount_that_takes_nothing_off_is_no_line(fee: int) -> None:
    assert tariff().taken_off(Money(fee), VehicleType.CAR, IssuedHow.PAPER, DAY, heavy=False) == ()


@given(
    st.integers(0, 100_000),
    st.sampled_from(VehicleType),
    st.sampled_from(IssuedHow),
    st.dates(date(2014, 1, 1), date(2030, 1, 1)),
    st.booleans(),
)
def test_discounts_never_give_money_away(
    fee: int,
    vehicle: VehicleType,
    issued: IssuedHow,
    day: date,
    heavy: bool,
) -> None:
    assert 0 <= _after(fee, vehicle, issued, day, heavy=heavy) <= fee


@pytest.mark.parametrize(
    ("plate", "vehicle", "heavy"),
    [
        ("LGA-5678", "motorcycle", True),
        ("AB-12", "motorcycle", True),
        ("MKR-0825", "motorcycle", False),
        ("LAB-123", "motorcycle", False),
        ("LGA-5678", "car", False),
    ],
)
def test_heavy_motorcycles_are_known_by_their_plates(plate: str, vehicle: str, heavy: bool) -> None:
    assert is_heavy_motorcycle(plate, vehicle) is heavy


@given(st.dates(date(2013, 1, 1), date(2100, 1, 1)))
def test_a_ticket_is_due_on_the_fifteenth_day_after(parked: date) -> None:
    assert (ladder().due(parked) - parked).days == 15


@pytest.mark.parametrize(
    ("parked", "due"),
    [
        ("2022-08-16", "2022-08-31"),
        ("2022-08-15", "2022-08-30"),
        ("2026-07-07", "2026-07-22"),
        ("2024-02-14", "2024-02-29"),
        ("2024-02-15", "2024-03-01"),
        ("2023-02-14", "2023-03-01"),
        ("2024-12-17", "2025-01-01"),
    ],
)
def test_due_dates_cross_months_years_and_leap_days(parked: str, due: str) -> None:
    assert ladder().due(date.fromisoformat(parked)) == date.fromisoformat(due)


def test_every_rate_has_its_words() -> None:
    for language in LANGUAGES:
        texts = Texts(language)
        for rate in tariff().rates:
            assert texts(f"rate-{rate}")


RATES = """
[[rate]]
id = "r"
vehicle = "car"
dollars = 10
per_minutes = 30
from = 2020-01-01
"""
DISCOUNTS = """
[[discount]]
kind = "smart-payment-discount"
percent = 95
from = 2020-01-01
"""


@pytest.mark.parametrize(
    ("rates", "discounts"),
    [
        ("", DISCOUNTS),
        (RATES + RATES, DISCOUNTS),
        (RATES.replace('id = "r"', 'id = ""'), DISCOUNTS),
        (RATES.replace("dollars = 10", "dollars = -10"), DISCOUNTS),
        (RATES.replace("dollars = 10", "dollars = 10.5"), DISCOUNTS),
        (RATES.replace("dollars = 10", "dolars = 10"), DISCOUNTS),
        (RATES.replace("per_minutes = 30", "per_minutes = 0"), DISCOUNTS),
        (RATES.replace("per_minutes = 30", 'per = "week"'), DISCOUNTS),
        (RATES.replace('"car"', '"boat"'), DISCOUNTS),
        (RATES.replace("2020-01-01", '"2020-01-01"'), DISCOUNTS),
        (RATES + "until = 2019-01-01\n", DISCOUNTS),
        (RATES, ""),
        (RATES, DISCOUNTS.replace("95", "101")),
        (RATES, DISCOUNTS + "dollars = 5\n"),
        (RATES, DISCOUNTS.replace("percent = 95", "")),
        (RATES, DISCOUNTS.replace("smart-payment-discount", "fine")),
        (RATES, DISCOUNTS + "misspelt = 5\n"),
    ],
)
def test_a_tariff_that_cannot_be_meant_is_refused(rates: str, discounts: str) -> None:
    Tariff.of(tomllib.loads(RATES), tomllib.loads(DISCOUNTS))
    with pytest.raises(TariffError):
        Tariff.of(tomllib.loads(rates), tomllib.loads(discounts))


@pytest.mark.parametrize(
    ("found", "put"),
    [
        ('name = "recovery"', 'name = "general"'),
        ('name = "recovery"', 'name = "ordinary"'),
        ("pay_within = 60", "pay_within = 0"),
        ("surcharge = 15", "surcharge = true"),
        ("[[merging]]\ndays = 7", "[[merging]]\ndays = 0"),
    ],
)
def test_dunning_rules_that_cannot_be_meant_are_refused(found: str, put: str) -> None:
    text = (assets() / "tariffs" / "dunning.toml").read_text(encoding="utf-8")
    assert found in text
    with pytest.raises(TariffError):
        Ladder.of(tomllib.loads(text.replace(found, put)))


def test_a_missing_file_says_which() -> None:
    with pytest.raises(TariffError, match=r"nowhere\.toml"):
        parse(assets() / "nowhere.toml")


def test_a_day_that_no_rule_covers_is_refused_and_not_guessed() -> None:
    with pytest.raises(TariffError, match="2001-01-01"):
        ladder().due(date(2001, 1, 1))
    with pytest.raises(TariffError, match="no rate car-post-20"):
        tariff().rate("car-post-20", date(2021, 12, 31))


def test_of_two_rules_for_one_day_the_later_one_counts() -> None:
    text = (assets() / "tariffs" / "dunning.toml").read_text(encoding="utf-8")
    text += "\n[[due]]\ndays = 30\nfrom = 2027-01-01\n"
    changed = Ladder.of(tomllib.loads(text))
    assert changed.due(date(2026, 12, 31)) == date(2027, 1, 15)
    assert changed.due(date(2027, 1, 1)) == date(2027, 1, 31)


def test_a_period_holds_on_both_its_ends() -> None:
    period = Period(date(2022, 7, 1), date(2022, 12, 31))
    assert date(2022, 7, 1) in period
    assert date(2022, 12, 31) in period
    assert date(2022, 6, 30) not in period
    assert date(2023, 1, 1) not in period


def test_a_rule_may_hold_for_one_day() -> None:
    period = Period(DAY, DAY)
    assert DAY in period
    assert DAY + timedelta(days=1) not in period
