"""What an auditor is shown of a period: each oddity from exactly where it begins, and a sample drawn by chance."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kiosk.backend.staff.review import Access, Odd, Oddity, Review, Surroundings, review
from kiosk.contract.wire import Vehicle
from kiosk.domain.opening_hours import OpeningHours
from kiosk.domain.plate import VehicleType
from tests.clock import START

SONGSHAN = "松山"
HOURS = {SONGSHAN: OpeningHours.parse("Mo-Fr 08:30-17:30")}
CAR = "BND-6310 car"


def access(number: int, who: str = "lin.yl", **changed: Any) -> Access:
    plain = Access(number, START, who, SONGSHAN, "vehicle.see", f"ABC-{number:04} car", "D2611230001", "call-back")
    return replace(plain, **changed)


def reviewed(accesses: Sequence[Access], vehicles: Mapping[str, frozenset[Vehicle]] | None = None) -> Review:
    return review(accesses, Surroundings(HOURS, vehicles or {}), 0, random.Random(1))


@pytest.mark.parametrize(
    ("own", "others", "named"),
    [
        (29, [1], False),
        (30, [1], True),
        (30, [10], True),
        (30, [11], False),
        (32, [11], False),
        (33, [11], True),
        (30, [1, 10, 20], True),
        (30, [1, 11, 20], False),
        (99, [], False),
    ],
)
def test_from_thirty_accesses_and_three_times_the_others_median_on_somebody_is_named(
    own: int, others: list[int], named: bool
) -> None:
    theirs = [
        access(place, f"clerk-{n}") for n, count in enumerate(others) for place in range(100 * n, 100 * n + count)
    ]
    many = [access(5000 + place, "wu.sf") for place in range(own)]
    assert reviewed([*theirs, *many]).odd == ((Odd(Oddity.FAR_MORE, "wu.sf", tuple(many)),) if named else ())


def test_who_accessed_something_without_a_case_is_named_with_just_that() -> None:
    accesses = [access(1, case=None), access(2), access(3, "chen.wt"), access(4, case=None)]
    assert reviewed(accesses).odd == (Odd(Oddity.WITHOUT_CASE, "lin.yl", (accesses[0], accesses[3])),)


def test_who_accessed_something_while_the_office_is_closed_is_named_where_its_hours_are_known() -> None:
    evening = START + timedelta(hours=8)
    accesses = [access(1), access(2, at=evening), *(access(3, at=evening, office=one) for one in ("中山", "三重"))]
    found = reviewed(accesses)
    assert found.odd == (Odd(Oddity.OUTSIDE_HOURS, "lin.yl", (accesses[1],)),)
    assert found.without_hours == ("三重", "中山")


def test_a_vehicle_is_named_once_four_people_accessed_it() -> None:
    accesses = [access(n, who, subject=CAR) for n, who in enumerate(("a1", "a2", "a3", "a3"))]
    others = [access(8, "a4", subject=CAR, operation="ticket.see")]
    others += [access(10 + n, who, subject=None) for n, who in enumerate(("a1", "a2", "a3", "a4"))]
    assert reviewed([*accesses, *others]).odd == ()
    fourth = access(9, "a4", subject=CAR)
    assert reviewed([*accesses, *others, fourth]).odd == (Odd(Oddity.BY_MANY, "", (*accesses, fourth)),)


def test_who_accessed_their_own_vehicle_or_a_colleagues_is_named_and_for_others_no_one_is() -> None:
    car, bike = Vehicle(plate="BND-6310", type=VehicleType.CAR), Vehicle(plate="MKR-0825", type=VehicleType.MOTORCYCLE)
    vehicles = {"lin.yl": frozenset({car, bike}), "chen.wt": frozenset({bike})}
    own, shared = access(1, subject=CAR), access(2, "chen.wt", subject="MKR-0825 motorcycle")
    theirs, stranger = access(3, "chen.wt", subject=CAR), access(4, "wang.sm", subject="MKR-0825 motorcycle")
    plain = [access(5), access(6, subject="MKR-0825 car"), access(7, subject=CAR, operation="ticket.see")]
    assert reviewed([own, shared, theirs, stranger, *plain], vehicles).odd == (
        Odd(Oddity.OWN_VEHICLE, "lin.yl", (own,)),
        Odd(Oddity.OWN_VEHICLE, "chen.wt", (shared,)),
        Odd(Oddity.COLLEAGUES_VEHICLE, "chen.wt", (theirs,)),
        Odd(Oddity.COLLEAGUES_VEHICLE, "wang.sm", (stranger,)),
    )


@pytest.mark.parametrize("most", [0, 3, 5, 9])
def test_so_many_accesses_are_drawn_by_chance_and_shown_in_their_order(most: int) -> None:
    accesses = [access(n, who) for n, who in enumerate(("lin.yl", "chen.wt", "lin.yl", "chen.wt", "lin.yl"))]
    found = review(accesses, Surroundings(HOURS, {}), most, random.Random(7))
    drawn = sorted(random.Random(7).sample(range(5), min(most, 5)))
    assert found == Review(5, 2, (), tuple(accesses[place] for place in drawn), ())
