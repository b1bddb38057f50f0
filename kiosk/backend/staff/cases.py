"""Cases (案件): a number that the person can take home, for every piece of work at the desk."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.ground import drawn
from kiosk.backend.ground.problems import DeskRefusal, Refusal
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Arguments, perform
from kiosk.backend.staff.statements import cases
from kiosk.contract.desk.cases import Case, CaseClosing, CaseList, CaseListWish, CaseOpening
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.problems import ProblemKind
from kiosk.domain.dates import taipei

MOST = 50
_LETTERS = 4
"""After the day: a million cases a day."""


def begin(context: Context, acting: Acting, wish: CaseOpening) -> Case:
    """Open a case at the office of whoever acts."""
    now = context.clock.now()

    def draw(connection: Connection) -> str | None:
        number = f"D{taipei(now):%y%m%d}{drawn.letters(secrets, _LETTERS)}"
        kept = cases.add(
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
        return _case(cases.find(connection, number, acting.office))

    return perform(context, acting, "case.open", Arguments(), work)


def listed(context: Context, acting: Acting, wish: CaseListWish) -> CaseList:
    """Return one's own cases that are not closed, or all of the office."""

    def work(connection: Connection) -> CaseList:
        whose = None if wish.whole_office else acting.staff_id
        found = cases.open_ones(connection, acting.office, whose, MOST + 1)
        return CaseList(cases=tuple(_case(row) for row in found[:MOST]), more=len(found) > MOST)

    return perform(context, acting, "case.list", Arguments(), work)


def close(context: Context, acting: Acting, wish: CaseClosing) -> Case:
    """End a case; raise `Refusal`: `NOT_FOUND`, `CASE_NEEDED` if it has ended."""

    def work(connection: Connection) -> Case:
        state = cases.lock_state(connection, wish.case, acting.office)
        if state is None:
            raise Refusal(ProblemKind.NOT_FOUND)
        if state == "closed":
            raise DeskRefusal(DeskProblem.CASE_NEEDED)
        cases.close(connection, wish.case, wish.outcome.value, context.clock.now())
        return _case(cases.find(connection, wish.case, acting.office))

    return perform(context, acting, "case.close", Arguments(wish.case), work)


def _case(row: Any) -> Case:
    return Case.model_validate(row, from_attributes=True)
