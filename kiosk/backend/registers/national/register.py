"""A city's bill query as the register of this service: what vehicles owe is asked there, and nothing is kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence

from kiosk.backend.domain.owed import OwedTicket
from kiosk.backend.registers.national.asking import Cities, Told
from kiosk.backend.registers.national.cities import City
from kiosk.backend.registers.national.owing import tickets_of
from kiosk.backend.registers.national.questions import CarType, Question
from kiosk.backend.registers.national.reckoning import worked_out
from kiosk.backend.registers.port import Asked, Numbered, SourceUnavailableError
from kiosk.clock import Clock, Deadline
from kiosk.contract.bills import Source
from kiosk.contract.wire import Vehicle
from kiosk.domain.fee_units import FeeUnits
from kiosk.domain.plate import Plate, VehicleType

KEPT = 15.0
"""Seconds for which an answer is given again: a visitor goes back and forth, and a host takes one call a second. Short
enough that whoever has just paid by phone asks anew."""
WITHIN = 4.5
"""Seconds for all vehicles of one question: a terminal gives a try up after five, and asks once more. What was answered
by then is kept, so that the second try comes further."""
_MOST_KEPT = 500

_TYPES = {VehicleType.CAR: CarType.CAR, VehicleType.MOTORCYCLE: CarType.MOTORCYCLE}


class NationalBills:
    """What one city says of vehicles. Only answers are kept, and in memory alone: a plate is a person's."""

    def __init__(self, city: City, cities: Cities, clock: Clock) -> None:
        self.party: str | None = f"city-{city.code.lower()}"
        self._city = city
        self._cities = cities
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[Vehicle, tuple[float, Told]] = OrderedDict()

    def ask(self, vehicles: Sequence[Vehicle]) -> Asked:
        """Return every unpaid ticket that the city knows of, within a few seconds for all vehicles together.

        Where it answered for some of them alone, both registers' tickets are given and `missing` says that it is not
        all; raise `SourceUnavailableError` where it answered for none.
        """
        deadline = Deadline.after(self._clock, WITHIN)
        told = {vehicle: self._told(vehicle, deadline) for vehicle in dict.fromkeys(vehicles)}
        heard = {vehicle: one for vehicle, one in told.items() if one is not None}
        if not heard:
            raise SourceUnavailableError
        missing: set[Source] = set() if len(heard) == len(told) else {Source.TICKETS}
        tickets: list[OwedTicket] = []
        for vehicle, one in heard.items():
            assert one.answer is not None  # noqa: S101  only answers are told
            found, not_told = tickets_of(one.answer, vehicle)
            tickets += found
            missing.update(not_told)
        asked_at = min(one.asked_at for one in heard.values())
        if not tickets and len(missing) == len(Source):
            raise SourceUnavailableError
        # Where there is something to show, one stands for what is missing: both would mean that nobody answered.
        named = tuple(source for source in Source if source in missing)[:1]
        alone = [ticket.number for ticket in tickets if ticket.notice is None]
        links = {number: link for number in alone if (link := self._city.pay_link(number)) is not None}
        return Asked(tickets, named, links, self._units(heard), asked_at)

    def _units(self, heard: Mapping[Vehicle, Told]) -> dict[str, FeeUnits]:
        """Return how the fees of tickets may be made up by this city's rates, by their numbers."""
        units: dict[str, FeeUnits] = {}
        for one in heard.values():
            for bill in () if one.answer is None else one.answer.every_bill:
                found = worked_out(self._city, bill, one.question.type)
                if found is not None:
                    units[bill.number] = found
        return units

    def find(self, number: str) -> Numbered | None:
        """Raise `SourceUnavailableError`: the query takes plates, not numbers."""
        raise SourceUnavailableError

    def _told(self, vehicle: Vehicle, deadline: Deadline) -> Told | None:
        now = self._clock.monotonic()
        with self._lock:
            until, kept = self._kept.get(vehicle, (0.0, None))
        if kept is not None and now < until:
            return kept
        left = deadline.remaining()
        if not left:
            return None
        question = Question(Plate.parse(vehicle.plate), _TYPES[vehicle.type])
        told = self._cities.ask(self._city, question, within=left)
        if told.answer is None:
            return None
        with self._lock:
            self._kept[vehicle] = self._clock.monotonic() + KEPT, told
            self._kept.move_to_end(vehicle)
            self._forget()
        return told

    def _forget(self) -> None:
        """Forget what is too old, and the oldest where there is too much."""
        now = self._clock.monotonic()
        while self._kept:
            vehicle, (until, _) = next(iter(self._kept.items()))
            if now < until and len(self._kept) <= _MOST_KEPT:
                return
            del self._kept[vehicle]
