"""Statements about accounts of the staff and their roles. A change of an account locks its row (`lock`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from kiosk.backend.staff.tables import staff, staff_roles
from kiosk.backend.store import rows

AccountRow = Row[*tuple[Any, ...]]
"""One account, with the names of its columns."""

_COLUMNS = (
    staff.c.id,
    staff.c.name,
    staff.c.display_name,
    staff.c.office,
    staff.c.password_hash,
    staff.c.factor_key,
    staff.c.factor_used,
    staff.c.made_at,
    staff.c.used_at,
    staff.c.suspended_at,
)


def add(connection: Connection, **columns: Any) -> bool:
    """Keep an account; return False, with nothing kept, if the name is taken."""
    return rows.ensure(connection, staff, **columns)


def of_name(connection: Connection, name: str) -> AccountRow | None:
    """Return the account of a name, suspended or not."""
    return connection.execute(select(*_COLUMNS).where(staff.c.name == name)).one_or_none()


def lock(connection: Connection, id: str) -> AccountRow | None:
    """Return an account, held to the end of the transaction."""
    return connection.execute(select(*_COLUMNS).where(staff.c.id == id).with_for_update()).one_or_none()


def all_accounts(connection: Connection) -> Sequence[AccountRow]:
    """Return every account, by name."""
    return connection.execute(select(*_COLUMNS).order_by(staff.c.name)).all()


def change(connection: Connection, id: str, **columns: Any) -> None:
    """Change columns of an account."""
    connection.execute(update(staff).where(staff.c.id == id).values(**columns))


def use_factor(connection: Connection, id: str, step: int) -> bool:
    """Note that a code of the authenticator was used; return False if it, or a later one, was used before."""
    used = update(staff).where(staff.c.id == id, staff.c.factor_used < step).values(factor_used=step)
    return connection.execute(used).rowcount == 1


def roles_of(connection: Connection, id: str, now: datetime) -> list[str]:
    """Return the roles that somebody has at a moment, sorted."""
    return list(
        connection.scalars(
            select(staff_roles.c.role)
            .where(staff_roles.c.staff_id == id, or_(staff_roles.c.ends_at.is_(None), staff_roles.c.ends_at > now))
            .order_by(staff_roles.c.role)
        )
    )


def set_roles(connection: Connection, id: str, roles: Iterable[str], now: datetime, ends_at: datetime | None) -> None:
    """Let somebody have these roles and no other."""
    connection.execute(delete(staff_roles).where(staff_roles.c.staff_id == id))
    connection.execute(
        insert(staff_roles),
        [{"staff_id": id, "role": role, "given_at": now, "ends_at": ends_at} for role in sorted(roles)],
    )


def suspend_unused(connection: Connection, before: datetime, now: datetime) -> list[str]:
    """Suspend accounts that were not used since a moment; return their names, sorted."""
    idle = update(staff).where(staff.c.suspended_at.is_(None), staff.c.used_at < before)
    return sorted(connection.scalars(idle.values(suspended_at=now).returning(staff.c.name)))


def display_names(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return how people of the staff are called on a screen, by id."""
    found = connection.execute(select(staff.c.id, staff.c.display_name).where(staff.c.id.in_(set(ids))))
    return {row.id: row.display_name for row in found}
