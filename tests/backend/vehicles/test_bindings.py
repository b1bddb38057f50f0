from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.messages.tables import owner_events
from kiosk.backend.store.database import Database
from kiosk.backend.vehicles import bindings
from kiosk.backend.vehicles.tables import binding_services
from kiosk.backend.vehicles.tables import bindings as bindings_table
from kiosk.contract.problems import ProblemKind
from kiosk.contract.vehicles import MOST_VEHICLES, BoundVehicle, ServiceChoice, Window
from kiosk.contract.wire import Vehicle
from kiosk.domain.dates import taipei_date
from kiosk.domain.plate import VehicleType
from kiosk.domain.service import FloodArea, ServiceKind
from tests.backend.owner_rows import FLOOD, PAPERLESS, REMINDER, add_owner, bind, refused
from tests.backend.payments.test_payment_races import at_once
from tests.clock import START, ManualClock

TOMORROW = taipei_date(START) + timedelta(days=1)
CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)


def change(database: Database, owner: str, binding: str, *services: ServiceChoice, clock: ManualClock) -> BoundVehicle:
    return database.run(
        lambda connection: bindings.change_services(
            connection, owner, binding, services, terminal_id="kiosk-1", now=clock.now()
        )
    )


def effective(vehicle: BoundVehicle) -> dict[ServiceKind, date]:
    return {service.kind: service.effective_on for service in vehicle.services}


def events(database: Database, owner: str) -> list[tuple[str, str | None]]:
    with database.read() as connection:
        rows = connection.execute(
            select(owner_events.c.kind, owner_events.c.subject)
            .where(owner_events.c.owner_id == owner)
            .order_by(owner_events.c.sequence)
        )
        return [(row.kind, row.subject) for row in rows]


def test_a_vehicle_is_bound_with_services_from_tomorrow_on(database: Database) -> None:
    owner = add_owner(database)
    bound = bind(database, owner, CAR, PAPERLESS, REMINDER, FLOOD)
    assert effective(bound) == dict.fromkeys(ServiceKind, TOMORROW)
    assert bound.services[1].window == Window(start=13, end=18)
    assert bound.services[2].area is FloodArea.KEELUNG
    with database.read() as connection:
        assert bindings.listed(connection, owner, START).vehicles == (bound,)
    assert events(database, owner) == [("vehicle-bound", "BKZ-5937")]


def test_the_day_after_is_taipeis_and_not_the_worlds(database: Database, clock: ManualClock) -> None:
    owner = add_owner(database)
    clock.jump(13 * 3600 + 31 * 60)  # one minute before midnight in Taipei, 15:59 in UTC
    late = bind(database, owner, CAR, PAPERLESS, now=clock.now())
    clock.jump(60)
    later = bind(database, owner, Vehicle(plate="MKR-0825", type=VehicleType.MOTORCYCLE), PAPERLESS, now=clock.now())
    assert effective(late)[ServiceKind.PAPERLESS] == date(2026, 11, 24)
    assert effective(later)[ServiceKind.PAPERLESS] == date(2026, 11, 25)


def test_somebody_elses_vehicle_and_ones_own_are_distinguished_and_the_transaction_goes_on(database: Database) -> None:
    owner, other = add_owner(database), add_owner(database)
    bind(database, owner, CAR, PAPERLESS)
    assert refused(lambda: bind(database, owner, CAR, PAPERLESS)) is ProblemKind.VEHICLE_BOUND

    def work(connection: Connection) -> ProblemKind:
        with pytest.raises(Refusal) as refusal:
            bindings.bind(connection, other, CAR, [PAPERLESS], terminal_id="kiosk-1", now=START)
        connection.execute(select(bindings_table)).all()
        return refusal.value.kind

    assert database.run(work) is ProblemKind.VEHICLE_TAKEN
    assert events(database, other) == []


def test_the_same_plate_on_a_motorcycle_is_another_vehicle(database: Database) -> None:
    bind(database, add_owner(database), CAR, PAPERLESS)
    bind(database, add_owner(database), Vehicle(plate=CAR.plate, type=VehicleType.MOTORCYCLE), PAPERLESS)


def test_two_kiosks_that_bind_one_plate_have_exactly_one_winner(database: Database) -> None:
    owners = [add_owner(database) for _ in range(4)]

    def attempt(index: int) -> object:
        try:
            return bind(database, owners[index], CAR, PAPERLESS)
        except Refusal as refusal:
            return refusal.kind

    results = at_once(4, attempt)
    assert sum(isinstance(result, BoundVehicle) for result in results) == 1
    assert results.count(ProblemKind.VEHICLE_TAKEN) == 3


def test_two_kiosks_never_bind_more_than_the_most_for_one_owner(database: Database) -> None:
    owner = add_owner(database)
    for serial in range(MOST_VEHICLES - 1):
        bind(database, owner, Vehicle(plate=f"AAA-{serial:04}", type=VehicleType.CAR), PAPERLESS)

    def attempt(index: int) -> ProblemKind | None:
        vehicle = Vehicle(plate=f"BBB-{index:04}", type=VehicleType.CAR)
        try:
            bind(database, owner, vehicle, PAPERLESS)
        except Refusal as refusal:
            return refusal.kind
        return None

    assert sorted(map(str, at_once(4, attempt))) == ["None", *["vehicles-full"] * 3]


def test_the_database_itself_keeps_a_vehicle_from_having_two_owners(database: Database) -> None:
    owner, other = add_owner(database), add_owner(database)
    bind(database, owner, CAR, PAPERLESS)
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.execute(
            insert(bindings_table).values(
                id="b", owner_id=other, plate=CAR.plate, vehicle_type=CAR.type.value, bound_at=START
            )
        )


def test_what_is_kept_keeps_its_day_and_what_is_new_holds_from_tomorrow(database: Database, clock: ManualClock) -> None:
    owner = add_owner(database)
    bound = bind(database, owner, CAR, PAPERLESS, REMINDER)
    clock.advance(3 * 86_400)
    later = TOMORROW + timedelta(days=3)
    changed = change(database, owner, bound.id, PAPERLESS, FLOOD, clock=clock)
    assert effective(changed) == {ServiceKind.PAPERLESS: TOMORROW, ServiceKind.FLOOD: later}
    evening = ServiceChoice(kind=ServiceKind.REMINDER, start=18, end=20)
    changed = change(database, owner, bound.id, PAPERLESS, evening, clock=clock)
    assert effective(changed) == {ServiceKind.PAPERLESS: TOMORROW, ServiceKind.REMINDER: later}
    assert change(database, owner, bound.id, PAPERLESS, evening, clock=clock) == changed
    assert [kind for kind, _ in events(database, owner)] == ["vehicle-bound", *["services-changed"] * 2]


def test_another_owners_vehicle_can_be_neither_changed_nor_let_go(database: Database, clock: ManualClock) -> None:
    owner, other = add_owner(database), add_owner(database)
    bound = bind(database, owner, CAR, PAPERLESS)
    assert refused(lambda: change(database, other, bound.id, FLOOD, clock=clock)) is ProblemKind.NOT_FOUND

    def let_go(connection: Connection) -> None:
        bindings.unbind(connection, other, bound.id, terminal_id="kiosk-1", now=START)

    assert refused(lambda: database.run(let_go)) is ProblemKind.NOT_FOUND
    with database.read() as connection:
        assert bindings.listed(connection, owner, START).vehicles == (bound,)


def test_a_vehicle_that_was_let_go_is_free_for_the_next_owner(database: Database) -> None:
    owner, other = add_owner(database), add_owner(database)
    bound = bind(database, owner, CAR, PAPERLESS)
    database.run(lambda connection: bindings.unbind(connection, owner, bound.id, terminal_id="kiosk-1", now=START))
    with database.read() as connection:
        assert bindings.listed(connection, owner, START).vehicles == ()
    bind(database, other, CAR, PAPERLESS)
    assert events(database, owner) == [("vehicle-bound", "BKZ-5937"), ("vehicle-unbound", "BKZ-5937")]


def test_a_vehicle_that_was_let_go_cannot_be_changed_or_let_go_again(database: Database, clock: ManualClock) -> None:
    owner = add_owner(database)
    bound = bind(database, owner, CAR, PAPERLESS)

    def let_go(connection: Connection) -> None:
        bindings.unbind(connection, owner, bound.id, terminal_id="kiosk-1", now=clock.now())

    database.run(let_go)
    assert refused(lambda: change(database, owner, bound.id, FLOOD, clock=clock)) is ProblemKind.NOT_FOUND
    assert refused(lambda: database.run(let_go)) is ProblemKind.NOT_FOUND


def test_services_end_on_the_day_on_which_their_vehicle_is_let_go_and_an_earlier_end_stays(
    database: Database, clock: ManualClock
) -> None:
    owner = add_owner(database)
    bound = bind(database, owner, CAR, PAPERLESS, REMINDER)
    bind(database, owner, Vehicle(plate="MKR-0825", type=VehicleType.MOTORCYCLE), FLOOD)
    clock.advance(3 * 86_400)
    let_go_at = clock.now()
    database.run(lambda connection: bindings.unbind(connection, owner, bound.id, terminal_id="kiosk-1", now=let_go_at))
    clock.advance(2 * 86_400)
    database.run(lambda connection: bindings.unbind_all(connection, owner, clock.now()))
    let_go_on, closed_on = taipei_date(START) + timedelta(days=3), taipei_date(START) + timedelta(days=5)
    with database.read() as connection:
        ends = dict(connection.execute(select(binding_services.c.service, binding_services.c.ends_on)).all())
        ended = dict(connection.execute(select(bindings_table.c.plate, bindings_table.c.ended_at)).all())
    assert ends == {"paperless": let_go_on, "reminder": let_go_on, "flood": closed_on}
    assert ended == {CAR.plate: let_go_at, "MKR-0825": clock.now()}


def test_who_has_closed_the_account_binds_nothing_any_more(database: Database) -> None:
    owner = add_owner(database, closed=True)
    assert refused(lambda: bind(database, owner, CAR, PAPERLESS)) is ProblemKind.SESSION_OVER


def test_closing_an_account_lets_every_vehicle_go(database: Database) -> None:
    owner = add_owner(database)
    bind(database, owner, CAR, PAPERLESS)
    bind(database, owner, Vehicle(plate="MKR-0825", type=VehicleType.MOTORCYCLE), FLOOD)
    database.run(lambda connection: bindings.unbind_all(connection, owner, START))
    with database.read() as connection:
        assert bindings.listed(connection, owner, START).vehicles == ()
        assert bindings.holder(connection, CAR) is None


@pytest.mark.parametrize(
    "choice",
    [
        {"kind": "reminder"},
        {"kind": "reminder", "start": 13},
        {"kind": "reminder", "start": 13, "end": 14},
        {"kind": "reminder", "start": 18, "end": 13},
        {"kind": "reminder", "start": 7, "end": 13},
        {"kind": "reminder", "start": 13, "end": 18, "area": "tamsui"},
        {"kind": "flood"},
        {"kind": "flood", "area": "tamsui", "start": 13, "end": 18},
        {"kind": "paperless", "area": "tamsui"},
        {"kind": "paperless", "start": 8, "end": 21},
    ],
)
def test_a_choice_that_is_not_whole_is_refused(choice: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"window|area|greater"):
        ServiceChoice.model_validate(choice)
