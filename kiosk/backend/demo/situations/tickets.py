"""What people say of tickets: the amount is wrong, and what came of an objection."""

from __future__ import annotations

from datetime import time

from kiosk.backend.demo.situations.stage import Ids, Stage
from kiosk.backend.registers import dunning, objections
from kiosk.backend.staff import cases
from kiosk.contract.desk.cases import CaseClosing, CaseOpening, CaseOutcome, CaseTopic
from kiosk.contract.desk.objections import ObjectionOpening, ObjectionReason
from kiosk.domain.dates import taipei_date


def disputed(stage: Stage, key: str) -> Ids:
    """金額不對: a ticket by the hour of yesterday, and one of a month ago that has become a notice with a surcharge."""
    stage.ago(hours=1)
    stage.ticket(key, 34, time(8, 50), 70)
    ticket = stage.ticket(key, 1, time(9, 0), 149)
    dunning.advance(stage.connection, taipei_date(stage.clock.present))
    return {"plate": key, "ticket": ticket}


def objected(stage: Stage, key: str) -> Ids:
    """我申訴過一張停車單: written down yesterday by a colleague; undecided.

    Without the person's words: a demo that runs has another key than the command that prepares this.
    """
    stage.ago(days=1, hours=3)
    ticket = stage.ticket(key, 4, time(10, 15), 95)
    colleague = stage.colleague()
    case = cases.begin(stage.context, colleague, CaseOpening(topic=CaseTopic.WRONG_TICKET)).number
    wish = ObjectionOpening(ticket=ticket, reason=ObjectionReason.WRONG_TIME, case=case)
    objections.begin(stage.context, colleague, wish)
    stage.clock.passes(900)
    cases.close(stage.context, colleague, CaseClosing(case=case, outcome=CaseOutcome.PASSED_ON))
    return {"plate": key, "ticket": ticket, "case": case}
