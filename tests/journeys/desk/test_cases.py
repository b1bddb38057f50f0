"""Someone who comes back with the number of a case: another clerk finds it, reads what was done, and goes on in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from kiosk.backend.demo import trial
from kiosk.backend.staff.tables import audit, cases
from tests.journeys.desk.counter import counter
from tests.live_backend import LiveBackend

PLATE = next(one.key for one in trial.situations() if one.name == "payment.unknown")


@pytest.fixture
def office(demo_url: str) -> Iterator[LiveBackend]:
    with LiveBackend(demo_url) as backend:
        yield backend


@pytest.mark.long
async def test_another_clerk_goes_on_in_a_case_by_its_number_and_closes_it(office: LiveBackend) -> None:
    async with counter(office) as at:
        await at.sits_down()
        await at.finds("payment.unknown")
        await at.sees("? 結果不明", "案件 D")
        found = re.search(r"案件 (D[0-9]{6}-[0-9A-Z]{4})", at.text())
        assert found is not None
        await at.press("shift+f12")
        await at.sits_down(down=1)
        await at.looks_up(found[1])
        await at.press("enter")
        await at.sees(f"案件 {found[1]}", "處理中")
        await at.press("tab", "pagedown")
        await at.sees("林雅婷", f"看車輛  {PLATE}")
        await at.press("escape", "enter")
        await at.sees(f"案件 {found[1]}：請接著輸入")
        await at.looks_up(PLATE)
        await at.press("enter")
        await at.sees("? 結果不明", f"案件 {found[1]}")
        await at.looks_up(found[1])
        await at.press("enter")
        await at.sees("F8 結案")
        await at.press("f8")
        await at.sees("要怎麼結", "▸ 不結案，返回")
        await at.press("down", "enter")
        await at.sees("已結案")
    number = found[1].replace("-", "")
    with office.database.read() as connection:
        states = {row.number: row.state for row in connection.execute(select(cases.c.number, cases.c.state))}
        asked = select(audit.c.who, audit.c.operation).where(audit.c.case_number == number)
        deeds = connection.execute(asked.order_by(audit.c.number)).all()
    assert states[number] == "closed"
    assert {who for who, operation in deeds if operation == "vehicle.see"} == {"trial.lin", "trial.chen"}
