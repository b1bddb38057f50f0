"""Letting a number have codes again, whose owner has come to the counter."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.ground.problems import DeskRefusal, Refusal
from kiosk.backend.messages import owner_log
from kiosk.backend.owners import owners
from kiosk.backend.owners.statements import accounts
from kiosk.backend.proof import code_limits
from kiosk.backend.proof.statements import counts
from kiosk.backend.staff import approvals, subjects
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.approvals import Act, Deed
from kiosk.backend.staff.perform import Arguments, Office, perform
from kiosk.backend.staff.statements import audit
from kiosk.contract.desk.approvals import Approval
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.readmission import ReadmitArguments, ReadmitAsking, ReadmitWish
from kiosk.contract.desk.session import Permission
from kiosk.contract.problems import ProblemKind
from kiosk.domain.mobile import Mobile

OPERATION = "owner.readmit"
MOST, WITHIN = 3, timedelta(days=30)
"""So often is a number let by one person; who guesses codes would else only have to come back."""


def readmit(office: Office, acting: Acting, mobile: str) -> bool:
    """Forget a number's wrong codes, its owner having come to the counter; return whether there were any.

    What was sent is not forgotten: messages cost, and the counter proves identity, not that ten messages are needed.
    The audit names the account that has the number, and nothing where none has it. Raise what `perform` raises.
    """
    with office.database.read() as connection:
        owner_id = owners.id_of(connection, mobile)
    arguments = Arguments(owner_id)
    return perform(office, acting, OPERATION, arguments, lambda c: _readmit(c, mobile, office.clock.now()))


def without_approval(context: Context, acting: Acting, wish: ReadmitWish) -> None:
    """Do so at the desk; raise `DeskRefusal`, `APPROVAL_NEEDED` for a number that was let often of late."""
    names = _names(context, wish.mobile)

    def work(connection: Connection) -> None:
        now = context.clock.now()
        # Held before it is counted: of two at once, the second one counts the first.
        code_limits.hold_number(connection, wish.mobile)
        if audit.count_about(connection, names, OPERATION, now - WITHIN) >= MOST:
            raise DeskRefusal(DeskProblem.APPROVAL_NEEDED)
        _readmit(connection, wish.mobile, now)

    perform(context, acting, OPERATION, Arguments(names[0], wish.case), work)


def ask(context: Context, acting: Acting, wish: ReadmitAsking) -> Approval:
    """Ask that somebody else decide on it; raise `DeskRefusal`, `Refusal` (`NOT_FOUND`) where no account has it."""
    with context.database.read() as connection:
        owner_id = owners.id_of(connection, wish.mobile)
    if owner_id is None:
        tried = Arguments(_names(context, wish.mobile)[0], wish.case, permission=Permission.READMIT)
        perform(context, acting, "approval.ask", tried, _missing)
        raise Refusal(ProblemKind.NOT_FOUND)
    wanted = ReadmitArguments(owner=owner_id, shown=Mobile(wish.mobile).masked)
    return approvals.ask(context, acting, AGAIN, wanted, case=wish.case, reason=wish.reason)


def _missing(_: Connection) -> None:
    raise Refusal(ProblemKind.NOT_FOUND)


def _names(context: Context, mobile: str) -> list[str]:
    """Return what the audit calls a number: the account that has it first, where one has."""
    with context.database.read() as connection:
        owner_id = owners.id_of(connection, mobile)
    name = subjects.of_text(context, mobile)
    return [name] if owner_id is None else [owner_id, name]


def _again(connection: Connection, deed: Deed[ReadmitArguments]) -> None:
    mobile, _ = accounts.mobile_since(connection, deed.arguments.owner)
    if mobile is None or Mobile(mobile).masked != deed.arguments.shown:
        raise DeskRefusal(DeskProblem.APPROVAL_OVER, state="changed")
    _readmit(connection, mobile, deed.now)


def _owner(wanted: ReadmitArguments) -> str:
    return wanted.owner


AGAIN = Act(OPERATION, ReadmitArguments, _owner, _again)


def _readmit(connection: Connection, mobile: str, now: datetime) -> bool:
    code_limits.hold_number(connection, mobile)
    forgotten = counts.forget_wrong(connection, mobile)
    counts.end_pauses(connection, mobile)
    owner_id = owners.id_of(connection, mobile)
    if forgotten and owner_id is not None:
        owner_log.tell(connection, owner_id, "readmitted", now)
    return bool(forgotten)
