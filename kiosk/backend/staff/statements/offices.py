"""Statements about the offices that accounts, cases and requests belong to: by name, as the audit has them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, case, func, select, update

from kiosk.backend.staff.tables import approvals, cases, staff


def rename(connection: Connection, names: Mapping[str, str]) -> int:
    """Let what belongs to offices with these names belong to the new ones; return how many accounts there were.

    All names change at once: two offices may take each other's.
    """
    renamed = 0
    for table in (staff, cases, approvals):
        office = table.c.office
        changed = connection.execute(
            update(table).where(office.in_(names)).values(office=case(dict(names), value=office))
        )
        renamed = changed.rowcount if table is staff else renamed
    return renamed


def open_cases(connection: Connection, staff_id: str, office: str) -> int:
    """Return how many cases that somebody opened are not closed and belong to an office."""
    asked = select(func.count()).where(
        cases.c.opened_by == staff_id, cases.c.office == office, cases.c.state != "closed"
    )
    return connection.execute(asked).scalar_one()
