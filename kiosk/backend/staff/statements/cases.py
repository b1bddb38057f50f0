"""Statements about cases."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from kiosk.backend.staff.tables import case_proofs, cases, staff
from kiosk.backend.store import rows


def add(connection: Connection, **columns: Any) -> bool:
    """Keep a case; return False, with nothing kept, if the number is taken."""
    return rows.ensure(connection, cases, **columns)


def _whole() -> Select[Any]:
    return select(
        cases.c.number,
        cases.c.topic,
        cases.c.state,
        cases.c.opened_at,
        staff.c.display_name.label("opened_by"),
        cases.c.office,
        cases.c.outcome,
        cases.c.closed_at,
    ).join_from(cases, staff, staff.c.id == cases.c.opened_by)


def find(connection: Connection, number: str, office: str) -> Row[*tuple[Any, ...]] | None:
    """Return a case of an office."""
    return connection.execute(_whole().where(cases.c.number == number, cases.c.office == office)).one_or_none()


def open_ones(connection: Connection, office: str, opened_by: str | None, most: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the cases of an office, or of one of its people, that are not closed, oldest first."""
    asked = _whole().where(cases.c.office == office, cases.c.state != "closed")
    if opened_by is not None:
        asked = asked.where(cases.c.opened_by == opened_by)
    return connection.execute(asked.order_by(cases.c.opened_at).limit(most)).all()


def lock_state(connection: Connection, number: str, office: str) -> str | None:
    """Return the state of a case of an office, held to the end of the transaction; None if there is none."""
    asked = select(cases.c.state).where(cases.c.number == number, cases.c.office == office)
    return connection.scalar(asked.with_for_update())


def lock_state_anywhere(connection: Connection, number: str) -> str | None:
    """Return the state of a case of any office, held to the end of the transaction; None if there is none."""
    return connection.scalar(select(cases.c.state).where(cases.c.number == number).with_for_update())


def add_proof(connection: Connection, number: str, proof: str, seen_by: str, now: datetime) -> None:
    """Write down what proof was seen in a case that the caller holds."""
    connection.execute(insert(case_proofs).values(case_number=number, proof=proof, seen_by=seen_by, seen_at=now))


def proofs(connection: Connection, numbers: Collection[str], since: datetime) -> dict[str, tuple[str, ...]]:
    """Return which kinds of proof were seen in cases after a moment, by case."""
    found = connection.execute(
        select(case_proofs.c.case_number, case_proofs.c.proof)
        .where(case_proofs.c.case_number.in_(numbers), case_proofs.c.seen_at > since)
        .distinct()
        .order_by(case_proofs.c.proof)
    ).all()
    return {number: tuple(row.proof for row in found if row.case_number == number) for number in numbers}


def proof_seen(connection: Connection, number: str, proof: str, seen_by: str, since: datetime) -> bool:
    """Say whether somebody has seen a kind of proof themselves in a case, after a moment."""
    seen = select(case_proofs.c.seen_at).where(
        case_proofs.c.case_number == number,
        case_proofs.c.proof == proof,
        case_proofs.c.seen_by == seen_by,
        case_proofs.c.seen_at > since,
    )
    return connection.execute(seen.limit(1)).first() is not None


def close(connection: Connection, number: str, outcome: str, now: datetime) -> None:
    """End a case that the caller holds."""
    ended = update(cases).where(cases.c.number == number)
    connection.execute(ended.values(state="closed", outcome=outcome, closed_at=now))
