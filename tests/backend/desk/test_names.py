"""Names in English of what has one: the office of the clerk who is signed in, and the wallet of a payment."""

from __future__ import annotations

from sqlalchemy import insert

from kiosk.backend.desk import story
from kiosk.backend.office.tables import offices
from kiosk.backend.staff import approvals, sessions
from kiosk.contract.desk.session import DeskStanding, StaffRole
from kiosk.contract.desk.story import PaymentWish
from tests.backend.staff.four_eyes import REFUND, WANTED, Why
from tests.backend.staff_stage import OFFICE, StaffStage


def standing(office: StaffStage) -> DeskStanding:
    session = office.sign_in(office.hire("lin.yl", StaffRole.CLERK))
    return sessions.standing(office.context, office.desk, office.acting(session))


def test_an_office_of_the_list_is_named_in_english_too(office: StaffStage) -> None:
    row = {"code": "songshan", "name": OFFICE, "name_en": "Songshan", "phone": "1", "hours": "1"}
    office.context.database.run(lambda connection: connection.execute(insert(offices).values(**row)))
    seen = standing(office)
    assert (seen.office, seen.office_en) == (OFFICE, "Songshan")


def test_an_office_that_is_in_no_list_has_the_name_that_it_has(office: StaffStage) -> None:
    seen = standing(office)
    assert (seen.office, seen.office_en) == (OFFICE, None)


def test_a_payment_has_the_name_of_its_wallet_in_both(office: StaffStage) -> None:
    stage = office.payments
    payment = stage.create(stage.ticket(1))
    acting = office.at_work(StaffRole.CLERK)
    seen = story.see(office.context, acting, PaymentWish(id=payment.id)).payment
    providers = office.context.terms.providers
    assert (seen.provider_name, seen.provider_name_en) == (
        providers.name(payment.provider), providers.name_en(payment.provider),
    )  # fmt: skip


def test_a_request_names_the_office_where_it_was_asked_for_in_both(office: StaffStage) -> None:
    clerk = office.at_work(StaffRole.CLERK)
    asked = approvals.ask(office.context, clerk, REFUND, WANTED, case=office.case(clerk), reason=Why.TWICE)
    assert (asked.office, asked.office_en) == (OFFICE, None)
    row = {"code": "songshan", "name": OFFICE, "name_en": "Songshan", "phone": "1", "hours": "1"}
    office.context.database.run(lambda connection: connection.execute(insert(offices).values(**row)))
    assert approvals.see(office.context, clerk, asked.id).office_en == "Songshan"
    (listed,) = approvals.listed(office.context, clerk).approvals
    assert (listed.office, listed.office_en) == (OFFICE, "Songshan")
