"""Statements about new numbers that are asked for at the counter.

A transaction that changes one locks, in this order: the number where something is sent to it, the owner, the request
(`lock`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, or_, select, update

from kiosk.backend.owners.tables import new_numbers
from kiosk.backend.staff.tables import staff
from kiosk.contract.desk.new_number import NumberState

_OPEN = (NumberState.BEGUN.value, NumberState.PROVED.value, NumberState.WAITING.value)
_UNDECIDED = (NumberState.BEGUN.value, NumberState.PROVED.value)
_askers, _deciders = staff.alias("askers"), staff.alias("deciders")


def add(connection: Connection, **columns: Any) -> None:
    """Write a request down; `IntegrityError` where the owner has one that goes on."""
    connection.execute(insert(new_numbers).values(**columns))


def _whole() -> Select[Any]:
    return (
        select(*new_numbers.c, _askers.c.display_name.label("asker"), _deciders.c.display_name.label("decider"))
        .join_from(new_numbers, _askers, _askers.c.id == new_numbers.c.asked_by)
        .outerjoin(_deciders, _deciders.c.id == new_numbers.c.decided_by)
    )


def find(connection: Connection, id: str) -> Row[Any] | None:
    """Return a request, None if there is none."""
    return connection.execute(select(new_numbers).where(new_numbers.c.id == id)).one_or_none()


def lock(connection: Connection, id: str) -> Row[Any] | None:
    """Return a request with its row locked to the end of the transaction, whose owner's row the caller has locked."""
    return connection.execute(select(new_numbers).where(new_numbers.c.id == id).with_for_update()).one_or_none()


def lock_open(connection: Connection, owner_id: str) -> Row[Any] | None:
    """Return the request of an owner that goes on, locked as by `lock`; None if there is none."""
    wanted = select(new_numbers).where(new_numbers.c.owner_id == owner_id, new_numbers.c.state.in_(_OPEN))
    return connection.execute(wanted.with_for_update()).one_or_none()


def of_link(connection: Connection, link_hash: str) -> Row[Any] | None:
    """Return the request that a link leads to, whichever of the two it is; None if there is none."""
    for column in (new_numbers.c.prove_hash, new_numbers.c.stop_hash):
        found = connection.execute(select(new_numbers).where(column == link_hash)).one_or_none()
        if found is not None:
            return found
    return None


def waiting(connection: Connection, owner_id: str) -> Row[*tuple[Any, ...]] | None:
    """Return number and moment of what waits to take effect for an owner; None if nothing does."""
    return connection.execute(
        select(new_numbers.c.id, new_numbers.c.mobile, new_numbers.c.effect_at).where(
            new_numbers.c.owner_id == owner_id, new_numbers.c.state == NumberState.WAITING.value
        )
    ).one_or_none()


def last_of(connection: Connection, owner_id: str, since: datetime) -> Row[Any] | None:
    """Return the newest request of an owner after a moment, or the one that goes on, with the names of the staff."""
    # The longest wait that can be set and the day before it is decided on make one older than what is shown of late.
    of_late = or_(new_numbers.c.made_at > since, new_numbers.c.state.in_(_OPEN))
    wanted = _whole().where(new_numbers.c.owner_id == owner_id, of_late)
    return connection.execute(wanted.order_by(new_numbers.c.made_at.desc(), new_numbers.c.id).limit(1)).one_or_none()


def of_case(connection: Connection, case: str, most: int) -> Sequence[Row[Any]]:
    """Return the requests of a case, newest first."""
    wanted = _whole().where(new_numbers.c.case_number == case)
    return connection.execute(wanted.order_by(new_numbers.c.made_at.desc(), new_numbers.c.id).limit(most)).all()


def due(connection: Connection, now: datetime, most: int) -> Sequence[str]:
    """Return the requests whose wait is over, oldest first."""
    return connection.scalars(
        select(new_numbers.c.id)
        .where(new_numbers.c.state == NumberState.WAITING.value, new_numbers.c.effect_at <= now)
        .order_by(new_numbers.c.effect_at)
        .limit(most)
    ).all()


def undecided(connection: Connection, before: datetime, most: int) -> Sequence[str]:
    """Return the requests from before a moment that were not decided on."""
    return connection.scalars(
        select(new_numbers.c.id)
        .where(new_numbers.c.state.in_(_UNDECIDED), new_numbers.c.made_at <= before)
        .order_by(new_numbers.c.made_at)
        .limit(most)
    ).all()


def move(connection: Connection, id: str, before: Sequence[NumberState], **columns: Any) -> bool:
    """Move a request on out of some states; return False, with nothing done, unless it is in one of them."""
    states = [state.value for state in before]
    moved = update(new_numbers).where(new_numbers.c.id == id, new_numbers.c.state.in_(states))
    return connection.execute(moved.values(**columns)).rowcount == 1
