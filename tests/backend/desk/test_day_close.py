"""A day's close at the desk: only for finance and auditors, and each reading is on record."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select, update

from kiosk.backend.desk import day_close
from kiosk.backend.ground.problems import DeskRefusal
from kiosk.backend.office.tables import offices
from kiosk.backend.staff.tables import audit
from kiosk.backend.terminals.tables import terminals
from kiosk.contract.desk.day_close import MOST, DayCloseWish, DaySum
from kiosk.contract.desk.session import StaffRole
from kiosk.domain.dates import taipei_date
from tests.backend.payment_stage import NET, PROVIDER
from tests.backend.staff_stage import OFFICE, StaffStage
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


def test_a_line_has_its_office_in_both_languages_and_all_four_sums(office: StaffStage) -> None:
    stage = office.payments
    row = {"code": "songshan", "name": OFFICE, "name_en": "Songshan", "phone": "1", "hours": "1"}
    with office.context.database.write() as connection:
        connection.execute(insert(offices).values(**row))
        connection.execute(update(terminals).values(office_code="songshan"))
    gone = stage.create(stage.ticket(1))
    stage.payer_cancels(gone)
    stage.provider.gone = True
    stage.pays(gone)
    unknown = stage.create(stage.ticket(2), stage.ticket(3))
    stage.confirm(unknown)
    stage.worker.run_due()
    acting, day = office.at_work(StaffRole.FINANCE), taipei_date(START)
    seen = day_close.see(office.context, acting, DayCloseWish(day=day))
    [line] = seen.lines
    assert (line.office, line.office_en) == (OFFICE, "Songshan")
    assert (line.came_in, line.went_out) == (DaySum(count=1, dollars=NET), DaySum(count=0, dollars=0))
    assert (line.no_outcome, line.due) == (DaySum(count=1, dollars=2 * NET), DaySum(count=1, dollars=NET))
    assert (seen.day, seen.more, seen.as_of) == (day, False, START)
    stage.provider.gone = False
    office.clock.advance(3600)
    stage.worker.run_due()
    [line] = day_close.see(office.context, office.acting(office.sign_in("lin.yl")), DayCloseWish(day=day)).lines
    assert (line.went_out, line.due) == (DaySum(count=1, dollars=NET), DaySum(count=0, dollars=0))


def test_of_more_lines_than_are_listed_it_is_said_and_the_audit_has_the_day(
    office: StaffStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST == 500
    monkeypatch.setattr(day_close, "MOST", 1)
    stage, acting = office.payments, office.at_work(StaffRole.FINANCE)
    other = next(code for code in office.context.terms.providers.by_code if code != PROVIDER)
    for serial, (provider, more) in enumerate(((PROVIDER, False), (other, True))):
        stage.pays(stage.create(stage.ticket(serial), provider=provider), id=provider)
        seen = day_close.see(office.context, acting, DayCloseWish(day=taipei_date(START)))
        assert (len(seen.lines), seen.more) == (1, more)
    with office.context.database.read() as connection:
        rows = connection.scalars(select(audit.c.subject).where(audit.c.operation == "money.day-close")).all()
    assert rows == ["2026-11-23", "2026-11-23"]
