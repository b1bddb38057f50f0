"""Statements about requests that take two people. Each edge is one conditional UPDATE: of two at once, one moves it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, case, func, insert, or_, select, update

from kiosk.backend.office.tables import offices
from kiosk.backend.staff.tables import approvals, staff
from kiosk.contract.desk.approvals import ApprovalState

_ASKED, _APPROVED = ApprovalState.ASKED.value, ApprovalState.APPROVED.value
_askers, _deciders = staff.alias("askers"), staff.alias("deciders")
# Of whichever office has that name: an account's office is written out, and need not be in the list.
_ENGLISH = select(func.max(offices.c.name_en)).where(offices.c.name == approvals.c.office).scalar_subquery()


def add(connection: Connection, **columns: Any) -> None:
    """Keep a request."""
    connection.execute(insert(approvals).values(**columns, state=_ASKED))


def _whole() -> Select[Any]:
    return (
        select(
            *approvals.c,
            _askers.c.display_name.label("asker"),
            _deciders.c.display_name.label("decider"),
            _ENGLISH.label("office_en"),
        )
        .join_from(approvals, _askers, _askers.c.id == approvals.c.asked_by)
        .outerjoin(_deciders, _deciders.c.id == approvals.c.decided_by)
    )


def find(connection: Connection, id: str) -> Row[*tuple[Any, ...]] | None:
    """Return a request, with the display names of who asked and who decided."""
    return connection.execute(_whole().where(approvals.c.id == id)).one_or_none()


def open_ones(
    connection: Connection, staff_id: str, office: str, decides: Collection[str], now: datetime, most: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return requests that wait, of somebody's own or of operations that they decide on: their office's first."""
    mine = or_(approvals.c.asked_by == staff_id, approvals.c.operation.in_(decides))
    return connection.execute(
        _whole()
        .where(approvals.c.state.in_((_ASKED, _APPROVED)), approvals.c.expires_at > now, mine)
        .order_by(case((approvals.c.office == office, 0), else_=1), approvals.c.asked_at)
        .limit(most)
    ).all()


def waits(connection: Connection, operations: Collection[str], subject: str, arguments: str, now: datetime) -> bool:
    """Return whether a request for one of these operations waits, about exactly this."""
    of_this = select(approvals.c.id).where(
        approvals.c.state.in_((_ASKED, _APPROVED)),
        approvals.c.expires_at > now,
        approvals.c.operation.in_(operations),
        approvals.c.subject == subject,
        approvals.c.arguments == arguments,
    )
    return connection.execute(of_this.limit(1)).first() is not None


def waits_in(connection: Connection, case_number: str, now: datetime) -> bool:
    """Return whether a request of a case waits; the caller holds the case, so none comes meanwhile."""
    of_this = select(approvals.c.id).where(
        approvals.c.case_number == case_number,
        approvals.c.state.in_((_ASKED, _APPROVED)),
        approvals.c.expires_at > now,
    )
    return connection.execute(of_this.limit(1)).first() is not None


def waits_since(connection: Connection, subjects: Collection[str], now: datetime) -> datetime | None:
    """Return when the oldest request about one of these was made that waits, None if none does."""
    of_these = select(func.min(approvals.c.asked_at)).where(
        approvals.c.state.in_((_ASKED, _APPROVED)), approvals.c.expires_at > now, approvals.c.subject.in_(subjects)
    )
    since: datetime | None = connection.execute(of_these).scalar_one()
    return since


def decide(connection: Connection, id: str, state: ApprovalState, by: str, now: datetime) -> bool:
    """Write a decision down; return False, with nothing done, unless the request waits for one.

    What was approved and is not done can be turned down after all.
    """
    undecided = (_ASKED, _APPROVED) if state is ApprovalState.REFUSED else (_ASKED,)
    waiting = update(approvals).where(
        approvals.c.id == id, approvals.c.state.in_(undecided), approvals.c.expires_at > now
    )
    done = connection.execute(waiting.values(state=state.value, decided_by=by, decided_at=now))
    return done.rowcount == 1


def execute(connection: Connection, id: str, operation: str, subject: str | None, staff_id: str, now: datetime) -> bool:
    """Use up an approval of exactly this, by who asked or decided; return False, with nothing done, unless it holds."""
    approved = update(approvals).where(
        approvals.c.id == id,
        approvals.c.operation == operation,
        approvals.c.subject == subject,
        approvals.c.state == _APPROVED,
        approvals.c.expires_at > now,
        or_(approvals.c.asked_by == staff_id, approvals.c.decided_by == staff_id),
    )
    done = connection.execute(approved.values(state=ApprovalState.EXECUTED.value, executed_at=now))
    return done.rowcount == 1


def expire(connection: Connection, now: datetime) -> int:
    """End requests whose time is over; return how many."""
    late = update(approvals).where(approvals.c.state.in_((_ASKED, _APPROVED)), approvals.c.expires_at <= now)
    return connection.execute(late.values(state=ApprovalState.EXPIRED.value)).rowcount


def count_asked(connection: Connection, staff_id: str, operation: str, since: datetime) -> int:
    """Return how often somebody has asked for something since a moment."""
    asked = select(func.count()).where(
        approvals.c.asked_by == staff_id, approvals.c.operation == operation, approvals.c.asked_at >= since
    )
    return connection.execute(asked).scalar_one()
