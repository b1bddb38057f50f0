"""A difference of a reconciliation, from the queue to the refund that two people decide on, by keys only at 80×24."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, select

from kiosk.backend.domain.reconciliation import DifferenceKind
from kiosk.backend.payments import differences
from kiosk.backend.payments.differences import Found
from kiosk.backend.payments.tables import differences as table
from kiosk.backend.payments.tables import payments
from kiosk.backend.staff.tables import audit, staff, staff_roles
from kiosk.backend.store import rows
from kiosk.contract.desk.session import StaffRole
from kiosk.domain.dates import taipei_date
from kiosk.domain.payment import PaymentState
from tests.journeys.desk.counter import Counter, counter
from tests.live_backend import LiveBackend


@pytest.fixture
def office(demo_url: str) -> Iterator[LiveBackend]:
    with LiveBackend(demo_url) as backend:
        yield backend


def prepared(office: LiveBackend) -> str:
    """Have a clerk and the one who approves work in finance too, and one order differ; return its number."""

    def work(connection: Connection) -> str:
        now = office.clock.now()
        for id in connection.scalars(select(staff.c.id)).all():
            rows.ensure(connection, staff_roles, staff_id=id, role=StaffRole.FINANCE.value, given_at=now)
        order, provider, dollars = connection.execute(
            select(payments.c.number, payments.c.provider, payments.c.amount + payments.c.fee)
            .where(payments.c.state == PaymentState.PAID.value)
            .order_by(payments.c.number)
        ).first() or ("", "", 0)
        found = Found(DifferenceKind.THEIRS_ONLY, provider, "T-90177", order, None, dollars)
        differences.keep(connection, found, taipei_date(now), now)
        return str(order)

    return office.database.run(work)


def outcome(office: LiveBackend) -> tuple[str | None, str | None, str | None]:
    with office.database.read() as connection:
        row = connection.execute(select(table.c.owner, table.c.outcome, table.c.note)).one()
        return row.owner, row.outcome, row.note


async def opens_queue(at: Counter) -> None:
    await at.press("f10")
    await at.sees("還有哪些", "對帳差異")
    await at.press("down", "enter")
    await at.sees("項，最久的在最前面")


@pytest.mark.long
async def test_a_difference_is_taken_its_money_goes_back_by_two_people_and_it_is_closed_with_that(
    office: LiveBackend,
) -> None:
    async with counter(office) as at:
        order = prepared(office)
        await at.sits_down()
        await opens_queue(at)
        await at.sees(order, "只有業者有帳", "沒有人")
        await at.press("enter")
        await at.sees("T-90177", "▸ 查這一筆繳費", "由我承辦", "結案：已查明")
        await at.press("down", "enter")
        await at.sees("這一項由您承辦", "林雅婷")
        await at.press("enter")
        await at.sees(order, "✓ 已繳", "F8 退費", "案件 D")
        await at.press("f8")
        await at.sees("退費　訂單")
        if "哪些要退" in at.text():
            await at.press("enter")
        await at.sees("為什麼要退")
        await at.press("enter")
        await at.sees("▸ 先不要，返回")
        await at.press("down", "enter")
        await at.sees("要由另一個人決定")
        await at.press("shift+f12")
        await at.sits_down(down=2)
        await opens_queue(at)
        await at.sees(order, "退費待覆核")
        await at.press("enter")
        await at.sees("等另一個人決定")
        assert "款項已經退回" not in at.text()
        await at.press("escape", "escape")
        await at.press("f3")
        await at.sees("等待覆核", "退費", "林雅婷")
        await at.press("down", "down", "enter")
        await at.sees("▸ 先不要，返回", "核可，馬上執行")
        await at.press("down", "enter")
        await at.sees("已核可")
        await at.press("escape")
        await opens_queue(at)
        await at.sees("款項退回中")
        await at.press("enter")
        await at.sees("可以結案", "結案：款項已經退回")
        await at.press(*["down"] * 5, "enter")
        await at.sees("可以不填")
        await at.press("enter")
        await at.sees("會結案：款項已退", "▸ 先不要，返回")
        await at.press("down", "enter")
        await at.sees("已結案")
        await at.press("escape")
        await at.sees("沒有未結案的差異")
    assert outcome(office)[:2] == ("trial.lin", "refunded")
    with office.database.read() as connection:
        found = connection.execute(select(audit).order_by(audit.c.number)).all()
    done = [
        (one.who, one.operation, one.outcome)
        for one in found
        if one.operation.startswith(("difference.t", "difference.c"))
    ]
    assert [one[1:] for one in done] == [("difference.take", "done"), ("difference.close", "done")]
    assert len({one[0] for one in done}) == 2
