"""A synthetic city: vehicles, their stays and tickets, the same for the same seed and day.

Nothing here is anybody's: plates, numbers and stays come from a generator of pseudo-random numbers.
"""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from kiosk.backend.demo.vehicles import DemoVehicle, Stay, demo_vehicles
from kiosk.backend.domain.dunning import Ladder
from kiosk.backend.domain.tariff import Rate, Tariff
from kiosk.backend.domain.validity import Entry, entries
from kiosk.backend.ground.rules import parse
from kiosk.backend.store.types import to_micros
from kiosk.backend.vehicles import issuing
from kiosk.domain.dates import TAIPEI
from kiosk.domain.plate import Plate, VehicleType
from kiosk.domain.ticket import IssuedHow
from kiosk.platform.machine.paths import assets

OLDEST = 190
"""Days back to the first stay: far enough for a case to have left for enforcement."""

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_NEW_DIGITS = "012356789"
_SIGNS = {"L": LETTERS, "D": _NEW_DIGITS, "9": string.digits}
_AVOIDED = frozenset({"ASS", "GAY", "ANT", "SEX", "GUN", "DIE", "WAR", "KGB", "SHT", "FUK", "FKU"})


class TicketRow(NamedTuple):
    """One row of `tickets`, as stored."""

    number: str
    plate: str
    vehicle_type: str
    issued: str
    parked_at: int
    left_at: int | None
    rate: str
    fee: int
    due_on: str
    status: str


@dataclass(frozen=True, slots=True)
class Series:
    """A series of plates, and how many vehicles carry one, as a weight."""

    type: VehicleType
    shape: str
    share: int


IssuedBy = Callable[[DemoVehicle, Stay, date, Rate], IssuedHow]
"""How a named vehicle's ticket of a day is issued."""


class City:
    """What makes the rows: one generator of random numbers, the city's rules, and one day to count back from."""

    def __init__(self, seed: str, today: date, tariff: Tariff, ladder: Ladder) -> None:
        self._random = random.Random(seed)  # noqa: S311 - the same city again is the point
        self._today = today
        self._tariff = tariff
        self._ladder = ladder
        self._plates = {(vehicle.plate, vehicle.type) for vehicle in demo_vehicles()}
        self._numbers: set[str] = set()

    def named(self, issued: IssuedBy) -> Iterator[TicketRow]:
        """Yield the tickets of the named vehicles, issued as `issued` says."""
        for vehicle in demo_vehicles():
            for stay in vehicle.stays:
                yield from self._stay(vehicle, stay, issued)

    def others(self, count: int) -> Iterator[TicketRow]:
        """Yield the tickets of `count` more vehicles, each with one at least, paid or not."""
        content = parse(assets() / "demo" / "city.toml")
        series = [_series(entry) for entry in entries(content, "series")]
        sizes = Entry({"sizes": [content.get("sizes")]}, "city.toml").tables("sizes")[0]
        weights = {size: sizes.whole(str(size)) for size in (0, 1, 2, 3, 5, 40)}
        sizes.done()
        shares = [one.share for one in series]
        first_day = self._today - timedelta(days=OLDEST)
        rates = {
            kind: [rate for rate in self._tariff.rates.values() if rate.vehicle is kind and first_day in rate.period]
            for kind in VehicleType
        }
        for one in self._random.choices(series, shares, k=count):
            owed = self._random.choices(list(weights), list(weights.values()))[0]
            yield from self._history(self._plate(one), one.type, owed, rates[one.type])

    def _stay(self, vehicle: DemoVehicle, stay: Stay, issued: IssuedBy) -> Iterator[TicketRow]:
        for parked_at in stay.parked(self._today):
            rate = self._tariff.rate(stay.rate, parked_at.date())
            left_at = parked_at + timedelta(minutes=stay.minutes) if stay.minutes else None
            status = "paid" if stay.paid else "owed"
            how = issued(vehicle, stay, parked_at.date(), rate)
            yield self._row(vehicle.plate, vehicle.type, how, parked_at, left_at, rate, status)

    def _history(self, plate: Plate, type: VehicleType, owed: int, rates: list[Rate]) -> Iterator[TicketRow]:
        draw = self._random
        for _ in range(owed):
            yield self._random_row(plate, type, rates, draw.randint(1, 15), "owed")
        if draw.random() < 0.3:
            # Somebody who lets things lie: what is older than a fortnight climbs the ladder.
            for _ in range(draw.randint(1, 4)):
                yield self._random_row(plate, type, rates, draw.randint(16, OLDEST), "owed")
        for _ in range(draw.randint(0 if owed else 1, 3)):
            yield self._random_row(plate, type, rates, draw.randint(1, OLDEST), "paid")

    def _random_row(self, plate: Plate, type: VehicleType, rates: list[Rate], days_ago: int, status: str) -> TicketRow:
        draw = self._random
        day = self._today - timedelta(days=days_ago)
        rate = draw.choices(rates, range(len(rates), 0, -1))[0]
        start = datetime.combine(day, time(7), TAIPEI) + timedelta(seconds=draw.randrange(11 * 3600))
        stay = timedelta(seconds=int(rate.free.total_seconds()) + draw.randint(60, 5 * 3600))
        left_at = None if rate.per_visit and draw.random() < 0.6 else start + stay
        return self._row(plate, type, self._issued(type, rate), start, left_at, rate, status)

    def _issued(self, type: VehicleType, rate: Rate) -> IssuedHow:
        if rate.free:
            return IssuedHow.SMART_POST
        # Paperless: motorcycles, and per-visit spaces for cars.
        if (type is VehicleType.MOTORCYCLE or rate.per_visit) and self._random.random() < 0.5:
            return IssuedHow.PAPERLESS
        return IssuedHow.PAPER

    def _row(
        self,
        plate: Plate,
        type: VehicleType,
        issued: IssuedHow,
        parked_at: datetime,
        left_at: datetime | None,
        rate: Rate,
        status: str,
    ) -> TicketRow:
        return TicketRow(
            number=self._number(type, issued, parked_at.date()),
            plate=str(plate),
            vehicle_type=type.value,
            issued=issued.value,
            parked_at=to_micros(parked_at),
            left_at=None if left_at is None else to_micros(left_at),
            rate=rate.id,
            fee=rate.fee(parked_at, left_at).dollars,
            due_on=self._ladder.due(parked_at.date()).isoformat(),
            status=status,
        )

    def _number(self, type: VehicleType, issued: IssuedHow, day: date) -> str:
        while True:
            serial = f"{self._random.randrange(10**9):09}{self._random.choice(LETTERS)}"
            number = issuing.number(type, issued, day, serial)
            if number not in self._numbers:
                self._numbers.add(number)
                return number

    def _plate(self, series: Series) -> Plate:
        while True:
            text = "".join(self._sign(sign) for sign in series.shape)
            plate = Plate.parse(text)
            if plate.prefix not in _AVOIDED and (plate, series.type) not in self._plates:
                self._plates.add((plate, series.type))
                return plate

    def _sign(self, sign: str) -> str:
        return self._random.choice(_SIGNS[sign]) if sign in _SIGNS else sign.upper()


def _series(entry: Entry) -> Series:
    series = Series(VehicleType(entry.text("type")), entry.text("shape"), entry.whole("share", least=1))
    entry.done()
    return series
