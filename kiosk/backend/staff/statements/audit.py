"""Statements about the audit: rows are added and read. Nothing here changes one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, or_, select, true

from kiosk.backend.staff.tables import audit
from kiosk.backend.store.locks import Lock, hold_lock

_AT_A_TIME = 5_000

COLUMNS = tuple(audit.c.keys())
"""Of a whole row, in its order."""


def hold(connection: Connection) -> tuple[int, str] | None:
    """Let no other transaction add a row before this one ends; return number and hash of the last, None if none is."""
    hold_lock(connection, Lock.AUDIT)
    row = connection.execute(select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)).first()
    return None if row is None else (row.number, row.hash)


def add(connection: Connection, columns: dict[str, Any]) -> None:
    """Add a row, while holding the chain."""
    connection.execute(insert(audit).values(**columns))


def rows_in_order(connection: Connection, behind: int = 0) -> Iterator[Row[*tuple[Any, ...]]]:
    """Yield every row behind one, without holding more than a few thousand in memory."""
    asked = select(audit).order_by(audit.c.number).limit(_AT_A_TIME)
    page = connection.execute(asked.where(audit.c.number > behind) if behind else asked).all()
    while page:
        yield from page
        page = connection.execute(asked.where(audit.c.number > page[-1].number)).all()


def accesses(
    connection: Connection, operations: Sequence[str], since: datetime, until: datetime
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return what was seen from a moment until another one, in its order; every row of the audit is read for it.

    Each as number, at, who, office, operation, subject, case, reason.
    """
    return connection.execute(
        select(
            audit.c.number,
            audit.c.at,
            audit.c.who,
            audit.c.office,
            audit.c.operation,
            audit.c.subject,
            audit.c.case_number,
            audit.c.reason,
        )
        .where(
            audit.c.at >= since,
            audit.c.at < until,
            audit.c.operation.in_(operations),
            audit.c.outcome == "done",
            audit.c.staff_id.is_not(None),
        )
        .order_by(audit.c.number)
    ).all()


def count_of(connection: Connection, staff_id: str, operation: str, since: datetime) -> tuple[int, datetime | None]:
    """Return how often somebody has done something since a moment, and when first of those."""
    row = connection.execute(
        select(func.count(), func.min(audit.c.at)).where(
            audit.c.staff_id == staff_id,
            audit.c.operation == operation,
            audit.c.at > since,
            audit.c.outcome == "done",
        )
    ).one()
    return row[0], row[1]


def count_about(connection: Connection, subjects: Sequence[str], operation: str, since: datetime) -> int:
    """Return how often something was done to what has one of these names in the audit, from a moment on."""
    asked = select(func.count()).where(
        audit.c.subject.in_(subjects), audit.c.operation == operation, audit.c.at >= since, audit.c.outcome == "done"
    )
    return connection.scalar(asked) or 0


def about(
    connection: Connection, subject: str, operations: Sequence[str], most: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return who did which of these things to a subject, and when: the newest so many, oldest first."""
    found = connection.execute(
        select(audit.c.at, audit.c.who, audit.c.staff_id, audit.c.operation)
        .where(audit.c.subject == subject, audit.c.operation.in_(operations), audit.c.outcome == "done")
        .order_by(audit.c.number.desc())
        .limit(most)
    ).all()
    return found[::-1]


def concerning(
    connection: Connection,
    subjects: Sequence[tuple[str, datetime, datetime | None]],
    operations: Sequence[str],
    most: int,
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return what was done to subjects, each between two moments or from one on: the newest so many, newest first."""
    within = [
        and_(audit.c.subject == subject, audit.c.at >= since, true() if until is None else audit.c.at < until)
        for subject, since, until in subjects
    ]
    return connection.execute(
        select(audit.c.at, audit.c.operation, audit.c.office, audit.c.case_number, audit.c.fields, audit.c.reason)
        .where(or_(*within), audit.c.operation.in_(operations), audit.c.outcome == "done")
        .order_by(audit.c.number.desc())
        .limit(most)
    ).all()
