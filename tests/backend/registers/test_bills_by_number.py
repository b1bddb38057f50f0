"""Bills by their numbers, as a payment asks for them: owed, paid or unknown, and locked until its end."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import delete, update

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.registers import bills, dunning
from kiosk.backend.registers.local import LocalBills
from kiosk.backend.registers.port import SourceUnavailableError
from kiosk.backend.registers.tables import register_imports, tickets
from kiosk.backend.store.database import Database
from kiosk.contract.problems import ProblemKind
from tests.backend.locks import wait_for_a_lock
from tests.backend.registers.test_bills import CAR, add, ask
from tests.backend.rows import hold, ticket_number
from tests.clock import ManualClock

pytestmark = pytest.mark.each_database


def test_numbers_are_owed_paid_or_unknown_and_each_is_one_of_them(database: Database, clock: ManualClock) -> None:
    add(database, 1, 0)
    add(database, 2, 0, status="paid")
    add(database, 3, 0, status="withdrawn")
    add(database, 4, 8)
    add(database, 5, 9)
    dunning.run(database, clock)
    asked = ["100000001", ticket_number(1), ticket_number(2), ticket_number(3), ticket_number(4), ticket_number(99)]
    with database.read() as connection:
        found = bills.bills_by_number(connection, [*asked, ticket_number(1)], clock)
    assert [bill.number for bill in found.bills] == asked[:2]
    assert [ticket.number for ticket in found.bills[0].tickets] == [ticket_number(5), ticket_number(4)]
    assert found.paid == (ticket_number(2),)
    assert found.unknown == (ticket_number(3), ticket_number(4), ticket_number(99))


def test_bills_by_number_are_the_bills_that_were_found_by_plate(database: Database, clock: ManualClock) -> None:
    for serial, overdue in enumerate([-2, 0, 1, 8, 9, 30, 31]):
        add(database, serial, overdue)
    dunning.run(database, clock)
    hold(database, [ticket_number(1)])
    answer = ask(database, clock)
    with database.write() as connection:
        found = bills.bills_by_number(connection, [bill.number for bill in answer.bills], clock, lock=True)
    assert found.bills == answer.bills


def test_a_paid_notice_is_paid_under_its_own_number_and_its_tickets(database: Database, clock: ManualClock) -> None:
    add(database, 1, 8)
    dunning.run(database, clock)
    with database.write() as connection:
        connection.execute(update(tickets).values(status="paid"))
        found = bills.bills_by_number(connection, ["100000001", ticket_number(1)], clock, lock=True)
    assert (found.bills, found.paid, found.unknown) == ((), ("100000001", ticket_number(1)), ())


def test_a_notice_of_which_one_ticket_is_paid_is_still_owed_for_the_others(
    database: Database, clock: ManualClock
) -> None:
    add(database, 1, 8)
    add(database, 2, 8, fee=70)
    dunning.run(database, clock)
    with database.write() as connection:
        connection.execute(update(tickets).where(tickets.c.number == ticket_number(1)).values(status="paid"))
        found = bills.bills_by_number(connection, ["100000001"], clock, lock=True)
    assert [(bill.number, bill.amount) for bill in found.bills] == [("100000001", 70 + 15)]
    assert (found.paid, found.unknown) == ((), ())


def found(database: Database, number: str) -> tuple[str, str] | ProblemKind:
    """Return the bill and the plate that a scanned number leads to, or why it leads nowhere."""
    try:
        there = bills.find(LocalBills(database), number)
    except Refusal as refusal:
        return refusal.kind
    return there.number, there.vehicle.plate


def test_a_scanned_number_leads_to_the_bill_that_it_is_part_of_now(database: Database, clock: ManualClock) -> None:
    add(database, 1, 0)
    add(database, 2, 8)
    add(database, 3, 8)
    add(database, 4, 0, status="paid")
    add(database, 5, 0, status="withdrawn")
    dunning.run(database, clock)
    with database.write() as connection:
        connection.execute(update(tickets).where(tickets.c.number == ticket_number(3)).values(status="paid"))
    plate = CAR.plate
    assert found(database, ticket_number(1)) == (ticket_number(1), plate)
    assert found(database, ticket_number(2)) == found(database, "100000001") == ("100000001", plate)
    assert found(database, ticket_number(3)) is found(database, ticket_number(4)) is ProblemKind.ALREADY_PAID
    assert found(database, ticket_number(5)) is found(database, ticket_number(99)) is ProblemKind.NOT_FOUND


def test_of_a_register_that_no_one_has_filled_no_number_is_unknown(database: Database) -> None:
    with database.write() as connection:
        connection.execute(delete(register_imports))
    with pytest.raises(SourceUnavailableError):
        bills.find(LocalBills(database), ticket_number(1))


def test_locked_bills_wait_for_no_one_else_to_change_them(postgres_url: str, clock: ManualClock) -> None:
    database = Database(postgres_url)
    add(database, 1, 7)
    reports: list[dunning.DunningReport] = []
    job = threading.Thread(target=lambda: reports.append(dunning.run(database, clock)))
    with database.write() as connection:
        before = bills.bills_by_number(connection, [ticket_number(1)], clock, lock=True)
        job.start()
        wait_for_a_lock(database, job)
        assert bills.bills_by_number(connection, [ticket_number(1)], clock, lock=True) == before
    job.join()
    assert reports == [dunning.DunningReport(made=1)]
    database.close()
