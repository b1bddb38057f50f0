"""Cases at the desk: what a new one holds, who sees which, what proof counts, and how they end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from kiosk.backend.ground import drawn
from kiosk.backend.ground.problems import DeskRefusal, Refusal
from kiosk.backend.staff import cases, demands
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.statements import cases as statements
from kiosk.backend.staff.tables import audit
from kiosk.contract.desk.cases import (
    Case,
    CaseClosing,
    CaseListWish,
    CaseOpening,
    CaseOutcome,
    CaseState,
    CaseTopic,
    Proof,
    ProofSeen,
)
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.problems import ProblemKind
from tests.backend.staff_stage import OFFICE, StaffStage
from tests.clock import START

CLERK = StaffRole.CLERK


@pytest.fixture
def clerk(office: StaffStage) -> Acting:
    return office.at_work(CLERK)


@pytest.fixture
def far(office: StaffStage) -> Acting:
    """Return somebody who serves at another office."""
    return office.acting(office.sign_in(office.hire("far", CLERK, office="中山")))


def numbers(office: StaffStage, by: Acting, *, whole_office: bool) -> list[str]:
    return [one.number for one in cases.listed(office.context, by, CaseListWish(whole_office=whole_office)).cases]


def close(office: StaffStage, by: Acting, number: str) -> Case:
    return cases.close(office.context, by, CaseClosing(case=number, outcome=CaseOutcome.PUT_RIGHT))


def last_row(office: StaffStage) -> tuple[str, str | None, str | None, str, str | None]:
    """Return operation, subject, case, fields and reason of the audit's last row."""
    with office.context.database.read() as connection:
        row = connection.execute(select(audit).order_by(audit.c.number.desc()).limit(1)).one()
    return row.operation, row.subject, row.case_number, row.fields, row.reason


def test_a_case_holds_what_it_is_about_who_opened_it_where_and_when(office: StaffStage, clerk: Acting) -> None:
    office.clock.advance(60)
    case = cases.begin(office.context, clerk, CaseOpening(topic=CaseTopic.PAID_TWICE))
    assert case == Case(
        number=case.number,
        topic=CaseTopic.PAID_TWICE,
        state=CaseState.OPEN,
        opened_at=START + timedelta(minutes=1),
        opened_by=clerk.display_name,
        office=OFFICE,
    )


def test_a_cases_number_has_the_day_in_taipei_and_is_drawn_anew_where_it_is_taken(
    office: StaffStage, clerk: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn_ones = iter(["7ZK3", "7ZK3", "8ABC", "7ZK3"])
    monkeypatch.setattr(drawn, "letters", lambda *_: next(drawn_ones))
    assert [office.case(clerk), office.case(clerk)] == ["D2611237ZK3", "D2611238ABC"]
    office.clock.advance(14 * 3600)
    assert office.case(clerk) == "D2611247ZK3"


def test_a_clerk_sees_their_own_cases_or_all_of_the_office_and_none_that_is_closed(
    office: StaffStage, clerk: Acting, far: Acting
) -> None:
    colleague = office.at_work(CLERK, name="wu.mh")
    opened: dict[str, str] = {}
    for by in (colleague, clerk, far):
        opened[by.who] = office.case(by)
        office.clock.advance(1)
    close(office, clerk, office.case(clerk))
    assert numbers(office, clerk, whole_office=False) == [opened["lin.yl"]]
    assert numbers(office, clerk, whole_office=True) == [opened["wu.mh"], opened["lin.yl"]]
    assert numbers(office, far, whole_office=True) == [opened["far"]]


def test_fifty_cases_are_listed_and_of_more_it_is_said_that_there_are_more(office: StaffStage, clerk: Acting) -> None:
    def add(connection: Connection, first: int, count: int) -> None:
        for n in range(first, first + count):
            statements.add(
                connection,
                number=f"D261123{n:04}",
                topic="other",
                state="open",
                office=OFFICE,
                opened_by=clerk.staff_id,
                opened_at=START + timedelta(seconds=n),
            )

    office.context.database.run(lambda connection: add(connection, 0, 50))
    found = cases.listed(office.context, clerk, CaseListWish())
    assert (len(found.cases), found.more) == (50, False)
    office.context.database.run(lambda connection: add(connection, 50, 1))
    found = cases.listed(office.context, clerk, CaseListWish())
    assert (len(found.cases), found.cases[-1].number, found.more) == (50, "D2611230049", True)


def test_proof_that_was_seen_stands_in_the_case_for_a_day_and_in_the_audit_by_its_kind(
    office: StaffStage, clerk: Acting
) -> None:
    case = cases.begin(office.context, clerk, CaseOpening())
    seen = cases.record_proof(office.context, clerk, ProofSeen(case=case.number, proof=Proof.TAIPEI_PASS))
    assert seen == case.model_copy(update={"proofs": ("taipei-pass",)})
    assert last_row(office) == ("proof.record", case.number, case.number, "proof", "taipei-pass")

    def proofs() -> list[tuple[str, ...]]:
        with office.context.database.read() as connection:
            found = cases.find(connection, clerk, case.number, office.clock.now())
        assert found is not None
        (in_list,) = cases.listed(office.context, clerk, CaseListWish()).cases
        return [found.proofs, in_list.proofs]

    office.clock.advance(86_399)
    assert proofs() == 2 * [("taipei-pass",)]
    office.clock.advance(1)
    assert proofs() == [(), ()]


def test_a_case_ends_once_and_at_its_own_office(office: StaffStage, clerk: Acting, far: Acting) -> None:
    case = cases.begin(office.context, clerk, CaseOpening())
    with pytest.raises(Refusal) as refused:
        close(office, far, case.number)
    assert refused.value.kind is ProblemKind.NOT_FOUND
    office.clock.advance(1)
    ended = {"state": CaseState.CLOSED, "outcome": CaseOutcome.PUT_RIGHT, "closed_at": START + timedelta(seconds=1)}
    assert close(office, clerk, case.number) == case.model_copy(update=ended)
    assert last_row(office) == ("case.close", case.number, None, "case outcome", None)
    with pytest.raises(DeskRefusal) as again:
        close(office, clerk, case.number)
    assert again.value.kind is DeskProblem.CASE_NEEDED


def test_a_case_is_found_at_its_own_office_and_at_no_other(office: StaffStage, clerk: Acting, far: Acting) -> None:
    case = cases.begin(office.context, clerk, CaseOpening())
    with office.context.database.read() as connection:
        found = [cases.find(connection, by, case.number, START) for by in (clerk, far)]
    assert found == [case, None]


def test_a_proof_counts_as_seen_oneself_for_its_kind_in_its_case_and_for_a_day(
    office: StaffStage, clerk: Acting
) -> None:
    case, other = office.case(clerk), office.case(clerk)
    cases.record_proof(office.context, clerk, ProofSeen(case=case, proof=Proof.ID_AND_LICENCE))

    def seen(number: str | None = case, kind: Proof = Proof.ID_AND_LICENCE, by: str = clerk.staff_id or "") -> bool:
        with office.context.database.read() as connection:
            try:
                demands.proof_seen(connection, number, kind, by, office.clock.now())
            except DeskRefusal as refusal:
                return refusal.kind is not DeskProblem.PROOF_NEEDED
        return True

    assert seen()
    assert not seen(None)
    assert not seen(other)
    assert not seen(kind=Proof.TAIPEI_PASS)
    assert not seen(by="another")
    office.clock.advance(86_399)
    assert seen()
    office.clock.advance(1)
    assert not seen()


def test_without_a_case_there_is_no_proof_and_without_a_second_factor_none_is_fresh(office: StaffStage) -> None:
    with office.context.database.read() as connection, pytest.raises(DeskRefusal) as refused:
        demands.proof(connection, None, START)
    assert refused.value.kind is DeskProblem.PROOF_NEEDED
    with pytest.raises(DeskRefusal) as refused:
        demands.fresh_factor(Acting("lin.yl", staff_id="an id"), START)
    assert refused.value.kind is DeskProblem.FACTOR_NEEDED
