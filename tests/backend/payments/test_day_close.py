"""A day's close: by office and provider, and on random histories the same sums as the books."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, update

from kiosk.backend.domain.payment import RefundReason
from kiosk.backend.office.tables import offices
from kiosk.backend.payments import day_close, staff_refunds
from kiosk.backend.payments.day_close import Closed, Filter, Moved, Sum, TooManyLinesError
from kiosk.backend.payments.refunds import Ordered
from kiosk.backend.payments.staff_refunds import RefundOrder
from kiosk.backend.store.database import Database
from kiosk.backend.terminals.tables import terminals
from kiosk.contract.payments import Payment
from kiosk.domain.dates import taipei_date
from tests.backend.payment_stage import NET, PROVIDER, Stage, make_stage
from tests.backend.payments.closes import closes_are_the_books
from tests.backend.rows import empty
from tests.clock import START, ManualClock
from tests.traces import given_away

pytestmark = pytest.mark.each_database

TODAY = taipei_date(START)


@pytest.fixture
def stage(database: Database) -> Stage:
    return make_stage(database, ManualClock())


def at_neihu(stage: Stage, terminal: str) -> None:
    row = {"code": "neihu", "name": "內湖", "name_en": "Neihu", "phone": "1", "hours": "1"}
    with stage.context.database.write() as connection:
        connection.execute(insert(offices).values(**row))
        connection.execute(update(terminals).where(terminals.c.id == terminal).values(office_code="neihu"))


def closed(stage: Stage, days: int = 0) -> dict[str | None, Closed]:
    with stage.context.database.read() as connection:
        return {one.office: one for one in day_close.close_of(connection, TODAY + timedelta(days=days))}


def pays(stage: Stage, serial: int, device: str = "kiosk-1") -> Payment:
    payment = stage.create(stage.ticket(serial), device=device)
    stage.pays(payment, id=f"m{serial}")
    return payment


def gives_back(stage: Stage, payment: Payment) -> None:
    clerk = Ordered("wang", "D261128-017")
    staff_refunds.order(stage.context, RefundOrder(payment.id, RefundReason.PAID_ELSEWHERE, payment.amount, clerk))


def test_money_is_distinguished_by_office_and_by_whether_it_is_still_to_go_back(stage: Stage) -> None:
    at_neihu(stage, "kiosk-2")
    paid = pays(stage, 1)
    pays(stage, 2, "kiosk-2")
    pays(stage, 3, "kiosk-2")
    gives_back(stage, paid)
    before = closed(stage)
    assert list(before) == ["內湖", None]
    assert (before["內湖"].office_en, before["內湖"].provider, before["內湖"].came_in) == (
        "Neihu",
        PROVIDER,
        Sum(2, 2 * NET),
    )
    assert (before[None].came_in, before[None].went_out, before[None].due) == (Sum(1, NET), Sum(), Sum(1, NET))
    stage.worker.run_due()
    after = closed(stage)[None]
    assert (after.came_in, after.went_out, after.due) == (Sum(1, NET), Sum(1, NET), Sum())


def test_money_counts_on_the_day_on_which_it_was_heard_of_and_what_no_one_knows_is_open(stage: Stage) -> None:
    stage.provider.silent = True
    lost = stage.create(stage.ticket(1))
    stage.confirm(lost)
    stage.worker.run_due()
    assert closed(stage)[None].no_outcome == Sum(1, NET)
    assert closed(stage, -1) == {}
    stage.clock.advance(24 * 3600)
    stage.pays(lost)
    assert closed(stage) == {}
    assert (closed(stage, 1)[None].came_in, closed(stage, 1)[None].no_outcome) == (Sum(1, NET), Sum())


def exported(stage: Stage, only: Filter = Filter()) -> list[Moved]:  # noqa: B008 - a value
    found: list[Moved] = []
    with stage.context.database.read() as connection:
        assert day_close.export(connection, TODAY, only, line=found.append) == len(found)
    return found


def test_an_export_has_a_line_for_each_movement_and_nothing_of_a_person(stage: Stage) -> None:
    at_neihu(stage, "kiosk-2")
    first, second = pays(stage, 1), pays(stage, 2, "kiosk-2")
    assert [(one.office, one.kind, one.dollars, one.order) for one in exported(stage)] == [
        (None, "charge", NET, first.number),
        ("內湖", "charge", NET, second.number),
    ]
    assert [one.order for one in exported(stage, Filter(office="內湖"))] == [second.number]
    assert exported(stage, Filter(provider="nobody")) == []
    assert given_away(str(exported(stage)), "BKZ-5937") == []


def test_more_than_five_thousand_are_exported_only_with_a_filter(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert day_close.MOST_LINES == 5000
    monkeypatch.setattr(day_close, "MOST_LINES", 1)
    pays(stage, 1)
    assert len(exported(stage)) == 1
    pays(stage, 2)
    with pytest.raises(TooManyLinesError) as refused:
        exported(stage)
    assert refused.value.count == 2
    assert len(exported(stage, Filter(provider=PROVIDER))) == 2


STEPS = st.lists(
    st.tuples(st.sampled_from(["pays", "twice", "silent", "back", "works"]), st.sampled_from([0, 60, 30_000])),
    max_size=6,
)


@pytest.mark.long
@given(steps=STEPS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happened_the_closes_of_all_days_are_the_books(
    database: Database, steps: list[tuple[str, int]]
) -> None:
    empty(database, "register_imports")
    stage = make_stage(database, ManualClock())
    made: list[Payment] = []
    for serial, (step, after) in enumerate(steps, 1):
        stage.clock.advance(after)
        _DO[step](stage, serial, made)
        closes_are_the_books(database, stage.clock.now())
    stage.worker.run_due()
    closes_are_the_books(database, stage.clock.now())


def _pays(stage: Stage, serial: int, made: list[Payment]) -> None:
    made.append(pays(stage, serial, "kiosk-1" if serial % 2 else "kiosk-2"))


def _twice(stage: Stage, serial: int, made: list[Payment]) -> None:
    payment = pays(stage, serial)
    stage.pays(payment, id=f"again{serial}", reference=f"another{serial}")


def _silent(stage: Stage, serial: int, made: list[Payment]) -> None:
    stage.provider.silent = True
    stage.confirm(stage.create(stage.ticket(serial)))
    stage.worker.run_due()
    stage.provider.silent = False


def _back(stage: Stage, serial: int, made: list[Payment]) -> None:
    if made:
        gives_back(stage, made.pop())


def _works(stage: Stage, serial: int, made: list[Payment]) -> None:
    stage.worker.run_due()


_DO: dict[str, Callable[[Stage, int, list[Payment]], None]] = {
    "pays": _pays, "twice": _twice, "silent": _silent, "back": _back, "works": _works,
}  # fmt: skip
