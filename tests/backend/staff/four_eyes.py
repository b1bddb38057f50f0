"""Something that takes two people, for tests: each time it is done it leaves a row that can be counted."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Connection, func, insert, select

from kiosk.backend.staff.approvals import Act, Acts, Deed
from kiosk.backend.staff.tables import staff_failures
from kiosk.contract.wire import Dollars, Id, Request
from tests.backend.staff_stage import StaffStage


class Why(StrEnum):
    TWICE = "paid-twice"


class Wanted(Request):
    payment: Id
    seen: Dollars


def do(connection: Connection, deed: Deed[Wanted]) -> None:
    assert deed.decided_by not in (None, deed.asked_by)
    connection.execute(insert(staff_failures).values(account=f"{deed.arguments.seen}", at=deed.now))


REFUND = Act("payment.refund", Wanted, subject=lambda wanted: wanted.payment, work=do)
ACTS: Acts = {REFUND.operation: REFUND}
WANTED = Wanted(payment=32 * "a", seen=145)


def times_done(office: StaffStage) -> int:
    with office.context.database.read() as connection:
        asked = select(func.count()).where(staff_failures.c.account == f"{WANTED.seen}")
        return connection.execute(asked).scalar_one()
