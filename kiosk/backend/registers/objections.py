"""Objections to tickets of our own register (申訴): opened at the desk in a case, asked about, and taken back there.

What the person said, and what the street office was asked, lies sealed, and goes with the case. What takes a decision
is in `objection_acts`.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.ground import outbox, seals
from kiosk.backend.ground.problems import DeskRefusal, Refusal
from kiosk.backend.registers.statements import objections as statements
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Arguments, perform
from kiosk.backend.staff.statements import accounts
from kiosk.contract.desk.objections import (
    ObjectionInquiry,
    ObjectionOpening,
    ObjectionOutcome,
    ObjectionReason,
    ObjectionSeen,
    ObjectionTakingBack,
)
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.session import Permission
from kiosk.contract.problems import ProblemKind


def begin(context: Context, acting: Acting, wish: ObjectionOpening) -> None:
    """Open an objection to a ticket that is owed; it stays payable.

    Raise `Refusal` (`NOT_FOUND`), `DeskRefusal` (`OBJECTION_STATE`: paid, withdrawn, or there is an open one).
    """
    key, id = context.terms.seal_key, secrets.token_hex(16)
    words = seals.sealed(key, wish.words, _row(id, "words")) if wish.words else None

    def work(connection: Connection) -> None:
        ticket = statements.hold_ticket(connection, wish.ticket)
        if ticket is None:
            raise Refusal(ProblemKind.NOT_FOUND)
        if ticket.status != "owed":
            raise DeskRefusal(DeskProblem.OBJECTION_STATE, state=ticket.status)
        kept = statements.add(
            connection,
            id=id,
            ticket_number=wish.ticket,
            reason=wish.reason.value,
            case_number=wish.case,
            opened_by=acting.staff_id,
            opened_at=context.clock.now(),
            words=words,
        )
        if not kept:
            raise DeskRefusal(DeskProblem.OBJECTION_STATE, state="open")

    arguments = Arguments(wish.ticket, wish.case, reason=wish.reason.value)
    perform(context, acting, "objection.open", arguments, work)


def inquire(context: Context, acting: Acting, wish: ObjectionInquiry) -> None:
    """Write down what the street office was asked, and when; raise `DeskRefusal`, `OBJECTION_STATE`."""

    def work(connection: Connection) -> None:
        found = held(connection, wish.ticket)
        asked = seals.sealed(context.terms.seal_key, wish.asked, _row(found.id, "asked"))
        statements.change(
            connection, found.id, asked=asked, asked_by=acting.staff_id, asked_at=context.clock.now()
        )  # fmt: skip

    perform(context, acting, "objection.inquire", Arguments(wish.ticket, wish.case), work)


def take_back(context: Context, acting: Acting, wish: ObjectionTakingBack) -> None:
    """End the open objection to a ticket, whatever has become of the ticket; raise `DeskRefusal`, `OBJECTION_STATE`."""

    def work(connection: Connection) -> None:
        found = held(connection, wish.ticket)
        end(connection, found.id, ObjectionOutcome.TAKEN_BACK, acting.staff_id, context.clock.now())

    perform(context, acting, "objection.take-back", Arguments(wish.ticket, wish.case), work)


def held(connection: Connection, ticket: str) -> statements.OpenObjection:
    """Return the open objection to a ticket, with the ticket locked; raise `DeskRefusal`, `OBJECTION_STATE`."""
    statements.hold_ticket(connection, ticket)
    found = statements.open_one(connection, ticket)
    if found is None:
        raise DeskRefusal(DeskProblem.OBJECTION_STATE, state="none")
    return found


def end(connection: Connection, id: str, outcome: ObjectionOutcome, by: str | None, now: datetime) -> None:
    """End an objection whose ticket the caller has locked; the owner of the vehicle hears of it."""
    statements.change(connection, id, outcome=outcome.value, ended_by=by, ended_at=now)
    outbox.put(connection, outbox.Kind.OBJECTION, id, now)


def uphold(connection: Connection, tickets: Sequence[str], now: datetime) -> None:
    """End the open objections to some tickets, whose money goes back because they were right."""
    for id in statements.uphold(connection, tickets, now):
        outbox.put(connection, outbox.Kind.OBJECTION, id, now)


def of(connection: Connection, context: Context, acting: Acting, tickets: Sequence[str]) -> tuple[ObjectionSeen, ...]:
    """Return the objections to some tickets, oldest first, with the names of who wrote them down.

    Notes are for those who may write one down.
    """
    rows = statements.of(connection, tickets)
    people = {one for row in rows for one in (row.opened_by, row.asked_by, row.ended_by) if one is not None}
    names = accounts.display_names(connection, sorted(people))
    return tuple(_seen(row, names, context.terms.seal_key, notes=acting.may(Permission.OBJECT)) for row in rows)


def _seen(row: Any, names: dict[str, str], key: bytes, *, notes: bool) -> ObjectionSeen:
    words = asked = None
    unreadable = False
    if notes:
        try:
            words, asked = _opened(row, key, "words"), _opened(row, key, "asked")
        except seals.SealBrokenError:
            words, unreadable = None, True
    return ObjectionSeen(
        id=row.id,
        ticket=row.ticket_number,
        reason=ObjectionReason(row.reason),
        case=row.case_number,
        opened_at=row.opened_at,
        opened_by=names[row.opened_by],
        words=words,
        asked=asked,
        asked_at=row.asked_at,
        asked_by=None if row.asked_by is None else names[row.asked_by],
        unreadable=unreadable,
        outcome=None if row.outcome is None else ObjectionOutcome(row.outcome),
        ended_at=row.ended_at,
        ended_by=None if row.ended_by is None else names[row.ended_by],
    )


def _opened(row: Any, key: bytes, name: str) -> str | None:
    seal = getattr(row, name)
    return None if seal is None else seals.opened(key, seal, _row(row.id, name))


def _row(id: str, name: str) -> str:
    """Return what a note is sealed for: it reads nowhere else."""
    return f"objection {id} {name}"
