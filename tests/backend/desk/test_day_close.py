"""A day's close at the desk: only for finance and auditors, and each reading is on record."""

from __future__ import annotations

import pytest

from kiosk.backend.desk import day_close
from kiosk.backend.ground.problems import DeskRefusal
from kiosk.contract.desk.day_close import DayCloseWish, DaySum
from kiosk.contract.desk.session import StaffRole
from kiosk.domain.dates import taipei_date
from tests.backend.payment_stage import NET
from tests.backend.staff_stage import StaffStage
from tests.clock import START

MAY = {StaffRole.FINANCE, StaffRole.AUDITOR}


@pytest.mark.parametrize("role", StaffRole)
def test_finance_and_auditors_see_it_and_no_one_else_does(office: StaffStage, role: StaffRole) -> None:
    stage = office.payments
    stage.pays(stage.create(stage.ticket(1)))
    acting, wish = office.at_work(role), DayCloseWish(day=taipei_date(START))
    if role in MAY:
        (line,) = day_close.see(office.context, acting, wish).lines
        providers = office.context.terms.providers
        assert (line.provider_name, line.provider_name_en) == (providers.name("jkopay"), providers.name_en("jkopay"))
        assert (line.came_in, line.went_out) == (DaySum(count=1, dollars=NET), DaySum(count=0, dollars=0))
    else:
        with pytest.raises(DeskRefusal):
            day_close.see(office.context, acting, wish)
    outcome = "done" if role in MAY else "refused:not-permitted"
    assert office.rows()[-1] == ("lin.yl", "money.day-close", outcome)
