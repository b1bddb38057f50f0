"""Taking a file of tickets into the register."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select

from kiosk.backend.domain.payment import RefundReason
from kiosk.backend.ground.file_lines import FileError
from kiosk.backend.payments import staff_refunds
from kiosk.backend.payments.refunds import Ordered
from kiosk.backend.payments.staff_refunds import RefundOrder
from kiosk.backend.registers import bills, dunning, register
from kiosk.backend.registers.local import LocalBills
from kiosk.backend.registers.port import SourceUnavailableError
from kiosk.backend.registers.tables import register_imports, tickets
from kiosk.backend.registers.ticket_import import DemoRegisterError, ImportReport, take_in
from kiosk.backend.store.database import Database
from kiosk.contract.bills import BillSearch
from kiosk.contract.payments import Payment
from kiosk.contract.wire import Vehicle
from kiosk.domain.payment import PaymentState
from kiosk.domain.plate import VehicleType
from tests.backend.books import SHELL, books
from tests.backend.payment_stage import Stage, make_stage
from tests.backend.registers.test_ticket_files import GOOD, lines, reading
from tests.backend.rows import ticket_number
from tests.clock import START, ManualClock

pytestmark = pytest.mark.each_database

CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)


def row(serial: int, **more: Any) -> dict[str, Any]:
    return {**GOOD, "number": ticket_number(serial), "parked_at": "2026-11-20 09:30", "left_at": "", **more}


def imported(database: Database, *rows: dict[str, Any], **options: bool) -> ImportReport:
    return take_in(books(database), SHELL, reading(lines(*rows), ".jsonl"), **options)


def owed(database: Database) -> dict[str, int]:
    answer = bills.search(LocalBills(database), BillSearch(vehicles=(CAR,)), clock=ManualClock())
    return {bill.number: bill.tickets[0].fee for bill in answer.bills}


@pytest.fixture
def empty(database: Database) -> Database:
    """Return a database that no one has ever put anything into."""
    with database.write() as connection:
        connection.execute(delete(register_imports))
    return database


def test_before_the_first_import_no_one_knows_and_after_an_empty_one_nothing_is_owed(empty: Database) -> None:
    with pytest.raises(SourceUnavailableError):
        owed(empty)
    with empty.read() as connection:
        assert not register.known(connection)
    imported(empty)
    assert owed(empty) == {}
    with empty.read() as connection:
        assert register.known(connection)


def test_what_a_file_says_is_owed_and_saying_it_again_changes_nothing(empty: Database) -> None:
    rows = [row(number) for number in range(1, 1203)]
    assert imported(empty, *rows) == ImportReport(tickets=1202, added=1202)
    assert len(owed(empty)) == 1202
    assert imported(empty, *rows, replace=True) == ImportReport(tickets=1202)
    digest = hashlib.sha256(lines(*rows)).hexdigest()
    with empty.read() as connection:
        kept = connection.execute(select(register_imports.c.digest, register_imports.c.added)).all()
    assert sorted(kept) == [(digest, 0), (digest, 1202)]


def test_what_changed_is_changed_and_what_disappears_stays_without_replace(database: Database) -> None:
    imported(database, row(1), row(2), row(3))
    assert imported(database, row(1, fee=70), row(2, status="paid")) == ImportReport(tickets=2, changed=2)
    assert owed(database) == {ticket_number(1): 70, ticket_number(3): 50}
    assert imported(database, row(1, fee=70), row(2, status="owed"), replace=True) == ImportReport(
        tickets=2, changed=1, withdrawn=1
    )
    assert owed(database) == {ticket_number(1): 70, ticket_number(2): 50}


def test_a_dry_run_tells_and_does_nothing(empty: Database) -> None:
    assert imported(empty, row(1), dry_run=True) == ImportReport(tickets=1, added=1)
    with empty.read() as connection:
        assert not register.known(connection)


def test_a_line_that_cannot_go_with_a_notice_keeps_the_whole_file_out(database: Database) -> None:
    old = {"parked_at": "2026-06-01 09:30"}
    imported(database, row(1, **old))
    dunning.run(database, ManualClock())
    with pytest.raises(FileError, match="line 2: plate"):
        imported(database, row(2), row(1, plate="AAA-0001", **old))
    assert len(owed(database)) == 1
    assert imported(database, row(1, fee=60, **old)).changed == 1


def test_made_up_tickets_and_real_ones_do_not_mix(database: Database) -> None:
    with database.write() as connection:
        connection.execute(insert(register_imports).values(source="demo", taken_at=START))
    with pytest.raises(DemoRegisterError):
        imported(database, row(1))
    with database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(tickets)) == 0


@pytest.fixture
def stage(database: Database) -> Stage:
    return make_stage(database, ManualClock())


def test_what_was_paid_here_stays_paid_whatever_an_older_file_says(stage: Stage) -> None:
    imported(stage.context.database, row(1))
    payment = stage.create(ticket_number(1))
    stage.confirm(payment)
    stage.pays(payment)
    assert imported(stage.context.database, row(1, fee=90)) == ImportReport(tickets=1, kept=1)
    assert imported(stage.context.database, replace=True) == ImportReport(tickets=0)
    assert stage.ticket_status(ticket_number(1)) == "paid"


def given_back(stage: Stage, payment: Payment, reason: RefundReason, *bills: str) -> None:
    with stage.context.database.read() as connection:
        left = staff_refunds.refundable(connection, payment.id)
    staff_refunds.order(
        stage.context, RefundOrder(payment.id, reason, left, Ordered("wang", "D261128-017"), frozenset(bills))
    )


def test_what_was_given_back_since_it_was_paid_elsewhere_stays_paid_in_part_and_in_whole(stage: Stage) -> None:
    numbers = [ticket_number(number) for number in (1, 2, 3)]
    rows = [row(number) for number in (1, 2, 3)]
    imported(stage.context.database, *rows)
    payment = stage.create(*numbers)
    stage.pays(payment)
    given_back(stage, payment, RefundReason.WRONG_TICKET, numbers[0])
    given_back(stage, payment, RefundReason.PAID_ELSEWHERE, numbers[1])
    assert imported(stage.context.database, *rows) == ImportReport(tickets=3, kept=2)
    given_back(stage, payment, RefundReason.PAID_ELSEWHERE)
    assert imported(stage.context.database, *rows) == ImportReport(tickets=3, kept=2)
    assert [stage.ticket_status(number) for number in numbers] == ["owed", "paid", "paid"]
    # What was owed again is the file's: paid by its word, and owed by its word.
    imported(stage.context.database, row(1, status="paid"))
    assert imported(stage.context.database, *rows) == ImportReport(tickets=3, changed=1, kept=2)


def test_what_is_paid_here_and_withdrawn_in_the_file_is_counted_until_its_money_goes_back(stage: Stage) -> None:
    imported(stage.context.database, row(1))
    payment = stage.create(ticket_number(1))
    stage.pays(payment)
    withdrawn = row(1, status="withdrawn")
    assert imported(stage.context.database, withdrawn) == ImportReport(tickets=1, paid=1)
    assert stage.ticket_status(ticket_number(1)) == "paid"
    given_back(stage, payment, RefundReason.OBJECTION_UPHELD)
    assert imported(stage.context.database, withdrawn) == ImportReport(tickets=1)


@pytest.mark.parametrize(
    "then",
    [
        lambda database: imported(database, row(1, status="paid")),
        lambda database: imported(database, row(1, fee=90)),
        lambda database: imported(database, replace=True),
    ],
    ids=["paid elsewhere", "another fee", "withdrawn"],
)
def test_money_for_a_ticket_that_a_file_changed_meanwhile_goes_back(
    stage: Stage, then: Callable[[Database], object]
) -> None:
    imported(stage.context.database, row(1))
    payment = stage.create(ticket_number(1))
    stage.confirm(payment)
    then(stage.context.database)
    stage.pays(payment)
    assert stage.state(payment) is PaymentState.REFUND_DUE
