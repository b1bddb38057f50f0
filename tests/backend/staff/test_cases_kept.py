"""A case is kept for five years from its end, with the proof and the approvals in it; an open one as long as it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kiosk.backend.ground import retention
from kiosk.backend.staff import approvals, cases
from kiosk.backend.staff.tables import approvals as approvals_table
from kiosk.backend.staff.tables import case_proofs
from kiosk.backend.staff.tables import cases as cases_table
from kiosk.contract.desk.cases import CaseClosing, CaseOutcome, Proof, ProofSeen
from kiosk.contract.desk.session import StaffRole
from tests.backend.staff.four_eyes import REFUND, WANTED, Why
from tests.backend.staff_stage import StaffStage

SECOND = timedelta(seconds=1)


def kept(office: StaffStage) -> tuple[int, int, int]:
    """Return how many cases, proofs and approvals there are."""
    with office.context.database.read() as connection:
        counts = [
            connection.scalar(select(func.count()).select_from(table)) or 0
            for table in (cases_table, case_proofs, approvals_table)
        ]
    return counts[0], counts[1], counts[2]


@pytest.mark.each_database
def test_what_ended_five_years_ago_goes_with_all_that_hangs_on_it_and_what_is_open_stays(office: StaffStage) -> None:
    clerk = office.at_work(StaffRole.CLERK)
    ended, still_open = office.case(clerk), office.case(clerk)
    for case in (ended, still_open):
        cases.record_proof(office.context, clerk, ProofSeen(case=case, proof=Proof.ID_AND_LICENCE))
        approvals.ask(office.context, clerk, REFUND, WANTED, case=case, reason=Why.TWICE)
    office.clock.advance(approvals.HOLDS.total_seconds())
    cases.close(office.context, clerk, CaseClosing(case=ended, outcome=CaseOutcome.EXPLAINED))
    end = office.clock.now() + retention.CASES
    assert retention.PARTS["cases"](office.context.database, end) == 0
    assert kept(office) == (2, 2, 2)
    assert retention.PARTS["cases"](office.context.database, end + SECOND) == 1
    assert kept(office) == (1, 1, 1)
    assert retention.PARTS["cases"](office.context.database, end + SECOND) == 0
