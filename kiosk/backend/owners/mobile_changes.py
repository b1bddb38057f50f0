"""Another mobile number: verified by a one-time code to the new one, announced to the old one."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.mail import MailKind
from kiosk.backend.domain.text_message import TextKind
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.messages import owner_log, owner_texts, texts
from kiosk.backend.owners import new_numbers, notices, owners, sessions
from kiosk.backend.owners.sessions import Session
from kiosk.backend.owners.statements import accounts
from kiosk.backend.proof import codes
from kiosk.backend.proof.codes import Flow
from kiosk.backend.proof.outcomes import settled
from kiosk.backend.proof.statements import flows
from kiosk.contract.codes import CodeSent
from kiosk.contract.desk.new_number import NumberEnd
from kiosk.contract.owners import MobileChangeRequest, Owner, OwnerEventKind
from kiosk.contract.problems import ProblemKind
from kiosk.domain.dates import taipei
from kiosk.domain.mobile import Mobile
from kiosk.domain.one_time_code import CodePurpose

_NOTICE_FOR = timedelta(days=2)


def begin(context: Context, session: Session, request: MobileChangeRequest, language: str | None = None) -> CodeSent:
    """Send a code to the new number; raise what `codes.begin` raises."""
    return context.database.run(
        lambda connection: codes.begin(
            connection,
            context,
            purpose=CodePurpose.CHANGE_MOBILE,
            terminal_id=session.terminal_id,
            mobile=request.mobile,
            owner_id=session.owner_id,
            language=language,
            now=context.clock.now(),
        )
    )


def finish(context: Context, session: Session, flow_id: str, typed: str) -> Owner:
    """Let the proved number be the owner's, and end every other session.

    Raise `Refusal`: what `codes.spend` returns, and `NUMBER_TAKEN` if another owner has the number.
    """

    def work(connection: Connection) -> Owner | Refusal:
        now = context.clock.now()
        if flows.owner_of(connection, flow_id) != session.owner_id:
            # Begun by an owner who was here before.
            return Refusal(ProblemKind.NOT_FOUND)
        flow = codes.spend(
            connection,
            context,
            flow_id=flow_id,
            purpose=CodePurpose.CHANGE_MOBILE,
            terminal_id=session.terminal_id,
            typed=typed,
            now=now,
        )
        return flow if isinstance(flow, Refusal) else _change(connection, context, session, flow, now)

    return settled(context, work)


def _change(connection: Connection, context: Context, session: Session, flow: Flow, now: datetime) -> Owner | Refusal:
    owner = owners.load(connection, session.owner_id, hold=True)
    holder = owners.id_of(connection, flow.mobile)
    if holder not in (None, owner.id):
        return Refusal(ProblemKind.NUMBER_TAKEN)
    if holder is None:
        accounts.change(connection, owner.id, mobile=flow.mobile, changed_at=now)
        sessions.end_all(connection, owner.id, now, but=session)
        # A reset that was begun by a code to the old number must not set a password any more.
        flows.end_of_number(connection, owner.mobile, now)
        # An owner with the password does not need the counter's change, or has not asked for it.
        new_numbers.end_of_owner(connection, context, owner.id, NumberEnd.CHANGED, now)
        owner_log.note(connection, owner.id, OwnerEventKind.MOBILE_CHANGED, now, terminal_id=session.terminal_id)
        owner_log.tell(connection, owner.id, "mobile-changed", now, {"mobile": Mobile(flow.mobile).masked})
        phone = notices.phone_of(connection, context, session.terminal_id)
        texts.queue(
            connection,
            context,
            kind=TextKind.NOTICE,
            mobile=owner.mobile,
            text=owner_texts.number_changed(taipei(now), phone, owner.language),
            dedup_key=f"mobile-changed:{flow.id}",
            valid_until=now + _NOTICE_FOR,
            terminal_id=session.terminal_id,
        )
        kind = MailKind.MOBILE_CHANGED
        notices.by_mail(connection, context, owner, kind, now, about=flow.id, terminal_id=session.terminal_id)
    return owners.shown(connection, owner.id)
