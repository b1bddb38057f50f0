"""Statements about the flows that codes are sent for (`code_flows`), and about the codes themselves.

A transaction that decides on a code locks, in this order: the terminal (`terminals.statements.hold`) where something
is sent, the flow (`lock`), the number (`counts.hold_number`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, insert, select, update

from kiosk.backend.messages import statements as message_statements
from kiosk.backend.owners.tables import owners
from kiosk.backend.proof.tables import code_flows, code_sends, codes
from kiosk.backend.store.rows import BATCH
from kiosk.domain.one_time_code import CodePurpose


def begin(connection: Connection, **columns: Any) -> None:
    """Write down that a flow begins."""
    connection.execute(insert(code_flows).values(**columns))


def find(connection: Connection, flow_id: str, terminal_id: str) -> Row[Any] | None:
    """Return a flow of a terminal, None if there is none."""
    return connection.execute(
        select(code_flows).where(code_flows.c.id == flow_id, code_flows.c.terminal_id == terminal_id)
    ).one_or_none()


def lock(connection: Connection, flow_id: str, terminal_id: str, purpose: CodePurpose | None = None) -> Row[Any] | None:
    """Return a flow of a terminal, perhaps of one purpose only, with its row locked to the end (`FOR UPDATE`)."""
    wanted = select(code_flows).where(code_flows.c.id == flow_id, code_flows.c.terminal_id == terminal_id)
    if purpose is not None:
        wanted = wanted.where(code_flows.c.purpose == purpose.value)
    return connection.execute(wanted.with_for_update()).one_or_none()


def owner_of(connection: Connection, flow_id: str) -> str | None:
    """Return whose flow it is, None for that of an unknown number."""
    return connection.scalar(select(code_flows.c.owner_id).where(code_flows.c.id == flow_id))


def owner_of_number(connection: Connection, mobile: str) -> str | None:
    """Return the owner who has registered a number, None if no one has."""
    return connection.scalar(select(owners.c.id).where(owners.c.mobile == mobile))


def change(connection: Connection, flow_id: str, **columns: Any) -> None:
    """Change a flow, whose row the caller has locked."""
    connection.execute(update(code_flows).where(code_flows.c.id == flow_id).values(**columns))


def prolong(connection: Connection, flow_id: str, until: datetime) -> None:
    """Let a flow live at least as long as the code that was sent for it."""
    connection.execute(
        update(code_flows).where(code_flows.c.id == flow_id, code_flows.c.expires_at < until).values(expires_at=until)
    )


def finish(connection: Connection, flow_id: str, now: datetime) -> bool:
    """End a flow; return whether it had not ended before."""
    return bool(
        connection.execute(
            update(code_flows).where(code_flows.c.id == flow_id, code_flows.c.done_at.is_(None)).values(done_at=now)
        ).rowcount
    )


def proof(connection: Connection, flow_id: str, terminal_id: str, now: datetime) -> Row[*tuple[Any, ...]] | None:
    """Return whose number a flow has proved, which one, and the hash of what that allows once; None if over."""
    return connection.execute(
        select(code_flows.c.owner_id, code_flows.c.mobile, code_flows.c.proof_hash).where(
            code_flows.c.id == flow_id, code_flows.c.terminal_id == terminal_id, code_flows.c.proof_until > now
        )
    ).one_or_none()


def use_proof(connection: Connection, flow_id: str, proof_hash: str) -> bool:
    """Use a proof up; return whether it was there. Of all who try at once, one gets yes."""
    return (
        connection.execute(
            update(code_flows)
            .where(code_flows.c.id == flow_id, code_flows.c.proof_hash == proof_hash)
            .values(proof_hash=None, proof_until=None)
        ).rowcount
        == 1
    )


def end_of_number(connection: Connection, mobile: str, now: datetime) -> None:
    """End every flow of a number, and what it has proved."""
    connection.execute(
        update(code_flows).where(code_flows.c.mobile == mobile).values(done_at=now, proof_hash=None, proof_until=None)
    )


def sent(connection: Connection, flow_id: str, mobile: str) -> Sequence[Row[Any]]:
    """Return the codes of a flow that were sent to a number, oldest first."""
    wanted = select(codes).where(codes.c.flow_id == flow_id, codes.c.mobile == mobile).order_by(codes.c.id)
    return connection.execute(wanted).all()


def keep_code(connection: Connection, **columns: Any) -> int:
    """Write a code down, and return its id."""
    return int(connection.execute(insert(codes).values(**columns).returning(codes.c.id)).scalar_one())


def spend_code(connection: Connection, code_id: int, now: datetime) -> bool:
    """Spend a code; return whether it was live. Of all who try at once, one gets yes."""
    return bool(
        connection.execute(
            update(codes)
            .where(
                codes.c.id == code_id, codes.c.spent_at.is_(None), codes.c.void_at.is_(None), codes.c.expires_at > now
            )
            .values(spent_at=now)
        ).rowcount
    )


def void_codes(connection: Connection, code_ids: Sequence[int], now: datetime) -> None:
    """Void codes by their ids."""
    connection.execute(update(codes).where(codes.c.id.in_(code_ids)).values(void_at=now))


def void_codes_of(connection: Connection, flow_id: str, now: datetime) -> None:
    """Void every code of a flow."""
    connection.execute(update(codes).where(codes.c.flow_id == flow_id, codes.c.void_at.is_(None)).values(void_at=now))


def void_all_but_the_newest(
    connection: Connection, mobile: str, purposes: Sequence[CodePurpose], now: datetime
) -> None:
    """Void the older codes of every flow of a number for these purposes."""
    names = [purpose.value for purpose in purposes]
    ours = select(code_flows.c.id).where(code_flows.c.id == codes.c.flow_id, code_flows.c.purpose.in_(names))
    newer = codes.alias()
    is_older = exists().where(newer.c.flow_id == codes.c.flow_id, newer.c.mobile == mobile, newer.c.id > codes.c.id)
    connection.execute(
        update(codes)
        .where(codes.c.mobile == mobile, codes.c.void_at.is_(None), codes.c.expires_at > now, ours.exists(), is_older)
        .values(void_at=now)
    )


def forget(connection: Connection, before: datetime) -> int:
    """Forget some flows that ended before a moment, their codes and sends; return how many flows."""
    ended = select(code_flows.c.id).where(code_flows.c.expires_at < before)
    old = connection.scalars(ended.limit(BATCH)).all()
    message_statements.forget_flows(connection, old)
    for table in (codes, code_sends):
        connection.execute(delete(table).where(table.c.flow_id.in_(old)))
    return connection.execute(delete(code_flows).where(code_flows.c.id.in_(old))).rowcount
