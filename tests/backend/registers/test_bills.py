from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import cast

import pytest
from sqlalchemy import Connection, text, update
from sqlalchemy.engine.interfaces import DBAPICursor

from kiosk.backend.registers import bills, dunning
from kiosk.backend.registers.local import LocalBills
from kiosk.backend.registers.port import Asked, SourceUnavailableError
from kiosk.backend.registers.statements import owed
from kiosk.backend.registers.tables import notices
from kiosk.backend.store.database import Database, DatabaseBusyError, DatabaseLostError
from kiosk.contract.bills import Bill, BillAnswer, BillSearch, Source
from kiosk.contract.wire import Vehicle
from kiosk.domain.dates import taipei_date
from kiosk.domain.fee_units import FeeUnits
from kiosk.domain.plate import VehicleType
from kiosk.domain.ticket import BillState, LineKind, Stage
from tests.backend.rows import add_ticket, hold, release, ticket_number
from tests.clock import START, ManualClock

TODAY = taipei_date(START)
DAY = 24 * 3600
CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)
MOTORCYCLE = Vehicle(plate="MKR-0825", type=VehicleType.MOTORCYCLE)


def ask(database: Database, clock: ManualClock, *vehicles: Vehicle) -> BillAnswer:
    return bills.search(LocalBills(database), BillSearch(vehicles=vehicles or (CAR,)), clock=clock)


def lines(bill: Bill) -> dict[LineKind, int]:
    return {line.kind: line.dollars for line in bill.lines}


def add(database: Database, serial: int, overdue: int, **values: object) -> str:
    number = ticket_number(serial)
    add_ticket(database, number, TODAY - timedelta(days=overdue), **values)  # type: ignore[arg-type]
    return number


def test_a_vehicle_that_owes_nothing_gets_an_empty_and_complete_answer(database: Database, clock: ManualClock) -> None:
    add(database, 1, 0, plate="AB-1234")
    add(database, 2, 0, status="paid")
    add(database, 3, 0, status="withdrawn")
    answer = ask(database, clock)
    assert answer == BillAnswer(bills=(), missing=(), asked_at=START)
    assert answer.complete


def test_a_ticket_is_a_bill_with_its_discount(database: Database, clock: ManualClock) -> None:
    number = add(database, 1, -3)
    (bill,) = ask(database, clock).bills
    assert (bill.number, bill.stage, bill.state, bill.vehicle) == (number, Stage.GENERAL, BillState.OPEN, CAR)
    assert lines(bill) == {LineKind.FEE: 50, LineKind.SMART_PAYMENT_DISCOUNT: -2}
    assert (bill.amount, bills.gross(bill)) == (48, 50)
    assert (bill.pay_by, bill.days_late, bill.issued_on) == (TODAY + timedelta(days=3), 0, None)
    (ticket,) = bill.tickets
    assert (ticket.number, ticket.rate, ticket.fee, ticket.due_on) == (number, "car-hourly-20", 50, bill.pay_by)
    assert ticket.left_at is not None
    assert ticket.left_at - ticket.parked_at == timedelta(hours=1)


def test_a_ticket_is_open_on_its_last_day_and_overdue_on_the_next(database: Database, clock: ManualClock) -> None:
    add(database, 1, 0)
    assert ask(database, clock).bills[0].state is BillState.OPEN
    # 10:28 in Taipei: the day changes 13 h 32 min later, not when it does in Greenwich.
    clock.jump(13 * 3600 + 31 * 60)
    assert ask(database, clock).bills[0].state is BillState.OPEN
    clock.jump(60)
    (bill,) = ask(database, clock).bills
    assert (bill.state, bill.days_late, bill.amount) == (BillState.OVERDUE, 1, 48)


def test_a_per_visit_ticket_has_no_time_of_leaving(database: Database, clock: ManualClock) -> None:
    add(database, 1, 0, plate="MKR-0825", vehicle_type="motorcycle", fee=20, left_after=None)
    (bill,) = ask(database, clock, MOTORCYCLE).bills
    assert bill.tickets[0].left_at is None
    assert bill.amount == 19


@pytest.mark.parametrize(
    ("parked", "amount"), [("2022-06-30T23:59", 19), ("2022-07-01T00:00", 10), ("2022-12-31T23:59", 10)]
)
def test_a_discount_goes_by_the_day_of_parking_in_taipei(
    database: Database, clock: ManualClock, parked: str, amount: int
) -> None:
    moment = datetime.fromisoformat(parked)
    due = moment.date() + timedelta(days=15)
    number, at = ticket_number(1), moment.time()
    add_ticket(database, number, due, plate="MKR-0825", vehicle_type="motorcycle", fee=20, issued="paperless", at=at)
    assert [bill.amount for bill in ask(database, clock, MOTORCYCLE).bills] == [amount]


@pytest.mark.parametrize(
    ("fee", "left_after", "units"),
    [
        (50, 150, FeeUnits(5, 30, 10)),  # what the rate comes to
        (50, 60, None),  # the register says another amount, and is right
        (20, None, None),  # no one saw the car leave
    ],
)
def test_a_fee_is_explained_by_its_rate_only_where_that_comes_to_what_the_register_says(
    database: Database, clock: ManualClock, fee: int, left_after: int | None, units: FeeUnits | None
) -> None:
    add(database, 1, 0, fee=fee, left_after=left_after)
    (bill,) = ask(database, clock).bills
    assert (bill.tickets[0].fee, bill.tickets[0].units) == (fee, units)


def test_every_ticket_of_a_notice_is_explained(database: Database, clock: ManualClock) -> None:
    for serial, overdue in enumerate([7, 6]):
        add(database, serial, overdue, fee=20)
    dunning.run(database, clock)
    (bill,) = ask(database, clock).bills
    assert bill.stage is Stage.ORDINARY
    assert [ticket.units for ticket in bill.tickets] == [FeeUnits(2, 30, 10)] * 2


def test_a_discount_that_is_a_share_says_how_much_is_left(database: Database, clock: ManualClock) -> None:
    add(database, 1, 0)
    (bill,) = ask(database, clock).bills
    assert [(line.kind, line.percent) for line in bill.lines] == [
        (LineKind.FEE, None),
        (LineKind.SMART_PAYMENT_DISCOUNT, 95),
    ]


def test_the_kind_of_vehicle_is_part_of_the_question(database: Database, clock: ManualClock) -> None:
    add(database, 1, 0, plate="MKR-0825", vehicle_type="motorcycle")
    assert ask(database, clock, Vehicle(plate="MKR-0825", type=VehicleType.CAR)).bills == ()
    assert len(ask(database, clock, MOTORCYCLE).bills) == 1


@pytest.mark.each_database
def test_several_vehicles_are_asked_at_once_and_one_named_twice_counts_once(
    database: Database, clock: ManualClock
) -> None:
    add(database, 1, 0)
    add(database, 2, 0, plate="MKR-0825", vehicle_type="motorcycle")
    answer = ask(database, clock, CAR, MOTORCYCLE, CAR)
    assert {bill.vehicle for bill in answer.bills} == {CAR, MOTORCYCLE}
    assert len(answer.bills) == 2


def test_a_notice_is_one_bill_with_its_surcharge_once_and_no_discount(database: Database, clock: ManualClock) -> None:
    numbers = [add(database, serial, overdue) for serial, overdue in enumerate([7, 6, 5])]
    dunning.run(database, clock)
    (bill,) = ask(database, clock).bills
    assert (bill.number, bill.stage, bill.state) == ("100000001", Stage.ORDINARY, BillState.OPEN)
    assert [ticket.number for ticket in bill.tickets] == numbers
    assert lines(bill) == {LineKind.FEE: 150, LineKind.SURCHARGE: 15}
    assert (bill.amount, bills.gross(bill)) == (165, 165)
    assert (bill.issued_on, bill.pay_by) == (TODAY, TODAY + timedelta(days=25))
    clock.jump(26 * DAY)
    assert [(bill.state, bill.days_late) for bill in ask(database, clock).bills] == [(BillState.OVERDUE, 1)]


def test_a_notice_adds_up_what_each_of_its_tickets_costs(database: Database, clock: ManualClock) -> None:
    for serial, fee in enumerate([20, 60, 130]):
        add(database, serial, 7, fee=fee)
    dunning.run(database, clock)
    (bill,) = ask(database, clock).bills
    assert lines(bill) == {LineKind.FEE: 20 + 60 + 130, LineKind.SURCHARGE: 15}
    assert bill.amount == 225


def test_a_notice_without_a_surcharge_costs_what_its_ticket_does(database: Database, clock: ManualClock) -> None:
    add(database, 1, 7)
    dunning.run(database, clock)
    with database.write() as connection:
        connection.execute(update(notices).values(surcharge=0))
    (bill,) = ask(database, clock).bills
    assert (lines(bill), bill.amount) == ({LineKind.FEE: 50}, 50)


def test_the_fine_is_shown_but_not_collected_and_enforcement_is_elsewhere(
    database: Database, clock: ManualClock
) -> None:
    add(database, 1, 7)
    for _ in range(67):
        dunning.run(database, clock)
        clock.jump(DAY)
    (bill,) = ask(database, clock).bills
    assert (bill.stage, bill.state) == (Stage.RECOVERY, BillState.OPEN)
    assert lines(bill) == {LineKind.FEE: 50, LineKind.SURCHARGE: 50, LineKind.FINE: 300}
    assert bill.amount == 100
    clock.jump(60 * DAY)
    assert ask(database, clock).bills[0].state is BillState.NOT_HERE


def test_bills_come_by_stage_and_oldest_first(database: Database, clock: ManualClock) -> None:
    add(database, 1, 0, at=time(15, 0))
    add(database, 2, 0, at=time(9, 0))
    add(database, 3, -5)
    add(database, 4, 20)
    dunning.run(database, clock)
    answer = ask(database, clock)
    assert [bill.stage for bill in answer.bills] == [Stage.GENERAL] * 3 + [Stage.ORDINARY]
    assert [bill.number for bill in answer.bills[:3]] == [ticket_number(serial) for serial in (2, 1, 3)]


@pytest.mark.each_database
def test_what_a_live_payment_holds_is_being_paid(database: Database, clock: ManualClock) -> None:
    add(database, 1, 0)
    add(database, 2, 0)
    add(database, 3, 8)
    add(database, 4, 7)
    dunning.run(database, clock)
    hold(database, [ticket_number(1), ticket_number(4)])
    states = {bill.number: bill.state for bill in ask(database, clock).bills}
    assert states == {
        ticket_number(1): BillState.BEING_PAID,
        ticket_number(2): BillState.OPEN,
        "100000001": BillState.BEING_PAID,
    }
    release(database)
    assert {bill.state for bill in ask(database, clock).bills} == {BillState.OPEN}


@pytest.mark.each_database
def test_what_is_overdue_and_held_is_being_paid(database: Database, clock: ManualClock) -> None:
    add(database, 1, 3)
    hold(database, [ticket_number(1)])
    states = {bill.number: (bill.state, bill.days_late) for bill in ask(database, clock).bills}
    assert states == {ticket_number(1): (BillState.BEING_PAID, 3)}
    release(database)
    assert ask(database, clock).bills[0].state is BillState.OVERDUE


def test_three_hundred_tickets_are_three_hundred_bills(database: Database, clock: ManualClock) -> None:
    for serial in range(300):
        add(database, serial, -(serial % 15))
    answer = ask(database, clock)
    assert len({bill.number for bill in answer.bills}) == 300


# Registers that do not answer


class Register:
    """A source that says what a test lets it say."""

    party = None

    def __init__(self, answer: Asked | None) -> None:
        self._answer = answer

    def ask(self, vehicles: Sequence[Vehicle]) -> Asked:
        if self._answer is None:
            raise SourceUnavailableError
        return self._answer

    def find(self, number: str) -> None:
        raise SourceUnavailableError

    def withdraw(self, connection: Connection, vehicle: Vehicle, number: str) -> None:
        raise SourceUnavailableError


def test_a_register_that_is_missing_is_named_and_the_answer_is_not_complete(clock: ManualClock) -> None:
    source = Register(Asked((), (Source.NOTICES,)))
    answer = bills.search(source, BillSearch(vehicles=(CAR,)), clock=clock)
    assert answer.missing == (Source.NOTICES,)
    assert not answer.complete


def test_no_answer_is_never_nothing_owed(clock: ManualClock) -> None:
    with pytest.raises(SourceUnavailableError):
        bills.search_json(Register(None), BillSearch(vehicles=(CAR,)), clock=clock)


def test_an_answer_of_no_register_at_all_is_no_answer(clock: ManualClock) -> None:
    with pytest.raises(SourceUnavailableError):
        bills.search(Register(Asked((), tuple(Source))), BillSearch(vehicles=(CAR,)), clock=clock)
    with pytest.raises(SourceUnavailableError):
        bills.search_json(Register(Asked((), tuple(Source))), BillSearch(vehicles=(CAR,)), clock=clock)


# The way to the rows


@pytest.mark.each_database
@pytest.mark.parametrize("vehicles", [1, 3, 10])
def test_a_look_up_goes_by_the_index_of_what_is_owed(database: Database, vehicles: int) -> None:
    sent: list[tuple[str, Sequence[str]]] = []

    class Cursor:
        def execute(self, statement: str, values: Sequence[str]) -> None:
            sent.append((statement, values))

        def fetchall(self) -> list[tuple[object, ...]]:
            return []

    wanted = [(f"AB-{serial:02}", "car") for serial in range(vehicles)]
    owed.of_vehicles(cast("DBAPICursor", Cursor()), wanted, mark="?" if database.is_sqlite else "%s")
    with database.read() as connection:
        if database.is_sqlite:
            plan = connection.exec_driver_sql("EXPLAIN QUERY PLAN " + sent[0][0], tuple(sent[0][1])).all()
            steps = [row[3] for row in plan]
            assert steps.count("SEARCH t USING INDEX ix_tickets_owed (plate=? AND vehicle_type=?)") == vehicles
            assert not [step for step in steps if step.startswith("SCAN")]
        else:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            plan = connection.exec_driver_sql("EXPLAIN " + sent[0][0], tuple(sent[0][1])).all()
            assert any("ix_tickets_owed" in row[0] for row in plan)


def test_a_query_of_a_database_that_was_restarted_succeeds(postgres_url: str, clock: ManualClock) -> None:
    database = Database(postgres_url)
    add(database, 1, 0)
    assert len(ask(database, clock).bills) == 1
    with database.read() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        )
    assert len(ask(database, clock).bills) == 1
    database.close()


def test_a_server_that_is_not_there_is_lost_and_not_an_empty_answer(clock: ManualClock) -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(DatabaseLostError):
        ask(database, clock)
    with pytest.raises(DatabaseLostError), database.read():
        pass
    database.close()


def test_a_file_that_somebody_holds_is_busy_and_not_an_empty_answer(
    sqlite_url: str, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.backend.store.database.BUSY_TIMEOUT", 0.05)
    database = Database(sqlite_url)
    other = Database(sqlite_url)
    with other.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA locking_mode = EXCLUSIVE")
        connection.exec_driver_sql("CREATE TABLE in_the_way (x)")
        connection.commit()
        with pytest.raises(DatabaseBusyError):
            ask(database, clock)
    other.close()
    database.close()


def test_when_every_connection_is_taken_the_answer_is_busy(
    database_url: str, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.backend.store.database.BUSY_TIMEOUT", 1)
    database = Database(database_url, pool_size=1)
    with database.read(), pytest.raises(DatabaseBusyError), database.read():
        pass
    database.close()
