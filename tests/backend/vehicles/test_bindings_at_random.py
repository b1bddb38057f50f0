"""Bindings, services and claims against a model: whatever is done, both agree on whose a vehicle is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from kiosk.backend.ground import rules
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.staff.perform import Books
from kiosk.backend.store.database import Database
from kiosk.backend.vehicles import bindings, claims, vehicle_services
from kiosk.backend.vehicles.claims import ClaimError
from kiosk.backend.vehicles.tables import bindings as bindings_table
from kiosk.contract.problems import ProblemKind
from kiosk.contract.vehicles import ChosenService, ServiceChoice
from kiosk.contract.wire import Vehicle
from kiosk.domain.dates import taipei_date
from kiosk.domain.plate import VehicleType
from kiosk.domain.service import ServiceKind
from kiosk.domain.ticket import IssuedHow
from tests.backend.books import SHELL
from tests.backend.owner_rows import FLOOD, PAPERLESS, REMINDER, add_owner
from tests.backend.rows import empty
from tests.clock import ManualClock

T = TypeVar("T")

EVENING = ServiceChoice(kind=ServiceKind.REMINDER, start=18, end=21)
VEHICLES = tuple(Vehicle(plate=f"AAA-000{serial}", type=VehicleType.MOTORCYCLE) for serial in range(2))
CHOICES = ((PAPERLESS,), (REMINDER,), (EVENING, FLOOD), (PAPERLESS, REMINDER, FLOOD))

people, vehicles, choices = st.integers(0, 1), st.sampled_from(VEHICLES), st.sampled_from(CHOICES)


def _choice(service: ChosenService) -> ServiceChoice:
    window = service.window
    return ServiceChoice(
        kind=service.kind,
        start=None if window is None else window.start,
        end=None if window is None else window.end,
        area=service.area,
    )


@dataclass
class Bound:
    """What the model knows of a vehicle that somebody has."""

    owner: int
    services: dict[ServiceChoice, date] = field(default_factory=dict)
    """What stands chosen, and since when it holds."""
    paperless: list[tuple[date, date | None]] = field(default_factory=list)
    """From which day to which tickets are issued without paper."""


class Bindings(RuleBasedStateMachine):
    """Two owners, two vehicles, and an office: few, so that they meet often."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        empty(self.database)
        self.clock = ManualClock()
        self.owners = [add_owner(self.database) for _ in range(2)]
        self.bound: dict[Vehicle, Bound] = {}
        self.claims: dict[tuple[int, Vehicle], str] = {}

    @property
    def tomorrow(self) -> date:
        return taipei_date(self.clock.now()) + timedelta(days=1)

    def tried(self, work: Callable[[], T]) -> T | ProblemKind:
        try:
            return work()
        except Refusal as refusal:
            return refusal.kind

    def id_of(self, vehicle: Vehicle) -> str:
        with self.database.read() as connection:
            return str(
                connection.scalar(
                    select(bindings_table.c.id).where(
                        bindings_table.c.plate == vehicle.plate, bindings_table.c.ended_at.is_(None)
                    )
                )
            )

    def chosen(self, bound: Bound, wanted: tuple[ServiceChoice, ...]) -> None:
        """Choose in the model as the rule says."""
        before = bound.services
        bound.services = {choice: before.get(choice, self.tomorrow) for choice in wanted}
        if PAPERLESS in before and PAPERLESS not in wanted:
            bound.paperless[-1] = (bound.paperless[-1][0], self.tomorrow)
        if PAPERLESS in wanted and PAPERLESS not in before:
            bound.paperless.append((self.tomorrow, None))

    @rule(hours=st.integers(1, 40))
    def time_passes(self, hours: int) -> None:
        self.clock.advance(hours * 3600)

    @rule(person=people, vehicle=vehicles, wanted=choices)
    def somebody_binds(self, person: int, vehicle: Vehicle, wanted: tuple[ServiceChoice, ...]) -> None:
        found = self.tried(
            lambda: self.database.run(
                lambda connection: bindings.bind(
                    connection, self.owners[person], vehicle, wanted, terminal_id="kiosk-1", now=self.clock.now()
                )
            )
        )
        if vehicle not in self.bound:
            assert not isinstance(found, ProblemKind)
            self.bound[vehicle] = Bound(person)
            self.chosen(self.bound[vehicle], wanted)
        else:
            own = self.bound[vehicle].owner == person
            assert found is (ProblemKind.VEHICLE_BOUND if own else ProblemKind.VEHICLE_TAKEN)

    @rule(person=people, vehicle=vehicles, wanted=choices)
    def somebody_chooses_services(self, person: int, vehicle: Vehicle, wanted: tuple[ServiceChoice, ...]) -> None:
        id = self.id_of(vehicle)
        found = self.tried(
            lambda: self.database.run(
                lambda connection: bindings.change_services(
                    connection, self.owners[person], id, wanted, terminal_id="kiosk-1", now=self.clock.now()
                )
            )
        )
        if vehicle in self.bound and self.bound[vehicle].owner == person:
            assert not isinstance(found, ProblemKind)
            self.chosen(self.bound[vehicle], wanted)
        else:
            assert found is ProblemKind.NOT_FOUND

    @rule(person=people, vehicle=vehicles)
    def somebody_lets_go(self, person: int, vehicle: Vehicle) -> None:
        id = self.id_of(vehicle)
        found = self.tried(
            lambda: self.database.run(
                lambda connection: bindings.unbind(
                    connection, self.owners[person], id, terminal_id="kiosk-1", now=self.clock.now()
                )
            )
        )
        if vehicle in self.bound and self.bound[vehicle].owner == person:
            assert found is None
            del self.bound[vehicle]
        else:
            assert found is ProblemKind.NOT_FOUND

    @rule(person=people, vehicle=vehicles)
    def somebody_claims(self, person: int, vehicle: Vehicle) -> None:
        found = self.tried(
            lambda: self.database.run(
                lambda connection: claims.make(
                    connection, self.owners[person], vehicle, terminal_id="kiosk-1", now=self.clock.now()
                )
            )
        )
        if vehicle not in self.bound:
            assert found is ProblemKind.NOT_FOUND
        elif self.bound[vehicle].owner == person:
            assert found is ProblemKind.VEHICLE_BOUND
        else:
            assert not isinstance(found, ProblemKind)
            assert self.claims.setdefault((person, vehicle), found.number) == found.number

    @rule(data=st.data(), granted=st.booleans())
    def the_office_decides(self, data: st.DataObject, granted: bool) -> None:
        if not self.claims:
            return
        person, vehicle = data.draw(st.sampled_from(sorted(self.claims, key=str)))
        number = self.claims.pop((person, vehicle))
        settle = claims.grant if granted else claims.refuse
        settle(Books(self.database, self.clock), SHELL, number)
        if granted and (vehicle not in self.bound or self.bound[vehicle].owner != person):
            self.bound[vehicle] = Bound(person)
        try:
            settle(Books(self.database, self.clock), SHELL, number)
        except ClaimError:
            return
        raise AssertionError("a claim was settled twice")

    @invariant()
    def each_owner_has_what_the_model_says(self) -> None:
        with self.database.read() as connection:
            for person, owner in enumerate(self.owners):
                found = {
                    one.vehicle: {_choice(service): service.effective_on for service in one.services}
                    for one in bindings.listed(connection, owner, self.clock.now()).vehicles
                }
                assert found == {
                    vehicle: bound.services for vehicle, bound in self.bound.items() if bound.owner == person
                }

    @invariant()
    def tickets_are_issued_as_the_model_says(self) -> None:
        rate = rules.tariff().rate("motorcycle-visit-20", date(2026, 11, 23))
        with self.database.read() as connection:
            for vehicle in VEHICLES:
                for day in (self.tomorrow - timedelta(days=1), self.tomorrow):
                    spans = self.bound[vehicle].paperless if vehicle in self.bound else []
                    without = any(start <= day and (end is None or day < end) for start, end in spans)
                    issued = vehicle_services.issued_how(connection, vehicle.plate, vehicle.type, day, rate)
                    assert issued is (IssuedHow.PAPERLESS if without else IssuedHow.PAPER)

    @invariant()
    def no_one_shares_a_vehicle(self) -> None:
        with self.database.read() as connection:
            counts = connection.scalars(
                select(func.count()).where(bindings_table.c.ended_at.is_(None)).group_by(bindings_table.c.plate)
            )
            assert set(counts) <= {1}


@pytest.mark.long
def test_owners_and_the_office_in_any_order(database: Database) -> None:
    class OnThisDatabase(Bindings):
        pass

    OnThisDatabase.database = database
    run_state_machine_as_test(
        OnThisDatabase,
        settings=settings(
            max_examples=8,
            stateful_step_count=35,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
