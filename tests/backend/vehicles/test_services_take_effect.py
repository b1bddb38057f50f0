"""What an owner chose is true from its day on: in how tickets are issued, what they cost and who is notified."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from kiosk.backend.demo import day as demo_day
from kiosk.backend.demo import seeding
from kiosk.backend.registers import bills as bill_service
from kiosk.backend.registers.tables import tickets as tickets_table
from kiosk.backend.store.database import Database
from kiosk.backend.vehicles import bindings, issuing
from kiosk.backend.vehicles.tables import bindings as bindings_table
from kiosk.contract.bills import Bill
from kiosk.contract.vehicles import ServiceChoice
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from kiosk.domain.ticket import IssuedHow, LineKind
from tests.backend.code_stage import CodeStage, make_code_stage
from tests.backend.owner_rows import FLOOD, PAPERLESS, add_owner, bind, notified
from tests.backend.payments.test_payment_races import at_once
from tests.clock import START, ManualClock

MOTORCYCLE = Vehicle(plate="MKR-0825", type=VehicleType.MOTORCYCLE)
HEAVY = Vehicle(plate="LGA-5678", type=VehicleType.MOTORCYCLE)
CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)
OWN = Vehicle(plate="AAA-0001", type=VehicleType.CAR)
VISIT = {VehicleType.MOTORCYCLE: "motorcycle-visit-20", VehicleType.CAR: "car-visit-50"}
AUGUST_2022 = datetime(2022, 8, 15, 2, tzinfo=UTC)
"""When the discount for paperless motorcycles held; ten in the morning in Taipei."""


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> CodeStage:
    return make_code_stage(database, clock)


@pytest.fixture
def in_2022(database: Database) -> CodeStage:
    return make_code_stage(database, ManualClock(AUGUST_2022))


def issue(stage: CodeStage, vehicle: Vehicle, *, rate: str | None = None, days: int = 0) -> Bill:
    """Let a vehicle park at this hour, some days from now; return the bill that came of it."""
    parked_at = stage.clock.now() + timedelta(days=days)
    left_at = None if rate is None else parked_at + timedelta(hours=1)
    number = stage.context.database.run(
        lambda connection: issuing.issue(
            connection, stage.context, vehicle, rate or VISIT[vehicle.type], parked_at, left_at
        )
    )
    with stage.context.database.read() as connection:
        (bill,) = bill_service.bills_by_number(connection, [number], stage.context.clock).bills
    return bill


def how(bill: Bill) -> IssuedHow:
    return bill.tickets[0].issued


def texts(stage: CodeStage) -> list[str]:
    while stage.worker.run_due():
        pass
    return [text.body for text in stage.gateway.sent]


def test_tickets_are_issued_without_paper_from_the_day_after_the_choice(stage: CodeStage) -> None:
    owner = add_owner(stage.context.database)
    bind(stage.context.database, owner, MOTORCYCLE, PAPERLESS)
    assert [how(issue(stage, MOTORCYCLE, days=day)) for day in (0, 1, 30)] == [
        IssuedHow.PAPER,
        IssuedHow.PAPERLESS,
        IssuedHow.PAPERLESS,
    ]


def test_an_owner_who_gives_it_up_has_paper_again_from_the_day_after(stage: CodeStage) -> None:
    owner = add_owner(stage.context.database)
    bound = bind(stage.context.database, owner, MOTORCYCLE, PAPERLESS, now=START - timedelta(days=5))
    stage.context.database.run(
        lambda connection: bindings.change_services(
            connection, owner, bound.id, [FLOOD], terminal_id="kiosk-1", now=START
        )
    )
    assert [how(issue(stage, MOTORCYCLE, days=day)) for day in (0, 1)] == [IssuedHow.PAPERLESS, IssuedHow.PAPER]


def test_a_vehicle_that_was_let_go_has_paper_at_once(stage: CodeStage) -> None:
    owner = add_owner(stage.context.database)
    bound = bind(stage.context.database, owner, MOTORCYCLE, PAPERLESS, now=START - timedelta(days=5))
    stage.context.database.run(
        lambda connection: bindings.unbind(connection, owner, bound.id, terminal_id="kiosk-1", now=START)
    )
    assert how(issue(stage, MOTORCYCLE)) is IssuedHow.PAPER


@pytest.mark.parametrize(
    ("rate", "issued"),
    [
        ("car-visit-50", IssuedHow.PAPERLESS),
        ("car-hourly-20", IssuedHow.PAPER),
        ("car-post-20", IssuedHow.SMART_POST),
    ],
)
def test_only_spaces_charged_by_the_visit_go_without_paper(stage: CodeStage, rate: str, issued: IssuedHow) -> None:
    bind(stage.context.database, add_owner(stage.context.database), CAR, PAPERLESS, now=START - timedelta(days=5))
    assert how(issue(stage, CAR, rate=rate)) is issued


def test_the_same_plate_on_another_type_of_vehicle_keeps_its_paper(stage: CodeStage) -> None:
    bind(
        stage.context.database, add_owner(stage.context.database), MOTORCYCLE, PAPERLESS, now=START - timedelta(days=5)
    )
    assert how(issue(stage, Vehicle(plate=MOTORCYCLE.plate, type=VehicleType.CAR))) is IssuedHow.PAPER


@pytest.mark.parametrize(
    ("vehicle", "paperless", "by_any_means", "here"),
    [
        (MOTORCYCLE, True, 15, 10),
        (MOTORCYCLE, False, 20, 19),
        # Red and yellow plates: no paper, and no discount for it.
        (HEAVY, True, 20, 19),
    ],
)
def test_the_discount_follows_from_how_it_was_issued(
    in_2022: CodeStage, vehicle: Vehicle, paperless: bool, by_any_means: int, here: int
) -> None:
    service: ServiceChoice = PAPERLESS if paperless else FLOOD
    owner = add_owner(in_2022.context.database)
    bind(in_2022.context.database, owner, vehicle, service, now=AUGUST_2022 - timedelta(days=5))
    bill = issue(in_2022, vehicle)
    assert (how(bill) is IssuedHow.PAPERLESS) is paperless
    assert (bill_service.by_any_means(bill), bill.amount) == (by_any_means, here)
    assert (LineKind.PAPERLESS_DISCOUNT in {line.kind for line in bill.lines}) is (by_any_means == 15)


def test_there_is_no_discount_where_the_tariffs_dates_have_passed(stage: CodeStage) -> None:
    bind(
        stage.context.database, add_owner(stage.context.database), MOTORCYCLE, PAPERLESS, now=START - timedelta(days=5)
    )
    bill = issue(stage, MOTORCYCLE)
    assert (how(bill), bill_service.by_any_means(bill)) == (IssuedHow.PAPERLESS, 20)


def test_a_message_stands_for_the_slip_and_only_where_there_is_none(in_2022: CodeStage) -> None:
    database = in_2022.context.database
    owner = add_owner(database)
    bind(database, owner, MOTORCYCLE, PAPERLESS, now=AUGUST_2022 - timedelta(days=5))
    bind(database, owner, CAR, PAPERLESS, now=AUGUST_2022 - timedelta(days=5))
    issue(in_2022, CAR, rate="car-hourly-20")
    assert texts(in_2022) == []
    number = issue(in_2022, MOTORCYCLE).number
    assert number.startswith("M8158")
    assert texts(in_2022) == [f"【臺北市停車】MKR-0825於8月15日10:00開立停車單15元，請於8月30日前繳納。單號{number}"]
    assert notified(database, owner) == ["ticket-issued"]


def test_in_the_demo_a_visitors_vehicle_gets_a_ticket_from_the_day_after_once_a_day(stage: CodeStage) -> None:
    database = stage.context.database
    bind(database, add_owner(database), OWN, PAPERLESS, now=stage.clock.now())
    bind(database, add_owner(database), CAR, PAPERLESS, now=START - timedelta(days=5))  # one of the city's own

    def issued() -> list[tuple[str, str]]:
        with database.read() as connection:
            rows = connection.execute(select(tickets_table.c.plate, tickets_table.c.issued))
            return [(row.plate, row.issued) for row in rows]

    assert demo_day.go_on(stage.context) == 0
    stage.clock.jump(86_400 - 2 * 3600)  # before nine on the next day
    assert demo_day.go_on(stage.context) == 0
    stage.clock.jump(3600)
    assert sum(at_once(3, lambda _: demo_day.go_on(stage.context))) == 1
    assert demo_day.go_on(stage.context) == 0
    assert issued() == [("AAA-0001", "paperless")]
    stage.clock.jump(86_400)
    assert demo_day.go_on(stage.context) == 1


def test_the_citys_own_vehicles_are_issued_to_as_their_owner_chose_when_a_new_day_is_seeded(demo_url: str) -> None:
    database, clock = Database(demo_url), ManualClock()
    add_owner(database)  # and with it the device

    def paperless(plate: str) -> bool | None:
        """Say how the vehicle's owed tickets are issued, None if in more than one way."""
        with database.read() as connection:
            found = set(
                connection.scalars(
                    select(tickets_table.c.issued).where(
                        tickets_table.c.plate == plate, tickets_table.c.status == "owed"
                    )
                )
            )
        return None if len(found) != 1 else found == {"paperless"}

    assert paperless(MOTORCYCLE.plate)
    with database.read() as connection:
        binding = connection.execute(select(bindings_table).where(bindings_table.c.plate == MOTORCYCLE.plate)).one()
    database.run(
        lambda connection: bindings.change_services(
            connection, binding.owner_id, binding.id, [FLOOD], terminal_id="kiosk-1", now=clock.now()
        )
    )
    clock.jump(5 * 86_400)
    seeding.seed(database, clock)
    # Parked two and three days ago, two days after the choice held.
    assert paperless(MOTORCYCLE.plate) is False
    database.close()
