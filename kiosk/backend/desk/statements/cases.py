"""Statements about what happened in a case."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from kiosk.backend.payments.tables import payments
from kiosk.backend.staff.tables import approvals, audit, case_proofs, staff

Rows = Sequence[Row[*tuple[Any, ...]]]


def deeds(connection: Connection, number: str, operations: Collection[str], most: int) -> Rows:
    """Return when, who, operation and subject of what was done in a case: the newest so many, newest first."""
    return connection.execute(
        select(audit.c.at, audit.c.who, staff.c.display_name, audit.c.operation, audit.c.subject)
        .outerjoin(staff, staff.c.id == audit.c.staff_id)
        .where(audit.c.case_number == number, audit.c.operation.in_(operations), audit.c.outcome == "done")
        .order_by(audit.c.number.desc())
        .limit(most)
    ).all()


def closing(connection: Connection, number: str) -> Row[*tuple[Any, ...]] | None:
    """Return who has closed a case."""
    return connection.execute(
        select(audit.c.who, staff.c.display_name)
        .outerjoin(staff, staff.c.id == audit.c.staff_id)
        .where(audit.c.subject == number, audit.c.operation == "case.close", audit.c.outcome == "done")
        .order_by(audit.c.number.desc())
        .limit(1)
    ).one_or_none()


def proofs(connection: Connection, number: str) -> Rows:
    """Return when, who and what of the proof that was seen in a case, oldest first."""
    return connection.execute(
        select(case_proofs.c.seen_at, staff.c.display_name, case_proofs.c.proof)
        .join_from(case_proofs, staff, staff.c.id == case_proofs.c.seen_by)
        .where(case_proofs.c.case_number == number)
        .order_by(case_proofs.c.seen_at)
    ).all()


def requests(connection: Connection, number: str) -> Rows:
    """Return what was asked of a second person in a case, oldest first."""
    asker, decider = staff.alias("askers"), staff.alias("deciders")
    return connection.execute(
        select(
            approvals.c.operation,
            approvals.c.state,
            approvals.c.asked_at,
            approvals.c.expires_at,
            asker.c.display_name.label("asked_by"),
            decider.c.display_name.label("decided_by"),
        )
        .join_from(approvals, asker, asker.c.id == approvals.c.asked_by)
        .outerjoin(decider, decider.c.id == approvals.c.decided_by)
        .where(approvals.c.case_number == number)
        .order_by(approvals.c.asked_at)
    ).all()


def orders(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """Return the orders' numbers of payments, by id."""
    found = connection.execute(select(payments.c.id, payments.c.number).where(payments.c.id.in_(ids)))
    return {row.id: row.number for row in found}
