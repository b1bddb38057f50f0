"""A provider's statement of a day against what is kept: each kind of difference once, and none kept without `apply`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from kiosk.backend.domain.payment import CASE_AFTER, Movement, RefundReason
from kiosk.backend.domain.reconciliation import DifferenceOutcome, StatementLine
from kiosk.backend.gateways.port import OrderStatus, Outcome
from kiosk.backend.payments import differences, payments, reconciliation, refunds, staff_refunds
from kiosk.backend.payments.differences import Closing
from kiosk.backend.payments.reconciliation import Report
from kiosk.backend.payments.staff_refunds import RefundOrder
from kiosk.backend.payments.statement_files import Statement
from kiosk.backend.payments.tables import differences as differences_table
from kiosk.backend.payments.tables import movements, reconciliations, statement_matches
from kiosk.backend.payments.tables import refunds as refunds_table
from kiosk.backend.registers.tables import tickets
from kiosk.backend.schema import metadata
from kiosk.backend.store.database import Database
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.payments import Payment
from kiosk.domain.dates import taipei_date
from kiosk.domain.payment import PaymentState
from tests.backend.payment_stage import NET, PROVIDER, Stage, make_stage, reference_of
from tests.backend.rows import empty
from tests.backend.staff_stage import StaffStage
from tests.clock import START, ManualClock

DAY = taipei_date(START)
Reported = tuple[str, int | None, int | None, str]


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> Stage:
    return make_stage(database, clock)


def paid(stage: Stage, serial: int = 1) -> Payment:
    payment = stage.create(stage.ticket(serial))
    stage.pays(payment, id=f"m{serial}")
    assert stage.state(payment) is PaymentState.PAID
    return payment


def unheard(stage: Stage, serial: int = 1) -> Payment:
    """Return a payment that the payer has confirmed, and of which the provider has not said a word."""
    payment = stage.create(stage.ticket(serial))
    stage.provider.silent = True
    stage.confirm(payment)
    stage.worker.run_due()
    stage.provider.silent = False
    assert stage.state(payment) is PaymentState.UNKNOWN
    return payment


def charge(payment: Payment, dollars: int = NET, **changes: Any) -> StatementLine:
    line = StatementLine(2, PROVIDER, reference_of(payment.number), Movement.CHARGE, payment.number, dollars, START)
    return replace(line, **changes)


def run(stage: Stage, *lines: StatementLine, apply: bool = True, day: date = DAY) -> Report:
    statement = Statement(day, (PROVIDER,), lines, "0" * 64)
    return reconciliation.reconcile(stage.context, statement, apply=stage.context.database.run if apply else None)


def reported(report: Report) -> list[Reported]:
    return [
        (one.found.kind.value, one.found.ours, one.found.theirs, one.outcome.value if one.outcome else "open")
        for one in report.differences
    ]


def rows(stage: Stage) -> dict[str, int]:
    """Return how many rows each table has."""
    with stage.context.database.read() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in metadata.sorted_tables
        }


def test_a_day_on_which_both_know_the_same_has_no_difference(stage: Stage) -> None:
    lines = [charge(paid(stage, serial)) for serial in (1, 2)]
    report = run(stage, *lines)
    assert (report.lines, report.matched, report.differences, report.open) == (2, 2, (), 0)
    sums = report.sums[PROVIDER]
    assert (sums.lines, sums.theirs_in, sums.ours_in, sums.theirs_out, sums.ours_out) == (2, 2 * NET, 2 * NET, 0, 0)


def test_a_charge_that_only_the_provider_knows_is_taken_over_and_pays_the_tickets(stage: Stage) -> None:
    payment = unheard(stage)
    report = run(stage, charge(payment))
    assert reported(report) == [("theirs-only", None, NET, "booked")]
    assert (report.matched, report.open) == (1, 0)
    assert stage.state(payment) is PaymentState.PAID
    assert stage.ticket_status(payment.bills[0]) == "paid"
    with stage.context.database.read() as connection:
        assert connection.scalar(select(movements.c.heard_by)) == "reconciliation"
    assert stage.events(payment)[-1] == "money-confirmed"


def test_the_same_statement_again_changes_nothing_and_finds_nothing(stage: Stage) -> None:
    lines = charge(unheard(stage)), charge(paid(stage, 2))
    run(stage, *lines)
    before = rows(stage)
    again = run(stage, *lines)
    assert (again.matched, again.differences) == (2, ())
    # That it was read is kept each time.
    assert rows(stage) == before | {"reconciliations": 2}


def test_without_apply_nothing_is_written(stage: Stage) -> None:
    payment, other = unheard(stage), paid(stage, 2)
    before = rows(stage)
    report = run(stage, charge(payment), apply=False)
    assert reported(report) == [("theirs-only", None, NET, "open"), ("ours-only", NET, None, "open")]
    assert report.open == 2
    assert rows(stage) == before
    assert (stage.state(payment), stage.state(other)) == (PaymentState.UNKNOWN, PaymentState.PAID)


def test_money_that_comes_too_late_goes_back(stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    payments.cancel(stage.context, "kiosk-1", payment.id)
    assert reported(run(stage, charge(payment))) == [("theirs-only", None, NET, "booked")]
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.REFUNDED
    assert stage.refund(payment) == ("late", NET, "refunded")


@pytest.mark.parametrize(
    "changes",
    [
        {"order": "P00000000000"},
        {"dollars": NET - 2},
        {"reference": "another"},
        {"order": "P00000000000", "refund": "x"},
    ],
    ids=["no such order", "another sum", "a second time", "an unknown refund"],
)
def test_what_something_speaks_against_is_not_taken_over(stage: Stage, changes: dict[str, Any]) -> None:
    payment = paid(stage) if "reference" in changes else unheard(stage)
    kind = Movement.REFUND if "refund" in changes else Movement.CHARGE
    first = [charge(payment)] if "reference" in changes else []
    line = charge(payment, kind=kind, **changes)
    report = run(stage, *first, line)
    dollars = line.dollars if kind is Movement.CHARGE else -line.dollars
    assert reported(report) == [("theirs-only", None, dollars, "open")]
    assert stage.refund(payment) is None
    assert stage.state(payment) is (PaymentState.PAID if first else PaymentState.UNKNOWN)


def test_an_order_of_another_provider_is_not_taken_over(stage: Stage) -> None:
    payment = unheard(stage)
    statement = Statement(DAY, ("icash-pay",), (charge(payment, provider="icash-pay"),), "0" * 64)
    report = reconciliation.reconcile(stage.context, statement, apply=stage.context.database.run)
    assert reported(report) == [("theirs-only", None, NET, "open")]
    assert stage.state(payment) is PaymentState.UNKNOWN


@pytest.mark.parametrize(
    ("changes", "theirs"),
    [({"dollars": NET + 1}, NET + 1), ({"order": "P00000000000"}, NET), ({"kind": Movement.REFUND}, -NET)],
)
def test_a_movement_that_both_know_otherwise_differs_and_is_no_second_difference(
    stage: Stage, changes: dict[str, Any], theirs: int
) -> None:
    report = run(stage, charge(paid(stage), **changes))
    assert reported(report) == [("differs", NET, theirs, "open")]
    assert report.matched == 0


def test_a_charge_that_the_statement_lacks_is_a_difference_until_another_days_statement_has_it(stage: Stage) -> None:
    first, second = paid(stage), paid(stage, 2)
    report = run(stage, charge(first))
    assert reported(report) == [("ours-only", NET, None, "open")]
    # The provider's day ended before ours.
    next_day = run(stage, charge(second, at=START + timedelta(days=1)), day=DAY + timedelta(days=1))
    assert next_day.matched == 1
    with stage.context.database.read() as connection:
        assert differences.still_open(connection) == []
    assert run(stage, charge(first)).differences == ()


def test_what_the_day_before_had_is_not_missed_on_the_day_on_which_it_was_heard_of(stage: Stage) -> None:
    payment = unheard(stage)
    stage.clock.advance(24 * 3600)
    stage.pays(payment)
    run(stage, charge(payment))
    assert reported(run(stage, day=DAY + timedelta(days=1))) == []


def test_a_refund_whose_answer_was_lost_is_taken_over_and_not_made_again(stage: Stage) -> None:
    payment = paid(stage)
    wish = RefundOrder(payment.id, RefundReason.PAID_ELSEWHERE, NET, refunds.Ordered("wang", "D261128-017"))
    staff_refunds.order(stage.context, wish)
    with stage.context.database.read() as connection:
        refund = str(connection.scalar(select(refunds_table.c.id)))
    given = charge(payment, kind=Movement.REFUND, reference="R-1", refund=refund)
    for wrong in (replace(given, dollars=NET - 1), replace(given, refund="0" * 32)):
        assert reported(run(stage, charge(payment), wrong))[0][-1] == "open"
    assert stage.state(payment) is PaymentState.REFUND_DUE
    report = run(stage, charge(payment), given)
    assert reported(report) == [("theirs-only", None, -NET, "booked")]
    assert (stage.state(payment), stage.refund(payment)) == (
        PaymentState.REFUNDED,
        ("paid-elsewhere", NET, "refunded"),
    )
    sums = report.sums[PROVIDER]
    assert (sums.ours_out, sums.theirs_out) == (NET, NET)
    stage.worker.run_due()
    assert stage.provider.refunded == {}


def test_a_refund_that_was_kept_under_our_id_is_the_one_that_the_statement_has_under_the_providers_number(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage.provider, "refund", lambda refund: refund.id)
    payment = paid(stage)
    wish = RefundOrder(payment.id, RefundReason.PAID_ELSEWHERE, NET, refunds.Ordered("wang", "D261128-017"))
    staff_refunds.order(stage.context, wish)
    stage.worker.run_due()
    with stage.context.database.read() as connection:
        refund = str(connection.scalar(select(refunds_table.c.id)))
    came, given = charge(payment), charge(payment, kind=Movement.REFUND, reference="R-1")
    nameless = run(stage, came, given)
    assert reported(nameless) == [("theirs-only", None, -NET, "open"), ("ours-only", -NET, None, "open")]
    # Once the statement names it, both of the differences are gone.
    named = replace(given, refund=refund)
    report = run(stage, came, named)
    assert (reported(report), report.matched) == ([], 2)
    with stage.context.database.read() as connection:
        assert differences.still_open(connection) == []
    other = run(stage, came, replace(named, dollars=NET - 1))
    assert reported(other) == [("differs", -NET, 1 - NET, "open")]
    twice = run(stage, came, named, replace(named, reference="R-2"))
    assert [line for line in reported(twice) if line[-1] == "open"] == [("theirs-only", None, -NET, "open")]


def test_a_ticket_that_the_register_does_not_know_as_paid_is_a_difference_until_it_does(stage: Stage) -> None:
    payment = paid(stage)

    def register(status: str) -> None:
        with stage.context.database.write() as connection:
            connection.execute(update(tickets).values(status=status))

    register("owed")
    assert reported(run(stage, charge(payment))) == [("register", NET, None, "open")]
    register("paid")
    assert reported(run(stage, charge(payment))) == []
    with stage.context.database.read() as connection:
        assert connection.scalar(select(differences_table.c.outcome)) == "found"


def test_a_payment_without_an_outcome_is_in_the_same_list_after_a_day_and_until_it_has_one(stage: Stage) -> None:
    payment = unheard(stage)
    stage.clock.advance(CASE_AFTER + 3600)
    today = taipei_date(stage.clock.now())
    assert reported(run(stage, day=today)) == [("no-outcome", NET, None, "open")]
    stage.pays(payment)
    assert reported(run(stage, charge(payment, at=stage.clock.now()), day=today)) == []
    with stage.context.database.read() as connection:
        assert differences.still_open(connection) == []


def test_somebody_looks_after_a_difference_and_closes_it_for_good(stage: Stage) -> None:
    StaffStage(stage).hire("lin.yl", StaffRole.FINANCE)
    report = run(stage, charge(paid(stage), dollars=NET + 1))
    [number] = [one.number for one in report.differences]
    assert number is not None
    run_in = stage.context.database.run
    run_in(lambda connection: differences.take(connection, number, "lin.yl"))
    with stage.context.database.read() as connection:
        [waiting] = differences.still_open(connection)
    assert (waiting.owner, waiting.day, waiting.found_at) == ("lin.yl", DAY, stage.clock.now())
    now = stage.clock.now()
    with pytest.raises(ValueError, match="booked"):
        run_in(
            lambda connection: differences.close(connection, number, Closing(DifferenceOutcome.BOOKED, "lin.yl", now))
        )
    run_in(
        lambda connection: differences.close(connection, number, Closing(DifferenceOutcome.EXPLAINED, "lin.yl", now))
    )
    with pytest.raises(differences.DifferenceError, match="not open"):
        run_in(lambda connection: differences.take(connection, number, "lin.yl"))
    with pytest.raises(differences.DifferenceError, match="not there"):
        run_in(lambda connection: differences.take(connection, number + 1, "lin.yl"))
    with pytest.raises(differences.DifferenceError, match="not staff"):
        run_in(lambda connection: differences.take(connection, number, "chen"))
    again = run(stage, charge(stage_payment(stage), dollars=NET + 1))
    assert (reported(again), again.open) == ([("differs", NET, NET + 1, "explained")], 0)


def stage_payment(stage: Stage) -> Payment:
    """Return the only payment that there is."""
    with stage.context.database.read() as connection:
        id = str(connection.scalar(select(movements.c.payment_id)))
        return payments.view(connection, stage.context, "kiosk-1", id)


def test_a_difference_that_can_be_taken_over_by_now_ends_so(stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    line = charge(payment, order="P00000000000")
    assert reported(run(stage, line))[0][-1] == "open"
    # The provider has mended its statement.
    assert reported(run(stage, charge(payment))) == [("theirs-only", None, NET, "booked")]
    with stage.context.database.read() as connection:
        assert differences.still_open(connection) == []


def test_a_run_that_was_broken_off_is_begun_anew(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = charge(unheard(stage)), charge(paid(stage, 2), dollars=NET + 1)

    class PowerCutError(Exception):
        pass

    def cut(*_: object) -> None:
        raise PowerCutError

    with monkeypatch.context() as patched:
        patched.setattr(reconciliation, "_ours", cut)
        with pytest.raises(PowerCutError):
            run(stage, *lines)
    report = run(stage, *lines)
    assert reported(report) == [("differs", NET, NET + 1, "open")]
    with stage.context.database.read() as connection:
        ended = connection.execute(select(reconciliations).order_by(reconciliations.c.id)).all()
    assert [(row.done_at is None, row.matched, row.open_differences) for row in ended] == [
        (True, None, None),
        (False, 1, 1),
    ]


FATES = ("agrees", "unheard", "missing", "differs", "unknown-order")


@pytest.mark.long
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(fates=st.lists(st.sampled_from(FATES), max_size=8), batch=st.integers(1, 3))
def test_each_line_is_one_of_its_kind_however_they_are_mixed(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, fates: Sequence[str], batch: int
) -> None:
    empty(stage.context.database, "terminals", "register_imports")
    monkeypatch.setattr(reconciliation, "AT_ONCE", batch)
    lines: list[StatementLine] = []
    for serial, fate in enumerate(fates, 1):
        payment = unheard(stage, serial) if fate == "unheard" else paid(stage, serial)
        changes: dict[str, dict[str, Any]] = {
            "differs": {"dollars": NET + 1},
            "unknown-order": {"reference": f"X{serial}", "order": "P0"},
        }
        if fate != "missing":
            lines.append(charge(payment, **changes.get(fate, {})))
    found = run(stage, *lines)
    expected = {"theirs-only": fates.count("unheard") + fates.count("unknown-order"), "differs": fates.count("differs")}
    # Whose line has another number and order is missed as well.
    expected["ours-only"] = fates.count("missing") + fates.count("unknown-order")
    kinds = [one.found.kind.value for one in found.differences]
    assert {kind: kinds.count(kind) for kind in expected} == expected
    assert found.matched == fates.count("agrees") + fates.count("unheard")
    before = rows(stage)
    again = run(stage, *lines)
    assert again.open == found.open == len(fates) - found.matched + fates.count("unknown-order")
    assert rows(stage) == before | {"reconciliations": before["reconciliations"] + 1}
    sums = again.sums[PROVIDER]
    assert sums.theirs_in == sum(line.dollars for line in lines)
    assert sums.ours_in == NET * len(fates)


def test_a_message_after_the_statement_books_nothing_a_second_time(stage: Stage) -> None:
    payment = unheard(stage)
    run(stage, charge(payment))
    stage.message(payment, OrderStatus(Outcome.PAID, reference_of(payment.number), NET))
    with stage.context.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(movements)) == 1
        assert connection.scalar(select(func.count()).select_from(statement_matches)) == 1
    assert stage.refund(payment) is None


def test_days_are_those_of_taipei(stage: Stage) -> None:
    payment = paid(stage)
    yesterday = run(stage, day=DAY - timedelta(days=1))
    assert yesterday.differences == ()
    assert reported(run(stage)) == [("ours-only", NET, None, "open")]
    assert payment.number == run(stage).differences[0].found.order
