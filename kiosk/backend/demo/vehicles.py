"""The demo's named vehicles, read from `assets/demo/vehicles.toml`: each shows one thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from kiosk.backend.domain.validity import Entry, TariffError, entries
from kiosk.backend.ground.rules import parse
from kiosk.contract.bills import Source
from kiosk.domain.dates import TAIPEI
from kiosk.domain.plate import Plate, VehicleType
from kiosk.domain.ticket import IssuedHow
from kiosk.platform.machine.paths import assets


@dataclass(frozen=True, slots=True)
class Stay:
    """When and how a vehicle parks, counted back from the day of seeding."""

    days_ago: int | None
    month_end: int | None
    at: time
    minutes: int
    rate: str
    issued: IssuedHow
    paid: bool
    copies: int
    over_days: int

    def parked(self, today: date) -> list[datetime]:
        """Return the moment of parking of each copy, spread over its days, half an hour apart on one day."""
        first = self._first(today)
        times = []
        for copy in range(self.copies):
            round_, day = divmod(copy, self.over_days)
            start = datetime.combine(first + timedelta(days=day), self.at, TAIPEI)
            times.append(start + round_ * timedelta(minutes=30))
        return times

    def _first(self, today: date) -> date:
        if self.days_ago is not None:
            return today - timedelta(days=self.days_ago)
        months = today.year * 12 + today.month - 1 - ((self.month_end or 1) - 1)
        return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DemoVehicle:
    """One vehicle by name, what it shows if visitors may try it, and which registers are silent about it."""

    plate: Plate
    type: VehicleType
    shows: str | None
    silent: frozenset[Source]
    stays: tuple[Stay, ...]


@cache
def demo_vehicles() -> tuple[DemoVehicle, ...]:
    """Return the named vehicles in the order of the file; raise `TariffError` for a file that cannot be used."""
    content = parse(assets() / "demo" / "vehicles.toml")
    return tuple(_vehicle(entry) for entry in entries(content, "vehicle"))


def _vehicle(entry: Entry) -> DemoVehicle:
    vehicle = DemoVehicle(
        plate=Plate.parse(entry.text("plate")),
        type=VehicleType(entry.text("type")),
        shows=entry.text("shows") if "shows" in entry else None,
        silent=frozenset(Source(name) for name in entry.texts("silent")) if "silent" in entry else frozenset(),
        stays=tuple(_stay(stay) for stay in entry.tables("tickets")),
    )
    entry.done()
    return vehicle


def _stay(entry: Entry) -> Stay:
    if ("days_ago" in entry) == ("month_end" in entry):
        raise TariffError("a stay has either days_ago or month_end")
    stay = Stay(
        days_ago=entry.whole("days_ago", least=1) if "days_ago" in entry else None,
        month_end=entry.whole("month_end", least=1) if "month_end" in entry else None,
        at=time.fromisoformat(entry.text("at")),
        minutes=entry.whole("minutes"),
        rate=entry.text("rate"),
        issued=IssuedHow(entry.text("issued")),
        paid=entry.flag("paid") if "paid" in entry else False,
        copies=entry.whole("copies", 1, least=1),
        over_days=entry.whole("over_days", 1, least=1),
    )
    entry.done()
    return stay
