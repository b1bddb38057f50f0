"""The day in figures: what is counted, for whom, and that reading them is written down."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from kiosk import __version__
from kiosk.backend.desk import figures
from kiosk.backend.ground.problems import DeskRefusal
from kiosk.backend.messages.tables import text_messages
from kiosk.backend.office.tables import offices
from kiosk.backend.terminals import enrolment
from kiosk.backend.terminals.tables import terminals
from kiosk.contract.desk.figures import CodeCount, HourCount
from kiosk.contract.desk.session import StaffRole
from kiosk.domain.dates import midnight, taipei_date
from kiosk.domain.payment import PaymentState
from tests.backend.staff_stage import StaffStage
from tests.clock import START

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


def stand(office: StaffStage, terminal: str, code: str | None) -> None:
    """Have a terminal stand in an office of the list."""
    with office.context.database.write() as connection:
        if code is not None:
            row = {"code": code, "name": code, "name_en": code.title(), "phone": "1", "hours": "1"}
            connection.execute(insert(offices).values(**row))
        connection.execute(update(terminals).where(terminals.c.id == terminal).values(office_code=code))


def test_each_hour_has_what_was_begun_in_it_and_how_much_of_that_is_paid(office: StaffStage) -> None:
    stage, serials = office.payments, iter(range(9))
    for begun, paid in ((1, 0), (3, 2)):
        for count in range(begun):
            payment = stage.create(stage.ticket(next(serials)))
            if count < paid:
                stage.pays(payment, id=payment.number)
        office.clock.advance(3600)
    with office.context.database.read() as connection:
        seen = figures.counted(connection, office.clock.now())
    assert seen.hours == (HourCount(hour=10, begun=1, paid=0), HourCount(hour=11, begun=3, paid=2))
    assert (seen.day, seen.since, seen.as_of) == (
        taipei_date(START), midnight(taipei_date(START)), office.clock.now(),
    )  # fmt: skip


def test_payments_and_terminals_are_counted_by_office_and_those_without_one_come_last(office: StaffStage) -> None:
    stage = office.payments
    stand(office, "kiosk-1", "songshan")
    with office.context.database.write() as connection:
        enrolment.add(connection, "third", START, id="ab" * 16)
        enrolment.add(connection, "fourth", START, id="cd" * 16)
        enrolment.add(connection, "fifth", START, id="ef" * 16)
    stand(office, "ab" * 16, "beitou")
    with office.context.database.write() as connection:
        connection.execute(
            update(terminals).where(terminals.c.id == "kiosk-2").values(reported_at=START, version=__version__)
        )
    made = [
        stage.create(stage.ticket(serial), device=device)
        for serial, device in enumerate(("kiosk-2", "kiosk-1", "kiosk-1", "kiosk-1", "ab" * 16))
    ]
    stage.pays(made[1])
    with office.context.database.read() as connection:
        seen = figures.counted(connection, office.clock.now())
    assert [(one.office, one.office_en, one.state.value, one.count) for one in seen.payments] == [
        ("beitou", "Beitou", "waiting", 1),
        ("songshan", "Songshan", "paid", 1),
        ("songshan", "Songshan", "waiting", 2),
        (None, None, "waiting", 1),
    ]
    assert [(one.office, one.office_en, one.trouble, one.count) for one in seen.terminals] == [
        ("beitou", "Beitou", "never-heard", 1),
        ("songshan", "Songshan", "never-heard", 1),
        (None, None, None, 1),
        (None, None, "never-heard", 2),
    ]


def test_messages_with_a_code_are_counted_by_who_has_them_and_how_far_they_are(office: StaffStage) -> None:
    times = {"made_at": START, "not_before": START, "valid_until": START, "changed_at": START}
    of = [(None, "waiting"), ("mitake", "delivered"), ("mitake", "delivered"), ("mitake", "failed")]
    with office.context.database.write() as connection:
        for key, (gateway, state) in enumerate(of):
            row = {"kind": "code", "mobile": "0912345678", "gateway": gateway, "state": state}
            connection.execute(insert(text_messages).values(**row, **times, id=f"{key}", dedup_key=f"{key}"))
    with office.context.database.read() as connection:
        seen = figures.counted(connection, office.clock.now())
    assert seen.codes == (
        CodeCount(gateway=None, state="waiting", count=1),
        CodeCount(gateway="mitake", state="delivered", count=2),
        CodeCount(gateway="mitake", state="failed", count=1),
    )
