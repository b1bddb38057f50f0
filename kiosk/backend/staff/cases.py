"""Cases (案件): a number that the person can take home, for every piece of work at the desk."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.ground import drawn
from kiosk.backend.ground.problems import DeskRefusal, Refusal
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.demands import PROOF_COUNTS
from kiosk.backend.staff.perform import Arguments, perform
from kiosk.backend.staff.statements import approvals
from kiosk.backend.staff.statements import cases as statements
from kiosk.contract.desk.cases import Case, CaseClosing, CaseList, CaseListWish, CaseOpening, ProofSeen
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.problems import ProblemKind
from kiosk.domain.dates import taipei

MOST = 50
_LETTERS = 4
"""After the day: a million cases a day."""


def begin(context: Context, acting: Acting, wish: CaseOpening) -> Case:
    """Open a case at the office of the clerk who acts."""
    now = context.clock.now()

    def draw(connection: Connection) -> str | None:
        number = f"D{taipei(now):%y%m%d}{drawn.letters(secrets, _LETTERS)}"
        kept = statements.add(
            connection,
            number=number,
            topic=wish.topic.value,
            state="open",
            office=acting.office,
            opened_by=acting.staff_id,
            opened_at=now,
        )
        return number if kept else None

    def work(connection: Connection) -> Case:
        number = drawn.kept(lambda: draw(connection))
        return _whole(connection, number, acting.office, now)

    return perform(context, acting, "case.open", Arguments(), work)


def listed(context: Context, acting: Acting, wish: CaseListWish) -> CaseList:
    """Return one's own cases that are not closed, or all of the office."""

    def work(connection: Connection) -> CaseList:
        whose = None if wish.whole_office else acting.staff_id
        found = statements.open_ones(connection, acting.office, whose, MOST + 1)
        since = context.clock.now() - PROOF_COUNTS
        proofs = statements.proofs(connection, [row.number for row in found], since)
        return CaseList(cases=tuple(_case(row, proofs[row.number]) for row in found[:MOST]), more=len(found) > MOST)

    return perform(context, acting, "case.list", Arguments(), work)


def record_proof(context: Context, acting: Acting, wish: ProofSeen) -> Case:
    """Write down in a case what proof of the person was seen; return the case."""

    def work(connection: Connection) -> Case:
        now = context.clock.now()
        statements.add_proof(connection, wish.case, wish.proof.value, acting.staff_id or "", now)
        return _whole(connection, wish.case, acting.office, now)

    return perform(context, acting, "proof.record", Arguments(wish.case, wish.case, reason=wish.proof.value), work)


def close(context: Context, acting: Acting, wish: CaseClosing) -> Case:
    """End a case; raise `Refusal`: `NOT_FOUND`, `CASE_NEEDED` if it has ended, `REQUEST_WAITS` while one of it does.

    A request is decided on, and done, in its own open case: in one that had ended, no one could even turn it down.
    """

    def work(connection: Connection) -> Case:
        now = context.clock.now()
        state = statements.lock_state(connection, wish.case, acting.office)
        if state is None:
            raise Refusal(ProblemKind.NOT_FOUND)
        if state == "closed":
            raise DeskRefusal(DeskProblem.CASE_NEEDED)
        if approvals.waits_in(connection, wish.case, now):
            raise DeskRefusal(DeskProblem.REQUEST_WAITS, state="case")
        statements.close(connection, wish.case, wish.outcome.value, now)
        return _whole(connection, wish.case, acting.office, now)

    return perform(context, acting, "case.close", Arguments(wish.case), work)


def find(connection: Connection, acting: Acting, number: str, now: datetime) -> Case | None:
    """Return a case of the office of the clerk who acts; None if there is none."""
    row = statements.find(connection, number, acting.office)
    return None if row is None else _whole(connection, number, acting.office, now)


def _whole(connection: Connection, number: str, office: str, now: datetime) -> Case:
    row = statements.find(connection, number, office)
    return _case(row, statements.proofs(connection, [number], now - PROOF_COUNTS)[number])


def _case(row: Any, proofs: tuple[str, ...]) -> Case:
    return Case.model_validate(row, from_attributes=True).model_copy(update={"proofs": proofs})
