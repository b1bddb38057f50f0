"""What an auditor looks at each week: looks drawn by chance, with their reasons, and what is out of the ordinary.

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
LOOKS = (
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
"""Times as many looks as the median of all who looked, from which on somebody is named."""
LEAST = 30
"""Looks in the period below which no one is named for their number."""
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
class Look:
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
    looks: tuple[Look, ...]
    """In their order."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is held against the looks."""

    hours: Mapping[str, OpeningHours]
    """By the name of an office as it stands in the audit."""
    vehicles: Mapping[str, frozenset[Vehicle]]
    """The vehicles of the staff, by the name that each signs in with."""


@dataclass(frozen=True, slots=True)
class Review:
    """One period, looked through."""

    looks: int
    people: int
    odd: tuple[Odd, ...]
    sample: tuple[Look, ...]
    without_hours: tuple[str, ...]
    """Offices whose hours are not known: whether somebody looked outside of them could not be asked."""


def review(looks: Sequence[Look], around: Surroundings, most: int, chance: random.Random) -> Review:
    """Look through a period's looks; draw at most so many by chance. The clerks must not know which will be."""
    by_person: dict[str, list[Look]] = defaultdict(list)
    for look in looks:
        by_person[look.who].append(look)
    odd = [
        *_far_more(by_person),
        *_each(Oddity.WITHOUT_CASE, by_person, lambda look: look.case is None),
        *_each(Oddity.OUTSIDE_HOURS, by_person, lambda look: _closed(around.hours.get(look.office), look.at)),
        *_by_many(looks),
        *_of_staff(by_person, around.vehicles),
    ]
    drawn = chance.sample(range(len(looks)), min(most, len(looks)))
    unknown = {look.office for look in looks} - around.hours.keys()
    return Review(
        len(looks), len(by_person), tuple(odd), tuple(looks[place] for place in sorted(drawn)), tuple(sorted(unknown))
    )


def _far_more(by_person: Mapping[str, Sequence[Look]]) -> Iterable[Odd]:
    """Yield who has looked far more often than the others: with no one to compare with, no one."""
    for who, looks in by_person.items():
        others = [len(theirs) for name, theirs in by_person.items() if name != who]
        if others and len(looks) >= max(LEAST, FAR_MORE * median(others)):
            yield Odd(Oddity.FAR_MORE, who, tuple(looks))


def _each(oddity: Oddity, by_person: Mapping[str, Sequence[Look]], is_odd: Callable[[Look], bool]) -> Iterable[Odd]:
    for who, looks in by_person.items():
        odd = tuple(filter(is_odd, looks))
        if odd:
            yield Odd(oddity, who, odd)


def _closed(hours: OpeningHours | None, at: datetime) -> bool:
    return hours is not None and not hours.open_at(at)


def _by_many(looks: Sequence[Look]) -> Iterable[Odd]:
    by_vehicle: dict[str, list[Look]] = defaultdict(list)
    for look in looks:
        if look.operation == VEHICLE and look.subject is not None:
            by_vehicle[look.subject].append(look)
    for theirs in by_vehicle.values():
        if len({look.who for look in theirs}) >= MANY:
            yield Odd(Oddity.BY_MANY, "", tuple(theirs))


def _of_staff(by_person: Mapping[str, Sequence[Look]], vehicles: Mapping[str, frozenset[Vehicle]]) -> Iterable[Odd]:
    owners: dict[str, set[str]] = defaultdict(set)
    for owner, theirs in vehicles.items():
        for vehicle in theirs:
            owners[of_vehicle(vehicle.plate, vehicle.type.value)].add(owner)
    for who, looks in by_person.items():
        found = [look for look in looks if look.operation == VEHICLE and look.subject in owners]
        own = tuple(look for look in found if who in owners[look.subject or ""])
        others = tuple(look for look in found if who not in owners[look.subject or ""])
        if own:
            yield Odd(Oddity.OWN_VEHICLE, who, own)
        if others:
            yield Odd(Oddity.COLLEAGUES_VEHICLE, who, others)
