"""What happened to a mobile number: its messages of thirty days and the limits in force, never a text or a code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.desk import people
from kiosk.backend.desk.statements import numbers as statements
from kiosk.backend.domain import code_policy as policy
from kiosk.backend.messages import texts
from kiosk.backend.proof.statements import counts
from kiosk.backend.staff import subjects
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Arguments, perform
from kiosk.contract.desk.things import LimitKind, LimitSeen, NumberSeen, NumberWish, TextSeen
from kiosk.domain.mobile import Mobile
from kiosk.domain.one_time_code import LONG, SHORT, CodePurpose

MOST = 50
KEPT = timedelta(days=30)
_ABOUT = {SHORT: "short", LONG: "long"}
_BUDGETS = ((CodePurpose.REGISTER, "short"), (CodePurpose.RESET_PASSWORD, "long"))
"""A purpose of each of the two budgets of messages, and what its codes are called."""


def see(context: Context, acting: Acting, wish: NumberWish) -> NumberSeen:
    """Return what happened to a number, whether or not anybody has it."""

    def work(connection: Connection) -> NumberSeen:
        now = context.clock.now()
        owner = statements.owner_of(connection, wish.mobile)
        found = statements.texts(connection, wish.mobile, now - KEPT, MOST + 1)
        return NumberSeen(
            shown=Mobile(wish.mobile).masked,
            person=None if owner is None else people.masked(connection, owner),
            texts=tuple(TextSeen.model_validate(row, from_attributes=True) for row in found[:MOST]),
            more_texts=len(found) > MOST,
            limits=tuple(_limits(connection, wish.mobile, now)),
            gateways_down=texts.all_down(connection, context),
            as_of=now,
        )

    return perform(context, acting, "number.see", Arguments(subjects.of_text(context, wish.mobile), wish.case), work)


def _limits(connection: Connection, mobile: str, now: datetime) -> Iterator[LimitSeen]:
    for digits, about in _ABOUT.items():
        wrong = counts.wrong_of_number(connection, mobile, digits, now - policy.MONTHLY_WRONG.within)
        if policy.counter_only(wrong, now):
            yield LimitSeen(kind=LimitKind.COUNTER, about=about)
        until = counts.paused_until(connection, mobile, digits)
        if until is not None and until > now:
            yield LimitSeen(kind=LimitKind.PAUSED, about=about, until=until)
    for purpose, about in _BUDGETS:
        sent = counts.sends_to_number(connection, mobile, purpose, now - timedelta(days=1))
        later = policy.next_send(sent, ())
        if later is not None and later > now:
            yield LimitSeen(kind=LimitKind.SEND_LATER, about=about, until=later)
