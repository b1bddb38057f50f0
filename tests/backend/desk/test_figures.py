"""The day in figures: what is counted, for whom, and that reading them is written down."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.backend.desk import figures
from kiosk.backend.ground.problems import DeskRefusal
from kiosk.contract.desk.session import StaffRole
from kiosk.domain.payment import PaymentState
from tests.backend.staff_stage import StaffStage

MAY = {StaffRole.SENIOR, StaffRole.FINANCE, StaffRole.OPERATOR}


@pytest.mark.each_database
def test_payments_of_today_are_counted_by_hour_and_state_and_yesterdays_are_not(office: StaffStage) -> None:
    stage = office.payments
    stage.create(stage.ticket(1))
    office.clock.advance(24 * 3600)
    acting = office.at_work(StaffRole.SENIOR)
    assert figures.see(office.context, acting).payments == ()
    stage.create(stage.ticket(2))
    seen = figures.see(office.context, acting)
    assert [(one.state, one.count) for one in seen.payments] == [(PaymentState.WAITING, 1)]
    assert [(one.begun, one.paid) for one in seen.hours] == [(1, 0)]
    assert seen.hours[0].hour == (seen.as_of - seen.since) // timedelta(hours=1)
    assert sum(one.count for one in seen.terminals) >= 1


@pytest.mark.each_database
@pytest.mark.parametrize("role", StaffRole)
def test_only_who_has_the_permission_sees_them_and_each_reading_stands_in_the_audit(
    office: StaffStage, role: StaffRole
) -> None:
    acting = office.at_work(role)
    if role in MAY:
        figures.see(office.context, acting)
    else:
        with pytest.raises(DeskRefusal):
            figures.see(office.context, acting)
    outcome = "done" if role in MAY else "refused:not-permitted"
    assert ("lin.yl", "figures.see", outcome) in office.rows()
