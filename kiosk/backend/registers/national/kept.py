"""A city's answers, given again for some seconds: a visitor goes back and forth, and a host takes one call a second."""

from __future__ import annotations

import threading
from collections import OrderedDict

from kiosk.backend.registers.national.asking import Cities, CityReply
from kiosk.backend.registers.national.cities import City
from kiosk.backend.registers.national.questions import CarType, Question
from kiosk.clock import Clock
from kiosk.contract.cities import CityReason
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import Plate, VehicleType

KEPT = 15.0
"""Seconds for which an answer is given again. Short enough that after a payment by phone the city is asked anew."""
_MOST_KEPT = 500

_TYPES = {VehicleType.CAR: CarType.CAR, VehicleType.MOTORCYCLE: CarType.MOTORCYCLE}


class KeptAnswers:
    """What one city says of vehicles. Only answers are kept, and only in memory: a plate is a person's."""

    def __init__(self, city: City, cities: Cities, clock: Clock) -> None:
        self.city = city
        self._cities = cities
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[Vehicle, tuple[float, CityReply]] = OrderedDict()

    @property
    def party(self) -> str:
        """The city's name among the parties outside."""
        return f"city-{self.city.code.lower()}"

    def reply(self, vehicle: Vehicle, within: float | None = None, *, afresh: bool = False) -> CityReply:
        """Return what the city said lately, or says now within so many seconds; without an answer, why there is none.

        With nothing left of its seconds, `within` gives what was kept, or the reason `BUSY`. With `afresh`, what was
        kept is not given.
        """
        now = self._clock.monotonic()
        with self._lock:
            until, kept = self._kept.get(vehicle, (0.0, None))
        if kept is not None and now < until and not afresh:
            return kept
        question = Question(Plate.parse(vehicle.plate), _TYPES[vehicle.type])
        if within is not None and within <= 0:
            return CityReply(self.city, question, None, CityReason.BUSY, "", self._clock.now(), 0.0)
        reply = self._cities.ask(self.city, question, within=within)
        if reply.answer is None:
            return reply
        with self._lock:
            self._kept[vehicle] = self._clock.monotonic() + KEPT, reply
            self._kept.move_to_end(vehicle)
            self._forget()
        return reply

    def _forget(self) -> None:
        """Forget what is too old, and the oldest where there is too much."""
        now = self._clock.monotonic()
        while self._kept:
            vehicle, (until, _) = next(iter(self._kept.items()))
            if now < until and len(self._kept) <= _MOST_KEPT:
                return
            del self._kept[vehicle]
