"""What an auditor reviews each week: accesses drawn by chance, with their reasons, and what is out of the ordinary.

Nothing here says that somebody did wrong: it says where to ask.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import median

from kiosk.backend.staff.subjects import of_vehicle
from kiosk.contract.wire import Vehicle
from kiosk.domain.opening_hours import OpeningHours

VEHICLE = "vehicle.see"
ACCESS_OPERATIONS = (
    VEHICLE,
    "ticket.see",
    "payment.see",
    "number.see",
    "claim.see",
    "support.see",
    "terminal.hour",
    "person.reveal",
)
"""Operations of the audit by which somebody sees something about a person."""

FAR_MORE = 3.0
"""Times as many accesses as the median of all clerks, from which on somebody is named."""
LEAST = 30
"""Accesses in the period below which no one is named for their number."""
MANY = 4
"""People who looked at one vehicle, from which on it is named."""


class Oddity(StrEnum):
    """Why something is out of the ordinary."""

    FAR_MORE = "far-more-looks"
    WITHOUT_CASE = "without-a-case"
    OUTSIDE_HOURS = "outside-hours"
    BY_MANY = "one-vehicle-by-many"
    OWN_VEHICLE = "own-vehicle"
    COLLEAGUES_VEHICLE = "colleagues-vehicle"


@dataclass(frozen=True, slots=True)
class Access:
    """One row of the audit by which something about a person was seen."""

    number: int
    at: datetime
    who: str
    office: str
    operation: str
    subject: str | None
    case: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Odd:
    """Something to ask about."""

    oddity: Oddity
    who: str
    """By the name that they sign in with; empty where it is about a vehicle."""
    accesses: tuple[Access, ...]
    """In their order."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the accesses are compared with."""

    hours: Mapping[str, OpeningHours]
    """By the name of an office as it stands in the audit."""
    vehicles: Mapping[str, frozenset[Vehicle]]
    """The vehicles of the staff, by the name that each signs in with."""


@dataclass(frozen=True, slots=True)
class Review:
    """One period, looked through."""

    accesses: int
    people: int
    odd: tuple[Odd, ...]
    sample: tuple[Access, ...]
    without_hours: tuple[str, ...]
    """Offices whose hours are not known: whether somebody accessed something outside of them could not be asked."""


def review(accesses: Sequence[Access], around: Surroundings, most: int, chance: random.Random) -> Review:
    """Review a period's accesses; draw at most so many by chance. The clerks must not know which will be."""
    by_person: dict[str, list[Access]] = defaultdict(list)
    for access in accesses:
        by_person[access.who].append(access)
    odd = [
        *_far_more(by_person),
        *_each(Oddity.WITHOUT_CASE, by_person, lambda access: access.case is None),
        *_each(Oddity.OUTSIDE_HOURS, by_person, lambda access: _closed(around.hours.get(access.office), access.at)),
        *_by_many(accesses),
        *_of_staff(by_person, around.vehicles),
    ]
    drawn = chance.sample(range(len(accesses)), min(most, len(accesses)))
    unknown = {access.office for access in accesses} - around.hours.keys()
    return Review(
        len(accesses),
        len(by_person),
        tuple(odd),
        tuple(accesses[place] for place in sorted(drawn)),
        tuple(sorted(unknown)),
    )


def _far_more(by_person: Mapping[str, Sequence[Access]]) -> Iterable[Odd]:
    """Yield who has far more accesses than the others: with no one to compare with, no one."""
    for who, accesses in by_person.items():
        others = [len(theirs) for name, theirs in by_person.items() if name != who]
        if others and len(accesses) >= max(LEAST, FAR_MORE * median(others)):
            yield Odd(Oddity.FAR_MORE, who, tuple(accesses))


def _each(oddity: Oddity, by_person: Mapping[str, Sequence[Access]], is_odd: Callable[[Access], bool]) -> Iterable[Odd]:
    for who, accesses in by_person.items():
        odd = tuple(filter(is_odd, accesses))
        if odd:
            yield Odd(oddity, who, odd)


def _closed(hours: OpeningHours | None, at: datetime) -> bool:
    return hours is not None and not hours.open_at(at)


def _by_many(accesses: Sequence[Access]) -> Iterable[Odd]:
    by_vehicle: dict[str, list[Access]] = defaultdict(list)
    for access in accesses:
        if access.operation == VEHICLE and access.subject is not None:
            by_vehicle[access.subject].append(access)
    for theirs in by_vehicle.values():
        if len({access.who for access in theirs}) >= MANY:
            yield Odd(Oddity.BY_MANY, "", tuple(theirs))


def _of_staff(by_person: Mapping[str, Sequence[Access]], vehicles: Mapping[str, frozenset[Vehicle]]) -> Iterable[Odd]:
    owners: dict[str, set[str]] = defaultdict(set)
    for owner, theirs in vehicles.items():
        for vehicle in theirs:
            owners[of_vehicle(vehicle.plate, vehicle.type.value)].add(owner)
    for who, accesses in by_person.items():
        found = [access for access in accesses if access.operation == VEHICLE and access.subject in owners]
        own = tuple(access for access in found if who in owners[access.subject or ""])
        others = tuple(access for access in found if who not in owners[access.subject or ""])
        if own:
            yield Odd(Oddity.OWN_VEHICLE, who, own)
        if others:
            yield Odd(Oddity.COLLEAGUES_VEHICLE, who, others)
