"""At which office somebody serves: another one once they are moved, and the same one under another name."""

from __future__ import annotations

import pytest

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.staff import accounts, approvals, cases, sessions
from kiosk.backend.staff.acting import Acting
from kiosk.contract.desk.cases import CaseListWish
from kiosk.contract.desk.session import DeskSession, StaffRole
from tests.backend.office.test_offices import FILE, take_in
from tests.backend.staff.four_eyes import REFUND, WANTED, Why
from tests.backend.staff_stage import StaffStage

SONGSHAN, NEIHU = "松山停車服務中心", "內湖停車服務中心"
EAST = "臺北東區停車服務中心"
RENAMED = FILE.replace(SONGSHAN, EAST).replace("Songshan Parking", "Taipei East Parking")


@pytest.fixture
def signed_in(office: StaffStage) -> DeskSession:
    """Return the session of somebody who serves in Songshan; somebody else serves in Neihu."""
    take_in(office.context.database, FILE)
    office.hire("chen.mh", StaffRole.CLERK, office=NEIHU)
    return office.sign_in(office.hire("lin.yl", StaffRole.CLERK, office=SONGSHAN))


def serves_at(office: StaffStage, name: str) -> str:
    return office.acting(office.sign_in(name)).office


def open_cases(office: StaffStage, acting: Acting) -> list[str]:
    return [one.number for one in cases.listed(office.context, acting, CaseListWish(whole_office=True)).cases]


@pytest.mark.each_database
def test_a_renamed_office_keeps_its_staff_with_their_cases_and_requests(
    office: StaffStage, signed_in: DeskSession
) -> None:
    before = office.acting(signed_in)
    case = office.case(before)
    approvals.ask(office.context, before, REFUND, WANTED, case=case, reason=Why.TWICE)
    assert take_in(office.context.database, RENAMED).staff == 1
    now = office.acting(signed_in)
    assert now.office == EAST
    assert open_cases(office, now) == [case]
    (request,) = approvals.listed(office.context, now).approvals
    assert (request.office, request.office_en) == (EAST, "Taipei East Parking Service Centre")
    standing = sessions.standing(office.context, office.desk, now)
    assert standing.office_en == "Taipei East Parking Service Centre"
    assert serves_at(office, "chen.mh") == NEIHU


@pytest.mark.each_database
def test_offices_that_take_each_others_names_do_not_take_each_others_staff(
    office: StaffStage, signed_in: DeskSession
) -> None:
    mine = office.case(office.acting(signed_in))
    swapped = FILE.replace(SONGSHAN, "-").replace(NEIHU, SONGSHAN).replace("-,", f"{NEIHU},", 1)
    assert take_in(office.context.database, swapped).staff == 2
    assert serves_at(office, "chen.mh") == SONGSHAN
    now = office.acting(signed_in)
    assert (now.office, open_cases(office, now)) == (NEIHU, [mine])


@pytest.mark.each_database
def test_staff_of_a_name_that_two_offices_had_stay_with_the_name(office: StaffStage, signed_in: DeskSession) -> None:
    take_in(office.context.database, FILE.replace(NEIHU, SONGSHAN))
    assert take_in(office.context.database, RENAMED.replace(NEIHU, SONGSHAN)).staff == 0
    assert office.acting(signed_in).office == SONGSHAN


@pytest.mark.each_database
def test_an_import_that_renames_nothing_moves_no_one(office: StaffStage, signed_in: DeskSession) -> None:
    assert take_in(office.context.database, FILE.replace("9600", "9601")).staff == 0
    assert office.acting(signed_in).office == SONGSHAN


@pytest.mark.each_database
def test_who_is_moved_signs_in_anew_and_leaves_the_open_cases_to_the_office(
    office: StaffStage, signed_in: DeskSession
) -> None:
    def move(name: str, to: str) -> int:
        return office.context.database.run(lambda c: accounts.move(c, name, to, office.clock.now()))

    case = office.case(office.acting(signed_in))
    assert move("lin.yl", NEIHU) == 1
    with pytest.raises(Refusal):
        office.acting(signed_in)
    office.clock.advance(60)
    now = office.acting(office.sign_in("lin.yl"))
    assert (now.office, open_cases(office, now)) == (NEIHU, [])
    assert move("lin.yl", NEIHU) == 0, "who is moved to where they are leaves nothing behind"
    assert move("chen.mh", SONGSHAN) == 0
    assert open_cases(office, office.acting(office.sign_in("chen.mh"))) == [case]
