"""A case with its history: what was done in it and by whom, only for its own office, and no one's name or number."""

from __future__ import annotations

from datetime import datetime

import pytest

from kiosk.backend.desk import cases as history
from kiosk.backend.desk import numbers, search, story, things
from kiosk.backend.ground.problems import DeskRefusal, Refusal
from kiosk.backend.staff import approvals, cases
from kiosk.backend.staff.acting import Acting
from kiosk.backend.support import records
from kiosk.backend.support.records import Failure
from kiosk.contract.desk.cases import CaseClosing, CaseOutcome, CaseSeen, CaseState, CaseWish, Proof, ProofSeen
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.search import DeskSearch
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.desk.story import PaymentWish
from kiosk.contract.desk.things import NumberWish, SupportWish, TicketWish, VehicleWish
from kiosk.contract.problems import ProblemKind
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from tests.backend.staff.four_eyes import ACTS, REFUND, WANTED, Why
from tests.backend.staff_stage import StaffStage


def see(office: StaffStage, acting: Acting, case: str) -> CaseSeen:
    return history.see(office.context, acting, CaseWish(number=case))


def test_what_was_looked_at_and_done_is_reported_in_order_with_who_and_about_what(office: StaffStage) -> None:
    stage = office.payments
    payment = stage.create(stage.ticket(1))
    clerk = office.at_work(StaffRole.CLERK)
    senior = office.at_work(StaffRole.SENIOR, name="chen")
    case, other = office.case(clerk), office.case(clerk)
    context = office.context
    search.search(context, clerk, DeskSearch(text="BKZ-5937", case=case))
    car = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)
    things.see_vehicle(context, clerk, VehicleWish(vehicle=car, case=case), None)
    numbers.see(context, clerk, NumberWish(mobile="0912345678", case=case))
    office.clock.advance(60)
    story.see(context, senior, PaymentWish(id=payment.id, case=case))
    story.see(context, senior, PaymentWish(id=payment.id, case=other))
    cases.record_proof(context, clerk, ProofSeen(case=case, proof=Proof.ID_AND_LICENCE))
    approvals.ask(context, clerk, REFUND, WANTED, case=case, reason=Why.TWICE)
    seen = see(office, senior, case)
    assert [(one.operation, one.who, one.about) for one in seen.deeds] == [
        ("search", "林lin.yl玲", None),
        ("vehicle.see", "林lin.yl玲", "BKZ-5937"),
        ("number.see", "林lin.yl玲", None),
        ("payment.see", "林chen玲", payment.number),
    ]
    assert [(one.proof, one.who) for one in seen.proofs] == [("id-and-licence", "林lin.yl玲")]
    assert [(one.operation, one.state, one.asked_by, one.decided_by) for one in seen.requests] == [
        (REFUND.operation, "asked", "林lin.yl玲", None)
    ]
    assert "0912345678" not in seen.model_dump_json()
    assert (seen.closed_by, seen.more_deeds, seen.case.state) == (None, False, CaseState.OPEN)


def test_who_closed_it_and_how_is_reported_and_a_request_that_no_one_decided_has_expired(office: StaffStage) -> None:
    clerk = office.at_work(StaffRole.CLERK)
    case = office.case(clerk)
    approvals.ask(office.context, clerk, REFUND, WANTED, case=case, reason=Why.TWICE)
    office.clock.advance(2 * 86_400)
    clerk = office.acting(office.sign_in("lin.yl"))
    cases.close(office.context, clerk, CaseClosing(case=case, outcome=CaseOutcome.PUT_RIGHT))
    seen = see(office, clerk, case)
    assert (seen.case.outcome, seen.closed_by) == (CaseOutcome.PUT_RIGHT, "林lin.yl玲")
    assert [one.state for one in seen.requests] == ["expired"]


def test_of_a_long_case_the_newest_hundred_are_reported_oldest_first(office: StaffStage) -> None:
    clerk = office.at_work(StaffRole.CLERK)
    case = office.case(clerk)
    for number in range(history.MOST + 1):
        search.search(office.context, clerk, DeskSearch(text=f"BKZ-{number:04}", case=case))
        office.clock.advance(1)
    seen = see(office, clerk, case)
    assert (len(seen.deeds), seen.more_deeds) == (history.MOST, True)
    assert [one.at for one in seen.deeds] == sorted(one.at for one in seen.deeds)
    assert (office.clock.now() - seen.deeds[-1].at).total_seconds() == 1


def test_another_offices_case_is_not_there_and_who_has_no_cases_is_refused(office: StaffStage) -> None:
    clerk = office.at_work(StaffRole.CLERK)
    case = office.case(clerk)
    far = office.acting(office.sign_in(office.hire("chen", StaffRole.CLERK, office="中山")))
    with pytest.raises(Refusal) as refused:
        see(office, far, case)
    assert refused.value.kind is ProblemKind.NOT_FOUND
    auditor = office.at_work(StaffRole.AUDITOR, name="wu")
    with pytest.raises(DeskRefusal) as forbidden:
        see(office, auditor, case)
    assert forbidden.value.kind is DeskProblem.NOT_PERMITTED
    see(office, clerk, case)
    assert [row[1:] for row in office.rows() if row[1] == "case.see"] == [
        ("case.see", "refused:not-found"), ("case.see", "refused:not-permitted"), ("case.see", "done"),
    ]  # fmt: skip


def test_of_a_case_as_long_as_the_list_nothing_is_left_out(office: StaffStage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert history.MOST == 100
    monkeypatch.setattr(history, "MOST", 2)
    clerk = office.at_work(StaffRole.CLERK)
    case, moments = office.case(clerk), list[datetime]()
    for more in (False, False, True):
        office.clock.advance(1)
        moments.append(office.clock.now())
        search.search(office.context, clerk, DeskSearch(text="BKZ-5937", case=case))
        seen = see(office, clerk, case)
        assert ([one.at for one in seen.deeds], seen.more_deeds) == (moments[-2:], more)


def test_a_request_has_expired_from_the_moment_on_at_which_its_day_is_over(office: StaffStage) -> None:
    clerk = office.at_work(StaffRole.CLERK)
    case, asked_at = office.case(clerk), office.clock.now()
    approvals.ask(office.context, clerk, REFUND, WANTED, case=case, reason=Why.TWICE)
    proof = ProofSeen(case=case, proof=Proof.ID_AND_LICENCE)
    cases.record_proof(office.context, clerk, proof)
    office.clock.advance(86_399)
    clerk = office.acting(office.sign_in("lin.yl"))
    seen = see(office, clerk, case)
    assert [(one.state, one.asked_at) for one in seen.requests] == [("asked", asked_at)]
    office.clock.advance(1)
    seen = see(office, clerk, case)
    assert [(one.state, one.asked_at) for one in seen.requests] == [("expired", asked_at)]
    assert [one.at for one in seen.proofs] == [asked_at]
    assert (seen.new_numbers, seen.as_of) == ((), office.clock.now())


@pytest.mark.parametrize(
    ("approve", "at_first", "at_last"), [(False, "refused", "refused"), (True, "approved", "expired")]
)
def test_what_was_refused_stays_refused_and_what_was_approved_and_not_done_expires(
    office: StaffStage, approve: bool, at_first: str, at_last: str
) -> None:
    clerk, senior = office.at_work(StaffRole.CLERK), office.at_work(StaffRole.SENIOR, name="wu.mh")
    case = office.case(clerk)
    asked = approvals.ask(office.context, clerk, REFUND, WANTED, case=case, reason=Why.TWICE)
    approvals.decide(office.context, senior, ACTS, asked.id, approve=approve)
    assert [(one.state, one.decided_by) for one in see(office, clerk, case).requests] == [(at_first, "林wu.mh玲")]
    office.clock.advance(86_400)
    clerk = office.acting(office.sign_in("lin.yl"))
    assert [one.state for one in see(office, clerk, case).requests] == [at_last]


def test_a_ticket_and_a_support_code_that_were_seen_in_a_case_stand_there_by_their_numbers(office: StaffStage) -> None:
    clerk = office.at_work(StaffRole.CLERK)
    case, number = office.case(clerk), office.payments.ticket()
    failure = Failure("S-7ZK3M0W", office.clock.now(), None, "POST /v1/payments", "busy")
    office.context.database.run(lambda connection: records.keep(connection, [failure]))
    things.see_ticket(office.context, clerk, TicketWish(number=number, case=case))
    things.see_support_code(office.context, clerk, SupportWish(code="s7zk3mow", case=case))
    assert [(one.operation, one.about) for one in see(office, clerk, case).deeds] == [
        ("ticket.see", number), ("support.see", "S-7ZK3M0W"),
    ]  # fmt: skip


def test_a_history_has_what_is_done_in_cases_and_what_is_seen_for_one_but_no_proof_or_request() -> None:
    seen = {"search", "vehicle.see", "ticket.see", "payment.see", "number.see", "support.see", "claim.see"}
    shown = set(history.IN_HISTORY)
    assert seen | {"payment.ask", "terminal.hour", "person.reveal", "claim.undo", "number.change"} <= shown
    assert not shown & {"approval.ask", "approval.approve", "proof.record", "case.see", "case.open", "terminal.list"}
