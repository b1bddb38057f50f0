"""What staff see at the desk stands in the audit by its own subject and case, and what takes two people is known."""

from __future__ import annotations

from sqlalchemy import select

from kiosk.backend.desk import cases, differences, numbers, people, story, things
from kiosk.backend.desk.acts import acts
from kiosk.backend.payments import differences as kept
from kiosk.backend.staff import subjects
from kiosk.backend.staff.operations import OPERATIONS
from kiosk.backend.staff.tables import audit
from kiosk.contract.desk.cases import CaseWish
from kiosk.contract.desk.differences import DifferenceTaking, DifferenceWish
from kiosk.contract.desk.masked import MaskedField, RevealReason, RevealWish
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.desk.story import PaymentWish
from kiosk.contract.desk.things import ClaimWish, NumberWish, TicketWish, VehicleWish
from kiosk.contract.wire import Vehicle
from kiosk.domain.dates import taipei_date
from kiosk.domain.plate import VehicleType
from tests.backend.desk.test_differences import found
from tests.backend.owner_rows import PAPERLESS, add_owner, bind
from tests.backend.staff_stage import StaffStage
from tests.backend.vehicles.test_claims import claim
from tests.clock import START

CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)
MOBILE = "0912345678"


def on_record(office: StaffStage, *operations: str) -> list[tuple[str, str | None, str | None]]:
    """Return operation, subject and case of what was done, in order."""
    asked = select(audit.c.operation, audit.c.subject, audit.c.case_number).order_by(audit.c.number)
    with office.context.database.read() as connection:
        rows = connection.execute(asked.where(audit.c.operation.in_(operations)))
        return [(row.operation, row.subject, row.case_number) for row in rows]


def test_everything_that_a_clerk_sees_in_a_case_is_on_record_with_it(office: StaffStage) -> None:
    context, database = office.context, office.context.database
    clerk, owner = office.at_work(StaffRole.CLERK), add_owner(office.context.database)
    case, number = office.case(clerk), office.payments.ticket()
    payment = office.payments.create(number)
    bind(database, owner, CAR, PAPERLESS)
    of_claim = claim(database, add_owner(database)).number
    things.see_vehicle(context, clerk, VehicleWish(vehicle=CAR, case=case), None)
    things.see_ticket(context, clerk, TicketWish(number=number, case=case))
    things.see_claim(context, clerk, ClaimWish(number=of_claim.lower(), case=case))
    story.see(context, clerk, PaymentWish(id=payment.id, case=case))
    numbers.see(context, clerk, NumberWish(mobile=MOBILE, case=case))
    field = MaskedField.NAME
    people.reveal(context, clerk, RevealWish(case=case, person=owner, field=field, reason=RevealReason.CALL_BACK))
    cases.see(context, clerk, CaseWish(number=case))
    seen = [
        ("vehicle.see", "BKZ-5937 car", case),
        ("ticket.see", number, case),
        ("claim.see", of_claim, case),
        ("payment.see", payment.id, case),
        ("number.see", subjects.of_text(context, MOBILE), case),
        ("person.reveal", owner, case),
        ("case.see", case, None),
    ]
    assert on_record(office, *(operation for operation, *_ in seen)) == seen


def test_which_difference_was_seen_and_taken_is_on_record(office: StaffStage) -> None:
    office.context.database.run(lambda connection: kept.keep(connection, found("1"), taipei_date(START), START))
    acting = office.at_work(StaffRole.FINANCE)
    differences.see(office.context, acting, DifferenceWish(number=1))
    differences.take(office.context, acting, DifferenceTaking(number=1, seen=None))
    assert on_record(office, "difference.see", "difference.take") == [
        ("difference.see", "1", None),
        ("difference.take", "1", None),
    ]


def test_whatever_can_be_asked_for_is_known_how_to_be_done(office: StaffStage) -> None:
    known = acts(office.context)
    assert set(known) == {name for name, one in OPERATIONS.items() if one.asks is not None}
    assert all(name == act.operation for name, act in known.items())
