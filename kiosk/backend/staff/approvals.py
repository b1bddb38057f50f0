"""Four eyes (覆核): the person who asks for something never decides on it, and what is approved is done once.

A request is `asked`, then `approved` or `refused` by somebody else, then `executed`; after a day it is `expired`. Each
edge is one conditional UPDATE in the transaction of its row in the audit, and being done is one in the transaction of
what is done: of any number who try at once, one does it, and where that fails the approval holds on until its day ends,
or until somebody who decides has turned it down after all.

For an operation that takes two people:

    class RefundArguments(Request): ...             ids and figures, nothing of a person: they are kept as they are
    act = Act("payment.refund", RefundArguments, subject=…, work=…)     `work` is done in a transaction that is open
    ask(context, acting, act, arguments, case=…, reason=…) -> Approval  permission `asks` of the operation
    decide(context, acting, acts, id, approve=True) -> Approval         permission `decides`; then, if it was approved:
    execute(context, acting, acts, id) -> Approval                      by who asked or who decided
    without_approval(context, acting, act, arguments, case=…)           where one person may: permission `permission`

The operation's line in `kiosk.backend.staff.operations` says who may what, and whether a case, proof and a fresh second
factor are needed (`payment.refund` is there). Its act is listed in `kiosk.backend.desk.acts`, from where the routes of
`decide` and `execute` have it. Everything here raises `DeskRefusal` with what is missing, `APPROVAL_OVER` with the
state for what was decided before, has expired or was changed behind its seal, and `Refusal` (`NOT_FOUND`).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.ground.problems import DeskRefusal, Refusal
from kiosk.backend.staff import demands
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.operations import OPERATIONS
from kiosk.backend.staff.perform import Arguments, perform
from kiosk.backend.staff.statements import approvals
from kiosk.backend.store.locks import Lock, hold_lock
from kiosk.contract.desk.approvals import Approval, ApprovalList, ApprovalState
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.problems import ProblemKind

HOLDS = timedelta(days=1)
"""From asking to being done."""
MOST = 50

_WAITING = (ApprovalState.ASKED, ApprovalState.APPROVED)

A = TypeVar("A", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Deed(Generic[A]):
    """Something that is to be done, once it may be."""

    arguments: A
    case: str
    reason: str
    asked_by: str
    """A staff id, as the next."""
    decided_by: str | None
    """None for one who does it without approval: raise `DeskRefusal` (`APPROVAL_NEEDED`) where that is not enough."""
    now: datetime


def _anybody(_connection: Connection, _acting: Acting, _deed: Deed[Any]) -> None:
    """Let anyone with the permission decide."""


@dataclass(frozen=True, slots=True)
class Act(Generic[A]):
    """An operation that can be asked for, and how it is done."""

    operation: str
    """A key of `OPERATIONS`."""
    arguments: type[A]
    """A frozen model: what is kept is read by it again before it is done."""
    subject: Callable[[A], str]
    """What the audit has it under: an id of at most 64 characters that leads to no one."""
    work: Callable[[Connection, Deed[A]], object]
    """Done in a write transaction that may be begun anew, with no effect outside; `after_commit` is for those."""
    may_decide: Callable[[Connection, Acting, Deed[A]], None] = _anybody
    """Raises `DeskRefusal` (`NOT_PERMITTED`) for somebody who has the permission, and for whom it is too much; and
    whatever says that it cannot be done any more: it is turned down then, not approved."""
    excludes: frozenset[str] = frozenset()
    """Operations of which no request with the same arguments may wait when this is asked for: once one of them is
    done, none of the others can be."""


Acts = Mapping[str, Act[Any]]
"""By operation."""


def ask(context: Context, acting: Acting, act: Act[A], arguments: A, *, case: str, reason: StrEnum) -> Approval:
    """Ask that something be done; somebody else decides. Raise `DeskRefusal`."""
    what = OPERATIONS[act.operation]
    if what.asks is None or what.decides is None or acting.staff_id is None:
        raise ValueError(f"no one decides on {act.operation}, or a shell asks, which needs no one")
    asks, by, subject = what.asks, acting.staff_id, act.subject(arguments)

    def work(connection: Connection) -> Approval:
        now, id = context.clock.now(), secrets.token_hex(16)
        if what.proof:
            demands.proof(connection, case, now)
        if what.fresh_factor:
            demands.fresh_factor(acting, now)
        kept = arguments.model_dump_json()
        if act.excludes:
            # Of two who ask at once, each would find no request yet.
            hold_lock(connection, Lock.ASKING)
        if approvals.waits(connection, act.excludes, subject, kept, now):
            raise DeskRefusal(DeskProblem.REQUEST_WAITS)
        columns = {
            "id": id,
            "operation": act.operation,
            "subject": subject,
            "arguments": kept,
            "case_number": case,
            "reason": reason.value,
            "asked_by": by,
        }
        seal = _seal(context, columns)
        approvals.add(connection, **columns, seal=seal, office=acting.office, asked_at=now, expires_at=now + HOLDS)
        return _seen(approvals.find(connection, id), acting, now)

    wanted = Arguments(subject, case, reason=reason.value, permission=asks)
    return perform(context, acting, "approval.ask", wanted, work)


def decide(context: Context, acting: Acting, acts: Acts, id: str, *, approve: bool) -> Approval:
    """Decide on what somebody else has asked for; it is not done by that. Raise `Refusal`, `DeskRefusal`."""
    found = _found(context, acting, id)
    act, by = acts[found.operation], acting.staff_id
    if by is None:
        raise ValueError("a shell decides on nothing: it does it")

    def work(connection: Connection) -> Approval:
        now = context.clock.now()
        row = approvals.find(connection, id)
        if found.asked_by == acting.staff_id:
            raise DeskRefusal(DeskProblem.OWN_REQUEST)
        demands.fresh_factor(acting, now)
        if approve:
            act.may_decide(connection, acting, _deed(context, act, row, now))
        state = ApprovalState.APPROVED if approve else ApprovalState.REFUSED
        if not approvals.decide(connection, id, state, by, now):
            raise _over(approvals.find(connection, id), now)
        return _seen(approvals.find(connection, id), acting, now)

    name = "approval.approve" if approve else "approval.refuse"
    decides = OPERATIONS[found.operation].decides
    wanted = Arguments(found.subject, found.case_number, reason=found.reason, permission=decides)
    return perform(context, acting, name, wanted, work)


def execute(context: Context, acting: Acting, acts: Acts, id: str) -> Approval:
    """Have done what was approved, once; raise `Refusal`, `DeskRefusal`, and whatever doing it raises."""
    found = _found(context, acting, id)
    act = acts[found.operation]

    def work(connection: Connection) -> Approval:
        now = context.clock.now()
        row = approvals.find(connection, id)
        act.work(connection, _deed(context, act, row, now))
        return _seen(row, acting, now)

    arguments = Arguments(found.subject, found.case_number, reason=found.reason, approval=id)
    try:
        return perform(context, acting, found.operation, arguments, work)
    except DeskRefusal as refusal:
        with context.database.read() as connection:
            row, now = approvals.find(connection, id), context.clock.now()
        if refusal.kind is DeskProblem.APPROVAL_NEEDED and _state(row, now) not in _WAITING:
            raise _over(row, now) from refusal
        raise


def without_approval(context: Context, acting: Acting, act: Act[A], arguments: A, *, case: str) -> None:
    """Do something that one person may do; raise `DeskRefusal`, and whatever doing it raises."""

    def work(connection: Connection) -> None:
        deed = Deed(arguments, case, "", acting.staff_id or "", None, context.clock.now())
        act.work(connection, deed)

    perform(context, acting, act.operation, Arguments(act.subject(arguments), case), work)


def see(context: Context, acting: Acting, id: str) -> Approval:
    """Return a request of one's own, or of an operation that one decides on; raise `Refusal`, `DeskRefusal`."""
    found = _found(context, acting, id)
    own = found.asked_by == acting.staff_id
    wanted = Arguments(found.subject, permission=None if own else OPERATIONS[found.operation].decides)

    def work(connection: Connection) -> Approval:
        return _seen(approvals.find(connection, id), acting, context.clock.now())

    return perform(context, acting, "approval.see", wanted, work)


def listed(context: Context, acting: Acting) -> ApprovalList:
    """Return the requests that wait, of one's own or of operations that one decides on."""
    decides = [name for name, one in OPERATIONS.items() if one.decides is not None and acting.may(one.decides)]

    def work(connection: Connection) -> ApprovalList:
        now = context.clock.now()
        rows = approvals.open_ones(connection, acting.staff_id or "", acting.office, decides, now, MOST + 1)
        return ApprovalList(
            approvals=tuple(_seen(row, acting, now) for row in rows[:MOST]),
            more=len(rows) > MOST,
        )

    return perform(context, acting, "approval.list", Arguments(), work)


def asked_since(connection: Connection, staff_id: str, operation: str, since: datetime) -> int:
    """Return how often somebody has asked for something since a moment."""
    return approvals.count_asked(connection, staff_id, operation, since)


def expire(connection: Connection, now: datetime) -> int:
    """End the requests whose day is over; return how many. They hold no longer, whether or not this has run."""
    return approvals.expire(connection, now)


def _found(context: Context, acting: Acting, id: str) -> Any:
    """Return a request as it was kept; what is never changed of it may be relied on. Raise `Refusal`: `NOT_FOUND`."""
    with context.database.read() as connection:
        row = approvals.find(connection, id)
    if row is None:
        perform(context, acting, "approval.see", Arguments(), _missing)
    return row


def _missing(_connection: Connection) -> None:
    raise Refusal(ProblemKind.NOT_FOUND)


def _deed(context: Context, act: Act[A], row: Any, now: datetime) -> Deed[A]:
    """Return what was asked for; raise `DeskRefusal` if the row was changed, or if this version cannot read it."""
    kept = {name: getattr(row, name) for name in _SEALED}
    if not hmac.compare_digest(row.seal, _seal(context, kept)):
        raise DeskRefusal(DeskProblem.APPROVAL_OVER, state="changed")
    try:
        arguments = act.arguments.model_validate_json(row.arguments)
    except ValidationError:
        raise DeskRefusal(DeskProblem.APPROVAL_OVER, state="changed") from None
    return Deed(arguments, row.case_number, row.reason, row.asked_by, row.decided_by, now)


_SEALED = ("id", "operation", "subject", "arguments", "case_number", "reason", "asked_by")


def _seal(context: Context, columns: Mapping[str, Any]) -> str:
    """Return what only this service can write under a request."""
    text = json.dumps([columns[name] for name in _SEALED])
    return hmac.new(context.terms.code_key, b"approval " + text.encode(), hashlib.sha256).hexdigest()


def _over(row: Any, now: datetime) -> DeskRefusal:
    return DeskRefusal(DeskProblem.APPROVAL_OVER, state=_state(row, now).value)


def _state(row: Any, now: datetime) -> ApprovalState:
    state = ApprovalState(row.state)
    return ApprovalState.EXPIRED if state in _WAITING and row.expires_at <= now else state


def _seen(row: Any, acting: Acting, now: datetime) -> Approval:
    return Approval(
        id=row.id,
        operation=row.operation,
        arguments=json.loads(row.arguments),
        case=row.case_number,
        office=row.office,
        office_en=row.office_en,
        reason=row.reason,
        state=_state(row, now),
        asked_by=row.asker,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        decided_by=row.decider,
        decided_at=row.decided_at,
        executed_at=row.executed_at,
        own=row.asked_by == acting.staff_id,
    )
