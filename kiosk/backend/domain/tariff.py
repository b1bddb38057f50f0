"""Parking fees (費率) and what is taken off them. Figures come from `assets/tariffs`; here is only the arithmetic."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, TypeVar

from kiosk.backend.domain.validity import Entry, Period, TariffError, entries
from kiosk.domain.dates import taipei_date
from kiosk.domain.fee_units import FeeUnits
from kiosk.domain.money import Money
from kiosk.domain.plate import VehicleType
from kiosk.domain.ticket import IssuedHow, LineKind

S = TypeVar("S", bound=StrEnum)

_MINUTE = timedelta(minutes=1)
_INSTANT = timedelta(microseconds=1)
_HEAVY = re.compile(r"L[A-Z]{2}-[0-9]{4}|[A-Z]{2}-[0-9]{2}|[0-9]{2}-[A-Z]{2}")


def is_heavy_motorcycle(plate: str, vehicle: str) -> bool:
    """Whether a motorcycle carries a red or yellow plate (大型重型機車): `LGA-5678`, or two and two as before 2014."""
    return vehicle == VehicleType.MOTORCYCLE and _HEAVY.fullmatch(plate) is not None


@dataclass(frozen=True, slots=True)
class Rate:
    """What a stay costs: `dollars` for every `minutes` begun, or for every calendar day if `minutes` is None."""

    id: str
    vehicle: VehicleType
    dollars: int
    minutes: int | None
    free: timedelta
    period: Period

    @property
    def per_visit(self) -> bool:
        """Whether days are counted (計次), so that no one has to see the driver leave."""
        return self.minutes is None

    def fee(self, parked_at: datetime, left_at: datetime | None) -> Money:
        """Return the fee of a stay; raise as `units` does."""
        return self.units(parked_at, left_at).total

    def units(self, parked_at: datetime, left_at: datetime | None) -> FeeUnits:
        """Return what a stay is charged for; `left_at` may be None for a per-visit space: one day is charged.

        Raise `ValueError` for a stay that ends before it begins, or has no end where time is charged.
        """
        return FeeUnits(self._begun(parked_at, left_at), self.minutes, self.dollars)

    def _begun(self, parked_at: datetime, left_at: datetime | None) -> int:
        if left_at is None:
            if self.minutes is not None:
                raise ValueError(f"{self.id} is charged by time, and the time of leaving is missing")
            return 1
        stay = left_at - parked_at
        if stay < timedelta(0):
            raise ValueError("a stay that ends before it begins")
        if self.free and stay <= self.free:
            return 0
        if self.minutes is None:
            # Midnight is the base point: who leaves on its stroke has not begun another day.
            last = taipei_date(left_at - _INSTANT) if stay else taipei_date(left_at)
            return (last - taipei_date(parked_at)).days + 1
        return max(1, -(-stay // (self.minutes * _MINUTE)))


@dataclass(frozen=True, slots=True)
class Discount:
    """Something taken off a ticket before any notice: an amount or what is left of it in per cent."""

    kind: LineKind
    vehicle: VehicleType | None
    issued: frozenset[IssuedHow] | None
    heavy: bool | None
    dollars: int | None
    percent: int | None
    period: Period

    def fits(self, vehicle: VehicleType, issued: IssuedHow, day: date, *, heavy: bool) -> bool:
        """Whether it is for such a ticket of a vehicle parked on that day."""
        return (
            day in self.period
            and self.vehicle in (None, vehicle)
            and (self.issued is None or issued in self.issued)
            and self.heavy in (None, heavy)
        )

    def off(self, amount: Money) -> Money:
        """Return what is taken off, negative, never more than the amount."""
        if self.percent is not None:
            return amount.share(self.percent) - amount
        return -min(Money(self.dollars or 0), amount)


class TakenOff(NamedTuple):
    """One discount of a ticket."""

    kind: LineKind
    amount: Money
    """Negative."""
    percent: int | None
    """What is left of a hundred, where it is a share."""


@dataclass(frozen=True, slots=True, eq=False)
class Tariff:
    """Every rate and discount, past ones included: a ticket of last year is charged as last year."""

    rates: Mapping[str, Rate]
    discounts: tuple[Discount, ...]

    @classmethod
    def of(cls, rates: Mapping[str, object], discounts: Mapping[str, object]) -> Tariff:
        """Make a tariff of two parsed files, `rates.toml` and `discounts.toml`; raise `TariffError`."""
        return cls(rates_of(rates), tuple(_discount(entry) for entry in entries(discounts, "discount")))

    def paid_elsewhere(self) -> Tariff:
        """Return the tariff without what only smart payment takes off."""
        kept = tuple(one for one in self.discounts if one.kind is not LineKind.SMART_PAYMENT_DISCOUNT)
        return Tariff(self.rates, kept)

    def rate(self, rate_id: str, day: date) -> Rate:
        """Return a rate that holds on a day; raise `TariffError`."""
        rate = self.rates.get(rate_id)
        if rate is None or day not in rate.period:
            raise TariffError(f"no rate {rate_id} on {day}")
        return rate

    def taken_off(
        self, fee: Money, vehicle: VehicleType, issued: IssuedHow, day: date, *, heavy: bool
    ) -> tuple[TakenOff, ...]:
        """Return the discounts of a ticket before any notice, in the order of its lines; amounts are negative."""
        lines: dict[LineKind, TakenOff] = {}
        left = fee
        for discount in self.discounts:
            if discount.kind not in lines and discount.fits(vehicle, issued, day, heavy=heavy):
                lines[discount.kind] = TakenOff(discount.kind, discount.off(left), discount.percent)
                left += lines[discount.kind].amount
        return tuple(line for line in lines.values() if line.amount)


def rates_of(content: Mapping[str, object]) -> Mapping[str, Rate]:
    """Return the rates of a parsed file by their ids; raise `TariffError`."""
    made: dict[str, Rate] = {}
    for entry in entries(content, "rate"):
        rate = _rate(entry)
        if rate.id in made:
            raise TariffError(f"the rate {rate.id} twice")
        made[rate.id] = rate
    return made


def _rate(entry: Entry) -> Rate:
    rate_id = entry.text("id")
    vehicle = _member(VehicleType, entry.text("vehicle"))
    dollars = entry.whole("dollars")
    if "per" in entry:
        if entry.text("per") != "day":
            raise TariffError(f'the rate {rate_id}: per can only be "day"')
        minutes = None
    else:
        minutes = entry.whole("per_minutes", least=1)
    free = timedelta(minutes=entry.whole("free_minutes", 0))
    rate = Rate(rate_id, vehicle, dollars, minutes, free, entry.period())
    entry.done()
    return rate


_DISCOUNTS = (LineKind.PAPERLESS_DISCOUNT, LineKind.SMART_PAYMENT_DISCOUNT)


def _discount(entry: Entry) -> Discount:
    kind = _member(LineKind, entry.text("kind"))
    if kind not in _DISCOUNTS:
        raise TariffError(f"{kind} is not a discount")
    vehicle = _member(VehicleType, entry.text("vehicle")) if "vehicle" in entry else None
    issued = frozenset(_member(IssuedHow, how) for how in entry.texts("issued")) if "issued" in entry else None
    heavy = entry.flag("heavy") if "heavy" in entry else None
    if ("dollars" in entry) == ("percent" in entry):
        raise TariffError(f"a {kind} is either dollars or percent")
    dollars = entry.whole("dollars") if "dollars" in entry else None
    percent = entry.whole("percent", most=100) if "percent" in entry else None
    discount = Discount(kind, vehicle, issued, heavy, dollars, percent, entry.period())
    entry.done()
    return discount


def _member(kind: type[S], value: str) -> S:
    try:
        return kind(value)
    except ValueError as error:
        raise TariffError(f"{value!r} is none of {', '.join(kind)}") from error
