"""Proving the books: they agree whatever has happened by the rules, and each rule is seen to be broken by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import Connection, delete, insert, update

from kiosk.backend.domain.books import Breach, Rule
from kiosk.backend.domain.payment import CASE_AFTER, RefundReason
from kiosk.backend.payments import books, differences, payments, reconciliation, refunds, staff_refunds
from kiosk.backend.payments.books import Proof
from kiosk.backend.payments.staff_refunds import RefundOrder
from kiosk.backend.payments.statement_files import Statement
from kiosk.backend.payments.statements import books as statements
from kiosk.backend.payments.tables import movements, payment_events
from kiosk.backend.payments.tables import payments as payments_table
from kiosk.backend.payments.tables import refunds as refunds_table
from kiosk.backend.registers.tables import tickets
from kiosk.backend.store.database import Database
from kiosk.contract.payments import Payment
from kiosk.domain.payment import PaymentState
from tests.backend.payment_stage import NET, PROVIDER, Stage, make_stage
from tests.clock import ManualClock

pytestmark = pytest.mark.each_database


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> Stage:
    return make_stage(database, clock)


def paid(stage: Stage, serial: int = 1) -> Payment:
    payment = stage.create(stage.ticket(serial))
    stage.pays(payment, id=f"m{serial}")
    return payment


def given_back(stage: Stage, serial: int = 1) -> Payment:
    payment = paid(stage, serial)
    wish = RefundOrder(payment.id, RefundReason.WRONG_TICKET, NET, refunds.Ordered("wang", "D261128-017"))
    staff_refunds.order(stage.context, wish)
    return payment


def prove(stage: Stage) -> Proof:
    return books.prove(stage.context.database, stage.clock.now())


@contextmanager
def by_hand(stage: Stage) -> Iterator[Connection]:
    """Yield a connection in whose transaction keys of other tables hold no one back."""
    database = stage.context.database
    with database.engine.connect() as connection:
        if database.is_sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        yield connection
        connection.commit()
        connection.invalidate()


def test_the_books_agree_after_payments_of_every_fate(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "BATCH", 2)
    paid(stage, 1)
    given_back(stage, 2)
    stage.worker.run_due()
    given_back(stage, 3)
    twice = paid(stage, 4)
    stage.pays(twice, id="again", reference="another")
    payments.cancel(stage.context, "kiosk-1", stage.create(stage.ticket(5)).id)
    stage.create(stage.ticket(6))
    proof = prove(stage)
    assert proof.breaches == []
    assert (proof.orders, proof.movements, proof.broken) == (6, 6, 0)
    assert (proof.came_in, proof.went_out, proof.due, proof.paid) == (5 * NET, NET, 2 * NET, 2 * NET)


Break = Callable[[Stage, Connection, Payment], object]


def lose_a_movement(_: Stage, connection: Connection, payment: Payment) -> object:
    return connection.execute(delete(movements).where(movements.c.payment_id == payment.id))


def set_paid(_: Stage, connection: Connection, payment: Payment) -> object:
    return connection.execute(update(payments_table).where(payments_table.c.id == payment.id).values(amount=NET + 5))


def owe_the_ticket(_: Stage, connection: Connection, payment: Payment) -> object:
    return connection.execute(update(tickets).where(tickets.c.number == payment.bills[0]).values(status="owed"))


def set_a_state(_: Stage, connection: Connection, payment: Payment) -> object:
    steps = update(payment_events).where(payment_events.c.payment_id == payment.id)
    return connection.execute(steps.values(state=PaymentState.WAITING.value))


@pytest.mark.parametrize(
    ("break_", "broken"),
    [
        (lose_a_movement, (Rule.BALANCE, NET, 0)),
        (set_paid, (Rule.BALANCE, NET + 5, NET)),
        (owe_the_ticket, (Rule.REGISTER, None, None)),
        (set_a_state, (Rule.HISTORY, None, None)),
    ],
)
def test_an_order_that_breaks_a_rule_is_named_and_no_other(
    stage: Stage, break_: Break, broken: tuple[Rule, int | None, int | None]
) -> None:
    paid(stage, 1)
    payment = paid(stage, 2)
    with by_hand(stage) as connection:
        break_(stage, connection, payment)
    rule, expected, found = broken
    assert prove(stage).breaches == [Breach(rule, payment.number, expected, found)]


def test_a_refund_that_is_kept_as_done_and_never_moved_is_named(stage: Stage) -> None:
    payment = given_back(stage)
    with by_hand(stage) as connection:
        connection.execute(update(refunds_table).values(status="refunded", done_at=stage.clock.now()))
    assert prove(stage).breaches == [
        Breach(Rule.BALANCE, payment.number, 0, NET),
        Breach(Rule.GIVEN_BACK, payment.number, NET, 0),
    ]


def test_a_refund_above_its_charge_is_named(stage: Stage) -> None:
    payment = given_back(stage)
    with by_hand(stage) as connection:
        connection.execute(update(refunds_table).values(amount=NET + 1, charged=NET + 1))
    assert Breach(Rule.REFUND_ABOVE, payment.number, NET, NET + 1) in prove(stage).breaches


def test_a_refund_of_another_orders_charge_is_named(stage: Stage) -> None:
    payment, _ = given_back(stage, 1), paid(stage, 2)
    with by_hand(stage) as connection:
        connection.execute(update(refunds_table).values(charge=refunds_table.c.charge + 1))
    assert prove(stage).breaches == [Breach(Rule.REFUND_ASTRAY, payment.number)]


def test_money_of_no_order_is_named_by_the_providers_number(stage: Stage) -> None:
    paid(stage)
    row = {"provider": PROVIDER, "reference": "lost", "payment_id": "0" * 32, "kind": "charge", "amount": 7}
    with by_hand(stage) as connection:
        connection.execute(insert(movements).values(**row, heard_at=stage.clock.now(), heard_by="message"))
    assert prove(stage).breaches == [Breach(Rule.NO_ORDER, "lost", 0, 7)]


def test_an_order_without_an_outcome_for_a_day_is_named_until_it_stands_among_the_differences(stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    stage.provider.silent = True
    stage.confirm(payment)
    stage.worker.run_due()
    stage.clock.advance(CASE_AFTER)
    assert prove(stage).breaches == []
    stage.clock.advance(24 * 3600)
    assert prove(stage).breaches == [Breach(Rule.NO_OUTCOME, payment.number)]
    statement = Statement(date(2026, 11, 23), (PROVIDER,), (), "0" * 64)
    reconciliation.reconcile(stage.context, statement, apply=stage.context.database.run)
    with stage.context.database.read() as connection:
        assert len(differences.still_open(connection)) == 1
    assert prove(stage).breaches == []


def test_of_very_many_breaches_the_first_are_reported_and_all_are_counted(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(books, "MOST", 2)
    for serial in range(1, 4):
        paid(stage, serial)
    with by_hand(stage) as connection:
        connection.execute(update(tickets).values(status="owed"))
    proof = prove(stage)
    assert ([one.rule for one in proof.breaches], proof.broken) == ([Rule.REGISTER] * 2, 3)
