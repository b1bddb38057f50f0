from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import Connection, func, select, text

from kiosk.backend.demo import owner as demo_owner
from kiosk.backend.demo import seeding
from kiosk.backend.demo.source import DemoBills
from kiosk.backend.demo.vehicles import demo_vehicles
from kiosk.backend.ground.rules import tariff
from kiosk.backend.owners import closing, owner
from kiosk.backend.registers import bills, dunning
from kiosk.backend.registers.local import LocalBills
from kiosk.backend.registers.port import Asked, SourceUnavailableError
from kiosk.backend.registers.tables import notices, tickets
from kiosk.backend.schema import metadata
from kiosk.backend.store.database import Database
from kiosk.backend.store.migrate import upgrade
from kiosk.backend.store.types import from_micros
from kiosk.backend.vehicles import bindings
from kiosk.contract.bills import BillAnswer, BillSearch, Source
from kiosk.contract.owners import Closing, OwnerChange
from kiosk.contract.wire import Vehicle
from kiosk.domain.dates import TAIPEI, taipei_date
from kiosk.domain.mobile import Mobile
from kiosk.domain.plate import Plate, VehicleType
from kiosk.domain.ticket import NOTICE_NUMBER, TICKET_NUMBER, BillState, Stage
from kiosk.i18n import Texts
from kiosk.languages import LANGUAGES
from tests.backend.owner_stage import make_owner_stage
from tests.backend.rows import add_ticket, hold, ticket_number
from tests.clock import START, ManualClock
from tests.source import ROOT

DAY = 24 * 3600
TODAY = taipei_date(START)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Return the demo as it stands on its first day; tests only read it."""
    database = _empty(tmp_path_factory.mktemp("city"))
    seeding.seed(database, ManualClock())
    yield database
    database.close()


def _empty(folder: Path) -> Database:
    database = Database(f"sqlite:///{folder}/kiosk.sqlite3")
    upgrade(database)
    return database


def _rows(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    return {
        name: sorted(tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}"))
        for name in ("tickets", "notices")
    }


def test_where_the_one_register_is_silent_and_the_other_one_gone_no_one_has_answered() -> None:
    class HalfGone:
        party = None

        def ask(self, vehicles: Sequence[Vehicle]) -> Asked:
            return Asked((), (Source.TICKETS,))

        def find(self, number: str) -> None:
            raise SourceUnavailableError

        def withdraw(self, connection: Connection, vehicle: Vehicle, number: str) -> None:
            raise SourceUnavailableError

    partly = shown("partly-answered")
    other = Vehicle(plate="AB-1234", type=partly.type)
    assert DemoBills(HalfGone()).ask([other]).missing == (Source.TICKETS,)
    with pytest.raises(SourceUnavailableError):
        DemoBills(HalfGone()).ask([partly])


def shown(shows: str) -> Vehicle:
    return next(Vehicle(plate=one.plate, type=one.type) for one in seeding.TRIAL_VEHICLES if one.shows == shows)


def ask(database: Database, *vehicles: Vehicle, clock: ManualClock | None = None) -> BillAnswer:
    source = DemoBills(LocalBills(database))
    return bills.search(source, BillSearch(vehicles=vehicles), clock=clock or ManualClock())


@pytest.mark.long
def test_the_same_seed_and_day_make_the_same_rows_on_every_database(
    city: Database, database: Database, clock: ManualClock
) -> None:
    seeding.seed(database, clock)
    with city.read() as one, database.read() as other:
        assert _rows(one) == _rows(other)


@pytest.mark.long
def test_another_seed_makes_another_city_with_the_same_vehicles_to_try(
    city: Database, tmp_path: Path, clock: ManualClock
) -> None:
    other = _empty(tmp_path)
    seeding.seed(other, clock, seed=2)
    with city.read() as one, other.read() as two:
        assert _rows(one) != _rows(two)
    assert len(ask(other, shown("three-tickets")).bills) == 3
    other.close()


@pytest.mark.long
def test_there_are_two_thousand_vehicles_and_more_of_every_kind_of_list(city: Database) -> None:
    with city.read() as connection:
        lists = Counter(
            {
                (plate, kind): owed
                for plate, kind, owed in connection.execute(
                    text("SELECT plate, vehicle_type, sum(status = 'owed') FROM tickets GROUP BY plate, vehicle_type")
                )
            }
        )
    assert len(lists) >= 2000
    sizes = Counter(lists.values())
    assert all(sizes[size] for size in (0, 1, 3, 40, 300))
    assert sizes[0] > 100
    assert {kind for _, kind in lists} == {"car", "motorcycle"}


def test_every_stage_has_open_and_overdue_bills_and_some_are_settled_elsewhere(city: Database) -> None:
    with city.read() as connection:
        vehicles = connection.execute(select(tickets.c.plate, tickets.c.vehicle_type).distinct()).all()
    seen: Counter[tuple[Stage, BillState]] = Counter()
    for start in range(0, len(vehicles), 10):
        search = BillSearch(
            vehicles=tuple(Vehicle(plate=plate, type=VehicleType(kind)) for plate, kind in vehicles[start : start + 10])
        )
        answer = bills.search(LocalBills(city), search, clock=ManualClock())
        seen.update((bill.stage, bill.state) for bill in answer.bills)
    for stage in (Stage.GENERAL, Stage.ORDINARY, Stage.REGISTERED):
        assert seen[stage, BillState.OPEN] > 20
        assert seen[stage, BillState.OVERDUE] > 5
    assert seen[Stage.RECOVERY, BillState.OPEN] > 20
    assert seen[Stage.RECOVERY, BillState.NOT_HERE] > 5


def test_what_the_database_holds_is_what_the_rules_say(city: Database) -> None:
    with city.read() as connection:
        rows = connection.execute(select(tickets)).all()
        numbers = connection.scalars(select(notices.c.number)).all()
    assert all(NOTICE_NUMBER.match(number) for number in numbers)
    for row in rows:
        assert TICKET_NUMBER.match(row.number)
        assert str(Plate.parse(row.plate)) == row.plate
        assert row.parked_at < START
        assert row.left_at is None or row.parked_at <= row.left_at < START
        parked = row.parked_at.astimezone(TAIPEI).date()
        assert row.fee == tariff().rate(row.rate, parked).fee(row.parked_at, row.left_at).dollars > 0
        assert row.due_on == parked + timedelta(days=15)


def test_every_edge_is_in_the_city(city: Database) -> None:
    with city.read() as connection:
        rows = connection.execute(select(tickets).where(tickets.c.status == "owed")).all()
    plates = {row.plate for row in rows}
    assert any(plate.startswith("軍") for plate in plates)
    assert any(plate.startswith("使") for plate in plates)
    assert any(re.fullmatch(r"[A-Z]{2}-[0-9]{2}", plate) for plate in plates)
    assert any(re.fullmatch(r"L[A-Z]{2}-[0-9]{4}", row.plate) for row in rows if row.vehicle_type == "motorcycle")
    assert any(row.left_at is None for row in rows)
    assert {row.issued for row in rows} == {"paper", "paperless", "smart-post"}
    dues = Counter((TODAY - row.due_on).days for row in rows)
    assert dues[0]
    assert dues[1]
    stays = [(row.parked_at.astimezone(TAIPEI), row.left_at.astimezone(TAIPEI)) for row in rows if row.left_at]
    assert any(parked.date() < left.date() for parked, left in stays)
    assert any((parked + timedelta(days=1)).day == 1 for parked, _ in stays)
    assert any(left.hour == left.minute == 0 for _, left in stays)


def test_no_named_plate_is_anybody_elses_in_the_city(city: Database) -> None:
    with city.read() as connection:
        for vehicle in demo_vehicles():
            owned = connection.scalar(
                select(func.count()).where(
                    tickets.c.plate == str(vehicle.plate), tickets.c.vehicle_type == vehicle.type.value
                )
            )
            assert owned == sum(stay.copies for stay in vehicle.stays)


@pytest.mark.parametrize(
    ("shows", "stages"),
    [
        ("three-tickets", {Stage.GENERAL: 3}),
        ("motorcycle", {Stage.GENERAL: 2}),
        ("overdue", {Stage.GENERAL: 3}),
        ("ordinary", {Stage.ORDINARY: 1}),
        ("registered", {Stage.REGISTERED: 1}),
        ("recovery", {Stage.RECOVERY: 1}),
        ("every-stage", dict.fromkeys(Stage, 1)),
        ("nothing-owed", {}),
        ("forty-tickets", {Stage.GENERAL: 40}),
        ("three-hundred-tickets", {Stage.GENERAL: 300}),
        ("military", {Stage.GENERAL: 1}),
    ],
)
def test_a_vehicle_to_try_shows_what_it_says(city: Database, shows: str, stages: dict[Stage, int]) -> None:
    answer = ask(city, shown(shows))
    assert answer.complete
    assert Counter(bill.stage for bill in answer.bills) == stages
    overdue = {"overdue": 1}.get(shows, 0)
    assert sum(bill.state is BillState.OVERDUE for bill in answer.bills) == overdue
    assert sum(bill.state is BillState.OPEN for bill in answer.bills) == len(answer.bills) - overdue


def test_the_ticket_to_pay_first_costs_fifty_and_forty_eight_by_phone(city: Database) -> None:
    amounts = [(bills.gross(bill), bill.amount) for bill in ask(city, shown("three-tickets")).bills]
    assert (50, 48) in amounts


def test_the_register_of_notices_is_silent_about_one_vehicle_only(city: Database) -> None:
    answer = ask(city, shown("partly-answered"))
    assert answer.missing == (Source.NOTICES,)
    assert [bill.stage for bill in answer.bills] == [Stage.GENERAL]
    together = ask(city, shown("partly-answered"), shown("ordinary"))
    assert not together.complete
    assert ask(city, shown("ordinary")).complete


def test_no_one_answers_for_one_vehicle_whichever_is_asked_about_beside_it(city: Database) -> None:
    with pytest.raises(SourceUnavailableError):
        ask(city, shown("could-not-ask"))
    with pytest.raises(SourceUnavailableError):
        ask(city, shown("three-tickets"), shown("could-not-ask"))


def test_the_real_registers_are_never_silent(city: Database) -> None:
    search = BillSearch(vehicles=(shown("could-not-ask"), shown("partly-answered")))
    answer = bills.search(LocalBills(city), search, clock=ManualClock())
    assert answer.complete
    assert {bill.stage for bill in answer.bills} == {Stage.GENERAL, Stage.ORDINARY}


def test_every_vehicle_to_try_has_its_words() -> None:
    assert len({one.shows for one in seeding.TRIAL_VEHICLES}) == len(seeding.TRIAL_VEHICLES)
    for language in LANGUAGES:
        texts = Texts(language)
        for one in seeding.TRIAL_VEHICLES:
            assert texts(f"trial-{one.shows}")


def test_seeding_again_on_the_same_day_changes_nothing(database: Database, clock: ManualClock) -> None:
    first = seeding.seed(database, clock, vehicles=20)
    with database.read() as connection:
        before = _rows(connection)
    again = seeding.seed(database, clock, vehicles=20)
    assert (first.changed, again.changed) == (True, False)
    with database.read() as connection:
        assert _rows(connection) == before


def test_on_another_day_the_vehicles_to_try_show_the_same_again(database: Database, clock: ManualClock) -> None:
    seeding.seed(database, clock, vehicles=20)
    before = {one.shows: _shape(ask(database, one, clock=clock)) for one in seeding.TRIAL_VEHICLES[:8]}
    clock.jump(45 * DAY)
    dunning.run(database, clock)
    assert _shape(ask(database, shown("three-tickets"), clock=clock)) != before["three-tickets"]
    assert seeding.seed(database, clock, vehicles=20).changed
    assert {one.shows: _shape(ask(database, one, clock=clock)) for one in seeding.TRIAL_VEHICLES[:8]} == before


def _shape(answer: BillAnswer) -> list[tuple[Stage, BillState, int]]:
    return [(bill.stage, bill.state, bill.amount) for bill in answer.bills]


def test_renewing_gives_paid_tickets_a_successor_and_keeps_what_a_live_payment_holds(
    database: Database, clock: ManualClock
) -> None:
    seeding.seed(database, clock, vehicles=5)
    first, second, third = (bill.number for bill in ask(database, shown("three-tickets")).bills)
    with database.write() as connection:
        connection.execute(tickets.update().where(tickets.c.number == first).values(status="paid"))
    hold(database, [second])
    assert seeding.seed(database, clock, renew=True).changed
    numbers = {bill.number for bill in ask(database, shown("three-tickets")).bills}
    assert len(numbers) == 4
    assert second in numbers
    assert not {first, third} & numbers


@pytest.mark.parametrize("plate", ["XYZ-0001", demo_vehicles()[0].plate])
def test_a_database_with_other_peoples_tickets_is_not_touched(
    database: Database, clock: ManualClock, plate: object
) -> None:
    add_ticket(database, ticket_number(1), TODAY, plate=str(plate))
    with pytest.raises(seeding.NotTheDemoError):
        seeding.seed(database, clock)
    with database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(tickets)) == 1


@pytest.mark.variants
@pytest.mark.parametrize(
    "now",
    [
        datetime(2024, 2, 28, 16, 5, tzinfo=UTC),  # five past midnight on a leap day in Taipei
        datetime(2026, 1, 1, 4, 0, tzinfo=UTC),
        datetime(2025, 3, 1, 15, 59, tzinfo=UTC),
        datetime(2022, 8, 20, 2, 0, tzinfo=UTC),  # while motorcycles had their discounts
    ],
)
def test_the_city_can_be_seeded_on_any_day(tmp_path: Path, now: datetime) -> None:
    database, clock = _empty(tmp_path), ManualClock(now)
    seeding.seed(database, clock, vehicles=50)
    assert len(ask(database, shown("three-tickets"), clock=clock).bills) == 3
    answer = ask(database, shown("every-stage"), clock=clock)
    assert [bill.stage for bill in answer.bills] == list(Stage)
    with database.read() as connection:
        latest = connection.exec_driver_sql("SELECT max(left_at) FROM tickets").scalar_one()
    assert from_micros(latest) <= now
    database.close()


def test_nothing_but_tickets_notices_and_one_owner_is_made_up(city: Database) -> None:
    with city.read() as connection:
        filled = {
            table for table in metadata.tables if connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
        }
    assert filled == {
        "tickets",
        "notices",
        "owners",
        "owner_events",
        "bindings",
        "binding_services",
        "register_imports",
    }


def test_the_demos_owner_signs_in_with_what_the_readme_says(sqlite_demo_url: str, clock: ManualClock) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert demo_owner.PASSWORD in readme
    assert Mobile(demo_owner.MOBILE).grouped in readme
    database = Database(sqlite_demo_url)
    stage = make_owner_stage(database, clock)
    signed_in = stage.sign_in(demo_owner.MOBILE, demo_owner.PASSWORD)
    with database.read() as connection:
        vehicles = bindings.listed(connection, stage.session(signed_in).owner_id, clock.now()).vehicles
    assert [str(one.vehicle.plate) for one in vehicles] == ["BKZ-5937", "MKR-0825"]
    assert all(service.effective_on < TODAY for one in vehicles for service in one.services)
    database.close()


@pytest.mark.long
def test_what_visitors_did_to_the_demos_owner_is_gone_the_next_day(sqlite_demo_url: str, clock: ManualClock) -> None:
    database = Database(sqlite_demo_url)
    stage = make_owner_stage(database, clock)
    session = stage.session(stage.sign_in(demo_owner.MOBILE, demo_owner.PASSWORD))
    change = OwnerChange.model_validate({"password": "Entirely-New-7", "current_password": demo_owner.PASSWORD})
    owner.change(stage.context, session, change)
    database.run(lambda connection: demo_owner.renew(connection, TODAY))
    signed_in = stage.sign_in(demo_owner.MOBILE, demo_owner.PASSWORD)
    closing.close(stage.context, stage.session(signed_in), Closing(password=SecretStr(demo_owner.PASSWORD)))
    clock.advance(DAY)
    seeding.seed(database, clock)
    stage.sign_in(demo_owner.MOBILE, demo_owner.PASSWORD)
    database.close()
