"""What people say of themselves: no code arrives, somebody else has the car, the phone is lost."""

from __future__ import annotations

from kiosk.backend.demo.situations.payments import SONGSHAN, XINYI
from kiosk.backend.demo.situations.stage import Ids, Stage, car
from kiosk.backend.messages.port import Trouble
from kiosk.backend.owners import new_number_acts, new_numbers
from kiosk.backend.owners.statements import new_numbers as statements
from kiosk.backend.proof import codes
from kiosk.backend.staff import approvals, cases
from kiosk.backend.vehicles import bindings, claims
from kiosk.contract.desk.approvals import Reason
from kiosk.contract.desk.cases import CaseOpening, CaseTopic, Proof, ProofSeen
from kiosk.contract.desk.new_number import NumberEnd
from kiosk.contract.desk.new_number_wishes import NewNumberAsking
from kiosk.domain.mobile import Mobile

_HOLDER, _CLAIMANT, _LOST = "0955000310", "0955000184", "0972000678"
_WAITS, _SENIOR = "0972000412", 2
_NOT_BOUND = "BXK-2291"


def text_refused(stage: Stage, key: str) -> Ids:
    """我收不到驗證碼: one code was not delivered, two were refused, and no further one may go for a while."""
    mobile = Mobile.parse(key).digits
    stage.ago(minutes=26)
    kiosk = stage.terminal(SONGSHAN)
    stage.texts.receipt_code = "UNDELIV"
    flow = stage.begins_to_register(kiosk, mobile, "張志明", _NOT_BOUND)
    stage.texts.trouble = Trouble.REFUSED
    for minutes in (23, 18):
        stage.ago(minutes=minutes)
        codes.again(stage.context, kiosk, flow)
        stage.delivers(mobile)
    return {"mobile": key}


def claim_open(stage: Stage, key: str) -> Ids:
    """別人綁定了我的車: bound two months ago, claimed yesterday by somebody else; the office has not decided."""
    stage.ago(days=61)
    sides = [stage.owner(stage.terminal(SONGSHAN), _HOLDER, "李國強", key)]
    stage.ago(days=3)
    sides.append(stage.owner(stage.terminal(XINYI), _CLAIMANT, "黃怡君", key))
    holder = bindings.holder(stage.connection, car(key))
    # The owner who has lost it to the other one claims it the next time.
    claimant = next(owner for owner in reversed(sides) if owner != holder)
    now = stage.ago(days=1, hours=2)
    claim = claims.make(stage.connection, claimant, car(key), terminal_id=stage.terminal(XINYI), now=now)
    return {"plate": key, "claim": claim.number}


def lost_phone(stage: Stage, key: str) -> Ids:
    """手機掉了: an account with a vehicle, whose number somebody no longer has."""
    stage.ago(days=204)
    stage.owner(stage.terminal(XINYI), _LOST, "陳美玲", key)
    return {"plate": key}


def new_number(stage: Stage, key: str) -> Ids:
    """手機號碼在等生效: asked for and approved yesterday, not to be the account's before the day after tomorrow."""
    stage.ago(days=188)
    owner = stage.owner(stage.terminal(SONGSHAN), _WAITS, "周佩琪", key)
    now, context = stage.ago(hours=22), stage.context
    new_numbers.end_of_owner(stage.connection, context, owner, NumberEnd.REPLACED, now)
    clerk, senior = stage.colleague(), stage.colleague(_SENIOR)
    case = cases.begin(context, clerk, CaseOpening(topic=CaseTopic.NEW_NUMBER)).number
    for one in (clerk, senior):
        cases.record_proof(context, one, ProofSeen(case=case, proof=Proof.ID_AND_LICENCE))
    # Another one each time: a number is sent three links a day.
    mobile = f"0972{stage.chance.randbelow(10**6):06}"
    wish = NewNumberAsking(case=case, vehicle=car(key), mobile=mobile, reason=Reason.PAPERS_SEEN)
    asked = new_number_acts.ask(context, clerk, wish)
    row = statements.lock_open(stage.connection, owner)
    if row is None:
        raise LookupError(key)
    new_numbers.prove(stage.connection, row.id, now)
    known = {new_number_acts.OPERATION: new_number_acts.change(context)}
    approvals.decide(context, senior, known, asked.id, approve=True)
    approvals.execute(context, senior, known, asked.id)
    return {"plate": key, "case": case}
