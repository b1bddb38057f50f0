"""People as staff see them: masked, and one field in full with a reason, thirty in an hour."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.desk.statements import things as statements
from kiosk.backend.ground.problems import DeskRefusal, Refusal
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Arguments, perform
from kiosk.backend.staff.statements import audit
from kiosk.contract.desk.masked import Masked, MaskedField, MaskedPerson, Revealed, RevealWish
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.problems import ProblemKind
from kiosk.domain.dates import taipei
from kiosk.domain.email import Email
from kiosk.domain.mobile import Mobile
from kiosk.domain.person_name import PersonName

SHOWN_FOR = timedelta(seconds=30)
HOUR = timedelta(hours=1)
MOST_AN_HOUR = 30


def masked(connection: Connection, owner_id: str) -> MaskedPerson:
    """Return somebody's account, masked; one that was closed has no field any more."""
    row = statements.person(connection, owner_id)
    if row is None:
        return MaskedPerson(id=owner_id, fields=())
    shown = {
        MaskedField.NAME: None if row.name is None else PersonName(row.name).masked,
        MaskedField.MOBILE: None if row.mobile is None else Mobile(row.mobile).masked,
        MaskedField.EMAIL: None if row.email is None else Email(row.email).masked,
    }
    fields = tuple(Masked(field=field, shown=text) for field, text in shown.items() if text is not None)
    return MaskedPerson(id=owner_id, fields=fields, registered_at=f"{taipei(row.registered_at):%Y-%m-%d}")


def reveal(context: Context, acting: Acting, wish: RevealWish) -> Revealed:
    """Return one field of one person in full.

    Raise `Refusal` (`NOT_FOUND`), `DeskRefusal`: `CASE_NEEDED`, `NOT_MASKED`, `REVEALS_USED_UP`.
    """

    def work(connection: Connection) -> Revealed:
        # The chain is held first: of two that are asked for at once, the second counts the first.
        audit.hold(connection)
        now = context.clock.now()
        count, first = audit.count_of(connection, acting.staff_id or "", "person.reveal", now - HOUR)
        if count >= MOST_AN_HOUR and first is not None:
            raise DeskRefusal(DeskProblem.REVEALS_USED_UP, wait=(first + HOUR - now).total_seconds())
        row: Any = statements.person(connection, wish.person)
        if row is None:
            raise Refusal(ProblemKind.NOT_FOUND)
        value = getattr(row, wish.field.value)
        if value is None:
            raise DeskRefusal(DeskProblem.NOT_MASKED)
        left = MOST_AN_HOUR - count - 1
        return Revealed(field=wish.field, value=value, shown_for=SHOWN_FOR.total_seconds(), left=left)

    arguments = Arguments(wish.person, wish.case, frozenset({wish.field.value}), wish.reason.value)
    return perform(context, acting, "person.reveal", arguments, work)
